"""A file that somebody sends, read and checked, with whatever is wrong as a refusal."""

from yuanqu.accounts.errors import Refused
from yuanqu.organizations.importing.aside import read_table
from yuanqu.organizations.importing.checking import check_table
from yuanqu.organizations.importing.reports import Reading, Report, Told, untold
from yuanqu.organizations.importing.tables import Table, TableError


def report_on(content: bytes, reading: Reading | None = None, *, told: Told = untold) -> Report:
    """Read a file and check every row. Raises `Refused` where it is no table we can read."""
    told("reading", 0, 0)
    try:
        return check_table(read_table(content), reading, told=told)
    except TableError as error:
        raise Refused(error.code, **error.facts) from error


def table_in(content: bytes) -> Table:
    """Read a file that is not about organizations. Raises `Refused`."""
    try:
        return read_table(content)
    except TableError as error:
        raise Refused(error.code, **error.facts) from error
