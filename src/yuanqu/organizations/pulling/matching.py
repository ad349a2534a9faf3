"""What a list would change: whom each row means, what differs, and who is listed no longer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from yuanqu.accounts.errors import Refused
from yuanqu.engines.proposals import Change, Texts, difference
from yuanqu.organizations.aliases import Aliases, aliases_on
from yuanqu.organizations.drafts import party_kind
from yuanqu.organizations.importing.columns import Column
from yuanqu.organizations.importing.records import BETWEEN, Record, parts, record_of
from yuanqu.organizations.importing.reports import Problem, Report, Row
from yuanqu.organizations.importing.tables import SHOWN_LENGTH
from yuanqu.organizations.importing.twice import taken_numbers
from yuanqu.organizations.models import (
    Identifier,
    NameKind,
    Organization,
    OrganizationName,
    Scheme,
    Source,
)

BATCH = 500
# Of these an entry holds several; a list adds to them and takes none away.
SEVERAL = (Column.SHORT_NAMES, Column.FORMER_NAMES, Column.OTHER_NUMBERS)
# A list does not renumber an organization: another number is another organization, or a mistake.
FIXED = (Column.CREDIT_CODE, Column.LEI, Column.ROR)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One change: who, what of it as it was, and as it would be."""

    line: int
    change: Change
    party: UUID | None = None
    after: Texts = field(default_factory=lambda: MappingProxyType({}))
    before: Texts = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Found:
    """All that a list would change, what cannot be applied, and everybody whom it lists."""

    proposed: tuple[Proposed, ...]
    problems: tuple[Problem, ...]
    listed: frozenset[UUID]


def found_by(source: Source, report: Report) -> Found:
    """Compare a source's sound rows with the register.

    Who is gone is said only where every row was understood: a row that was not might be theirs.
    """
    matcher = _Matcher(report, aliases_on())
    for start in range(0, len(report.rows), BATCH):
        matcher.match(report.rows[start : start + BATCH])
    problems = sorted([*report.problems, *matcher.problems], key=lambda one: one.line)
    gone = () if problems else tuple(matcher.gone(source))
    changes = (*matcher.proposed, *gone)
    return Found(changes, tuple(problems), frozenset(matcher.lines))


