"""What the benchmarks of answering share: the real sets where they are at hand, and our stand-in.

The real sets lie beside the repository (`../shared/data`, or where YUANQU_DATA says). Without them
the shipped packs stand in: small, ours, and easier; a figure then says that it is of the stand-in.
Nothing is measured on rows that were learned from: each of five parts of the questions, split by
document, is answered by what the other four taught.
"""

import os
import sys
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from yuanqu.engines.answering import Answered, Answerer, Model, Source
from yuanqu.engines.answering.questions import read
from yuanqu.knowledge.measuring import rows, training
from yuanqu.knowledge.measuring.lexical import Lexical
from yuanqu.knowledge.measuring.packs import of_packs
from yuanqu.knowledge.measuring.priors import Priors
from yuanqu.knowledge.measuring.rows import Judged

ROOT = Path(__file__).resolve().parents[1]
PARTS = 5


def real(*parts: str) -> Path | None:
    """A file of the real sets, or None where they are not at hand."""
    folder = Path(os.environ.get("YUANQU_DATA") or ROOT.parent / "shared" / "data")
    path = folder.joinpath(*parts)
    if path.is_file():
        return path
    print(f"{'/'.join(parts)} is not at hand: our stand-in, the shipped packs", file=sys.stderr)
    return None


def answerable(folder: str, documents: str, questions: str) -> tuple[list[Source], list[Judged]]:
    """A real set's documents with the questions that they answer, or those of our stand-in."""
    texts, asked = real(folder, documents), real(folder, questions)
    if texts and asked:
        return rows.documents(texts), rows.judged(asked)
    sources, everything = of_packs()
    return sources, [one for one in everything if one.gold]


def part_of(judged: Judged) -> int:
    """Which part a question belongs to: all questions of one document are in one."""
    key = judged.gold[0].document if judged.gold else judged.question
    return zlib.crc32(b"part" + key.encode()) % PARTS


def answered(
    sources: Sequence[Source],
    judged: Sequence[Judged],
    others: Sequence[Judged] = (),
    most: int = 10,
) -> list[tuple[Judged, Answered]]:
    """Each question with its answer by what the other parts taught.

    `others` are questions that nothing here answers; they are answered and never learned from.
    """
    index = Lexical(sources)
    given = []
    for part in range(PARTS):
        taught = [one for one in judged if part_of(one) != part]
        model = learned(sources, taught)
        answerer, priors = Answerer(model), Priors(sources, model.answered)
        for one in [*judged, *others]:
            if part_of(one) == part:
                candidates = index.candidates(read(one.question), priors)
                answer = answerer.answer(one.question, candidates, index.weight_of, most)
                given.append((one, answer))
    return given


def learned(sources: Sequence[Source], judged: Sequence[Judged]) -> Model:
    """What these questions teach."""

    def tell(step: str, done: int, total: int) -> None:
        if done == total:
            print(f"  {step}: {total}", file=sys.stderr)

    return training.train(sources, judged, tell)


def has_evidence(judged: Judged, answer: Answered, most: int) -> bool:
    """Whether at least half of the answer's characters are inside the first passages."""
    gold = judged.gold[0]
    start, end = gold.span or (0, 0)
    inside = {
        place
        for passage in answer.passages[:most]
        if passage.source == gold.document
        for place in range(max(start, passage.start), min(end, passage.end))
    }
    return 2 * len(inside) >= end - start


def mean(figures: Iterable[float]) -> float:
    """The mean, to three digits; 0 of nothing."""
    known = list(figures)
    return round(sum(known) / len(known), 3) if known else 0.0
