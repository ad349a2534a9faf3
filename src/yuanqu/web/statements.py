"""A fact said in one line, and its attributes as terms and descriptions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from yuanqu.ledger.kinds import all_kinds
from yuanqu.ledger.models import Fact
from yuanqu.web.words import all_words, word_for

# The attribute that says most about a fact, the best first.
TELLING = (
    "title",
    "statement",
    "product",
    "instrument",
    "activity",
    "goal",
    "subject",
    "program",
    "measure",
)
# These say little without the name of the kind before them.
DETAILS = ("outcome", "round", "stage", "form")
# Codes that repeat what their title says.
SILENT = frozenset({"case", "designation", "label", "matter", "merge", "ranking"})


@dataclass(frozen=True, slots=True)
class Term:
    """One attribute as a page shows it: its name, and one or more lines."""

    name: str
    lines: tuple[str, ...]


def kind_name(code: str, language: str) -> str:
    """The kind's name; the code itself where an old fact's kind is no longer installed."""
    kind = all_kinds().get(code)
    return kind.names.in_language(language) if kind else code


def headline(fact: Fact, language: str, measures: Mapping[str, str]) -> str:
    """What the fact says in a few words: its most telling attribute, else its kind's name.

    `measures` names the measures that indicators know, by code, in this language.
    """
    for attribute in TELLING:
        if attribute in fact.attributes:
            code = fact.attributes[attribute]
            if attribute == "measure" and code in measures:
                return measures[code]
            return " · ".join(lines_of(attribute, code, language))
    details = [
        line
        for attribute in DETAILS
        if attribute in fact.attributes
        for line in lines_of(attribute, fact.attributes[attribute], language)
    ]
    return " · ".join([kind_name(fact.kind, language), *details])


def terms(fact: Fact, language: str, measures: Mapping[str, str]) -> Iterator[Term]:
    """The attributes in the order in which the kind names them, without codes that say nothing."""
    for name in _in_order(fact):
        value = fact.attributes[name]
        lines = (measures[value],) if name == "measure" and value in measures else ()
        yield Term(word_for("attributes", name, language), lines or lines_of(name, value, language))


def _in_order(fact: Fact) -> list[str]:
    kind = all_kinds().get(fact.kind)
    known = list(kind.attributes.get("properties", {})) if kind else []
    told = [name for name in fact.attributes if name not in SILENT]
    return sorted(told, key=lambda name: known.index(name) if name in known else len(known))


def lines_of(attribute: str, value: Any, language: str) -> tuple[str, ...]:
    """An attribute's value in lines: words in this language, codes by their names."""
    if isinstance(value, list):
        return tuple(line for item in value for line in lines_of(attribute, item, language))
    if isinstance(value, bool):
        return (gettext("Yes") if value else gettext("No"),)
    if isinstance(value, dict):
        return (str(value["zh"] if language.startswith("zh") else value.get("en") or value["zh"]),)
    section = "measures" if value in all_words()["measures"] else "values"
    named = value in all_words()[section]
    return (word_for(section, value, language) if named else str(value),)
