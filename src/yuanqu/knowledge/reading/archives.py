"""ZIP archives, which Word, Excel and OFD files are: never unpacked beyond a limit."""

import io
import zipfile

from yuanqu.knowledge.reading.parsed import ReadingError

UNPACKED_BYTES = 200 * 2**20
UNPACKED_TIMES = 200
MOST_NAMES = 10_000
CHUNK = 2**20
IS_LOCKED = 0x1
FORMS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}


def form_of(content: bytes) -> str:
    """What is in the archive: docx, xlsx or ofd.

    Raises ReadingError `knowledge.bomb`, `knowledge.locked`, `knowledge.damaged`, `knowledge.kind`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if any(entry.flag_bits & IS_LOCKED for entry in archive.infolist()):
                raise ReadingError("knowledge.locked")
            _require_small(archive, len(content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ReadingError("knowledge.damaged") from error
    form = next((form for name, form in FORMS.items() if name in names), "")
    if not form:
        raise ReadingError("knowledge.kind")
    return form


def _require_small(archive: zipfile.ZipFile, size: int) -> None:
    """What the directory says is not trusted: each entry is unpacked once, up to the limit."""
    entries = archive.infolist()
    most = min(UNPACKED_BYTES, max(size, 2**20) * UNPACKED_TIMES)
    if len(entries) > MOST_NAMES or sum(entry.file_size for entry in entries) > most:
        raise ReadingError("knowledge.bomb")
    seen = 0
    for entry in entries:
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                seen += len(chunk)
                if seen > most:
                    raise ReadingError("knowledge.bomb")
