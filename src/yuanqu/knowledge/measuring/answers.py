"""Answers to a file of questions from a file of documents, as plain rows."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yuanqu.engines.answering import Answerer, Model, ModelError
from yuanqu.engines.answering.questions import read
from yuanqu.knowledge.measuring import rows
from yuanqu.knowledge.measuring.lexical import Lexical
from yuanqu.knowledge.measuring.priors import Priors

SHIPPED = Path(__file__).parent / "shipped.json"


def model_of(path: Path | None = None) -> Model:
    """The model of a file, or the shipped one. Raises ModelError."""
    try:
        written = json.loads((path or SHIPPED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: {error}") from error
    if not isinstance(written, dict):
        raise ModelError(f"{path}: not an object")
    return Model.of(written)


def keep(model: Model, path: Path) -> None:
    """Write the model, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.part")
    text = json.dumps(model.written(), ensure_ascii=False, separators=(",", ":"))
    unfinished.write_text(f"{text}\n", encoding="utf-8")
    unfinished.replace(path)


def answered(
    documents: Path, questions: Path, model: Path | None = None, top: int = 10
) -> Iterator[dict[str, Any]]:
    """One row for each question, in order. Raises RowError and ModelError.

    {"id", "band", "confidence", "answer", "answer_spans": [{"document", "start", "end"}],
    "passages": [{"document", "start", "end", "score"}]}; passages best first, at most `top`.
    """
    learned = model_of(model)
    sources, asked = rows.documents(documents), rows.asked(questions)
    index, priors = Lexical(sources), Priors(sources, learned.answered)
    answerer = Answerer(learned)
    for one in asked:
        candidates = index.candidates(read(one.question), priors)
        given = answerer.answer(one.question, candidates, index.weight_of, top)
        yield {
            "id": one.id,
            "band": given.band.value,
            "confidence": round(given.confidence, 4),
            "answer": given.text,
            "answer_spans": [_named(asdict(span)) for span in given.spans],
            "passages": [_named(asdict(passage)) for passage in given.passages],
        }


def _named(place: dict[str, Any]) -> dict[str, Any]:
    return {"document": place.pop("source"), **place}
