"""Reading a file in a process of its own, which may use little and then ends.

The parent calls `read_apart`; `python -m yuanqu.knowledge.reading.apart ENDING` is the child. It
gets the file on its standard input and answers in JSON, so that nothing of the file but texts comes
back. It has no secret, no database and no Django.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any

from yuanqu.knowledge.reading import office
from yuanqu.knowledge.reading.parsed import Asked, Parsed, Read, ReadingError

MEMORY = 1 << 30
OUTPUT = 256 * 2**20
CPU_SECONDS = 90
WALL_SECONDS = 150
ZIP, PDF = b"PK\x03\x04", b"%PDF-"
# The child finds the program, and knows nothing else of its parent.
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONIOENCODING": "utf-8"}
MARKDOWN, PAGES, TABLES, LISTS = (
    {".md", ".markdown"},
    {".html", ".htm"},
    {".csv", ".tsv"},
    {".jsonl"},
)
TEXTS = {".txt", ".text", ""}


def read_apart(content: bytes, name: str) -> Read:
    """The texts or questions of a file. Raises ReadingError, `knowledge.limits` at a limit."""
    ending = PurePath(name).suffix.lower()
    if content.startswith(office.OLE):
        content, ending = office.converted(content, ending)
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603 - ourselves, without a shell
                [sys.executable, "-m", __name__, ending], input=content, env=ENVIRONMENT,
                stdout=said, stderr=subprocess.DEVNULL, timeout=WALL_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise ReadingError("knowledge.limits") from error
        said.seek(0)
        return _answered(said.read(OUTPUT), done.returncode)


def _answered(said: bytes, code: int) -> Read:
    try:
        answer = json.loads(said)
    except ValueError as error:
        # Killed by a limit, or out of memory; a mistake of the library ends with 1.
        raise ReadingError("knowledge.damaged" if code == 1 else "knowledge.limits") from error
    if "code" in answer:
        raise ReadingError(answer["code"], **answer["facts"])
    return Read(
        texts=tuple(map(_parsed, answer["texts"])),
        asked=tuple(
            Asked(one["question"], one["answer"], tuple(one["variants"])) for one in answer["asked"]
        ),
    )


def _parsed(said: dict[str, Any]) -> Parsed:
    headings = tuple((start, level) for start, level in said["headings"])
    return Parsed(said["text"], headings, said["title"], said["key"], said["stated"])


# --- the child -----------------------------------------------------------------------------------


def read(content: bytes, ending: str) -> Read:
    """The same, here and now: by what the content is, and for texts by the ending of the name."""
    if not content:
        raise ReadingError("knowledge.empty")
    if content.startswith(ZIP):
        return _archive(content)
    if content.startswith(PDF):
        from yuanqu.knowledge.reading.portable import pdf_text

        return _one(pdf_text, content)
    return _text(content, ending)


def _archive(content: bytes) -> Read:
    from yuanqu.knowledge.reading.archives import form_of

    form = form_of(content)
    if form == "docx":
        from yuanqu.knowledge.reading.word import docx_text

        return _one(docx_text, content)
    if form == "ofd":
        from yuanqu.knowledge.reading.layout import ofd_text

        return _one(ofd_text, content)
    from yuanqu.knowledge.reading.tables import xlsx_read

    return xlsx_read(content)


def _text(content: bytes, ending: str) -> Read:
    from yuanqu.knowledge.reading import listed, pages, tables, texts

    if ending in TABLES:
        return tables.csv_read(content)
    if ending in LISTS:
        return listed.jsonl_read(content)
    readers: tuple[tuple[set[str], Callable[[bytes], Parsed]], ...] = (
        (MARKDOWN, texts.markdown_text), (PAGES, pages.html_text), (TEXTS, texts.plain_text),
    )  # fmt: skip
    for endings, reader in readers:
        if ending in endings:
            return _one(reader, content)
    raise ReadingError("knowledge.kind")


def _one(reader: Callable[[bytes], Parsed], content: bytes) -> Read:
    return Read(texts=(reader(content),))


def _answer(content: bytes, ending: str) -> dict[str, Any]:
    try:
        return asdict(read(content, ending))
    except ReadingError as error:
        return {"code": error.code, "facts": dict(error.facts)}
    except (MemoryError, RecursionError):
        return {"code": "knowledge.limits", "facts": {}}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    json.dump(_answer(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
