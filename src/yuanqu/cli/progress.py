"""Progress on a terminal: one line a stage, rewritten in place; one line in all elsewhere."""

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import click


class Stage:
    """`with Stage("Tables"):` prints the name, then the seconds it took."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.began = time.monotonic()

    def __enter__(self) -> Self:
        self.show()
        return self

    def show(self, detail: str = "") -> None:
        """Rewrite the line; only where there is a terminal to rewrite it on."""
        if sys.stdout.isatty():
            click.echo(f"\r\033[K· {self.name} … {detail}", nl=False)

    def count(self, done: int, total: int) -> None:
        """How far along."""
        self.show(f"{done}/{total}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        start = "\r\033[K" if sys.stdout.isatty() else ""
        end = f"{time.monotonic() - self.began:.1f} s" if error is None else ""
        click.echo(f"{start}· {self.name} … {end}")


class Stages:
    """Several stages, one after the other, as some work tells of them: step, done, total."""

    def __init__(self, names: Mapping[Any, str]) -> None:
        self.names = names
        self.step = ""
        self.stage: Stage | None = None

    def __enter__(self) -> Self:
        return self

    def told(self, step: str, done: int, total: int) -> None:
        """A step begins, or is so far along."""
        if step != self.step:
            self._end(None)
            self.step, self.stage = step, Stage(self.names[step])
            self.stage.__enter__()
        if self.stage and total:
            self.stage.count(done, total)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        if self.stage:
            self.stage.__exit__(type(error) if error else None, error, None)
