"""Reading files: encodings, quotation marks, workbooks; and the process that does it."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organizations.tables import HEADINGS, book_of, csv_of, row
from yuanqu.organizations.importing.aside import read_table, table_of
from yuanqu.organizations.importing.columns import Column, columns_of
from yuanqu.organizations.importing.listings import listing_table
from yuanqu.organizations.importing.tables import MOST_ROWS, Table, TableError, guarded, unguarded
from yuanqu.organizations.importing.texts import text_table


def refusal(content: bytes) -> TableError:
    with pytest.raises(TableError) as refused:
        table_of(content)
    return refused.value


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gbk", "GB 18030"),
        ("gb18030", "GB 18030"),
    ],
)
def test_the_encoding_is_recognized_and_said(encoding: str, said: str):
    table = table_of(csv_of(row(1), encoding=encoding))
    assert table.written_in == said
    assert [line.cells for line in table.lines] == [HEADINGS, tuple(row(1))]


def test_what_only_gb_18030_has_is_read():
    table = table_of(csv_of(row(1, name="𠮷祥示例有限公司"), encoding="gb18030"))
    assert table.lines[1].cells[0] == "𠮷祥示例有限公司"


def test_what_is_neither_names_its_line():
    content = csv_of(row(1), encoding="utf-8") + "名稱".encode("big5") + b"\xff\xff,x\n"
    assert (refusal(content).code, refusal(content).facts) == ("import.encoding", {"line": "3"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "import.empty"),
        (b"\n\n", "import.empty"),
        ("名称\n示例".encode("utf-16"), "import.utf16"),
        (b"\x7fELF\x00\x00", "import.binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "import.old_workbook"),
        (b"PK\x03\x04 but no archive", "import.not_a_workbook"),
        (b"{not json", "import.not_json"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(content: bytes, said: str):
    assert refusal(content).code == said


def test_a_quotation_mark_that_never_closes_is_named_by_its_line():
    content = '名称,类型\n甲,企业\n"乙,企业\n丙,企业\n'.encode()
    assert (refusal(content).code, refusal(content).facts) == ("import.quotes", {"line": "3"})


def test_a_line_is_counted_where_its_record_begins():
    content = '名称,简介\n甲,"两\n行"\n\n乙,一行\n'.encode()
    assert [line.number for line in table_of(content).lines] == [1, 2, 5]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_commas_tabs_and_semicolons_separate(separator: str):
    table = table_of(csv_of(row(1), delimiter=separator))
    assert table.lines[1].cells == tuple(row(1))


def test_more_rows_than_one_import_takes_are_refused():
    content = b"\n".join([b"name", *(b"x" for _ in range(MOST_ROWS + 1))])
    assert refusal(content).code == "import.too_many_rows"


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4)))
def test_whatever_a_table_holds_it_is_read_or_refused(rows: list[list[str]]):
    with suppress(TableError):
        assert isinstance(table_of(csv_of(*rows)), Table)


@given(st.binary(max_size=400))
def test_whatever_bytes_come_they_are_read_or_refused(content: bytes):
    with suppress(TableError):
        assert isinstance(table_of(content), Table)


@given(st.text())
def test_a_guarded_text_comes_back_as_it_was(text: str):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    if not text.startswith("'"):
        assert unguarded(guarded(text)) == text


# --- workbooks ---------------------------------------------------------------------------


def test_a_workbook_is_read_as_texts():
    table = table_of(book_of([HEADINGS, ["示例", 12, 3.0]]))
    assert table.written_in == "Sheet"
    assert [line.cells for line in table.lines] == [HEADINGS, ("示例", "12", "3")]
    assert (table.faults, table.merged) == ((), ())


def test_a_formula_is_a_fault_and_not_a_value():
    table = table_of(book_of([HEADINGS, ["=1+1", "x", "企业"]]))
    assert [(f.line, f.column, f.code, f.value) for f in table.faults] == [
        (2, 0, "import.formula", "=1+1")
    ]


def test_a_number_that_excel_has_rounded_is_a_fault():
    table = table_of(book_of([HEADINGS, ["示例", 913205940000000001, "企业"]]))
    assert [(f.column, f.code) for f in table.faults] == [(1, "import.rounded")]


def test_merged_cells_are_known_with_their_block():
    table = table_of(book_of([HEADINGS, ["甲", "", ""], ["", "", "乙"]], merged=["A2:A3"]))
    (block,) = table.merged
    assert (block.name, block.first_line, block.last_line, block.first_column) == ("A2:A3", 2, 3, 0)


def test_empty_rows_are_passed_by_and_the_others_keep_their_numbers():
    table = table_of(book_of([HEADINGS, [], ["示例", "", "企业"]]))
    assert [line.number for line in table.lines] == [1, 3]


# --- JSON --------------------------------------------------------------------------------


def test_a_list_of_objects_is_a_table_with_their_keys_as_heading():
    content = '{"data": {"items": [{"n": "甲", "a": {"c": 1}}, {"n": "乙", "t": ["x", "y"]}]}}'
    table = listing_table(content.encode(), "data.items")
    assert table.lines[0].cells == ("n", "a.c", "t")
    assert [line.cells for line in table.lines[1:]] == [("甲", "1", ""), ("乙", "", "x;y")]


@pytest.mark.parametrize(
    ("content", "at", "said"),
    [
        (b'{"items": {}}', "items", "import.no_list"),
        (b"[1, 2]", "", "import.no_list"),
        (b"[]", "", "import.empty"),
        (b"[" * 100_000, "", "import.not_json"),
    ],
)
def test_an_answer_without_a_list_of_objects_is_refused(content: bytes, at: str, said: str):
    with pytest.raises(TableError) as refused:
        listing_table(content, at)
    assert refused.value.code == said


# --- columns -----------------------------------------------------------------------------


def columns(*lines: str, mapping: dict[str, str] | None = None):
    return columns_of(text_table("\n".join(lines).encode()), mapping)


def test_headings_are_known_in_both_languages_whatever_they_are_decorated_with():
    found = columns("*企业名称（必填）,Unified Social Credit Code,类型：,网址")
    assert dict(found.places) == {Column.NAME_ZH: 0, Column.CREDIT_CODE: 1, Column.KIND: 2}
    assert found.ignored == ("网址",)


def test_a_title_may_stand_above_the_heading():
    assert columns("园区企业名录", "2026年", "名称,类型").heading.number == 3


def test_a_mapping_says_what_a_heading_means_and_overrides_the_known_ones():
    found = columns("名称,Firma", mapping={"Firma": "name_zh"})
    assert dict(found.places) == {Column.NAME_ZH: 1}


@pytest.mark.parametrize(
    ("heading", "said"),
    [("代码,电话", "import.no_name_column"), ("名称,企业名称", "import.two_columns")],
)
def test_headings_that_say_nothing_or_the_same_twice_are_refused(heading: str, said: str):
    with pytest.raises(TableError) as refused:
        columns(heading)
    assert refused.value.code == said


def test_a_mapping_to_no_column_is_refused():
    with pytest.raises(TableError) as refused:
        columns("名称", mapping={"x": "password"})
    assert (refused.value.code, refused.value.facts) == (
        "import.unknown_column",
        {"column": "password"},
    )


# --- the process of its own --------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [csv_of(row(1), encoding="gbk"), book_of([HEADINGS, ["=1", "x", "y"]], merged=["B2:C2"])],
)
def test_the_process_reads_what_we_would_read(content: bytes):
    assert read_table(content) == table_of(content)


def test_the_process_says_what_is_wrong():
    with pytest.raises(TableError) as refused:
        read_table("名称\n示例".encode("utf-16"))
    assert refused.value.code == "import.utf16"


def test_a_workbook_that_unpacks_beyond_all_measure_is_refused():
    packed = io.BytesIO(book_of([HEADINGS, row(1)]))
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w", force_zip64=True) as file,
    ):
        for _ in range(257):
            file.write(bytes(2**20))
    assert len(packed.getvalue()) < 2**20
    assert refusal(packed.getvalue()).code == "import.unreadable"
