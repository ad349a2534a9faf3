"""OFD (GB/T 33190-2016): a ZIP of XML, in which text objects stand at places on pages."""

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, fromstring

from yuanqu.knowledge.reading.parsed import Lines, Parsed, ReadingError
from yuanqu.knowledge.reading.texts import unwrapped

MOST_PAGES = 3_000
# Baselines nearer than this, in millimeters, are one line; a gap wider than this is a space.
SAME_LINE, GAP = 1.5, 6.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A run of text and where it stands."""

    x: float
    y: float
    end: float
    text: str


def ofd_text(content: bytes) -> Parsed:
    """The text of an OFD file, page by page, line by line.

    Raises ReadingError `knowledge.damaged`, `knowledge.no_text_layer`, `knowledge.too_many_pages`.
    """
    made, pages = Lines(), 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for page in _pages(archive):
                pages += 1
                for line in unwrapped(list(_lines(_objects(page)))):
                    made.add(line)
    except (KeyError, ParseError, ValueError, zipfile.BadZipFile) as error:
        if isinstance(error, ReadingError):
            raise
        raise ReadingError("knowledge.damaged") from error
    try:
        return made.parsed()
    except ReadingError as error:
        raise ReadingError("knowledge.no_text_layer", pages=str(pages)) from error


def _pages(archive: zipfile.ZipFile) -> Iterator[Element]:
    """The content of every page, in the order of the document."""
    top = fromstring(archive.read("OFD.xml"))  # noqa: S314 - in a process under limits
    for body in _all(top, "DocRoot"):
        root = PurePosixPath((body.text or "").strip().lstrip("/"))
        document = fromstring(archive.read(str(root)))  # noqa: S314
        for count, page in enumerate(_all(document, "Page")):
            if count >= MOST_PAGES:
                raise ReadingError("knowledge.too_many_pages", most=str(MOST_PAGES))
            place = page.get("BaseLoc", "")
            path = place.lstrip("/") if place.startswith("/") else str(root.parent / place)
            yield fromstring(archive.read(path))  # noqa: S314


def _all(element: Element, name: str) -> Iterator[Element]:
    """The elements of this name, whatever their namespace."""
    return (each for each in element.iter() if each.tag.rpartition("}")[2] == name)


def _objects(page: Element) -> list[_Placed]:
    found = []
    for shown in _all(page, "TextObject"):
        box = [float(part) for part in (shown.get("Boundary") or "0 0 0 0").split()]
        for code in _all(shown, "TextCode"):
            text = code.text or ""
            x, y = box[0] + float(code.get("X") or 0), box[1] + float(code.get("Y") or 0)
            if text.strip():
                found.append(_Placed(x, y, box[0] + box[2], text))
    return found


def _lines(objects: list[_Placed]) -> Iterator[str]:
    """The runs that share a baseline, from left to right, as one line."""
    line: list[_Placed] = []
    for each in sorted(objects, key=lambda placed: (placed.y, placed.x)):
        if line and each.y - line[0].y > SAME_LINE:
            yield _joined(line)
            line = []
        line.append(each)
    if line:
        yield _joined(line)


def _joined(line: list[_Placed]) -> str:
    ordered = sorted(line, key=lambda placed: placed.x)
    said = ordered[0].text
    for before, each in itertools.pairwise(ordered):
        said += (" " if each.x - before.end > GAP else "") + each.text
    return said
