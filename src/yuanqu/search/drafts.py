"""A document before it is published, and the checks that it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from yuanqu.engines.text import tidied, truncated
from yuanqu.search.access import is_token

LONGEST_KEY = 120
LONGEST_TITLE = 300
LONGEST_BODY = 100_000
LONGEST_URL = 300
MOST_NAMES = 40


class DraftError(ValueError):
    """A document that cannot be published: a fault of the program that wrote it."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """What an app wants to be found by.

    `key` is unique in the park ("organization:<id>"), `url` a path of ours, `access` tokens of
    `search.access` (none: nobody finds it), `valid_until` exclusive.
    """

    key: str
    kind: str
    title: str
    url: str
    access: tuple[str, ...]
    title_en: str = ""
    names: tuple[str, ...] = ()
    body: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    columns: Mapping[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check, and prepare the columns. Raises DraftError."""
        _require(0 < len(self.key) <= LONGEST_KEY, "search.bad_key", key=self.key[:40])
        _require(0 < len(self.kind) <= 40, "search.bad_kind", key=self.key)
        _require(_is_own_path(self.url), "search.bad_url", key=self.key, url=self.url[:80])
        _require(all(map(is_token, self.access)), "search.bad_access", key=self.key)
        ends = not self.valid_from or not self.valid_until or self.valid_from < self.valid_until
        _require(ends, "search.ends_before_it_begins", key=self.key)
        object.__setattr__(self, "columns", MappingProxyType(_columns(self)))


def _columns(draft: DocumentDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "title": truncated(tidied(draft.title), LONGEST_TITLE),
        "title_en": truncated(tidied(draft.title_en), LONGEST_TITLE),
        "names": [truncated(tidied(name), LONGEST_TITLE) for name in draft.names[:MOST_NAMES]],
        "body": truncated(tidied(draft.body), LONGEST_BODY),
        "url": draft.url,
        "access": sorted(set(draft.access)),
        "valid_from": draft.valid_from,
        "valid_until": draft.valid_until,
        "is_withdrawn": False,
    }


def _is_own_path(url: str) -> bool:
    clean = url.isprintable() and "\\" not in url and len(url) <= LONGEST_URL
    return clean and url.startswith("/") and not url.startswith("//")


def _require(holds: bool, code: str, **facts: str) -> None:
    if not holds:
        raise DraftError(code, **facts)
