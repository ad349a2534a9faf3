"""What the assistant can be asked of the register."""

from collections.abc import Iterable

from django.utils.translation import get_language

from yuanqu.accounts.access import Viewer
from yuanqu.engines.forms.schema import Field, Kind, Limits
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Entry, Line, Tool, ToolAnswer
from yuanqu.ledger.tools import entry_of as fact_entry
from yuanqu.organizations.labels import HELD_LABELS
from yuanqu.organizations.models import Organization
from yuanqu.organizations.queries import Filters, organizations, timeline

MOST = 10
NAMED = Field(
    "organization",
    Kind.TEXT,
    Names("单位名称", "Name of the organization"),
    hint=Names("全称、简称或其中几个字", "The whole name, a short one or a part of it"),
    required=True,
    limits=Limits(longest=100),
)


def find_organizations(user: Viewer, organization: str) -> ToolAnswer:
    """The entries whose names hold these words."""
    found = organizations(user, Filters(text=organization), language=get_language() or "zh-hans")
    return ToolAnswer.of(map(entry_of, found[:MOST]), found.count())


def organization_news(user: Viewer, organization: str) -> ToolAnswer:
    """The latest facts about the one organization that is called so; else those that might be."""
    found = organizations(user, Filters(text=organization), language=get_language() or "zh-hans")
    named = list(found[:2])
    if len(named) != 1:
        return find_organizations(user, organization)
    facts = timeline(user, named[0].party)
    return ToolAnswer.of(map(fact_entry, facts[:MOST]), facts.count())


def entry_of(organization: Organization) -> Entry:
    """One entry of the register: its sort, its cluster, and what it was granted."""
    party = organization.party
    return Entry(
        Names(party.label, party.label_en or party.label),
        f"/organizations/{party.pk}/",
        tuple(_lines(organization)),
    )


def _lines(organization: Organization) -> Iterable[Line]:
    yield Line(Names("类型", "Kind"), organization.get_kind_display())
    if organization.cluster:
        yield Line(Names("产业集群", "Cluster"), organization.get_cluster_display())
    if getattr(organization.party, HELD_LABELS, ()):
        for label in organization.labels[:5]:
            yield Line(Names("称号", "Label"), label.names)


TOOLS = (
    Tool(
        name="find_organizations",
        title=Names("查单位", "Look up an organization"),
        description=Names(
            "按名称在园区登记册中查找企业、院所、平台等单位。",
            "Finds companies, institutes, platforms and others in the park's register by name.",
        ),
        concept="organizations",
        fields=(NAMED,),
        run=find_organizations,
    ),
    Tool(
        name="organization_news",
        title=Names("查单位动态", "What an organization did lately"),
        description=Names(
            "列出台账中关于一家单位的最近事实。",
            "Lists the latest facts about one organization in the ledger.",
        ),
        concept="facts",
        fields=(NAMED,),
        run=organization_news,
    ),
)
