"""Answers as they are read: the question in the page's language and the answer in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yuanqu.accounts.models import Party
from yuanqu.cases.definitions import Matter
from yuanqu.cases.models import Attachment
from yuanqu.engines.forms.schema import Field, Kind
from yuanqu.web.periods import day_in_words


@dataclass(frozen=True, slots=True)
class Said:
    """A question and its answer: in words, or the files that were sent."""

    question: str
    words: str = ""
    files: tuple[Attachment, ...] = ()


def sent_answers(
    matter: Matter,
    answers: Mapping[str, Any],
    language: str,
    attachments: Iterable[Attachment] = (),
) -> tuple[Said, ...]:
    """What was answered, in the order of the form; files as far as they are handed in here."""
    files = {str(one.pk): one for one in attachments}
    return tuple(
        _said(field, answers[field.code], language, files)
        for field in matter.form.fields
        if field.code in answers
    )


def _said(field: Field, answer: Any, language: str, files: Mapping[str, Attachment]) -> Said:
    question = field.names.in_language(language)
    if field.kind != Kind.FILE:
        return Said(question, in_words(field, answer, language))
    return Said(question, files=tuple(files[key] for key in answer if key in files))


def in_words(field: Field, answer: Any, language: str) -> str:
    """One answer as people write it."""
    match field.kind:
        case Kind.MONEY:
            return _("¥%(amount)s") % {"amount": f"{answer // 100:,}.{answer % 100:02d}"}
        case Kind.BOOLEAN:
            return _("Yes") if answer else _("No")
        case Kind.DATE:
            return day_in_words(date.fromisoformat(answer), language)
        case Kind.PARTY:
            party = Party.objects.filter(pk=answer).first()
            return party.label_in(language) if party else str(answer)
        case Kind.CHOICE | Kind.CHOICES:
            return _chosen(field, answer, language)
    return str(answer)


def _chosen(field: Field, answer: str | list[str], language: str) -> str:
    chosen = map(field.choice, [answer] if isinstance(answer, str) else answer)
    return _(", ").join(one.names.in_language(language) for one in chosen if one)
