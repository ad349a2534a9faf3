"""Loading a pack from its folder: what differs is changed, what is gone is withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.engines.uscc import normalized
from yuanqu.knowledge.actions.adding import DocumentDraft, add_document
from yuanqu.knowledge.actions.amending import withdraw_document
from yuanqu.knowledge.actions.answers import FaqDraft, keep_faqs, key_of, withdraw_faq
from yuanqu.knowledge.actions.evaluating import keep_questions
from yuanqu.knowledge.actions.packs import PackDraft, add_pack, change_pack
from yuanqu.knowledge.folders import FolderFaq, PackFolder, read_folder
from yuanqu.knowledge.models import Document, Pack
from yuanqu.organizations.models import Identifier, Scheme

# What came of the folder, so that only this goes when it is gone from there.
LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack as it was loaded, and how many documents, answers and questions its folder has."""

    pack: Pack
    documents: int
    faqs: int
    questions: int


def load_pack(folder: Path | str) -> Loaded:
    """Load a pack as the installation itself. Doing it twice changes nothing the second time.

    Everything is read and checked before anything is written. Raises `Refused`.
    """
    return _load(read=read_folder(Path(folder)))


@transaction.atomic
def _load(*, read: PackFolder) -> Loaded:
    pack = _pack(read)
    before = pack.settings.get(LOADED, {})
    for text in read.texts:
        draft = DocumentDraft(key=text.key, parsed=text.parsed)
        add_document(actor=None, pack=pack, draft=draft)
    documents = {each.key: each for each in pack.documents.all()}
    keep_faqs(actor=None, pack=pack, drafts=[_faq(faq, documents) for faq in read.faqs])
    keep_questions(actor=None, pack=pack, drafts=read.questions)
    now = {
        "documents": sorted(text.key for text in read.texts),
        "faqs": sorted(faq.key or key_of(faq.question) for faq in read.faqs),
        "questions": sorted(question.key for question in read.questions),
    }
    _drop(pack, {name: set(before.get(name, ())) - set(keys) for name, keys in now.items()})
    settings = {
        name: said for name, said in pack.settings.items() if name not in ("intents", "bindings")
    }
    pack.settings = settings | dict(read.settings) | {LOADED: now}
    pack.save(update_fields=["settings"])
    return Loaded(pack, len(read.texts), len(read.faqs), len(read.questions))


def _pack(read: PackFolder) -> Pack:
    """The pack of this short name, made or changed."""
    owner = _owner(read.owner)
    draft = PackDraft(
        slug=read.slug, names=read.names, about=read.about, owner=owner, audience=read.audience,
        access=read.access, license=read.license, synonyms=read.synonyms,
    )  # fmt: skip
    pack = Pack.objects.filter(slug=read.slug).first()
    if pack is None:
        return add_pack(actor=None, draft=draft)
    if pack.owner_id != (owner.pk if owner else None):
        raise Refused("knowledge.another_owner", slug=read.slug)
    return change_pack(actor=None, pack=pack, draft=draft)


def _owner(code: str) -> Party | None:
    """The organization of a credit code. Raises `Refused` where none is registered."""
    if not code:
        return None
    numbers = Identifier.objects.filter(scheme=Scheme.USCC, value=normalized(code))
    found = numbers.select_related("organization__party").first()
    if found is None:
        raise Refused("knowledge.unknown_owner", code=code[:40])
    return found.organization.party


def _faq(faq: FolderFaq, documents: dict[str, Document]) -> FaqDraft:
    return FaqDraft(
        question=faq.question, answer=faq.answer, variants=faq.variants, key=faq.key,
        document=documents.get(faq.document), effective_from=faq.statement.effective_from,
        effective_to=faq.statement.effective_to,
    )  # fmt: skip


def _drop(pack: Pack, gone: dict[str, set[str]]) -> None:
    for document in pack.documents.filter(key__in=gone["documents"]):
        withdraw_document(actor=None, document=document)
    for faq in pack.faqs.filter(key__in=gone["faqs"]):
        withdraw_faq(actor=None, faq=faq)
    _drop_questions(pack=pack, keys=gone["questions"])


def _drop_questions(*, pack: Pack, keys: Iterable[str]) -> None:
    pack.evaluation.filter(key__in=list(keys)).delete()
