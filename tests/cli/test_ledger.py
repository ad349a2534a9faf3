"""`yuanqu ledger`: what it prints, and the exit status when the chain is broken."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from tests.factories import colleague, evidence, figure, official
from yuanqu.cli.ledger import ledger
from yuanqu.ledger.actions import record_fact, verify_fact
from yuanqu.ledger.models import Access, Fact
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.triggers import append_only_tables

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(ledger, arguments)


@pytest.fixture
def fact() -> Fact:
    made = record_fact(actor=official(), draft=figure())
    verify_fact(actor=colleague(), fact=made, reason="与公报一致")
    seal_pending()
    return made


def test_list_prints_the_promised_keys(fact: Fact):
    hidden = figure(access=Access.OFFICIALS, evidence=(evidence(quote="内部"),))
    record_fact(actor=colleague_again(), draft=hidden)
    printed = json.loads(run("list", "--kind", "figure.reported", "--json").stdout)
    assert len(printed) == 1
    assert {key: printed[0][key] for key in (
        "id", "kind", "occurred_on", "quantity", "unit", "qualifier", "status", "evidence"
    )} == {
        "id": str(fact.pk),
        "kind": "figure.reported",
        "occurred_on": "2023",
        "quantity": 10_000_000_000,
        "unit": "CNY",
        "qualifier": "exact",
        "status": "verified",
        "evidence": [{"title": "示例公报", "quote": "园区生产总值100亿元。"}],
    }  # fmt: skip
    assert [(part["name"], part["role"]) for part in printed[0]["parties"]] == [
        ("示例园区", "area")
    ]


def colleague_again():
    return official("somebody", "某人")


def test_an_unknown_kind_lists_nothing():
    assert json.loads(run("list", "--kind", "x", "--json").stdout) == []


@pytest.mark.usefixtures("fact")
def test_verify_says_the_chain_is_whole():
    assert run("verify").exit_code == 0


def test_verify_names_the_broken_link_and_exits_1(fact: Fact):
    with connection.cursor() as cursor:
        for table in append_only_tables():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    Fact.objects.filter(pk=fact.pk).update(mantissa=1)
    result = run("verify")
    assert result.exit_code == 1
    assert str(fact.pk) in result.stderr
    assert "ledger.fact_differs" in result.stderr


@pytest.mark.usefixtures("fact")
def test_verify_against_a_head_of_another_chain_exits_1(tmp_path: Path):
    exported = json.loads(run("head").stdout)
    kept = tmp_path / "head.json"
    kept.write_text(json.dumps(exported), encoding="utf-8")
    assert run("verify", "--against", str(kept)).exit_code == 0
    assert run("verify", "--against", json.dumps(exported | {"seq": 99})).exit_code == 1
    assert run("verify", "--against", json.dumps(exported | {"hash": "sha256:0"})).exit_code == 1


@pytest.mark.parametrize("against", ["no-such-file", "{}", '{"seq": "x", "hash": "y"}'])
def test_a_head_that_is_none_is_a_usage_error(against: str):
    assert run("verify", "--against", against).exit_code == 2


@pytest.mark.usefixtures("fact")
def test_export_is_json_lines_with_seals():
    lines = [json.loads(line) for line in run("export").stdout.splitlines()]
    assert lines[0] == {"format": "yuanqu-ledger/2"}
    assert [line["seal"]["seq"] for line in lines if "seal" in line] == [1, 2]
