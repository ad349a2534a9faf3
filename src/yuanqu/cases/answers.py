"""Answers checked against the form and against what the database knows: files, parties."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from yuanqu.accounts.models import Party
from yuanqu.cases.definitions import Matter
from yuanqu.cases.models import Attachment, Case
from yuanqu.engines.forms.checking import NOTHING, Checked, FieldError, check
from yuanqu.engines.forms.schema import Answer, Form, Kind


def checked_answers(
    matter: Matter, case: Case, given: Mapping[str, Any], *, partial: bool = False
) -> Checked:
    """The answers that stand and the errors of the others.

    Files are what is attached to the case, whatever `given` says of them.
    """
    asked = {**given, **attached(matter.form, case)}
    checked = check(matter.form, asked, partial=partial)
    strange = [*_strange_parties(matter.form, checked.answers)]
    if not strange:
        return checked
    wrong = {error.field for error in strange}
    sound = {code: value for code, value in checked.answers.items() if code not in wrong}
    return Checked(MappingProxyType(sound), (*checked.errors, *strange))


def attached(form: Form, case: Case) -> dict[str, list[str]]:
    """The files of the case by field, as answers."""
    files: dict[str, list[str]] = {
        field.code: [] for field in form.fields if field.kind == Kind.FILE
    }
    for attachment in Attachment.objects.filter(case=case).order_by("added_at", "id"):
        if attachment.field in files:
            files[attachment.field].append(str(attachment.pk))
    return files


def _strange_parties(form: Form, answers: Mapping[str, Answer]) -> Iterable[FieldError]:
    named = {
        field.code: str(answers[field.code])
        for field in form.fields
        if field.kind == Kind.PARTY and field.code in answers
    }
    if not named:
        return
    known = set(map(str, Party.objects.filter(pk__in=named.values()).values_list("pk", flat=True)))
    for code, party in named.items():
        if party not in known:
            yield FieldError(code, "forms.no_such_party", NOTHING)
