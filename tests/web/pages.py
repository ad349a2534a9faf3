"""What a person reads on a page, without its markup."""

import re
from html.parser import HTMLParser
from typing import Protocol


class Page(Protocol):
    """A response that holds a page."""

    @property
    def content(self) -> bytes: ...


class Reader(HTMLParser):
    """Collects the words between the tags, and the tags with their attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def read(response: Page) -> Reader:
    """The page taken apart."""
    reader = Reader()
    reader.feed(response.content.decode())
    return reader


def text_of(response: Page) -> str:
    """Everything that stands on the page, with single spaces."""
    return re.sub(r"\s+", " ", " ".join(read(response).words)).strip()


def links_of(response: Page) -> list[str]:
    """Where the page leads."""
    return [found.get("href") or "" for tag, found in read(response).tags if tag == "a"]
