"""The fields for a kind's attributes, made from its JSON Schema, and the way back."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanqu.ledger.kinds import Kind
from yuanqu.web.forms.fields import WordLinesField
from yuanqu.web.words import word_for

LANGUAGES = {"zh": _("%(name)s (Chinese)"), "en": _("%(name)s (English)")}


def attribute_fields(kind: Kind, language: str) -> dict[str, forms.Field]:
    """One field for each attribute, two for words in two languages; by name, in schema order."""
    required = kind.attributes.get("required", ())
    return {
        key: field
        for name, schema in _properties(kind)
        for key, field in _fields(name, schema, name in required, language)
    }


def in_pairs(names: Iterable[str]) -> Iterator[list[str]]:
    """The fields' names in rows: the two languages of the same words beside each other."""
    for _name, row in groupby(names, key=lambda name: name.removesuffix("-zh").removesuffix("-en")):
        yield list(row)


def attributes_from(kind: Kind, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that were filled in."""
    read = {name: _value(name, schema, cleaned) for name, schema in _properties(kind)}
    return {name: value for name, value in read.items() if value not in ("", None, [], False, {})}


def initial_attributes(kind: Kind, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show for attributes that a fact already has."""
    initial: dict[str, Any] = {}
    for name, schema in _properties(kind):
        value = attributes.get(name)
        if value is None:
            continue
        if _in_two_languages(schema):
            initial |= {_key(name, language): value.get(language, "") for language in LANGUAGES}
        elif schema.get("type") == "array":
            initial[_key(name)] = "\n".join(f"{item['zh']} | {item['en']}" for item in value)
        else:
            initial[_key(name)] = value
    return initial


def _properties(kind: Kind) -> Iterator[tuple[str, Mapping[str, Any]]]:
    definitions = kind.attributes.get("$defs", {})
    for name, schema in kind.attributes.get("properties", {}).items():
        reference = schema.get("$ref", "").rpartition("/")[2]
        yield name, definitions[reference] if reference else schema


def _in_two_languages(schema: Mapping[str, Any]) -> bool:
    return set(schema.get("properties", ())) == set(LANGUAGES)


def _key(name: str, language: str = "") -> str:
    return f"attribute-{name}-{language}" if language else f"attribute-{name}"


def _fields(
    name: str, schema: Mapping[str, Any], required: bool, language: str
) -> Iterator[tuple[str, forms.Field]]:
    label = word_for("attributes", name, language)
    if _in_two_languages(schema):
        for each, pattern in LANGUAGES.items():
            text = str(pattern) % {"name": label}
            yield _key(name, each), forms.CharField(label=text, required=required, max_length=500)
    else:
        yield _key(name), _field(schema, label, required, language)


def _field(schema: Mapping[str, Any], label: str, required: bool, language: str) -> forms.Field:
    if "enum" in schema:
        named = [(code, word_for("values", code, language)) for code in schema["enum"]]
        choices = [("", gettext("Choose")), *named]
        return forms.ChoiceField(label=label, required=required, choices=choices)
    if schema.get("type") == "array":
        help_text = _("One a line: Chinese | English")
        return WordLinesField(label=label, required=required, help_text=help_text)
    if schema.get("type") == "boolean":
        return forms.BooleanField(label=label, required=False)
    if schema.get("type") == "integer":
        return forms.IntegerField(label=label, required=required)
    return forms.CharField(label=label, required=required, max_length=500)


def _value(name: str, schema: Mapping[str, Any], cleaned: Mapping[str, Any]) -> Any:
    if not _in_two_languages(schema):
        return cleaned.get(_key(name))
    words = {each: cleaned.get(_key(name, each), "") for each in LANGUAGES}
    return words if any(words.values()) else None
