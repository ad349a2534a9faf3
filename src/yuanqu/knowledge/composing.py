"""What is stated of a version and what its text says, together in its columns; nothing is saved."""

from yuanqu.knowledge.models import State, Status, Version
from yuanqu.knowledge.reading.parsed import Parsed
from yuanqu.knowledge.statements import DAYS, NAMES, Statement, read_of, settled, statement_of

EMPTIED = {"issuer", "document_number", "address"}


def set_text(version: Version, parsed: Parsed) -> None:
    """Put a text into a version; what nobody stated is read from the file and from its text."""
    stated = statement_of({name: getattr(version, name) for name in version.stated})
    by_file = statement_of({"title": parsed.title} | dict(parsed.stated))
    whole = settled(stated.before(by_file).before(read_of(parsed.text)))
    version.text, version.headings = parsed.text, [list(each) for each in parsed.headings]
    version.state, version.error, version.error_facts = State.PARSED, "", {}
    version.reading_since = None
    pack = version.document.pack
    defaults = Statement(
        title=version.title, status=Status.IN_FORCE, audience=pack.audience, access=pack.access
    )
    state_all(version, whole.before(defaults))


def apply(version: Version, statement: Statement) -> None:
    """Put what is stated into the columns; what is not stays as it is."""
    for name, value in statement.columns.items():
        setattr(version, name, value)


def state_all(version: Version, statement: Statement) -> None:
    """Put a whole statement into the columns: what it leaves empty is emptied, if it may be."""
    for name in NAMES:
        value = getattr(statement, name)
        if value or name in DAYS or name in EMPTIED:
            setattr(version, name, value)
