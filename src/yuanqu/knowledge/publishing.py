"""Passages and curated answers as the search knows them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from yuanqu.knowledge.access import tokens_of
from yuanqu.knowledge.models import Document, Faq, Passage, Status, Version
from yuanqu.knowledge.validity import Span, span_of
from yuanqu.search.actions import publish, publish_all, withdraw, withdraw_all
from yuanqu.search.drafts import DocumentDraft

PASSAGE, DRAFT, FAQ = "passage", "draft", "faq"
# A draft for comments holds on no day; it can be found on any, apart from what may be asserted.
ALWAYS = Span(None, None)


def publish_versions(document: Document, versions: Iterable[Version]) -> None:
    """Bring the search up to the present state of a document, in the caller's transaction."""
    read = list(versions)
    latest = max((version.number for version in read), default=0)
    for version in read:
        version.document = document
        passages = list(version.passages.all())
        is_draft = version.status == Status.DRAFT and version.number == latest
        span = ALWAYS if is_draft and document.withdrawn_at is None else span_of(version)
        if span is None:
            withdraw_all(passage_key(version, passage) for passage in passages)
        else:
            publish_all(_drafts(version, passages, span))


def publish_faq(faq: Faq) -> None:
    """Let the search find an answer by its question and the other ways to ask it."""
    if faq.withdrawn_at is not None:
        withdraw(faq_key(faq))
        return
    until = faq.effective_to + timedelta(days=1) if faq.effective_to else None
    publish(
        DocumentDraft(
            key=faq_key(faq),
            kind=FAQ,
            title=faq.question,
            names=tuple(faq.variants),
            body=faq.answer,
            url=f"/answers/{faq.pk}/",
            access=tokens_of(faq.pack.access, faq.pack.owner),
            valid_from=faq.effective_from,
            valid_until=until,
        )
    )


def passage_key(version: Version, passage: Passage) -> str:
    """The key of a passage in the search."""
    return f"passage:{version.pk}:{passage.number}"


def faq_key(faq: Faq) -> str:
    """The key of a curated answer in the search."""
    return f"faq:{faq.pk}"


def passage_url(version: Version, start: int, end: int) -> str:
    """The page of a version, opened at a stretch of its text."""
    return f"/documents/{version.pk}/?at={start}-{end}#at"


def _drafts(version: Version, passages: Iterable[Passage], span: Span) -> Iterator[DocumentDraft]:
    pack = version.document.pack
    access = tokens_of(version.access, pack.owner)
    for passage in passages:
        heading = passage.heading.removeprefix(version.title).lstrip(" ›")
        place = " ".join(filter(None, (heading, passage.article)))
        yield DocumentDraft(
            key=passage_key(version, passage),
            kind=DRAFT if version.status == Status.DRAFT else PASSAGE,
            title=f"{version.title} · {place}" if place else version.title,
            body=version.text[passage.start : passage.end],
            url=passage_url(version, passage.start, passage.end),
            access=access,
            valid_from=span.start,
            valid_until=span.end,
        )
