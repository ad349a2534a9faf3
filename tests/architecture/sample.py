"""A small park in which every address can be walked: one fact of each access, and four people."""

import json
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from tests.architecture.routes import Visit
from tests.factories import assistant, evidence, figure, official, stranger
from yuanqu.accounts.models import Party, User
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Access, Confidentiality, Fact, LegalBasis, Purpose
from yuanqu.organizations.actions import register_organization
from yuanqu.organizations.drafts import NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.models import OrganizationKind

UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
SECRETS = {  # a quotation in each fact that not everybody may open, and who may read it
    "只给当事各方看的引文": {"company", "official"},
    "只给园区工作人员看的引文": {"official"},
    "统计报表里的引文": {"company"},
    "限制公开的证据引文": {"company", "official"},
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
        moved = named.replace("<move>", "verify")
        return "/" + re.sub(r"<[^>]+>", self.ids.get(visit.fill, ""), moved) + visit.also

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
        "unknown_kind": "no.such.kind",
        "key": "no-such-key",
        "number": "1",
    }
    people = {
        "nobody": None,
        "stranger": stranger(),
        "company": assistant(company),
        "official": wang,
    }
    return Sample(ids, people)
