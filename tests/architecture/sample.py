"""A small park in which every address can be walked: one fact of each access, and four people."""

import json
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from tests.architecture.routes import Visit
from tests.cases.factories import REQUEST, Stage, pdf
from tests.factories import assistant, evidence, figure, official, stranger
from yuanqu.accounts.models import Party, User
from yuanqu.assistant.actions import ask
from yuanqu.assistant.cards.actions import propose
from yuanqu.cases import actions
from yuanqu.engines.names import Names
from yuanqu.engines.workflow.states import State
from yuanqu.knowledge.actions import FaqDraft, PackDraft, add_file, add_pack, keep_faq
from yuanqu.knowledge.files import received
from yuanqu.knowledge.models import Access as KnowledgeAccess
from yuanqu.knowledge.statements import Statement
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Access, Confidentiality, Fact, LegalBasis, Purpose
from yuanqu.organizations.actions import (
    MergeDraft,
    SourceDraft,
    add_source,
    merge_organizations,
    propose_import,
    register_organization,
)
from yuanqu.organizations.drafts import NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.importing.checking import check_table
from yuanqu.organizations.importing.texts import text_table
from yuanqu.organizations.models import MergeCause, OrganizationKind, SourceKind

UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
# What stands in an address beside the id that fills it.
BESIDES = {
    "<move>": "verify",
    "<str:field>": "files",
    "letters/<str:kind>": "letters/receipt",
    "<str:move>": "archive",
    "stand-ins/<str:kind>": "stand-ins/delegation",
    "<str:verdict>": "look",
}
SECRETS = {  # a quotation in each fact that not everybody may open, and who may read it
    "只给当事各方看的引文": {"company", "official"},
    "只给园区工作人员看的引文": {"official"},
    "统计报表里的引文": {"company"},
    "限制公开的证据引文": {"company", "official"},
    "只给园区工作人员看的导入文件": {"official"},
    "只给办件双方看的内容，别人看不到。": {"company", "official"},
    "还没有提交的草稿里的内容，只给申请人看。": {"company"},
    "只给本单位看的知识正文": {"company"},
    "只给园区工作人员看的知识正文": {"official"},
    "只给本单位看的问答": {"company"},
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A park with one fact of each access, by whom the addresses are walked."""

    ids: dict[str, str]
    people: dict[str, User | None]

    def address(self, route: str, visit: Visit) -> str:
        """The address of a visit, with what fills it in."""
        plain = route.replace("^", "").replace("$", "")
        named = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", plain)
        for place, said in BESIDES.items():
            named = named.replace(place, said)
        return "/" + re.sub(r"<[^>]+>", self.ids.get(visit.fill, ""), named) + visit.also

    def body(self, visit: Visit) -> dict[str, object]:
        """What a visit posts, with the company's id where the table leaves it out."""
        text = json.dumps(dict(visit.body)).replace(
            json.dumps("…"), json.dumps(self.ids["organization"])
        )
        body: dict[str, object] = json.loads(text)
        return body


def figure_of(company: Party, quote: str = "员工100人。", **changes: Any) -> FactDraft:
    """A figure about the company, with a quotation that is nowhere else."""
    said: dict[str, Any] = {
        "kind": "organization.figure",
        "parties": (PartyRole(company, "subject"),),
        "attributes": {"measure": "staff"},
        "evidence": (evidence(quote=quote),),
    }
    return figure(**said | changes)


def facts_about(company: Party, actor: User) -> dict[str, Fact]:
    """One fact of each access."""
    public = evidence(file=store_file(BytesIO("公开的文件".encode()), "public.txt"))
    restricted = evidence(
        quote="限制公开的证据引文",
        file=store_file(BytesIO("限制公开的文件".encode()), "restricted.txt"),
        confidentiality=Confidentiality.RESTRICTED,
    )
    drafts = {
        "public": figure_of(company, evidence=(public, restricted)),
        "of_parties": figure_of(company, "只给当事各方看的引文", access=Access.PARTIES),
        "of_officials": figure_of(company, "只给园区工作人员看的引文", access=Access.OFFICIALS),
        "statistical": figure_of(
            company,
            "统计报表里的引文",
            access=Access.AGGREGATE,
            legal_basis=LegalBasis.STATISTICS_LAW,
            purposes=(Purpose.STATISTICS,),
        ),
    }
    return {name: record_fact(actor=actor, draft=draft) for name, draft in drafts.items()}


def cases_of(company: Party, li: User) -> dict[str, str]:
    """A draft of the company, a case of theirs with a file, and somebody's case in publicity."""
    made = {}
    for name, text in (
        ("draft", "还没有提交的草稿里的内容，只给申请人看。"),
        ("case", "只给办件双方看的内容，别人看不到。"),
    ):
        case = actions.open_draft(actor=li, matter=REQUEST, applicant=company)
        answers = {"subject": "opinion", "text": text}
        actions.save_draft(actor=li, case=case, answers=answers, revision=0)
        made[name] = case
    file = actions.attach_file(actor=li, case=made["case"], field="files", file=pdf())
    actions.submit(actor=li, case=made["case"])
    made["public_case"] = Stage().at(State.PUBLICITY)
    ids = {name: str(case.pk) for name, case in made.items()}
    return ids | {"case_file": str(file.pk), "matter": REQUEST}


def register_of(wang: User) -> dict[str, str]:
    """A proposal with a wrong row, a source whose file is not there, and two entries as one."""
    table = text_table("名称,类型\n示例丙有限公司,企业\n示例丁,工厂\n".encode())
    title = "只给园区工作人员看的导入文件.csv"
    proposal = propose_import(actor=wang, title=title, report=check_table(table))
    draft = SourceDraft("示例来源", SourceKind.FILE, "no-such-file.csv")
    source = add_source(actor=wang, draft=draft)
    kept, merged = (
        register_organization(actor=wang, draft=OrganizationDraft(
            Profile(OrganizationKind.COMPANY), (NameDraft(name),)
        ))
        for name in ("示例甲有限公司", "示例乙有限公司")
    )  # fmt: skip
    reason = MergeDraft(MergeCause.DUPLICATE, "同一家单位登记了两次")
    alias = merge_organizations(actor=wang, kept=kept, merged=merged, draft=reason)
    return {"proposal": str(proposal.pk), "source": str(source.pk), "merge": str(alias.pk)}


def knowledge_of(company: Party) -> dict[str, str]:
    """A pack of the park and one of the company, with documents and answers of each access."""
    names, closed = Names("示例知识", ""), KnowledgeAccess.OWNER
    drafts = (
        PackDraft(slug="park-pack", names=names),
        PackDraft(slug="own-pack", names=names, owner=company, access=closed),
    )
    park, own = (add_pack(actor=None, draft=draft) for draft in drafts)
    made = {"pack": park.slug, "own_pack": own.slug}
    for name, pack, text, access in (
        ("document", park, "给所有人看的知识正文", ""),
        ("closed_document", own, "只给本单位看的知识正文", ""),
        ("official_document", park, "只给园区工作人员看的知识正文", KnowledgeAccess.OFFICIALS),
    ):
        got = received(BytesIO(f"示例文件\n{text}".encode()), f"{name}.txt", None)
        statement = Statement(access=access)
        added = add_file(actor=None, pack=pack, received=got, statement=statement)
        made[name] = str(added.versions[0].pk)
    for name, pack, question in (
        ("answer", park, "给所有人看的问答"), ("own_answer", own, "只给本单位看的问答"),
    ):  # fmt: skip
        faq = keep_faq(actor=None, pack=pack, draft=FaqDraft(question, "示例。"))
        made[name] = str(faq.pk)
    return made


def card_for(li: User) -> dict[str, str]:
    """A card that waits for the company's assistant, and names of tools."""
    arguments = {"matter": REQUEST, "applicant": str(li.party_id)}
    card = propose(actor=li, tool="open_application", arguments=arguments)
    tools = {"tool": "read_indicator", "writing_tool": "open_application"}
    return {"card": str(card.pk), **tools}


def asked_by(li: User) -> dict[str, str]:
    """A conversation of the company's assistant, about what the company alone may read."""
    return {"conversation": str(ask(asker=li, text="请问，只给本单位看的问答？").conversation_id)}


def make_sample() -> Sample:
    """The park, its people, and the ids that fill the addresses."""
    wang = official()
    named = OrganizationDraft(Profile(OrganizationKind.COMPANY), (NameDraft("示例科技有限公司"),))
    company = register_organization(actor=wang, draft=named).party
    facts = facts_about(company, wang)
    public_file, restricted_file = facts["public"].evidence.order_by("position")
    ids = {name: str(fact.pk) for name, fact in facts.items()} | {
        "organization": str(company.pk),
        "public_file": str(public_file.pk),
        "restricted_file": str(restricted_file.pk),
        "unknown_id": str(UNKNOWN),
        "indicator": "gdp",
        "unknown_code": "no-such-indicator",
        "kind": "figure.reported",
        "company_kind": "organization.figure",
        "unknown_kind": "no.such.kind",
        "key": "no-such-key",
        "number": "1",
        "number_of_nothing": "999999999",
    }
    li = assistant(company)
    ids["mandate"] = str(li.memberships.get().pk)
    people = {"nobody": None, "stranger": stranger(), "company": li, "official": wang}
    more = cases_of(company, li) | register_of(wang) | knowledge_of(company)
    return Sample(ids | more | asked_by(li) | card_for(li), people)
