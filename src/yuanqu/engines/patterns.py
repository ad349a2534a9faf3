"""Patterns of what people say: `[a|b]` perhaps one of these, `(a|b)` one of these, `{slot}` a gap.

Patterns come from packs that anybody may write. So they are walked by states and each state is
looked at once for each place of the text: whatever is written, the time grows with the length of
the pattern times that of the text, and with nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from yuanqu.engines.text import folded

_TOKEN = re.compile(r"[\[\](|)]|\{[a-z_]+\}|[^\[\](|){}]+")
# Where a gap may end that begins at this place of the text, the most wanted first.
Ends = Callable[[str, int], Iterator[int]]


class PatternError(ValueError):
    """A pattern that is not written as patterns are."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to another: by nothing, by a character, or by a gap."""

    to: int
    character: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The steps of each state, the most wanted first; the last state is the end."""

    states: tuple[tuple[Step, ...], ...]
    gaps: Mapping[str, Ends]


# A gap that was filled, and those before it.
Filled = tuple["Filled", str, int, int] | None


def pattern_of(written: str, gaps: Mapping[str, Ends]) -> Pattern:
    """A pattern made ready. Raises `PatternError`."""
    tokens = _TOKEN.findall(written)
    if "".join(tokens) != written:
        raise PatternError("a brace stands alone")
    states: list[list[Step]] = [[]]
    end = _Writer(states, iter(tokens), gaps).sequence(0, "")[0]
    if end != len(states) - 1:
        states.append([])
        states[end].append(Step(len(states) - 1))
    return Pattern(tuple(map(tuple, states)), gaps)


def gaps_in(written: str) -> list[str]:
    """The names of the gaps, in the order in which they stand."""
    return [token[1:-1] for token in _TOKEN.findall(written) if token.startswith("{")]


def fit(pattern: Pattern, text: str) -> dict[str, str] | None:
    """What fills the gaps where the whole text fits; None where it does not."""
    last, seen = len(pattern.states) - 1, set[tuple[int, int]]()
    left: list[tuple[int, int, Filled]] = [(0, 0, None)]
    while left:
        state, at, filled = left.pop()
        if state == last and at == len(text):
            return _gathered(text, filled)
        if (state, at) in seen:
            continue
        seen.add((state, at))
        for step in reversed(pattern.states[state]):
            left += _reached(pattern, step, text, at, filled)
    return None


def _reached(
    pattern: Pattern, step: Step, text: str, at: int, filled: Filled
) -> list[tuple[int, int, Filled]]:
    if not step.character and not step.gap:
        return [(step.to, at, filled)]
    if text[at : at + 1] == " ":
        at += 1
    if step.character:
        return [(step.to, at + 1, filled)] if text[at : at + 1] == step.character else []
    ends = list(pattern.gaps[step.gap](text, at))
    return [(step.to, end, (filled, step.gap, at, end)) for end in reversed(ends)]


def _gathered(text: str, filled: Filled) -> dict[str, str]:
    found = {}
    while filled:
        filled, gap, start, end = filled
        found[gap] = text[start:end]
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes states from tokens."""

    states: list[list[Step]]
    tokens: Iterator[str]
    gaps: Mapping[str, Ends]

    def sequence(self, at: int, closing: str) -> tuple[int, str]:
        """States from `at` on; gives the state behind them and the token that ended them."""
        for token in self.tokens:
            if token in {closing, "|"} and closing:
                return at, token
            if token in {"[", "("}:
                at = self.group(at, token)
            elif token in {"]", ")", "|"}:
                raise PatternError(f"a bracket or a bar stands alone: {token}")
            elif token.startswith("{"):
                at = self.stepped(at, gap=token[1:-1])
            else:
                for character in folded(token).replace(" ", ""):
                    at = self.stepped(at, character=character)
        if closing:
            raise PatternError("a bracket is not closed")
        return at, ""

    def group(self, at: int, opening: str) -> int:
        """The ways of a group, side by side."""
        closing, ends, ended_by = ("]" if opening == "[" else ")"), [], "|"
        while ended_by == "|":
            begins = self.added()
            self.states[at].append(Step(begins))
            end, ended_by = self.sequence(begins, closing)
            ends.append(end)
        behind = self.added()
        for end in [*ends, *([at] if opening == "[" else [])]:
            self.states[end].append(Step(behind))
        return behind

    def stepped(self, at: int, *, character: str = "", gap: str = "") -> int:
        """One step further."""
        if gap and gap not in self.gaps:
            raise PatternError(f"there is no slot {gap}")
        to = self.added()
        self.states[at].append(Step(to, character, gap))
        return to

    def added(self) -> int:
        """A state more."""
        self.states.append([])
        return len(self.states) - 1
