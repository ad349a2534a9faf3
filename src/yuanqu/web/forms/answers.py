"""A matter's form as fields of a page, and what was typed as answers for the engine to check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from yuanqu.accounts.models import Party
from yuanqu.accounts.wording import sentence
from yuanqu.cases.queries import Offered
from yuanqu.engines.forms.checking import FieldError
from yuanqu.engines.forms.conditions import shown
from yuanqu.engines.forms.schema import Field, Form, Kind
from yuanqu.web.forms.fields import PartiesField

FEN = 100
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form as the page lays it out: a control, or the files of a file field."""

    field: Field
    control: BoundField | None
    offered: Offered | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together under a heading."""

    title: str
    questions: tuple[Question, ...]


class AnswersForm(forms.Form):
    """The fields that the answers so far show. Errors are the engine's, put in by `show_errors`."""

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

    def parts(self, offered: Mapping[str, Offered]) -> Iterator[Part]:
        """The form's sections with the questions that are shown."""
        for section in self.asked.sections:
            questions = tuple(
                Question(
                    field,
                    self[field.code] if field.code in self.fields else None,
                    offered.get(field.code),
                )
                for field in section.fields
                if field.code in self.shown
            )
            if questions:
                yield Part(section.names.in_language(self.language), questions)

    def answers(self) -> dict[str, Any]:
        """What was typed, for the engine; what it cannot read goes to it as it is, to be refused."""
        self.full_clean()
        return {
            code: _answer(self.asked.by_code[code], self.cleaned_data.get(code))
            for code in self.fields
            if code not in self.errors
        }

    def show_errors(self, errors: Iterable[FieldError]) -> None:
        """Put what the engine found beside the fields; what has no field here above them."""
        for error in errors:
            place = error.field if error.field in self.fields else None
            self.add_error(place, sentence(error.code, error.facts))


def _control(field: Field, language: str) -> forms.Field:
    said: dict[str, Any] = {
        "label": field.names.in_language(language),
        "help_text": field.hint.in_language(language) if field.hint else "",
        "required": False,
    }
    control = _of_kind(field, language, said)
    # Nothing is required of a draft; the label still says which questions may stay empty.
    control.widget.is_required = field.required
    return control


def _of_kind(field: Field, language: str, said: dict[str, Any]) -> forms.Field:
    if field.kind == Kind.PARTY:
        return PartiesField(**said)
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        named = [(choice.code, choice.names.in_language(language)) for choice in field.choices]
        if field.kind == Kind.CHOICES:
            many = forms.CheckboxSelectMultiple()
            return forms.MultipleChoiceField(choices=named, widget=many, **said)
        return forms.ChoiceField(choices=[("", _("Choose")), *named], **said)
    if field.kind == Kind.BOOLEAN:
        return forms.ChoiceField(
            choices=[("", _("Choose")), ("yes", _("Yes")), ("no", _("No"))], **said
        )
    widgets: dict[Kind, forms.Widget] = {
        Kind.LONG_TEXT: forms.Textarea(attrs={"rows": 6}),
        Kind.DATE: forms.DateInput(attrs={"type": "date"}),
        Kind.MONEY: forms.TextInput(attrs={"inputmode": "decimal"}),
        Kind.INTEGER: forms.TextInput(attrs={"inputmode": "numeric"}),
    }
    return forms.CharField(widget=widgets.get(field.kind, forms.TextInput()), strip=True, **said)


def _initial(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        code: _typed(form.by_code[code], value)
        for code, value in answers.items()
        if code in form.by_code
    }


def _typed(field: Field, value: Any) -> Any:
    """An answer as somebody would type it."""
    if field.kind == Kind.MONEY:
        return f"{value // FEN}.{value % FEN:02d}"
    if field.kind == Kind.BOOLEAN:
        return "yes" if value else "no"
    if field.kind == Kind.PARTY:
        return str(Party.objects.filter(pk=value).first() or "")
    return value


def _answer(field: Field, typed: Any) -> Any:
    """What was typed as an answer: money in fen, yes and no as themselves, a party by its id."""
    if typed in (None, "", [], ()):
        return None
    if field.kind == Kind.MONEY:
        return _fen(typed)
    if field.kind == Kind.BOOLEAN:
        return YES_NO.get(typed, typed)
    if field.kind == Kind.PARTY:
        return str(typed[0].pk)
    return typed


def _fen(typed: str) -> int | str:
    """Yuan as fen; what is no amount of whole fen stays text, which the engine refuses."""
    try:
        fen = Decimal(typed.replace(",", "").replace("，", "")) * FEN
    except InvalidOperation:
        return typed
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else typed
