"""The table of commands, and what `yuanqu` answers before anything is set up."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import yuanqu
from yuanqu.cli import main
from yuanqu.cli.commands import COMMANDS


def run_yuanqu(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program itself, as an operator starts it."""
    return subprocess.run(
        [sys.executable, "-m", "yuanqu", *arguments],
        env={"PATH": "", "LANG": "C.UTF-8", "YUANQU_HOME": str(home), **environment},
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_command_of_the_table_exists_under_its_name(name):
    command = getattr(import_module(f"yuanqu.cli.{name}"), name)
    assert isinstance(command, click.Command)
    assert command.name == name


def test_help_lists_every_command_without_django():
    program = (
        "import sys; from yuanqu.cli import main; main(['--help'], standalone_mode=False);"
        "sys.exit('django' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    listed = output.partition("Commands:\n")[2].splitlines()
    # A summary too long for its line goes on, further in, on the next.
    named = [line.split()[0] for line in listed if line[2:3].strip()]
    assert named == list(COMMANDS)


def test_version_is_that_of_the_package():
    assert CliRunner().invoke(main, ["version"]).output == f"{yuanqu.__version__}\n"


def test_unknown_command_is_wrong_usage():
    assert CliRunner().invoke(main, ["lodger"]).exit_code == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "park.example"])
def test_demonstration_refuses_a_host_that_others_reach(host, tmp_path):
    done = run_yuanqu("demo", "--host", host, home=tmp_path / "home")
    assert done.returncode == 2
    assert "this machine only" in done.stderr
    assert not (tmp_path / "home").exists()


def test_reading_command_leaves_nothing_behind_where_there_is_no_park(tmp_path):
    done = run_yuanqu("ledger", "list", home=tmp_path / "home")
    assert done.returncode == 78
    assert done.stderr.startswith("No park has been set up here.")
    assert list(tmp_path.iterdir()) == []


def test_refusal_speaks_the_language_of_the_shell(tmp_path):
    done = run_yuanqu("demo", "--host", "0.0.0.0", home=tmp_path / "home", LANG="zh_CN.UTF-8")
    assert "演示" in done.stderr
