"""The form by which a curator answers a question for good."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.assistant.access import packs_kept_by
from yuanqu.assistant.queries import Wanting
from yuanqu.knowledge.actions import FaqDraft
from yuanqu.knowledge.models import Document, Pack

if TYPE_CHECKING:  # these take their model as a parameter only in the type checker's eyes
    DocumentChoice = forms.ModelChoiceField[Document]
    PackChoice = forms.ModelChoiceField[Pack]
else:
    DocumentChoice = PackChoice = forms.ModelChoiceField


class SourceField(DocumentChoice):
    """A document of a pack that the curator keeps, with the pack's name."""

    def label_from_instance(self, obj: Document) -> str:
        """Title and pack."""
        return f"{obj.title} ({obj.pack.slug})"


class PackField(PackChoice):
    """A pack by its name."""

    def label_from_instance(self, obj: Pack) -> str:
        """The name in Chinese, which every pack has, and the short one."""
        return f"{obj.name_zh} ({obj.slug})"


class EntryForm(forms.Form):
    """Question, other ways to ask it, answer and source."""

    pack = PackField(label=_("Pack"), queryset=Pack.objects.none())
    question = forms.CharField(label=_("The question"), max_length=300)
    variants = forms.CharField(
        label=_("Other ways to ask it"),
        help_text=_("One on each line."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.CharField(
        label=_("The answer"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It is shown word for word, with your source beside it."),
    )
    source = SourceField(
        label=_("The document that it rests on"), queryset=Document.objects.none(), required=False
    )

    def __init__(self, *args: Any, curator: User, wanting: Wanting, **given: Any) -> None:
        super().__init__(*args, **given)
        packs = packs_kept_by(curator)
        self.fields["pack"].queryset = packs.order_by("slug")  # type: ignore[attr-defined]
        sources = Document.objects.filter(pack__in=packs, withdrawn_at=None)
        self.fields["source"].queryset = sources.select_related("pack")  # type: ignore[attr-defined]
        first, *others = wanting.questions
        self.initial["question"], self.initial["variants"] = first[:300], "\n".join(others)
        self.initial["pack"] = wanting.first.conversation.pack or packs.order_by("slug").first()

    def clean(self) -> dict[str, Any]:
        """The source is of the pack that is chosen."""
        cleaned = super().clean() or {}
        source, pack = cleaned.get("source"), cleaned.get("pack")
        if source is not None and pack is not None and source.pack_id != pack.pk:
            self.add_error("source", _("This document is of another pack."))
        return cleaned

    @property
    def chosen(self) -> Pack:
        """The pack that was chosen."""
        pack: Pack = self.cleaned_data["pack"]
        return pack

    @property
    def draft(self) -> FaqDraft:
        """The entry as it was written."""
        said = self.cleaned_data
        return FaqDraft(
            question=said["question"],
            answer=said["answer"],
            variants=tuple(line for line in said["variants"].splitlines() if line.strip()),
            document=said["source"],
        )
