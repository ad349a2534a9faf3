"""Log lines: JSON with a constant message, its facts beside it, and nothing about a person.

What a message is filled with may be a path, an address or a name, and an exception's text may
quote what somebody typed. So neither is written: the template of the message, the class of the
exception and where it came from say what went wrong, and the request id says in which request.
"""

import json
import logging
import os
import re
import sys
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

# What a line says besides the message; a record's own attributes are never taken for facts.
OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
PRIVATE = re.compile(
    r"pass|secret|token|phone|mobile|mail|cookie|authorization|session|address|name$", re.IGNORECASE
)
# Chinese mobile and identity numbers, e-mail addresses, bearer tokens: for what slips through.
PERSONAL = re.compile(
    r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|(?<=Bearer )\S+"
)
HIDDEN = "[hidden]"
FRAMES = 12

request_id: ContextVar[str] = ContextVar("request_id", default="")


def facts_of(record: logging.LogRecord) -> dict[str, object]:
    """The facts given in `extra`, as far as they are plain and not about a person."""
    return {
        key: scrubbed(value)
        for key, value in vars(record).items()
        if key not in OWN
        and isinstance(value, str | int | float | bool | None)
        and not PRIVATE.search(key)
    }


def scrubbed(value: object) -> object:
    """The value, with what looks like a person's number or address hidden."""
    return PERSONAL.sub(HIDDEN, value) if isinstance(value, str) else value


def cause_of(record: logging.LogRecord) -> dict[str, object]:
    """The exception by its class and the innermost places it went through, without its text."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return {"error": type(error).__name__, "trace": places[-FRAMES:]}


class JsonLine(logging.Formatter):
    """One record as one line of JSON."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = ZoneInfo(zone)

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, the message as it was written in the code, and the facts."""
        said = {
            "at": datetime.fromtimestamp(record.created, self.zone).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(str(record.msg)),
            "process": record.process,
            **({"request_id": request_id.get()} if request_id.get() else {}),
            **facts_of(record),
            **cause_of(record),
        }
        return json.dumps(said, ensure_ascii=False)


class PlainLine(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, facts; the places of an error on lines of their own."""
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        facts = facts_of(record) | ({"request_id": request_id.get()} if request_id.get() else {})
        words = [at, record.levelname, record.name, str(scrubbed(str(record.msg)))]
        words += [f"{key}={value}" for key, value in facts.items()]
        cause = cause_of(record)
        if not cause:
            return " ".join(words)
        places = [f"  {place}" for place in cause["trace"]]  # type: ignore[attr-defined]
        return "\n".join([" ".join([*words, f"error={cause['error']}"]), *places])


class DailyFile(logging.Handler):
    """Appends to today's file, which every process of the node shares.

    The day is in the name and nothing is ever renamed, so no process writes into a file that
    another has moved away; a line is one write, so lines of several processes never mix.
    """

    def __init__(self, folder: str, zone: str) -> None:
        super().__init__()
        self.folder, self.zone = Path(folder), ZoneInfo(zone)
        self.day: date | None = None
        self.file = -1
        self.is_failing = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line. A log that cannot be written is told once, and stops nobody's work."""
        line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
        try:
            os.write(self._file_of_today(), line)
            self.is_failing = False
        except OSError as error:
            if not self.is_failing:
                sys.stderr.write(f"The log cannot be written: {error.strerror}\n")
            self.is_failing = True
            self._let_go()

    def close(self) -> None:
        """Close the file."""
        self.acquire()
        try:
            self._let_go()
        finally:
            self.release()
        super().close()

    def _file_of_today(self) -> int:
        today = datetime.now(self.zone).date()
        if today != self.day:
            self._let_go()
            self.folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
            self.file = os.open(file_of(self.folder, today), flags, 0o640)
            self.day = today
        return self.file

    def _let_go(self) -> None:
        if self.file >= 0:
            os.close(self.file)
        self.file, self.day = -1, None


def file_of(folder: Path, day: date) -> Path:
    """The log file of a day."""
    return folder / f"yuanqu-{day.isoformat()}.jsonl"


def days_kept(folder: Path) -> list[date]:
    """The days of which there is a log file, in order."""
    found = []
    for path in folder.glob("yuanqu-????-??-??.jsonl"):
        try:
            found.append(date.fromisoformat(path.stem.removeprefix("yuanqu-")))
        except ValueError:
            continue
    return sorted(found)


def drop_old_files(folder: Path, today: date, days: int) -> int:
    """Delete the log files that are older than so many days; returns how many."""
    old = [day for day in days_kept(folder) if day < today - timedelta(days=days)]
    for day in old:
        file_of(folder, day).unlink(missing_ok=True)
    return len(old)
