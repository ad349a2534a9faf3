"""The shipped packs as documents and questions to learn from and to measure on: ours, and small."""

import json
from pathlib import Path
from typing import Any

from yuanqu.engines.answering import Source
from yuanqu.knowledge.measuring.rows import Gold, Judged

PACKS = Path(__file__).resolve().parents[1] / "packs"


def of_packs() -> tuple[list[Source], list[Judged]]:
    """The documents of the shipped packs, and their evaluation questions."""
    sources: list[Source] = []
    asked: list[Judged] = []
    for pack in sorted(PACKS.iterdir()):
        texts = {
            path.name.removesuffix(".md"): _body(path.read_text(encoding="utf-8"))
            for path in sorted((pack / "documents").glob("*.md"))
        }
        sources += [Source(f"{pack.name}/{name}", "", text) for name, text in texts.items()]
        lines = (pack / "evaluation.jsonl").read_text(encoding="utf-8").splitlines()
        asked += [_judged(pack.name, texts, json.loads(line)) for line in lines if line.strip()]
    return sources, asked


def _body(text: str) -> str:
    """A document of a pack without its front matter."""
    return text.split("\n---\n", 1)[-1].strip() if text.startswith("---\n") else text


def _judged(pack: str, texts: dict[str, str], row: dict[str, Any]) -> Judged:
    gold = [
        Gold(f"{pack}/{each['document']}", (start, start + len(each["text"])))
        for each in row.get("gold", ())
        if (start := texts.get(each["document"], "").find(each["text"])) >= 0
    ]
    return Judged(row["question"], tuple(gold), row["gold"][0]["text"] if gold else "")
