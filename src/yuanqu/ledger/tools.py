"""What the assistant can be asked of the ledger."""

from collections.abc import Iterator

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import PartyKind
from yuanqu.engines.forms.schema import Field, Kind
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Entry, Line, Offer, Tool, ToolAnswer
from yuanqu.ledger.kinds import all_kinds
from yuanqu.ledger.models import Fact, StandingChoice
from yuanqu.ledger.queries import counts_by_kind, facts

MOST = 10
MOST_PARTIES = 5
# Attributes that say in words what happened.
TELLING = ("title", "statement", "product", "activity", "goal", "subject", "program")


def kinds_offered(viewer: Viewer) -> Iterator[Offer]:
    """The kinds of which this viewer may open a fact."""
    there = counts_by_kind(viewer)
    for code, kind in sorted(all_kinds().items()):
        if there.get(code):
            yield Offer(code, kind.names)


def find_facts(user: Viewer, kind: str = "") -> ToolAnswer:
    """The latest facts that this viewer may open, without their evidence."""
    found = facts(user, kind=kind)
    return ToolAnswer.of(map(entry_of, found[:MOST]), found.count())


def entry_of(fact: Fact) -> Entry:
    """What happened, when and to which organizations; its evidence stands on its page."""
    kind = all_kinds().get(fact.kind)
    named = kind.names if kind else fact.kind
    told = next(_told(fact), None)
    sort = (Line(Names("种类", "Kind"), named),) if told else ()
    return Entry(told or named, f"/facts/{fact.pk}/", (*sort, *_lines(fact)))


def _told(fact: Fact) -> Iterator[Names]:
    """What the fact says in words of its own, the most telling first."""
    for attribute in TELLING:
        value = fact.attributes.get(attribute)
        for said in value if isinstance(value, list) else [value]:
            if isinstance(said, dict) and "zh" in said:
                yield Names(said["zh"], said.get("en") or said["zh"])


def _lines(fact: Fact) -> Iterator[Line]:
    yield Line(Names("时间", "When"), fact.occurred)
    if fact.quantity:
        yield Line(Names("数量", "Quantity"), fact.quantity)
    # People are opaque ids in a fact; who they are is not said here.
    parties = [role.party for role in fact.roles.all() if role.party.kind != PartyKind.PERSON]
    for party in list(dict.fromkeys(parties))[:MOST_PARTIES]:
        yield Line(Names("相关单位", "Party"), Names(party.label, party.label_en or party.label))
    yield Line(Names("状态", "Standing"), str(StandingChoice(fact.standing.standing).label))


TOOLS = (
    Tool(
        name="find_facts",
        title=Names("查事实", "Look up facts"),
        description=Names(
            "列出台账中最近的事实，可按种类筛选；每条都打开到证据。",
            "Lists the latest facts of the ledger, of one kind if wanted; each opens to evidence.",
        ),
        concept="facts",
        fields=(Field("kind", Kind.CHOICE, Names("事实种类", "Kind of fact")),),
        offers={"kind": kinds_offered},
        run=find_facts,
    ),
)
