"""Documents to publish, and how tests look for them."""

from datetime import date
from typing import Any

from yuanqu.search.access import EVERYONE
from yuanqu.search.drafts import DocumentDraft
from yuanqu.search.queries import Page, search

TODAY = date(2024, 10, 8)


def draft(key: str = "organization:1", title: str = "思必驰科技", **changes: Any) -> DocumentDraft:
    plain = {"kind": "organization", "url": "/organizations/1/", "access": ("public",)}
    return DocumentDraft(key=key, title=title, **(plain | changes))


def find(text: str, **changes: Any) -> Page:
    asked: dict[str, Any] = {"viewer_tokens": EVERYONE, "on": TODAY} | changes
    return search(text, **asked)


def found(text: str, **changes: Any) -> list[str]:
    return [hit.key for hit in find(text, **changes).hits]
