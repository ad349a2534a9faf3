"""Questions of somebody in danger: told by their words, answered with numbers to call."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from yuanqu.engines.names import Names
from yuanqu.engines.retrieval.alike import alike

FILE = Path(__file__).with_name("urgent.yaml")


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call, and who answers."""

    number: str
    names: Names


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger: the words that tell it, and whom to call, most needed first."""

    code: str
    words: tuple[str, ...]
    numbers: tuple[Number, ...]

    @property
    def warning(self) -> str:
        """The code of what is said first."""
        name = f"urgent_{self.code}"
        return f"assistant.{name}"


@cache
def dangers() -> Mapping[str, Danger]:
    """All kinds by their code, as the file has them."""
    held = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    numbers = {
        number: Number(number, Names(names["zh"], names["en"]))
        for number, names in held["numbers"].items()
    }
    return {
        kind["code"]: Danger(
            kind["code"],
            tuple(alike(word).replace(" ", "") for word in kind["words"]),
            tuple(numbers[number] for number in kind["call"]),
        )
        for kind in held["kinds"]
    }


def danger_in(question: str) -> Danger | None:
    """The first kind of danger that the question speaks of; None where it speaks of none."""
    bare = "".join(alike(question).split())
    return next(
        (kind for kind in dangers().values() if any(word in bare for word in kind.words)), None
    )
