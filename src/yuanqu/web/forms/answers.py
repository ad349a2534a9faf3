"""A matter's form as fields of a page, and what was typed as answers for the engine to check."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from yuanqu.accounts.models import Party
from yuanqu.accounts.wording import sentence
from yuanqu.cases.models import Attachment, Case
from yuanqu.cases.queries import Offered
from yuanqu.engines.forms.checking import FieldError
from yuanqu.engines.forms.conditions import shown
from yuanqu.engines.forms.schema import Field, Form, Kind
from yuanqu.web.forms.fields import PartiesField
from yuanqu.web.sent import in_words

FEN = 100
YUAN = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?", re.ASCII)
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form as the page lays it out: a control, or the files of a file field."""

    field: Field
    control: BoundField | None
    files: tuple[Attachment, ...] = ()
    offered: Offered | None = None
    offered_in_words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together under a heading."""

    title: str
    questions: tuple[Question, ...]


class AnswersForm(forms.Form):
    """The fields that the answers so far show. Errors are the engine's, put in by `show_errors`."""

    prefix = "answer"  # no question's code is a name that the page itself uses

    def __init__(
        self, form: Form, language: str, answers: Mapping[str, Any], posted: Any = None
    ) -> None:
        """`posted` is the request's POST, or None for a page that is only opened."""
        super().__init__(posted, initial=_initial(form, answers))
        self.asked, self.language = form, language
        self.shown = shown(form, answers)
        for field in form.fields:
            if field.kind != Kind.FILE and field.code in self.shown:
                self.fields[field.code] = _control(field, language)

    def sections(self, case: Case, offered: Mapping[str, Offered]) -> Iterator[Section]:
        """The form's sections with the questions that are shown."""
        for section in self.asked.sections:
            questions = tuple(
                self._question(field, case, offered)
                for field in section.fields
                if field.code in self.shown
            )
            if questions:
                yield Section(section.names.in_language(self.language), questions)

    def _question(self, field: Field, case: Case, offered: Mapping[str, Offered]) -> Question:
        if field.kind == Kind.FILE:
            files = tuple(one for one in case.attachments.all() if one.field == field.code)
            return Question(field, None, files)
        known = offered.get(field.code)
        words = in_words(field, known.value, self.language) if known else ""
        return Question(field, self[field.code], (), known, words)

    def answers(self) -> dict[str, Any]:
        """What was typed, for the engine; what cannot be read is left to it to refuse."""
        self.full_clean()
        return {
            code: _answer(self.asked.by_code[code], self.cleaned_data.get(code))
            for code in self.fields
            if code not in self.errors
        }

    def show_errors(self, errors: Iterable[FieldError]) -> None:
        """Put what the engine found beside the fields; what has no field here above them."""
        for error in errors:
            field = self.asked.by_code.get(error.field)
            said = sentence(error.code, error.facts)
            if field and field.kind == Kind.MONEY and error.code == "forms.not_whole_number":
                said = _("Write an amount in yuan, with at most two decimals.")
            if error.field in self.fields or field is None:
                self.add_error(error.field if error.field in self.fields else None, said)
            else:
                question = field.names.in_language(self.language)
                words = {"question": question, "problem": said}
                self.add_error(None, _("%(question)s: %(problem)s") % words)


class PartyField(PartiesField):
    """One party by its name."""

    def clean(self, value: Any) -> tuple[Party, ...]:
        """The party, alone in its tuple, or none."""
        parties = super().clean(value)
        if len(parties) > 1:
            raise ValidationError(_("Name one organization."))
        return parties


def with_taken(posted: QueryDict, form: AnswersForm, offered: Mapping[str, Offered]) -> QueryDict:
    """What was posted, with the offered answer in its field where somebody took one."""
    code = posted.get("take", "")
    if code not in offered or code not in form.fields:
        return posted
    value = typed(form.asked.by_code[code], offered[code].value)
    taken = posted.copy()
    taken.setlist(form.add_prefix(code), value if isinstance(value, list) else [value])
    return taken


def _control(field: Field, language: str) -> forms.Field:
    # Nothing is required of a draft; the page says which questions may stay empty for good.
    said: dict[str, Any] = {
        "label": field.names.in_language(language),
        "help_text": _hint(field, language),
        "required": False,
    }
    if field.kind == Kind.PARTY:
        return PartyField(**said)
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN):
        return _choosing(field, language, said)
    widgets: dict[Kind, forms.Widget] = {
        Kind.LONG_TEXT: forms.Textarea(attrs={"rows": 6}),
        Kind.DATE: forms.DateInput(attrs={"type": "date"}),
        Kind.MONEY: forms.TextInput(attrs={"inputmode": "decimal"}),
        Kind.INTEGER: forms.TextInput(attrs={"inputmode": "numeric"}),
    }
    return forms.CharField(widget=widgets.get(field.kind, forms.TextInput()), **said)


def _hint(field: Field, language: str) -> str:
    if field.hint:
        return field.hint.in_language(language)
    return _("In yuan, for example 1234.50") if field.kind == Kind.MONEY else ""


def _choosing(field: Field, language: str, said: dict[str, Any]) -> forms.Field:
    if field.kind == Kind.BOOLEAN:
        yes_no = [("", _("Choose")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=yes_no, **said)
    named = [(choice.code, choice.names.in_language(language)) for choice in field.choices]
    if field.kind == Kind.CHOICES:
        many = forms.CheckboxSelectMultiple()
        return forms.MultipleChoiceField(choices=named, widget=many, **said)
    return forms.ChoiceField(choices=[("", _("Choose")), *named], **said)


def _initial(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    known = form.by_code
    return {code: typed(known[code], value) for code, value in answers.items() if code in known}


def typed(field: Field, value: Any) -> Any:
    """An answer as somebody would type it."""
    if field.kind == Kind.MONEY:
        return f"{value // FEN}.{value % FEN:02d}"
    if field.kind == Kind.BOOLEAN:
        return "yes" if value else "no"
    if field.kind == Kind.PARTY:
        party = Party.objects.filter(pk=value).first()
        return party.label if party else ""
    return value


def _answer(field: Field, given: Any) -> Any:
    """What was typed as an answer: money in fen, yes and no as themselves, a party by its id."""
    if given in (None, "", [], ()):
        return None
    if field.kind == Kind.MONEY:
        return _fen(given)
    if field.kind == Kind.BOOLEAN:
        return YES_NO.get(given, given)
    if field.kind == Kind.PARTY:
        return str(given[0].pk)
    return given


def _fen(given: str) -> int | str:
    """Yuan as fen; what is no amount of whole fen stays text, which the engine refuses."""
    found = YUAN.fullmatch(given.replace(",", "").replace("，", ""))
    return int(Decimal(found.group()) * FEN) if found else given
