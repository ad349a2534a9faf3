"""Importing organizations: what is wrong is named row by row, and all is written or nothing."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.factories import official, park, stranger
from tests.organizations.factories import CREDIT_CODE, OrganizationFactory, label
from tests.organizations.tables import HEADINGS, book_of, code, csv_of, row
from yuanqu.accounts.actions import recognize_identity
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import AccountEvent, Membership, Party, Role
from yuanqu.engines.assurance import Assurance, Vouched
from yuanqu.ledger.models import Purpose
from yuanqu.organizations.actions import (
    export_organizations,
    load_industries,
    register_all,
)
from yuanqu.organizations.importing.checking import check_table
from yuanqu.organizations.importing.columns import Column
from yuanqu.organizations.importing.exporting import Form, exported
from yuanqu.organizations.importing.files import report_on
from yuanqu.organizations.importing.records import draft_of, record_of
from yuanqu.organizations.importing.reports import Reading, Report
from yuanqu.organizations.importing.tables import TableError
from yuanqu.organizations.importing.texts import text_table
from yuanqu.organizations.importing.workbooks import workbook_table
from yuanqu.organizations.industries import IndustryRow
from yuanqu.organizations.models import Organization, Scheme
from yuanqu.organizations.ordering import chinese_order
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db


def report(*lines: str, **reading: Any) -> Report:
    return check_table(text_table("\n".join(lines).encode()), Reading(**reading))


def wrong(checked: Report) -> list[tuple[int, str, str, str]]:
    return [(p.line, p.column, p.value, p.code) for p in checked.problems]


def imported(content: bytes) -> list[Organization]:
    rows = report_on(content).rows
    return register_all(actor=None, drafts=[draft_of(row.record) for row in rows])


# --- every wrong cell --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("统一社会信用代码", "91320594MA1EXAMP05", "uscc.check_digit"),
        ("统一社会信用代码", "91320594MA1EXAM", "uscc.length"),
        ("统一社会信用代码", "9132O594MA1EXAMP04", "uscc.character"),
        ("统一社会信用代码", "9.13206E+17", "import.rounded"),
        ("LEI", "529900T8BM49AURSDO56", "lei.check_digit"),
        ("单位类型", "工厂", "import.unknown_kind"),
        ("单位类型", "园区", "import.unknown_kind"),
        ("产业集群", "汽车", "import.unknown_cluster"),
        ("产业链环节", "对岸", "import.unknown_chain_stage"),
        ("行业代码", "ZZ", "industry.malformed"),
        ("行业代码", "C01", "industry.other_section"),
        ("简介", "长" * 501, "organizations.too_long"),
        ("英文名称", "x" * 201, "organizations.too_long"),
    ],
)
def test_a_wrong_cell_is_named_by_line_column_value_and_cause(heading: str, value: str, said: str):
    sorts = ["名称", "单位类型"] if heading != "单位类型" else ["名称"]
    kinds = ["企业"] if heading != "单位类型" else []
    checked = report(",".join([*sorts, heading]), ",".join(["示例", *kinds, value]))
    assert wrong(checked) == [(2, heading, value[:60], said)]
    assert checked.rows == ()


def test_every_wrong_cell_of_every_row_is_named():
    checked = report(
        "名称,类型,行业代码",
        "甲,工厂,ZZ",
        "乙,企业,C2710",
        ",,",
        "，,企业,",
        ",企业,C2710",
    )
    assert wrong(checked) == [
        (2, "类型", "工厂", "import.unknown_kind"),
        (2, "行业代码", "ZZ", "industry.malformed"),
        (5, "名称", "，", "organizations.name_missing"),
        (6, "名称", "", "organizations.name_missing"),
    ]
    assert [row.line for row in checked.rows] == [3]


def test_a_row_without_a_kind_is_wrong_unless_one_is_given_for_all():
    assert wrong(report("名称", "甲")) == [(2, "", "", "import.kind_missing")]
    assert [dict(row.record) for row in report("名称,类型", "甲,", kind="company").rows] == [
        {Column.NAME_ZH: "甲", Column.KIND: "company"}
    ]


def test_kinds_and_clusters_are_understood_in_both_languages_and_as_codes():
    checked = report(
        "名称,类型,产业集群",
        "甲,企业,生物医药及大健康",
        "乙,Company,Biomedicine and health",
        "丙,company,biomedicine",
        "丁,公司,",
    )
    assert {row.record[Column.KIND] for row in checked.rows} == {"company"}
    assert [row.record.get(Column.CLUSTER) for row in checked.rows] == [*["biomedicine"] * 3, None]


def test_markup_is_kept_as_text():
    (kept,) = imported(csv_of(row(1, name="<script>alert(1)</script>有限公司")))
    assert kept.party.label == "<script>alert(1)</script>有限公司"


# --- what stands twice -------------------------------------------------------------------


def test_a_number_that_stands_twice_in_the_file_names_the_first_line():
    checked = report_on(csv_of(row(1), row(2), row(3, code=code(1))))
    assert wrong(checked) == [(4, "统一社会信用代码", code(1), "import.number_twice")]
    assert checked.problems[0].facts == {"line": "2"}


def test_a_name_that_stands_twice_is_wrong_unless_credit_codes_tell_the_two_apart():
    same = report_on(csv_of(row(1, name="同名公司"), row(2, name="同名公司")))
    assert same.is_sound
    one = report_on(csv_of(row(1, name="同名公司"), row(2, name="同 名公司", code="")))
    assert wrong(one) == [(3, "名称", "同 名公司", "import.name_twice")]


def test_who_is_registered_already_is_named():
    OrganizationFactory.create(zh="已登记有限公司", credit_code=CREDIT_CODE)
    OrganizationFactory.create(zh="无代码单位")
    checked = report_on(
        csv_of(
            row(1, code=CREDIT_CODE),
            row(2, name="已登记有限公司", code=""),
            row(3, name="无代码单位"),
        )
    )
    assert wrong(checked) == [
        (2, "统一社会信用代码", CREDIT_CODE, "import.number_registered"),
        (3, "名称", "已登记有限公司", "import.name_registered"),
        (4, "名称", "无代码单位", "import.name_registered"),
    ]
    assert checked.problems[0].facts == {"name": "已登记有限公司"}
    assert report_on(csv_of(row(2, name="已登记有限公司"))).is_sound


@pytest.mark.parametrize("count", [1, 400])
def test_checking_asks_the_database_as_often_for_one_row_as_for_hundreds(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    table = text_table(csv_of(*(row(number) for number in range(count))))
    with django_assert_num_queries(3):
        assert check_table(table).is_sound


# --- workbooks ---------------------------------------------------------------------------


def test_formulas_and_merged_cells_are_wrong_rows_and_not_guessed():
    sheet = [HEADINGS, ['="甲"&"乙"', code(1), "企业"], row(2), ["", code(3), "企业"], row(4)]
    checked = check_table(workbook_table(book_of(sheet, merged=["A3:A4"])))
    assert wrong(checked) == [
        (2, "名称", '="甲"&"乙"', "import.formula"),
        (3, "名称", "A3:A4", "import.merged"),
        (4, "名称", "A3:A4", "import.merged"),
    ]
    assert [row.line for row in checked.rows] == [5]


def test_what_is_merged_above_the_heading_or_beside_the_columns_is_no_matter():
    sheet = [["园区名录", "", ""], [*HEADINGS, "备注"], [*row(1), "x"], [*row(2), ""]]
    assert check_table(workbook_table(book_of(sheet, merged=["A1:C1", "D3:D4"]))).is_sound


def test_a_table_with_headings_alone_is_refused():
    with pytest.raises(TableError) as refused:
        report("名称,类型")
    assert refused.value.code == "import.no_rows"


# --- writing -----------------------------------------------------------------------------


def test_the_entries_are_those_that_registering_one_by_one_would_make():
    said = {
        "名称": "示例药业有限公司",
        "英文名称": "Example Pharma",
        "简称": "示药;Expha",
        "曾用名": "旧名有限公司",
        "统一社会信用代码": CREDIT_CODE,
        "类型": "企业",
        "行业代码": "2710",
        "产业链环节": "upstream",
        "LEI": "",
        "其他编号": "X-1；X-2",
        "简介": "一句话",
    }
    (kept,) = imported("\n".join([",".join(said), ",".join(said.values())]).encode())
    alone = Organization.objects.get()
    assert (kept.pk, alone.industry, alone.chain_stage) == (alone.pk, "C2710", "upstream")
    assert (alone.party.label, alone.party.label_en) == ("示例药业有限公司", "Example Pharma")
    assert [(n.kind, n.language, n.text, n.official) for n in alone.names.all()] == [
        ("current", "zh", "示例药业有限公司", True),
        ("current", "en", "Example Pharma", True),
        ("former", "zh", "旧名有限公司", True),
        ("short", "zh", "示药", False),
        ("short", "en", "Expha", False),
    ]
    assert {(n.scheme, n.value) for n in alone.identifiers.all()} == {
        (Scheme.USCC, CREDIT_CODE),
        (Scheme.OTHER, "X-1"),
        (Scheme.OTHER, "X-2"),
    }
    found = Document.objects.get(key=f"organization:{alone.pk}")
    assert {"示药", CREDIT_CODE, "旧名有限公司"} <= set(found.names)
    assert alone.sort_zh == chinese_order("示例药业有限公司")
    assert "x-1" in alone.searchable


def test_a_number_that_is_taken_meanwhile_undoes_all():
    drafts = [draft_of(row.record) for row in report_on(csv_of(row(1), row(2))).rows]
    OrganizationFactory.create(zh="抢先登记有限公司", credit_code=code(2))
    before = Party.objects.count()
    with pytest.raises(Conflict) as refused:
        register_all(actor=None, drafts=drafts)
    assert refused.value.code == "import.register_changed"
    assert (Organization.objects.count(), Party.objects.count()) == (1, before)


def test_importing_is_for_officials_and_leaves_a_record():
    drafts = [draft_of(row.record) for row in report_on(csv_of(row(1))).rows]
    with pytest.raises(Forbidden) as refused:
        register_all(actor=stranger(), drafts=drafts)
    assert refused.value.code == "accounts.officials_only"
    register_all(actor=(wang := official()), drafts=drafts)
    event = AccountEvent.objects.get(act="organizations.imported")
    assert (event.actor, event.reference) == (wang, "1")


def test_who_was_vouched_for_before_is_let_in_when_the_organization_is_imported():
    han = stranger()
    said = Vouched(subject="x1", assurance=Assurance.HIGH, legal_person=CREDIT_CODE)
    recognize_identity(user=han, provider="province", said=said)
    (kept,) = imported(csv_of(row(1, code=CREDIT_CODE)))
    mandate = Membership.objects.get(user=han)
    assert (mandate.party_id, mandate.role) == (kept.pk, Role.ADMINISTRATOR)


# --- industries --------------------------------------------------------------------------


def industries() -> None:
    sections = [IndustryRow(letter, f"门类{letter}") for letter in "ABCDEFGHIJKLMNOPQRST"]
    below = [("C27", "医药制造业"), ("C271", "化学药品原料药制造"), ("C2710", "化学药品原料药制造")]
    load_industries(actor=None, rows=[*sections, *(IndustryRow(*one) for one in below)])


def test_with_the_list_a_code_that_is_not_in_it_is_wrong_and_a_name_is_understood():
    industries()
    checked = report(
        "名称,类型,行业代码", "甲,企业,C2720", "乙,企业,化学药品原料药制造", "丙,企业,27"
    )
    assert wrong(checked) == [(2, "行业代码", "C2720", "industry.unknown")]
    assert [row.record[Column.INDUSTRY] for row in checked.rows] == ["C271", "C27"]


def test_with_the_list_registering_checks_against_it_too():
    industries()
    OrganizationFactory.create(industry="C2710")
    with pytest.raises(Refused) as refused:
        OrganizationFactory.create(industry="C2720")
    assert refused.value.code == "industry.unknown"


# --- exporting ---------------------------------------------------------------------------

NASTY = ("=HYPERLINK(1)公司", "+1公司", "-1公司", "@cmd公司", "＝1公司", "'公司", '引"号,公司')


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_exported_is_imported_again_as_it_was(form: Form, language: str):
    before = {}
    for number, name in enumerate(NASTY):
        kept = OrganizationFactory.create(
            zh=name, credit_code=code(number), cluster="ai", industry="C2710", summary_zh="=1"
        )
        before[code(number)] = record_of(kept)
    park()
    made = export_organizations(
        actor=None, purpose=Purpose.PUBLICATION, form=form, language=language
    )
    assert made.count == len(NASTY)
    wipe()
    imported(made.content)
    again = Organization.objects.prefetch_related("names", "identifiers")
    assert {record_of(one)[Column.CREDIT_CODE]: record_of(one) for one in again} == before


def wipe() -> None:
    """Empty the register, as no action can."""
    from yuanqu.organizations.models import Identifier, OrganizationName

    for model in (Identifier, OrganizationName, Organization):
        model.objects.all().delete()


def test_no_cell_of_an_exported_csv_begins_as_a_formula():
    for number, name in enumerate(NASTY):
        OrganizationFactory.create(zh=name, credit_code=code(number), summary_zh="=1+1")
    content = exported(stranger(), Purpose.PUBLICATION, Form.CSV, "en").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r"))] == []
    assert "'=HYPERLINK(1)公司" in cells


def test_no_cell_of_an_exported_workbook_is_a_formula():
    OrganizationFactory.create(zh="=1+1公司")
    content = exported(stranger(), Purpose.PUBLICATION, Form.XLSX, "en").content
    cells = [c for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for c in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert "=1+1公司" in {cell.value for cell in cells}


def test_a_label_stands_in_an_export_only_for_what_it_may_be_used_for():
    kept = OrganizationFactory.create(zh="有称号有限公司")
    label(kept.party, purposes=(Purpose.PUBLICATION, Purpose.STATISTICS))
    han = stranger()
    assert (
        "高新技术企业" in exported(han, Purpose.PUBLICATION, Form.CSV, "zh-hans").content.decode()
    )
    other = exported(official("x"), Purpose.ELIGIBILITY, Form.CSV, "zh-hans").content.decode()
    assert "有称号有限公司" in other
    assert "高新技术企业" not in other


def test_for_other_purposes_than_publication_an_official_exports_and_that_is_recorded():
    han, wang = stranger(), official()
    with pytest.raises(Forbidden):
        export_organizations(
            actor=han, purpose=Purpose.ELIGIBILITY, form=Form.CSV, language="zh-hans"
        )
    export_organizations(actor=wang, purpose=Purpose.SUPERVISION, form=Form.CSV, language="zh-hans")
    event = AccountEvent.objects.get(act="organizations.exported")
    assert (event.actor, event.reference) == (wang, "supervision 0")
