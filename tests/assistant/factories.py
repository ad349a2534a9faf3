"""Packs with documents and curated answers, and questions."""

from datetime import date
from typing import Any

from yuanqu.accounts.models import Party, User
from yuanqu.engines.names import Names
from yuanqu.knowledge.actions import (
    DocumentDraft,
    FaqDraft,
    PackDraft,
    QuestionDraft,
    add_document,
    add_pack,
    keep_faq,
    keep_questions,
)
from yuanqu.knowledge.models import Faq, Pack, Version
from yuanqu.knowledge.reading.parsed import Parsed
from yuanqu.knowledge.statements import Statement

TODAY = date(2026, 11, 23)
RENT = (
    "第一条 为支持小微企业发展，制定本办法。\n"
    "第二条 入驻企业自签约之日起，前两年的房租减半收取。\n"
    "第三条 申请房租减免的企业应当在每年3月31日前提交申请表。\n"
)
QUESTION = "入驻企业房租怎么减半收取"


def pack(slug: str = "park", **changes: Any) -> Pack:
    """A public pack of the park."""
    said: dict[str, Any] = {"slug": slug, "names": Names("园区", "The park")}
    return add_pack(actor=None, draft=PackDraft(**(said | changes)))


def document(
    of: Pack, key: str = "rent", text: str = RENT, *, actor: User | None = None, **stated: Any
) -> Version:
    """A public document that was read; its title is its key unless stated."""
    statement = Statement(**({"title": f"文件{key}", "access": "public"} | stated))
    draft = DocumentDraft(key=key, parsed=Parsed(text), statement=statement)
    return add_document(actor=actor, pack=of, draft=draft)


def entry(of: Pack, question: str, answer: str, *variants: str, **changes: Any) -> Faq:
    """A curated answer."""
    draft = FaqDraft(question=question, answer=answer, variants=variants, **changes)
    return keep_faq(actor=None, pack=of, draft=draft)


def private_pack(owner: Party, slug: str = "secret") -> Pack:
    """A company's own pack."""
    return pack(slug, names=Names("企业", "The company"), owner=owner, access="owner")


def evaluation(of: Pack, *drafts: QuestionDraft) -> None:
    """Evaluation questions."""
    keep_questions(actor=None, pack=of, drafts=drafts)
