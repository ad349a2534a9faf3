"""What somebody states of a document, and how it goes together with what its text says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from yuanqu.accounts.errors import Refused
from yuanqu.engines import imprint
from yuanqu.engines.text import tidied
from yuanqu.knowledge.models import Access, Audience, Status

LONGEST = {"title": 300, "issuer": 200, "document_number": 100, "address": 500}
CHOICES = {"status": Status.values, "audience": Audience.values, "access": Access.values}
DAYS = ("issued_on", "effective_from", "effective_to")
# What a file may call them too.
ALSO = {"number": "document_number", "url": "address", "source": "address"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Empty and None: nobody stated it. `effective_to` is the last day in force."""

    title: str = ""
    issuer: str = ""
    document_number: str = ""
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    status: str = ""
    audience: str = ""
    access: str = ""
    address: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """What was stated, by field."""
        return {name: value for name, value in asdict(self).items() if value}

    def before(self, other: "Statement") -> "Statement":
        """The two together; where both say something, this one holds."""
        return replace(other, **self.columns)  # type: ignore[arg-type]


NAMES = tuple(field.name for field in fields(Statement))


def statement_of(stated: Mapping[str, object]) -> Statement:
    """What a file or a form states, by the names of the fields; others are left out.

    Raises `Refused` where a day is none, a choice is unknown, a text is too long, or the end lies
    before the beginning.
    """
    said = {ALSO.get(name, name): value for name, value in stated.items() if value}
    given = {name: _checked(name, value) for name, value in said.items() if name in NAMES}
    made = Statement(**given)  # type: ignore[arg-type]
    if made.effective_from and made.effective_to and made.effective_to < made.effective_from:
        raise Refused("knowledge.ends_before_it_begins")
    return made


def read_of(text: str) -> Statement:
    """What a text says of itself."""
    read = imprint.read(text)
    return Statement(
        title=read.title[: LONGEST["title"]],
        issuer=read.issuer[: LONGEST["issuer"]],
        document_number=read.number[: LONGEST["document_number"]],
        issued_on=read.issued_on,
        effective_from=read.effective_from,
        effective_to=read.effective_to,
    )


def settled(statement: Statement) -> Statement:
    """A title with 征求意见稿 makes a draft in any case; an end before the start is none."""
    if imprint.is_draft(statement.title):
        statement = replace(statement, status=Status.DRAFT)
    begins, ends = statement.effective_from, statement.effective_to
    if begins and ends and ends < begins:
        statement = replace(statement, effective_to=None)
    return statement


def _checked(name: str, value: object) -> str | date:
    if name in DAYS:
        return _day(value)
    text = tidied(str(value))
    if name in CHOICES and text not in CHOICES[name]:
        raise Refused("knowledge.unknown_choice", name=name, value=text[:60])
    if len(text) > LONGEST.get(name, len(text)):
        raise Refused("knowledge.text_too_long", name=name, most=str(LONGEST[name]))
    if name == "address" and not text.startswith(("https://", "http://")):
        raise Refused("knowledge.address")
    return text


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    day = imprint.day_in(str(value))
    if day is None:
        raise Refused("knowledge.no_day", value=str(value)[:60])
    return day
