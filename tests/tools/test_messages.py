"""The catalog's tool: what it finds, keeps, drops and complains about."""

import json
from pathlib import Path

import polib
import pytest

from tools import messages


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small package: one module, one template."""
    (tmp_path / "wording.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        "TAKEN = _('Port {port} is '\n          'taken')\n"
        "def count(n):\n    return ngettext('%(n)s fact', '%(n)s facts', n)\n"
    )
    (tmp_path / "page.html").write_text(
        "{% load i18n %}\n<p>Don't\n"
        "   {% translate 'Ask' %}  {% translate 'Ask' context 'verb' %}\n"
        "   {% blocktranslate trimmed with name=party.label %}\n"
        "     Founded by\n     {{ name }}\n   {% endblocktranslate %}\n"
    )
    return tmp_path


def catalog_of(*entries: polib.POEntry) -> polib.POFile:
    catalog = polib.POFile()
    catalog.extend(entries)
    return catalog


def test_marked_sentences_are_found_in_modules_and_templates(sources):
    assert sorted(messages.marked_sentences(sources), key=str) == [
        ("verb", "Ask"),
        (None, "%(n)s fact"),
        (None, "Ask"),
        (None, "Founded by %(name)s"),
        (None, "Port {port} is taken"),
    ]


def test_merging_keeps_translations_takes_given_ones_and_drops_what_is_unused(sources):
    marked = messages.marked_sentences(sources)
    old = catalog_of(
        polib.POEntry(msgid="Ask", msgstr="问"),
        polib.POEntry(msgid="Port {port} is taken", msgstr="旧译"),
        polib.POEntry(msgid="Gone", msgstr="没有了"),
    )
    given = {"Port {port} is taken": "端口 {port} 已被占用", "%(n)s fact": "%(n)s 条事实"}
    merged = messages.merged_catalog(marked, old, given)
    assert [(entry.msgid, messages.translation_of(entry)) for entry in merged] == [
        ("%(n)s fact", "%(n)s 条事实"),
        ("Ask", "问"),
        ("Ask", ""),
        ("Founded by %(name)s", ""),
        ("Port {port} is taken", "端口 {port} 已被占用"),
    ]


def test_catalog_is_the_same_when_made_twice(sources, tmp_path):
    first = messages.merged_catalog(messages.marked_sentences(sources), polib.POFile(), {})
    first.save(str(tmp_path / "first.po"))
    again = messages.merged_catalog(
        messages.marked_sentences(sources), messages.read_catalog(tmp_path / "first.po"), {}
    )
    again.save(str(tmp_path / "again.po"))
    assert (tmp_path / "first.po").read_text() == (tmp_path / "again.po").read_text()
    assert "POT-Creation-Date" not in (tmp_path / "first.po").read_text()


def marked(*sentences: str) -> dict[messages.Key, polib.POEntry]:
    return {(None, sentence): polib.POEntry(msgid=sentence) for sentence in sentences}


@pytest.mark.parametrize(
    ("sentences", "entry", "fault"),
    [
        (["Ask"], None, "missing: 'Ask'"),
        (["Ask"], polib.POEntry(msgid="Ask", msgstr=""), "not translated: 'Ask'"),
        (["Ask"], polib.POEntry(msgid="Ask", msgstr="问", flags=["fuzzy"]), "fuzzy: 'Ask'"),
        ([], polib.POEntry(msgid="Ask", msgstr="问"), "no longer used: 'Ask'"),
        ([], polib.POEntry(msgid="Ask", msgstr="问", obsolete=True), "no longer used: 'Ask'"),
        (
            ["{count} facts"],
            polib.POEntry(msgid="{count} facts", msgstr="{number} 条"),
            "placeholders differ: '{count} facts'",
        ),
        (
            ["By %(name)s"],
            polib.POEntry(msgid="By %(name)s", msgstr="作者"),
            "placeholders differ: 'By %(name)s'",
        ),
    ],
)
def test_fault_of_the_catalog_is_named(sentences, entry, fault):
    catalog = catalog_of(*([entry] if entry else []))
    assert messages.faults_of(marked(*sentences), catalog) == [fault]


def test_complete_catalog_has_no_fault():
    entry = polib.POEntry(msgid="{count} of %(all)s", msgstr="%(all)s 之 {count}")
    assert messages.faults_of(marked(entry.msgid), catalog_of(entry)) == []


def test_later_file_of_translations_wins(tmp_path):
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    files[0].write_text(json.dumps({"Ask": "询", "Hall": "办"}))
    files[1].write_text(json.dumps({"Ask": "问"}))
    assert messages.translations_in(files) == {"Ask": "问", "Hall": "办"}
