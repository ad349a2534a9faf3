"""The same questions to other retrievers as they come out of the box, and to ours: a table.

    {"ours_evidence_1", "best_peer_evidence_1", "ahead_of_all": 1, …}

Every one is given the same passages (ours, at most 250 characters) and asked the same questions in
one run. Peers get no tuning: their own defaults, with jieba where their documentation says so. They
live in an environment of their own, build/peers, made from requirements/bench.txt.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import _asking
from benchmarks._measure import report
from yuanqu.engines.answering import Answered, Band, Ranked, Source
from yuanqu.engines.retrieval.passages import tiles
from yuanqu.knowledge.measuring.rows import Judged

ENVIRONMENT = _asking.ROOT / "build" / "peers"
RUNNER = Path(__file__).with_name("_peers.py")
MOST = (1, 3, 10)


def main() -> None:
    """All of them on one set, then the table."""
    sources, judged = _asking.answerable("ncp", "documents.jsonl", "dev.jsonl")
    table = {"yuanqu": figures([(one, found) for one, found in _asking.answered(sources, judged)])}
    for name, given in peers(sources, judged).items():
        table[name] = figures(given)
    for name, row in table.items():
        print(f"  {name:28}", *(f"@{most} {row[most]:.3f}" for most in MOST))
    others = [row for name, row in table.items() if name != "yuanqu"]
    best = {f"best_peer_evidence_{most}": max(row[most] for row in others) for most in MOST}
    ours = {f"ours_evidence_{most}": table["yuanqu"][most] for most in MOST}
    ahead = all(table["yuanqu"][most] > row[most] for row in others for most in MOST)
    report({**ours, **best, "peers": len(others), "ahead_of_all": int(ahead)},
           at_least={"ahead_of_all": 1, "peers": 5})  # fmt: skip


def figures(given: list[tuple[Judged, Answered]]) -> dict[int, float]:
    """Evidence at 1, 3 and 10."""
    return {
        most: _asking.mean(_asking.has_evidence(one, found, most) for one, found in given)
        for most in MOST
    }


def peers(sources: list[Source], judged: list[Judged]) -> dict[str, list[tuple[Judged, Answered]]]:
    """What each peer finds: its ten best passages for each question."""
    places = [(source.key, span) for source in sources for span in tiles(source.text)]
    texts = {source.key: source.text for source in sources}
    passages = [texts[key][span.start : span.end] for key, span in places]
    found = run_peers(passages, [one.question for one in judged])
    return {
        name: [
            (one, Answered(Band.CLOSEST, 0.0, passages=tuple(
                Ranked(places[at][0], *places[at][1], 0.0) for at in best)))
            for one, best in zip(judged, given, strict=True)
        ]
        for name, given in found.items()
    }  # fmt: skip


def run_peers(passages: list[str], questions: list[str]) -> dict[str, list[list[int]]]:
    """By name of the peer: for each question the numbers of its best passages."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        print("  making build/peers …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        lock = _asking.ROOT / "requirements" / "bench.txt"
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r"]
        subprocess.run([str(python), *install, str(lock)], check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as asked:
        json.dump({"passages": passages, "questions": questions}, asked, ensure_ascii=False)
        asked.flush()
        done = subprocess.run(
            [str(python), str(RUNNER), asked.name], stdout=subprocess.PIPE, text=True, check=True
        )
    found: dict[str, list[list[int]]] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
