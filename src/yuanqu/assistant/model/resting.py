"""An endpoint that did not answer several times in a row is left alone for a while.

Otherwise everybody who asks would wait out the whole time limit while it is down. Each process
remembers for itself.
"""

from dataclasses import dataclass
from time import monotonic

FAILURES = 3
SECONDS = 30.0


@dataclass(slots=True)
class _Record:
    failures: int = 0
    until: float = 0.0


_records: dict[str, _Record] = {}


def rests(address: str) -> bool:
    """Whether the endpoint is left alone now."""
    record = _records.get(address)
    return record is not None and monotonic() < record.until


def note_failure(address: str) -> None:
    """It did not answer; after the third time in a row, each further one lets it rest again."""
    record = _records.setdefault(address, _Record())
    record.failures += 1
    if record.failures >= FAILURES:
        record.until = monotonic() + SECONDS


def note_answer(address: str) -> None:
    """It answered."""
    _records.pop(address, None)
