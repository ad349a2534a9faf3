"""JSON Lines: one text a line, `{"id", "title", "text", …}`, with whatever else is known of it."""

import json
from collections.abc import Iterator

from yuanqu.knowledge.reading.parsed import MOST_ENTRIES, Lines, Parsed, Read, ReadingError
from yuanqu.knowledge.reading.texts import decoded

LONGEST_KEY = 100


def jsonl_read(content: bytes) -> Read:
    """The texts. Raises ReadingError `knowledge.line`, with the line and what is wrong there."""
    texts, seen = [], set[str]()
    for number, line in _lines(decoded(content)):
        parsed = _parsed(number, line)
        if parsed.key in seen:
            raise ReadingError("knowledge.line", line=str(number), cause=f"id {parsed.key}")
        seen.add(parsed.key)
        texts.append(parsed)
        if len(texts) > MOST_ENTRIES:
            raise ReadingError("knowledge.too_many_texts", most=f"{MOST_ENTRIES:,}")
    if not texts:
        raise ReadingError("knowledge.empty")
    return Read(texts=tuple(texts))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines: JSON may hold U+2028 and its like inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _parsed(number: int, line: str) -> Parsed:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        cause = str(error)[:80]
        raise ReadingError("knowledge.line", line=str(number), cause=cause) from error
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise ReadingError("knowledge.line", line=str(number), cause="text")
    key = str(entry.get("id") or "")
    if not key or len(key) > LONGEST_KEY:
        raise ReadingError("knowledge.line", line=str(number), cause="id")
    made = Lines()
    for part in entry["text"].splitlines():
        made.add(part)
    stated = {name: str(said) for name, said in entry.items() if _is_plain(said)}
    try:
        whole = made.parsed(str(entry.get("title") or ""))
    except ReadingError as error:
        raise ReadingError("knowledge.line", line=str(number), cause="text") from error
    return Parsed(whole.text, whole.headings, whole.title, key, _without(stated))


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _without(stated: dict[str, str]) -> dict[str, str]:
    return {name: said[:1_000] for name, said in stated.items() if name not in {"id", "text"}}
