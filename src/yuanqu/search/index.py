"""This node's index on disk: generations in a folder, one of them current, one writer at a time.

    YUANQU_HOME/index/v3/lock                    held by whoever writes
    YUANQU_HOME/index/v3/current                 the name of the generation that is read
    YUANQU_HOME/index/v3/<name>/                 tantivy's files, and state.json beside them

The index holds nothing that the database does not: whatever is wrong with it, it is made anew.
"""

import fcntl
import json
import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy
from django.conf import settings

from yuanqu.search.schema import VERSION, schema

logger = logging.getLogger(__name__)

STATE = "state.json"
WRITER_BYTES = 32_000_000


class IndexBroken(Exception):
    """The files cannot be read as an index; a rebuild mends it."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a generation has come: the outbox rows since `window_from`, by their two figures.

    `window_from` is ISO text, empty before the first pass, which reads everything.
    """

    window_from: str = ""
    last_id: int = 0
    id_sum: int = 0
    newest_version: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index with its state."""

    folder: Path
    index: tantivy.Index

    @property
    def state(self) -> State:
        """How far it has come; from the beginning where that is not known."""
        try:
            return State(**json.loads((self.folder / STATE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return State()

    def keep(self, state: State) -> None:
        """Write the state, whole or not at all."""
        with mending():
            _replace(self.folder / STATE, json.dumps(asdict(state)))

    def searcher(self) -> tantivy.Searcher:
        """A view of the latest commit. Raises IndexBroken."""
        with mending():
            self.index.reload()
            return self.index.searcher()


def root() -> Path:
    """The folder of this version of the index."""
    return Path(settings.INDEX_ROOT) / f"v{VERSION}"


@contextmanager
def writing() -> Iterator[bool]:
    """Take the right to write, without waiting.

    False where another process or thread has it, or where this one may not write at all.
    """
    try:
        root().mkdir(parents=True, exist_ok=True)
        file = (root() / "lock").open("w")
    except OSError:
        logger.warning("The folder of the search index cannot be written.", exc_info=True)
        yield False
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True  # closing the file gives the right back, and so does the end of the process


@contextmanager
def mending() -> Iterator[None]:
    """Turn what tantivy raises about its files into IndexBroken."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexBroken(str(error)[:200]) from error
    except BaseException as error:
        # A Rust panic reaches Python outside Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise IndexBroken(str(error)[:200]) from error


def current() -> Generation | None:
    """The generation to read; None before the first one. Raises IndexBroken."""
    folder = current_folder()
    if folder is None:
        return None
    with mending():
        return _opened(folder)


def current_folder() -> Path | None:
    """Where the generation to read lies; None before the first one. Raises IndexBroken."""
    pointer = root() / "current"
    if not pointer.exists():
        return None
    with mending():
        return root() / Path(pointer.read_text(encoding="utf-8")).name


def begin() -> Generation:
    """Make an empty generation, not yet current. While writing."""
    folder = root() / uuid.uuid4().hex
    with mending():
        folder.mkdir()
        return Generation(folder, _index(tantivy.Index(schema(), path=str(folder))))


def make_current(generation: Generation) -> None:
    """Let every process read this generation from now on, and drop all others. While writing."""
    with mending():
        _replace(root() / "current", generation.folder.name)
    _open[root()] = generation
    for other in root().iterdir():
        if other.is_dir() and other != generation.folder:
            # A process that still reads it keeps its open files, and turns at its next search.
            shutil.rmtree(other, ignore_errors=True)


def _opened(folder: Path) -> Generation:
    """Open a generation, or return it where this process has it open already."""
    held = _open.get(root())
    if held is None or held.folder != folder:
        held = Generation(folder, _index(tantivy.Index.open(str(folder))))
        _open[root()] = held
    return held


def _index(index: tantivy.Index) -> tantivy.Index:
    index.config_reader("manual")  # we reload before each search: no thread that watches files
    return index


# One for each folder, since tests have their own; replaced whole, so threads need no lock.
_open: dict[Path, Generation] = {}


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
