"""Files of every sort become text, apart and under limits; what cannot be read says why."""

import json
import stat
from pathlib import Path

import pytest

from tests.knowledge import samples
from yuanqu.knowledge.reading import apart
from yuanqu.knowledge.reading.apart import read_apart
from yuanqu.knowledge.reading.office import LOCKED, OLE
from yuanqu.knowledge.reading.parsed import Asked, Parsed, ReadingError

OLD_WORD = OLE + b"\0" * 600


def text_of(content: bytes, name: str) -> str:
    """The one text of a file."""
    (parsed,) = read_apart(content, name).texts
    return parsed.text


def refusal(content: bytes, name: str) -> tuple[str, dict[str, str]]:
    """Why a file cannot be read."""
    with pytest.raises(ReadingError) as raised:
        read_apart(content, name)
    return raised.value.code, dict(raised.value.facts)


def test_markdown_is_read_as_a_reader_sees_it():
    content = (
        "---\nissuer: 示例局\nissued_on: 2024-03-01\n---\n# 指南\n\n<!-- 不见 -->\n**身份证**见"
        "[此处](https://a.example)。\n\n| 材料 | 份数 |\n|---|---|\n| 执照 | 1 |\n\n## 时限\n3 天\n"
    )
    (parsed,) = read_apart(content.encode(), "a.md").texts
    assert parsed == Parsed(
        "指南\n\n身份证见此处。\n\n材料：执照；份数：1。\n\n时限\n3 天",
        ((0, 1), (26, 2)),
        "指南",
        stated={"issuer": "示例局", "issued_on": "2024-03-01"},
    )
    assert parsed.text[26:28] == "时限"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_text_in_any_usual_encoding_is_the_same_text(encoding: str):
    assert text_of(samples.RULES.encode(encoding), "a.txt") == samples.RULES


def test_html_gives_what_it_is_about_and_nothing_around_it():
    page = (
        "<html><head><title>示例网</title><meta charset=gb2312></head><body><nav>首页</nav><main>"
        "<h1>示例公告</h1><p>第一段<b>很</b>重要。</p><script>alert(1)</script><table><tr><th>材料"
        "</th><th>份数</th></tr><tr><td>执照</td><td>1</td></tr></table></main>页脚</body></html>"
    )
    (parsed,) = read_apart(page.encode("gb18030"), "a.html").texts
    assert parsed == Parsed(
        "示例公告\n第一段很重要。\n材料：执照；份数：1。", ((0, 1),), "示例公告"
    )


def test_a_pdf_gives_its_text_layer():
    assert text_of(samples.pdf(), "a.pdf") == samples.RULES


def test_a_pdf_of_three_hundred_pages_is_read():
    assert text_of(samples.pdf(pages=300), "a.pdf").count("示园规〔2024〕3号") == 300


def test_an_ofd_file_gives_its_lines_in_order():
    assert text_of(samples.ofd(), "a.ofd") == samples.RULES


def test_a_word_file_gives_headings_counted_numbers_and_tables():
    (parsed,) = read_apart(samples.docx(), "a.docx").texts
    assert (
        parsed.text
        == "示例指南\n办理条件\n（一）在园区注册\n（二）守信经营\n材料：营业执照；份数：1。"
    )
    assert (parsed.headings, parsed.title) == (((0, 1), (5, 2)), "示例指南")


def test_each_row_of_a_workbook_repeats_its_headings():
    content = samples.xlsx(("费用", [("事项", "费用（元）"), ("刻章", 120.0)]), ("空", []))
    assert text_of(content, "a.xlsx") == "事项：刻章；费用（元）：120。"


def test_a_table_of_questions_is_read_as_questions():
    rows = [("问题", "相似问", "答案"), ("几点开门", "开门时间；上班时间", "九点。")]
    asked = (Asked("几点开门", "九点。", ("开门时间", "上班时间")),)
    assert read_apart(samples.xlsx(("问答", rows)), "a.xlsx").asked == asked
    written = "\n".join(",".join(row) for row in rows)
    assert read_apart(written.encode("gb18030"), "a.csv").asked == asked


def test_json_lines_are_texts_with_keys_and_what_is_stated():
    line = {"id": "a", "title": "甲", "text": "正文。", "issuer": "示例局", "rank": None}
    (parsed,) = read_apart(json.dumps(line).encode(), "a.jsonl").texts
    assert parsed == Parsed("正文。", (), "甲", "a", {"title": "甲", "issuer": "示例局"})


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "knowledge.empty"),
        (b" \n", "a.md", "knowledge.empty"),
        (samples.RULES.encode("utf-16")[2:-1] + b"\xd8", "a.txt", "knowledge.encoding"),
        (bytes(range(1, 32)) * 9, "a.txt", "knowledge.encoding"),
        (b"MZ", "a.exe", "knowledge.kind"),
        (samples.zipped({"a.txt": b"x"}), "a.zip", "knowledge.kind"),
        (b"%PDF-1.7 and nothing more", "a.pdf", "knowledge.damaged"),
        (b"PK\x03\x04 and nothing more", "a.docx", "knowledge.damaged"),
        (samples.zipped({"word/document.xml": b"<w"}), "a.docx", "knowledge.damaged"),
        (samples.zipped({"OFD.xml": b"<ofd"}), "a.ofd", "knowledge.damaged"),
        (samples.ofd(locked=True), "a.ofd", "knowledge.locked"),
        (OLD_WORD + LOCKED, "a.docx", "knowledge.locked"),
        (OLD_WORD, "a.exe", "knowledge.kind"),
        (b"---\na: [\n---\nx", "a.md", "knowledge.front_matter"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, name: str, code: str):
    assert refusal(content, name)[0] == code


def test_a_scan_says_that_it_has_no_text():
    assert refusal(samples.scan(), "a.pdf") == ("knowledge.no_text_layer", {"pages": "2"})
    assert refusal(samples.ofd(()), "a.ofd") == ("knowledge.no_text_layer", {"pages": "1"})


def test_a_locked_pdf_says_so():
    assert refusal(samples.locked_pdf(), "a.pdf") == ("knowledge.locked", {})


def test_an_archive_that_unpacks_to_very_much_is_not_opened():
    assert refusal(samples.bomb(), "a.docx") == ("knowledge.bomb", {})


def test_a_wrong_line_is_named():
    lines = '{"id": "a", "text": "甲"}\n{"id": "a", "text": "乙"}'
    assert refusal(lines.encode(), "a.jsonl") == ("knowledge.line", {"line": "2", "cause": "id a"})
    table = "问题,答案\n几点开门,"
    assert refusal(table.encode(), "a.csv") == ("knowledge.faq_row", {"line": "2"})


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.01)
    assert refusal(b"x", "a.txt")[0] == "knowledge.limits"


def test_the_reader_knows_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch):
    assert set(apart.ENVIRONMENT) == {"PYTHONPATH", "PYTHONIOENCODING"}


def test_old_word_needs_libreoffice_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(OLD_WORD, "a.doc") == ("knowledge.no_office", {"ending": ".doc"})


def test_old_word_is_read_by_what_libreoffice_makes_of_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "made.docx").write_bytes(samples.docx())
    program = tmp_path / "soffice"
    # It is called as LibreOffice is, and writes where it is told to.
    program.write_text(
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n'
        f'/bin/cp {tmp_path}/made.docx "$2/file.docx"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("a.doc", "a.wps"):
        assert text_of(OLD_WORD, name).startswith("示例指南\n办理条件\n（一）在园区注册")
