"""PDF: its text layer, page by page. A scan has none, and says so."""

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from yuanqu.knowledge.reading.parsed import Lines, Parsed, ReadingError
from yuanqu.knowledge.reading.texts import unwrapped

MOST_PAGES = 3_000
# Fewer characters than this a page, on average, are page numbers on pictures.
LEAST_CHARACTERS = 5


def pdf_text(content: bytes) -> Parsed:
    """The text of a PDF.

    Raises ReadingError `knowledge.locked`, `knowledge.no_text_layer`, `knowledge.too_many_pages`,
    `knowledge.damaged`.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("knowledge.locked")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise ReadingError("knowledge.too_many_pages", most=str(MOST_PAGES))
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
            RecursionError) as error:  # fmt: skip
        if isinstance(error, ReadingError):
            raise
        raise ReadingError("knowledge.damaged") from error
    characters = sum(len("".join(page.split())) for page in pages)
    if characters < LEAST_CHARACTERS * max(count, 1):
        raise ReadingError("knowledge.no_text_layer", pages=str(count))
    made = Lines()
    for page in pages:
        for line in unwrapped(page.splitlines()):
            made.add(line)
    return made.parsed()