@dataclass(slots=True)
class _Matcher:
    """A list on its way through the comparison."""

    report: Report
    aliases: Aliases
    proposed: list[Proposed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[UUID, int] = field(default_factory=dict)  # whom a row meant already

    def match(self, rows: Sequence[Row]) -> None:
        """Compare a few hundred rows, in eight queries."""
        meant = self.meant(rows)
        held = _entries(party for party in meant.values() if party)
        for row in rows:
            if row.line not in meant:
                self.note(row, Column.NAME_ZH, Refused("pull.several_of_this_name"))
            elif (party := meant[row.line]) is None:
                self.proposed.append(Proposed(row.line, Change.ADDED, after=_plain(row.record)))
            elif (first := self.lines.setdefault(party, row.line)) != row.line:
                self.note(row, Column.NAME_ZH, Refused("pull.same_entry", line=str(first)))
            else:
                self.compare(row, held[party])
        self.drop_taken(rows)

    def meant(self, rows: Sequence[Row]) -> dict[int, UUID | None]:
        """Whom each row means, by its credit code, else by its name; None: nobody yet.

        A row whose name several entries have is left out.
        """
        coded = _by_code(row.record.get(Column.CREDIT_CODE, "") for row in rows)
        named = _by_name(row.record.get(_name_of(row.record), "") for row in rows)
        meant: dict[int, UUID | None] = {}
        for row in rows:
            code = row.record.get(Column.CREDIT_CODE, "")
            same = named.get(row.record[_name_of(row.record)], {})
            # Another credit code is another organization, whatever it is called.
            fits = {
                self.aliases.resolved(party)
                for party, its_code in same.items()
                if not (code and its_code)
            }
            if code in coded:
                meant[row.line] = self.aliases.resolved(coded[code])
            elif len(fits) < 2:
                meant[row.line] = next(iter(fits), None)
        return meant

    def compare(self, row: Row, organization: Organization) -> None:
        """Note what the row would change of its entry."""
        held = record_of(organization)
        said = {c: _added(held, c, t) if c in SEVERAL else t for c, t in row.record.items()}
        wrong = _unchangeable(held, said)
        for column, refusal in wrong.items():
            self.note(row, column, refusal)
        if not wrong and (found := difference(_plain(held), _plain(said))):
            self.proposed.append(
                Proposed(row.line, Change.CHANGED, organization.pk, found.after, found.before)
            )

    def drop_taken(self, rows: Sequence[Row]) -> None:
        """A number that is another's already is a problem and no change."""
        last = {row.line: row for row in rows}
        mine = {one.line: one for one in self.proposed if one.line in last}
        asked = [Row(line, _columns(one.after)) for line, one in mine.items()]
        for again in taken_numbers(asked):
            self.note(last[again.row.line], again.column, again.refusal)
            self.proposed = [one for one in self.proposed if one.line != again.row.line]

    def gone(self, source: Source) -> Iterator[Proposed]:
        """Whom the source listed before and lists no longer."""
        before = source.entries.filter(gone_on__isnull=True).order_by("pk")
        for party in before.values_list("party", flat=True):
            if self.aliases.resolved(party) not in self.lines:
                yield Proposed(0, Change.GONE, party)

    def note(self, row: Row, column: Column, refusal: Refused) -> None:
        """Keep why a row cannot be applied."""
        place = self.report.columns.places.get(column)
        self.problems.append(
            Problem(
                line=row.line,
                column=self.report.columns.title_of(place) if place is not None else "",
                value=row.record.get(column, "")[:SHOWN_LENGTH],
                code=refusal.code,
                facts=MappingProxyType(refusal.facts),
            )
        )


def _entries(ids: Iterable[UUID]) -> dict[UUID, Organization]:
    wanted = Organization.objects.filter(pk__in=set(ids)).select_related("party")
    return {one.pk: one for one in wanted.prefetch_related("names", "identifiers")}


def _by_code(codes: Iterable[str]) -> dict[str, UUID]:
    asked = {code for code in codes if code}
    found = Identifier.objects.filter(scheme=Scheme.USCC, value__in=asked)
    return dict(found.values_list("value", "organization"))


def _by_name(names: Iterable[str]) -> Mapping[str, Mapping[UUID, str]]:
    """For each name the entries that have it now, each with its credit code or nothing."""
    asked = {name for name in names if name}
    found = OrganizationName.objects.filter(kind=NameKind.CURRENT, text__in=asked)
    called = list(found.values_list("text", "organization"))
    holding = [party for _text, party in called]
    coded = Identifier.objects.filter(scheme=Scheme.USCC, organization__in=holding)
    codes = dict(coded.values_list("organization", "value"))
    holders: dict[str, dict[UUID, str]] = {}
    for text, party in called:
        holders.setdefault(text, {})[party] = codes.get(party, "")
    return holders


def _name_of(record: Record) -> Column:
    return Column.NAME_ZH if Column.NAME_ZH in record else Column.NAME_EN


def _added(held: Record, column: Column, text: str) -> str:
    known = set(parts(held.get(column, "")))
    return BETWEEN.join(part for part in parts(text) if part not in known)


def _unchangeable(held: Record, said: Record) -> dict[Column, Refused]:
    wrong = {
        column: Refused("pull.another_number", held=held[column])
        for column in FIXED
        if held.get(column) and said.get(column) and held[column] != said[column]
    }
    if party_kind(held[Column.KIND]) != party_kind(said[Column.KIND]):
        wrong[Column.KIND] = Refused("organizations.another_sort_of_party")
    return wrong


def _plain(record: Record) -> dict[str, str]:
    return {str(column): text for column, text in record.items()}


def _columns(texts: Texts) -> dict[Column, str]:
    return {Column(column): text for column, text in texts.items()}
