"""What the assistant can be asked of cases: how far one's own are, and to begin an application."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from yuanqu.accounts.access import Viewer, parties_of
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases import access
from yuanqu.cases.actions import open_draft
from yuanqu.cases.definitions import matter_at, matter_in_force
from yuanqu.cases.models import Case, PartChoice, StateChoice
from yuanqu.cases.queries import cases_for, drafts_of, matters_open_to
from yuanqu.engines.forms.schema import Field, Kind, Limits
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Entry, Line, Offer, Tool, ToolAnswer

MOST = 10


def matters_offered(viewer: Viewer) -> Iterator[Offer]:
    """What this person can apply for in somebody's name; for nobody logged in, all there is."""
    for matter, parties in matters_open_to(viewer):
        if parties or not isinstance(viewer, User):
            yield Offer(matter.code, matter.names)


def applicants_offered(viewer: Viewer) -> Iterator[Offer]:
    """In whose name this person can apply for anything: themselves, and their organizations."""
    named = {party.pk: party for _, parties in matters_open_to(viewer) for party in parties}
    for party in named.values():
        yield Offer(str(party.pk), _names(party))


def my_cases(user: Viewer, number: str = "") -> ToolAnswer:
    """How far the cases of one's own side are, drafts among them; one alone by its number.

    What an official judges is not their own. Raises `Forbidden` for nobody logged in.
    """
    if not isinstance(user, User):
        raise Forbidden("accounts.not_logged_in")
    own = parties_of(user).exclude(kind=PartyKind.PARK)
    found = cases_for(user).filter(applicant__in=own)
    if number:
        found = found.filter(number__iexact=number.strip())
        return ToolAnswer.of(map(_entry, found[:MOST]))
    drafts = drafts_of(user).filter(applicant__in=own)
    entries = [*map(_entry, found[:MOST]), *map(_entry, drafts[:MOST])]
    return ToolAnswer.of(entries, found.count() + drafts.count())


def open_application(user: Viewer, matter: str, applicant: str) -> ToolAnswer:
    """Begin an application as a draft; nothing is sent. Raises `Refused`."""
    actor, party = _asked(user, applicant)
    case = open_draft(actor=actor, matter=matter, applicant=party)
    return ToolAnswer.of([_entry(case)])


def may_open_application(user: Viewer, matter: str, applicant: str) -> None:
    """Whether it could be begun now. Raises `Refused`."""
    _, party = _asked(user, applicant)
    definition = matter_in_force(matter, timezone.localdate())
    if not (verdict := access.may_open(user, definition, party)):
        raise Forbidden(verdict.code, **verdict.facts)


def _asked(user: Viewer, applicant: str) -> tuple[User, Party]:
    if not isinstance(user, User):
        raise Forbidden("accounts.not_logged_in")
    party = Party.objects.filter(pk=UUID(applicant)).first()
    if party is None:
        raise Refused("forms.no_such_party")
    return user, party


def _entry(case: Case) -> Entry:
    matter = matter_at(case.matter, case.matter_version)
    return Entry(matter.names, f"/cases/{case.pk}/", tuple(_lines(case)))


def _lines(case: Case) -> Iterator[Line]:
    if case.number:
        yield Line(Names("编号", "Number"), case.number)
    yield Line(Names("进度", "State"), str(StateChoice(case.state).label))
    if case.outcome:
        yield Line(Names("结果", "Outcome"), str(case.get_outcome_display()))
    if case.applicant.kind != PartyKind.PERSON:
        yield Line(Names("申请人", "Applicant"), _names(case.applicant))
    if case.waits_for:
        yield Line(Names("等待", "Waits for"), str(PartChoice(case.waits_for).label))
    if case.due_on:
        yield Line(Names("期限", "Due by"), case.due_on)
    if case.submitted_at:
        yield Line(Names("提交于", "Sent on"), timezone.localdate(case.submitted_at))


def _names(party: Party) -> Names:
    if party.kind == PartyKind.PERSON:
        return Names("本人", "Yourself")
    return Names(party.label, party.label_en or party.label)


TOOLS = (
    Tool(
        name="my_cases",
        title=Names("查我的办件", "How far my cases are"),
        description=Names(
            "列出本人及本人可代办单位的办件和草稿：进度、等谁、期限。",
            "Lists the person's own cases and drafts, and those of organizations they act for: "
            "the state, whose turn it is, and by when.",
        ),
        concept="cases",
        fields=(Field("number", Kind.TEXT, Names("编号", "Number"), limits=Limits(longest=40)),),
        run=my_cases,
    ),
    Tool(
        name="open_application",
        title=Names("开始一份申请", "Begin an application"),
        description=Names(
            "以所选名义为一个事项新建申请草稿。只是草稿，由本人填写后提交。",
            "Begins a draft of an application for a matter in the chosen name. It is a draft "
            "alone: the person fills it in and sends it.",
        ),
        concept="cases",
        fields=(
            Field("matter", Kind.CHOICE, Names("事项", "Matter"), required=True),
            Field("applicant", Kind.CHOICE, Names("以谁的名义", "In whose name"), required=True),
        ),
        offers={"matter": matters_offered, "applicant": applicants_offered},
        is_writing=True,
        acts_for="applicant",
        run=open_application,
        may=may_open_application,
    ),
)
