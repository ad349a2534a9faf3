"""Packs, documents and curated answers, as a curator fills them in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.access import is_official, parties_for
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.accounts.wording import sentence
from yuanqu.engines.names import Names
from yuanqu.knowledge.access import MATTER
from yuanqu.knowledge.actions import FaqDraft, PackDraft
from yuanqu.knowledge.files import Received, pasted, received
from yuanqu.knowledge.models import Access, Audience, Pack, Status, Version
from yuanqu.knowledge.statements import NAMES, Statement, statement_of

# The one form in which browsers take a day, whatever the language.
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
PARK = "park"


class StatementForm(forms.Form):
    """What is stated of a document; what stays empty is read from its text."""

    title = forms.CharField(
        label=_("Title"), max_length=300, required=False,
        help_text=_("A title with 征求意见稿 makes a draft, which is never in force."),
    )  # fmt: skip
    issuer = forms.CharField(label=_("Issuer"), max_length=200, required=False)
    document_number = forms.CharField(
        label=_("Document number"), max_length=100, required=False,
        help_text=_("Such as 示园规〔2024〕3号"),
    )  # fmt: skip
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=DAY)
    effective_from = forms.DateField(label=_("First day in force"), required=False, widget=DAY)
    effective_to = forms.DateField(label=_("Last day in force"), required=False, widget=DAY)
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("In force, if nothing else is stated")), *Status.choices],
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Written for"), required=False, choices=[("", _("As the pack")), *Audience.choices]
    )
    access = forms.ChoiceField(
        label=_("Who may read it"), required=False,
        choices=[("", _("As the pack")), *Access.choices],
    )  # fmt: skip
    address = forms.CharField(
        label=_("Where the original stands"), max_length=500, required=False,
        help_text=_("An address that begins with https://"),
    )  # fmt: skip

    def statement(self) -> Statement:
        """What was filled in. Raises `Refused`."""
        return statement_of({name: self.cleaned_data.get(name) for name in NAMES})

    @property
    def stated(self) -> Iterator[BoundField]:
        """The fields about the document."""
        return (self[name] for name in NAMES)


class DocumentForm(StatementForm):
    """A file or a text, and what is stated of it."""

    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_(
            "Markdown, text, HTML, PDF with text, OFD, Word, Excel, CSV or JSON Lines. A table "
            "with the columns 问题 and 答案 becomes curated answers."
        ),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or paste the text"), required=False, max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    key = forms.CharField(
        label=_("Key"), max_length=100, required=False,
        help_text=_("The same key again makes a new version. Empty: the file's name"),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """The file, unless it is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file and (file.size or 0) > settings.EVIDENCE_MAX_BYTES:
            most = str(settings.EVIDENCE_MAX_BYTES // 2**20)
            raise ValidationError(sentence("knowledge.too_large", {"most": most}))
        return file

    def clean(self) -> dict[str, Any]:
        """Either a file or a text."""
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if not self.errors and bool(file) == bool(text):
            code = "knowledge.file_or_text" if file else "knowledge.nothing_given"
            raise ValidationError(sentence(code))
        return cleaned

    @property
    def given(self) -> Iterator[BoundField]:
        """What is handed in."""
        return (self[name] for name in ("file", "text", "key"))

    def received(self) -> Received:
        """The file, read where it is small, or the text. Raises `Refused`."""
        file = self.cleaned_data["file"]
        if file:
            return received(file, file.name, file.size)
        return pasted(self.cleaned_data["text"])


class AmendForm(StatementForm):
    """What is stated of a version, with what stands there now."""

    def __init__(self, version: Version, posted: Any = None) -> None:
        super().__init__(posted, initial={name: getattr(version, name) for name in NAMES})
        self.fields["title"].required = True
        for name in ("status", "audience", "access"):
            field = self.fields[name]
            field.required = True
            field.choices = list(field.choices)[1:]  # type: ignore[attr-defined]


class PackForm(forms.Form):
    """A pack."""

    slug = forms.CharField(
        label=_("Short name in addresses"), max_length=40,
        help_text=_("Small letters, digits and hyphens, such as hall-services"),
    )  # fmt: skip
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    about_zh = forms.CharField(
        label=_("What it is about, in Chinese"), max_length=300, required=False
    )
    about_en = forms.CharField(
        label=_("What it is about, in English"), max_length=300, required=False
    )
    owner = forms.ChoiceField(label=_("Whose it is"))
    audience = forms.ChoiceField(label=_("Written for"), choices=Audience.choices)
    access = forms.ChoiceField(label=_("Who may read it"), choices=Access.choices)

    def __init__(self, user: User, posted: Any = None, pack: Pack | None = None) -> None:
        """Only the owners for whom this person may make packs are offered."""
        names = ("slug", "name_zh", "name_en", "about_zh", "about_en", "audience", "access")
        initial = {name: getattr(pack, name) for name in names} if pack else None
        super().__init__(posted, initial=initial)
        self.owners = owners_for(user)
        if pack is not None:
            del self.fields["owner"], self.fields["slug"]
        else:
            offered = [(key, _named(party)) for key, party in self.owners.items()]
            self.fields["owner"].choices = offered  # type: ignore[attr-defined]

    def draft(self, pack: Pack | None = None) -> PackDraft:
        """The pack as it was described."""
        given = self.cleaned_data
        return PackDraft(
            slug=pack.slug if pack else given["slug"],
            names=Names(given["name_zh"], given["name_en"]),
            about=Names(given["about_zh"], given["about_en"]),
            owner=pack.owner if pack else self.owners[given["owner"]],
            audience=given["audience"],
            access=given["access"],
            license=pack.license if pack else "",
        )


def owners_for(user: User) -> dict[str, Party | None]:
    """For whom the person may make packs: the park, and the organizations they act for."""
    held = {
        str(party.pk): party
        for party in parties_for(user, MATTER)
        if party.kind != PartyKind.PARK
    }  # fmt: skip
    return ({PARK: None} if is_official(user) else {}) | held


def _named(party: Party | None) -> str:
    return party.label_in(get_language() or "zh-hans") if party else str(_("The park"))


class FaqForm(forms.Form):
    """A question with its answer."""

    question = forms.CharField(label=_("Question to be answered"), max_length=300)
    variants = forms.CharField(
        label=_("Other ways to ask it"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One a line"),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer to give"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    effective_from = forms.DateField(label=_("First day in force"), required=False, widget=DAY)
    effective_to = forms.DateField(label=_("Last day in force"), required=False, widget=DAY)

    def draft(self) -> FaqDraft:
        """The answer as it was written."""
        given = self.cleaned_data
        return FaqDraft(
            question=given["question"],
            answer=given["answer"],
            variants=tuple(given["variants"].splitlines()),
            effective_from=given["effective_from"],
            effective_to=given["effective_to"],
        )


def statement_in(form: StatementForm) -> Statement | None:
    """What was filled in; None where it makes no sense, and the form says why."""
    try:
        return form.statement()
    except Refused as refusal:
        form.add_error(None, sentence(refusal.code, refusal.facts))
        return None
