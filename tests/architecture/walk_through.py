"""The walk-through of docs/add-a-concept.md as steps that can be taken in a copy of the tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A step begins with a path in bold, which says what becomes of the block or words after it.
STEP = re.compile(
    r"^\*\*`(?P<path>[^`]+)`\*\*"
    r"(?:, (?P<side>above|below) `(?P<line>.+)`:$|: `(?P<old>[^`]+)` becomes `(?P<new>[^`]+)`$|$)",
    re.MULTILINE,
)
BLOCK = re.compile(r"\s*^```\w*\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """A file to write, lines to put beside one, or words to put in place of others."""

    path: str
    text: str
    line: str = ""
    above: bool = True
    old: str = ""

    def take(self, root: Path) -> None:
        """Take the step in the tree below `root`. Raises ValueError where it does not fit."""
        path = root / self.path
        if not self.line and not self.old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        found = self.old or f"{self.line}\n"
        if before.count(found) != 1:
            raise ValueError(f"{self.path} has {found!r} {before.count(found)} times")
        beside = self.text + found if self.above else found + self.text
        path.write_text(before.replace(found, self.text if self.old else beside), encoding="utf-8")


def steps(page: str) -> Iterator[Step]:
    """The steps of the page, in order."""
    for found in STEP.finditer(page):
        if found["old"]:
            old, new = (found[name].replace("\\n", "\n") for name in ("old", "new"))
            yield Step(found["path"], new, old=old)
            continue
        block = BLOCK.match(page, found.end())
        if block is None:
            raise ValueError(f"no block after {found.group()}")
        yield Step(found["path"], block["text"], found["line"] or "", found["side"] != "below")
