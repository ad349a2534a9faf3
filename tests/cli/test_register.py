"""`yuanqu organizations import`, `export` and `industries`: the register from the shell."""

import pytest
from click.testing import CliRunner, Result

from tests.organizations.tables import csv_of, row
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.cli.organizations import organizations as command
from yuanqu.organizations.models import Organization

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(command, words, standalone_mode=True)


def test_a_dry_run_writes_nothing_and_says_how_the_file_was_understood(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(csv_of(row(1), encoding="gbk"))
    done = run("import", "--dry-run", str(file))
    assert (done.exit_code, Organization.objects.count()) == (0, 0)
    assert "Read as GB 18030." in done.output
    assert "1 organizations would be imported." in done.output


def test_the_command_imports_and_exports(tmp_path):
    (tmp_path / "a.csv").write_bytes(csv_of(row(1), row(2)))
    assert "2 imported." in run("import", str(tmp_path / "a.csv")).output
    assert "2 organizations" in run("export", str(tmp_path / "b.xlsx")).output
    assert run("import", str(tmp_path / "b.xlsx")).exit_code == 1
    assert run("export", str(tmp_path / "b.doc")).exit_code == 2


def test_the_command_loads_the_list_of_industries_or_says_what_is_wrong_with_it(tmp_path):
    rows = [f"{letter},门类{letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["code,name", *rows, "27,医药制造业"]), encoding="utf-8")
    assert "21 industries" in run("industries", "import", str(file)).output
    file.write_text("\n".join(["code,name", *rows, "271,医药"]), encoding="utf-8")
    refused = run("industries", "import", str(file))
    assert isinstance(refused.exception, Refused)
    assert refused.exception.code == "industry.list_not_whole"
    assert refused.exception.facts == {"missing": "C271"}


def test_one_bad_row_and_nothing_is_written(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(csv_of(row(1), row(2, code="91320594MA1EXAMP05"), row(3)))
    done = run("import", str(file))
    assert done.exit_code == 1
    assert "Line 3, 统一社会信用代码 “91320594MA1EXAMP05”: The check character" in done.output
    assert "Nothing was imported. Wrong rows: 1" in done.output
    assert (Party.objects.count(), Organization.objects.count()) == (0, 0)
