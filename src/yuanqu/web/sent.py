"""Answers as they are read: the question in the page's language and the answer in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yuanqu.accounts.models import Party
from yuanqu.cases.definitions import Matter
from yuanqu.engines.forms.schema import Field, Kind
from yuanqu.web.periods import day_in_words


@dataclass(frozen=True, slots=True)
class Said:
    """A question and its answer in words."""

    question: str
    answer: str


def sent_answers(matter: Matter, answers: Mapping[str, Any], language: str) -> tuple[Said, ...]:
    """What was answered, in the order of the form; files are listed elsewhere."""
    fields = [field for field in matter.form.fields if field.code in answers]
    named = [answers[field.code] for field in fields if field.kind == Kind.PARTY]
    parties = {str(party.pk): party for party in Party.objects.filter(pk__in=named)}
    return tuple(_said(fields, answers, parties, language))


def _said(
    fields: list[Field], answers: Mapping[str, Any], parties: Mapping[str, Party], language: str
) -> Iterator[Said]:
    for field in fields:
        if field.kind != Kind.FILE:
            answer = answers[field.code]
            if field.kind == Kind.PARTY:
                party = parties.get(str(answer))
                words = party.label_in(language) if party else str(answer)
            else:
                words = in_words(field, answer, language)
            yield Said(field.names.in_language(language), words)


def in_words(field: Field, answer: Any, language: str) -> str:
    """One answer as people write it."""
    if field.kind == Kind.MONEY:
        return _("¥%(amount)s") % {"amount": f"{answer // 100:,}.{answer % 100:02d}"}
    if field.kind == Kind.BOOLEAN:
        return _("Yes") if answer else _("No")
    if field.kind == Kind.DATE:
        return day_in_words(date.fromisoformat(answer), language)
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        codes = answer if isinstance(answer, list) else [answer]
        chosen = [field.choice(code) for code in codes]
        return _(", ").join(one.names.in_language(language) for one in chosen if one)
    return str(answer)
