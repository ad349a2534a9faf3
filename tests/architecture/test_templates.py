"""Templates: nothing inline, which the security policy would refuse, and no unmarked word."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.tree import SOURCE, name_of, require_none

TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title"}
NOT_SHOWN = {"script", "style", "code", "svg"}
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2,}")
# The same in every language: what a language calls itself, and the numbers of standards.
UNIVERSAL = re.compile(r"中文|English|GB/T [0-9]+-[0-9]{4}")
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)


def markup(path: Path) -> str:
    """The template without Django's tags; line breaks stay, so that lines keep their numbers."""
    text = path.read_text(encoding="utf-8")
    return TRANSLATED.sub(lambda found: "\n" * found.group().count("\n"), text)


class Faults(HTMLParser):
    """Collects what must not stand in a template, with its line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inline: list[str] = []
        self.unmarked: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        if tag == "style" or (tag == "script" and "src" not in given and not is_inert(given)):
            self.inline.append(f"{line}: <{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.inline.append(f"{line}: {name}=")
            if (value or "").strip().lower().startswith("javascript:"):
                self.inline.append(f"{line}: {value}")
            if name in READ_ALOUD and LETTERS.search(value or ""):
                self.unmarked.append(f"{line}: {name}={value!r}")
        if tag in NOT_SHOWN:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within and LETTERS.search(UNIVERSAL.sub("", data)):
            self.unmarked.append(f"{self.getpos()[0]}: {data.strip()!r}")


def is_inert(attributes: dict[str, str | None]) -> bool:
    """A script element that holds data and never runs."""
    return attributes.get("type") in {"application/json", "application/ld+json"}


def faults_of(markup: str) -> Faults:
    """What must not stand in this markup."""
    faults = Faults()
    faults.feed(markup)
    faults.close()
    return faults


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_inline_style_or_script(path: Path):
    faults = faults_of(markup(path)).inline
    require_none(faults, f"{name_of(path)}: the content security policy forbids inline code.")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_marks_every_word_for_translation(path: Path):
    faults = faults_of(markup(path)).unmarked
    require_none(faults, f"{name_of(path)}: every word shown is marked for translation.")


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<button onclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href="javascript:go()">',
        '<p hx-on:click="go()">',
    ],
)
def test_inline_code_is_recognized(text: str):
    assert len(faults_of(text).inline) == 1


@pytest.mark.parametrize("text", ["<p>Hello</p>", '<img alt="A park">', "<p>园区</p>"])
def test_an_unmarked_word_is_recognized(text: str):
    assert len(faults_of(text).unmarked) == 1
