"""An answer to "may this be done?" that carries its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self


def _no_facts() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed and why; true in a condition when it is allowed.

    `code` is stable and empty when allowed; the sentence for it is made in an app's wording.
    """

    allowed: bool
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=_no_facts)

    def __bool__(self) -> bool:
        return self.allowed

    @classmethod
    def yes(cls) -> Self:
        """Return the verdict that allows."""
        return cls(allowed=True)

    @classmethod
    def no(cls, code: str, /, **facts: str) -> Self:
        """Return a refusal with its stable code and the facts its sentence needs."""
        return cls(allowed=False, code=code, facts=MappingProxyType(facts))
