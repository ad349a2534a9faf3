"""Importing 10,000 organizations: from the file to entries that the search knows.

Once as CSV in GBK into an empty register, once as a workbook into one that holds the first ten
thousand; the slower of the two counts. Then a file with one bad row: it must be named, by line and
cause, and nothing may be written.

    {"seconds": at most 30, "bad_rows_named": 1, "bad_rows_written": 0}

Beside them, without a bar: how long the database was held for writing.
"""

import csv
import io
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks._measure import Figures, on_both_databases

COUNT = 10_000
BAD_LINE = 7_778  # as a spreadsheet counts, with the heading as line 1
HEADINGS = (
    "名称",
    "英文名称",
    "统一社会信用代码",
    "单位类型",
    "行业代码",
    "产业集群",
    "简称",
    "简介",
)
TRADES = ("生物医药", "纳米材料", "人工智能", "医疗器械", "半导体", "新能源", "软件", "精密仪器")
CLUSTERS = ("生物医药及大健康", "纳米技术应用及新材料", "人工智能及数字产业", "")

Row = tuple[str, ...]


def rows(first: int) -> Iterator[Row]:
    """Ten thousand rows of organizations that do not exist, with sound credit codes."""
    from yuanqu.engines.uscc import complete

    for number in range(first, first + COUNT):
        trade = TRADES[number % len(TRADES)]
        yield (
            f"苏州示例{trade}{number}有限公司",
            f"Example {number} Co., Ltd.",
            complete(f"91320594MB{number:07d}").text,
            "企业",
            "C2710",
            CLUSTERS[number % len(CLUSTERS)],
            f"示例{number}",
            "为衡量导入而写的示例组织，一句话的简介。",
        )


def as_csv(table: Iterator[Row]) -> bytes:
    """In GBK, as spreadsheets in China save it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *table])
    return out.getvalue().encode("gbk")


def as_workbook(table: Iterator[Row]) -> bytes:
    """As .xlsx."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEADINGS, *table):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_a_bad_row(table: Iterator[Row]) -> Iterator[Row]:
    """One credit code with the wrong check character."""
    for line, row in enumerate(table, start=2):
        wrong = "1" if row[2][-1] == "0" else "0"
        yield (*row[:2], row[2][:-1] + wrong, *row[3:]) if line == BAD_LINE else row


def measure() -> Figures:
    """Both files, then the one with a bad row."""
    first = timed("CSV in GBK", as_csv(rows(0)))
    second = timed("workbook", as_workbook(rows(COUNT)))
    named, written = bad_row(as_csv(with_a_bad_row(rows(2 * COUNT))))
    return {
        "seconds": max(first[0], second[0]),
        "bad_rows_named": named,
        "bad_rows_written": written,
        "write_seconds": max(first[1], second[1]),
    }


def timed(label: str, content: bytes) -> tuple[float, float]:
    """Seconds for the whole import, and for its transaction."""
    from yuanqu.organizations.actions import register_all
    from yuanqu.organizations.importing.files import report_on
    from yuanqu.organizations.importing.records import draft_of

    began, told = time.monotonic(), dict[str, float]()

    def note(stage: str, _done: int, _total: int) -> None:
        told.setdefault(stage, round(time.monotonic() - began, 2))

    report = report_on(content, told=note)
    entered = register_all(
        actor=None, drafts=[draft_of(row.record) for row in report.rows], told=note
    )
    took = round(time.monotonic() - began, 2)
    if len(entered) != COUNT:
        sys.exit(f"{len(entered)} of {COUNT} were imported: {report.problems[:3]}")
    print(f"  {label}: {took} s; stages began at {told}", file=sys.stderr)
    return took, round(took - told["writing"], 2)


def bad_row(content: bytes) -> tuple[int, int]:
    """Whether the command names the bad row alone and fails; and how many rows were written."""
    from click.testing import CliRunner

    from yuanqu.accounts.models import Party
    from yuanqu.cli.organizations import organizations
    from yuanqu.organizations.models import Organization

    before = Organization.objects.count() + Party.objects.count()
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        done = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(organizations, ["import", file.name])
    written = Organization.objects.count() + Party.objects.count() - before
    told = [line for line in done.output.splitlines() if line.startswith("Line ")]
    named = len(told) == 1 and told[0].startswith(f"Line {BAD_LINE}, {HEADINGS[2]} “9132")
    return int(named and "The check character" in told[0] and done.exit_code == 1), written


if __name__ == "__main__":
    on_both_databases(
        "import_organizations",
        measure,
        at_most={"seconds": 30},
        exactly={"bad_rows_named": 1, "bad_rows_written": 0},
    )
