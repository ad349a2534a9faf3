"""Makers of packs, documents and answers, by the actions that make them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from yuanqu.accounts.models import Party
from yuanqu.engines.names import Names
from yuanqu.knowledge.actions import (
    DocumentDraft,
    FaqDraft,
    PackDraft,
    add_document,
    add_pack,
    keep_faq,
)
from yuanqu.knowledge.models import Faq, Pack, Version
from yuanqu.knowledge.reading.texts import parsed_markdown
from yuanqu.knowledge.statements import Statement
from yuanqu.search.access import EVERYONE
from yuanqu.search.queries import Hit, search

TEXT = "# 创新奖励办法\n\n第一条　奖励研发投入。\n\n第二条　奖励金额为十万元。"
TODAY = date(2026, 11, 23)


def pack(slug: str = "government", owner: Party | None = None, **changes: Any) -> Pack:
    """A public pack of the park, unless said."""
    said: dict[str, Any] = {"slug": slug, "names": Names("政务服务", "Government"), "owner": owner}
    return add_pack(actor=None, draft=PackDraft(**said | changes))


def version(of: Pack | None = None, text: str = TEXT, key: str = "rules", **stated: Any) -> Version:
    """A version of a document, read already."""
    draft = DocumentDraft(key=key, parsed=parsed_markdown(text), statement=Statement(**stated))
    return add_document(actor=None, pack=of or pack(), draft=draft)


def faq(of: Pack | None = None, **changes: Any) -> Faq:
    """A curated answer."""
    said: dict[str, Any] = {
        "question": "大厅几点开门？",
        "answer": "九点。",
        "variants": ("几点上班",),
    }
    return keep_faq(actor=None, pack=of or pack(), draft=FaqDraft(**said | changes))


def found(
    text: str, on: date = TODAY, tokens: Collection[str] = EVERYONE, kind: str = "passage"
) -> list[Hit]:
    """What a search finds on a day."""
    return list(search(text, viewer_tokens=tokens, on=on, kinds={kind}).hits)
