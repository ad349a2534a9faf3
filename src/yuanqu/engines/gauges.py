"""A figure about the running park, such as open cases: what an app's `gauges.py` lists."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure read when somebody asks: snake_case name, English words, and how it is read.

    `read` asks the database at most one cheap question and gives a figure, never a person's data.
    """

    name: str
    words: str
    read: Callable[[], float]
