"""The forms of those who keep the answers: an entry, and what a pack offers beside answers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.assistant.access import packs_kept_by
from yuanqu.assistant.embedding import MOST_HOSTS, is_host
from yuanqu.assistant.queries import Wanting
from yuanqu.engines.names import Names
from yuanqu.knowledge.actions import FaqDraft, PackDraft
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


class OfferForm(forms.Form):
    """Whom a pack hands over to, and which sites may embed its box."""

    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    place_zh = forms.CharField(
        label=_("Where to find a person, in Chinese"), max_length=200, required=False
    )
    place_en = forms.CharField(
        label=_("Where to find a person, in English"), max_length=200, required=False
    )
    hosts = forms.CharField(
        label=_("Sites that may embed the box"),
        help_text=_("One host on each line, such as www.example.org or *.example.org."),
        required=False,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, posted: Any = None, *, pack: Pack) -> None:
        desk, hosts = pack.settings.get("desk"), pack.settings.get("widget_hosts")
        said = dict(desk) if isinstance(desk, dict) else {}
        said["hosts"] = "\n".join(map(str, hosts)) if isinstance(hosts, list) else ""
        super().__init__(posted, initial=said)
        self.pack = pack

    def clean_hosts(self) -> list[str]:
        """The hosts, each as a security policy takes it."""
        hosts = [line.strip() for line in self.cleaned_data["hosts"].splitlines() if line.strip()]
        wrong = next((host for host in hosts if not is_host(host)), None)
        if wrong is not None or len(hosts) > MOST_HOSTS:
            shown = (wrong or str(len(hosts)))[:60]
            raise forms.ValidationError(_("This is no host: %(host)s"), params={"host": shown})
        return hosts

    @property
    def draft(self) -> PackDraft:
        """The pack as it is, with these settings."""
        pack, said = self.pack, self.cleaned_data
        desk = {name: said[name] for name in ("phone", "place_zh", "place_en")}
        return PackDraft(
            slug=pack.slug,
            names=Names(pack.name_zh, pack.name_en),
            about=Names(pack.about_zh, pack.about_en),
            owner=pack.owner,
            audience=pack.audience,
            access=pack.access,
            license=pack.license,
            settings={**pack.settings, "desk": desk, "widget_hosts": said["hosts"]},
        )
