"""The chain of seals: what was changed, recomputed or cut is named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from tests.factories import colleague, evidence, figure, official
from yuanqu.ledger.actions import correct_fact, erase_evidence, record_fact, verify_fact
from yuanqu.ledger.digests import GENESIS, fact_hash, seal_hash
from yuanqu.ledger.models import ChainHead, Fact, Seal
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.transfer import export_lines, import_lines
from yuanqu.ledger.triggers import append_only_tables, make_triggers
from yuanqu.ledger.verifying import Head, head, verify

OF_FACT = "(SELECT id FROM ledger_evidence WHERE fact_id = %s)"

pytestmark = pytest.mark.django_db


def record_some(count: int = 4) -> list[Fact]:
    wang = official()
    made = [
        record_fact(actor=wang, draft=figure(evidence=(evidence(quote=f"第{n}处"),)))
        for n in range(count)
    ]
    assert seal_pending() == count
    return made


@contextmanager
def savepoint() -> Iterator[CursorWrapper]:
    """A cursor whose failed statement leaves the test's own transaction usable."""
    with transaction.atomic(), connection.cursor() as inner:
        yield inner


def settle_constraints() -> None:
    """PostgreSQL alters no table while deferred foreign keys wait to be checked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def drop_triggers() -> None:
    settle_constraints()
    with connection.cursor() as cursor:
        for table in append_only_tables():
            if connection.vendor == "sqlite":
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def restore_triggers() -> None:
    make_triggers()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in append_only_tables():
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Run SQL as somebody with the database's own rights would: triggers dropped, restored."""

    def run(sql: str, *parameters: Any) -> None:
        drop_triggers()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
        restore_triggers()

    return run


def broken_code() -> str | None:
    broken = verify().broken
    return broken.code if broken else None


def test_facts_are_sealed_in_order_and_verify():
    made = record_some(3)
    seals = list(Seal.objects.order_by("seq"))
    assert [(seal.seq, seal.fact_id) for seal in seals] == [
        (place, fact.pk) for place, fact in enumerate(made, 1)
    ]
    assert [seal.previous for seal in seals] == [GENESIS, seals[0].hash, seals[1].hash]
    assert (verify().checked, verify().broken) == (3, None)
    assert head() == Head(3, seals[2].hash)


def test_sealing_twice_seals_once():
    record_some(2)
    assert seal_pending() == 0
    assert Seal.objects.count() == 2


def test_what_a_crash_left_unsealed_is_reported_and_sealed_later():
    record_fact(actor=official(), draft=figure())
    assert (verify().unsealed, verify().broken) == (1, None)
    assert seal_pending() == 1
    assert verify().unsealed == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_fact SET mantissa = 1",
        "DELETE FROM ledger_seal",
        "UPDATE ledger_factparty SET role = 'x'",
        "UPDATE ledger_evidence SET title = 'x'",
        "DELETE FROM ledger_evidence",
    ],
)
def test_database_refuses_to_change_what_was_written(sql: str):
    record_some(1)
    with pytest.raises(DatabaseError, match="append-only"), savepoint() as cursor:
        cursor.execute(sql)


@pytest.mark.sqlite
def test_insert_or_replace_does_not_pass_the_triggers():
    record_some(1)
    with pytest.raises(DatabaseError, match="append-only"), savepoint() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ledger_seal SELECT * FROM ledger_seal")


@pytest.mark.postgres
def test_truncate_does_not_pass_the_triggers():
    record_some(1)
    settle_constraints()
    with pytest.raises(DatabaseError, match="append-only"), savepoint() as cursor:
        cursor.execute("TRUNCATE ledger_seal")


def test_the_triggers_are_there_after_migrations():
    catalog = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalog)
        present = {name for (name,) in cursor.fetchall()}
    endings = ("no_update", "no_delete") if connection.vendor == "sqlite" else (
        "no_change", "no_truncate"
    )  # fmt: skip
    assert {f"{t}_{ending}" for t in append_only_tables() for ending in endings} <= present


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE ledger_fact SET mantissa = mantissa + 1 WHERE id = %s", "ledger.fact_differs"),
        ("UPDATE ledger_fact SET access = 'officials' WHERE id = %s", "ledger.fact_differs"),
        ("UPDATE ledger_factparty SET role = 'owner' WHERE fact_id = %s", "ledger.fact_differs"),
        ("DELETE FROM ledger_factparty WHERE fact_id = %s", "ledger.fact_differs"),
        ("UPDATE ledger_evidence SET title = 'x' WHERE fact_id = %s", "ledger.evidence_differs"),
        (
            f"UPDATE ledger_evidencecontent SET quote = 'x' WHERE evidence_id IN {OF_FACT}",
            "ledger.content_differs",
        ),
        (
            f"DELETE FROM ledger_evidencecontent WHERE evidence_id IN {OF_FACT}",
            "ledger.content_missing",
        ),
        ("DELETE FROM ledger_seal WHERE fact_id = %s", "ledger.link_missing"),
        ("UPDATE ledger_seal SET previous = 'x' WHERE fact_id = %s", "ledger.previous_differs"),
        (
            "UPDATE ledger_seal SET sealed_at = '2020-01-01 00:00:00' WHERE fact_id = %s",
            "ledger.seal_differs",
        ),
    ],
)
def test_a_changed_row_is_named(tamper: Callable[..., None], sql: str, code: str):
    made = record_some()
    key = made[1].pk.hex if connection.vendor == "sqlite" else made[1].pk
    tamper(sql, key)
    broken = verify().broken
    assert broken is not None
    assert broken.code == code
    if code != "ledger.link_missing":
        assert (broken.seq, broken.fact) == (2, str(made[1].pk))


def test_a_fact_slipped_in_beside_the_chain_is_named(tamper: Callable[..., None]):
    record_some(1)
    record_fact(actor=colleague(), draft=figure())
    tamper("DELETE FROM ledger_unsealedfact")
    assert broken_code() == "ledger.fact_outside_chain"


def recompute_chain() -> None:
    """What a forger with the code would do: change a fact and rebuild every hash after it."""
    Fact.objects.filter(pk=Seal.objects.get(seq=2).fact_id).update(mantissa=999)
    previous = GENESIS
    for seal in Seal.objects.order_by("seq").select_related("fact"):
        fact = seal.fact
        fact.hash = fact_hash(fact, fact.roles.all(), fact.evidence.all())
        Fact.objects.filter(pk=fact.pk).update(hash=fact.hash)
        made = seal_hash(seal.seq, fact, previous, seal.sealed_at)
        Seal.objects.filter(pk=seal.pk).update(previous=previous, hash=made)
        previous = made
    ChainHead.objects.update(hash=previous)


def test_a_recomputed_chain_is_found_only_against_an_exported_head():
    record_some()
    exported = head()
    drop_triggers()
    recompute_chain()
    restore_triggers()
    assert broken_code() is None
    broken = verify(against=exported).broken
    assert broken is not None
    assert (broken.seq, broken.code) == (4, "ledger.chain_recomputed")


def test_a_cut_chain_is_found_against_an_exported_head(tamper: Callable[..., None]):
    made = record_some()
    exported = head()
    last = made[-1].pk.hex if connection.vendor == "sqlite" else made[-1].pk
    tamper("DELETE FROM ledger_seal WHERE seq = 4")
    tamper("DELETE FROM ledger_factstanding WHERE fact_id = %s", last)
    ids = "(SELECT id FROM ledger_evidence WHERE fact_id = %s)"
    tamper(f"DELETE FROM ledger_evidencecontent WHERE evidence_id IN {ids}", last)
    for table in ("ledger_evidence", "ledger_factparty"):
        tamper(f"DELETE FROM {table} WHERE fact_id = %s", last)
    tamper("DELETE FROM ledger_fact WHERE id = %s", last)
    assert broken_code() == "ledger.chain_cut"
    ChainHead.objects.update(seq=3, hash=head().hash)  # who cuts it well cuts this too
    assert broken_code() is None
    broken = verify(against=exported).broken
    assert broken is not None
    assert (broken.seq, broken.code) == (4, "ledger.chain_cut")


def test_erased_evidence_leaves_the_chain_whole():
    wang, made = official("wangfang2"), record_some(2)
    piece = made[0].evidence.get()
    erase_evidence(actor=wang, evidence=piece, reason="本人要求删除")
    piece.content.refresh_from_db()
    assert (piece.content.quote, piece.content.salt) == ("", "")
    assert piece.content.erased_at is not None
    assert broken_code() is None


def test_export_and_import_reproduce_the_same_hashes(tamper: Callable[..., None]):
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    verify_fact(actor=zhou, fact=fact, reason="与公报一致")
    better = correct_fact(actor=zhou, fact=fact, draft=figure())
    verify_fact(actor=wang, fact=better, reason="有更正")
    erase_evidence(actor=wang, evidence=fact.evidence.get(), reason="版权")
    seal_pending()
    before, lines = head(), list(export_lines())
    standings = list(Fact.objects.order_by("id").values_list("id", "standing__standing"))
    empty_ledger(tamper)

    assert import_lines(lines) == 5
    assert head() == before
    assert list(export_lines()) == lines
    assert list(Fact.objects.order_by("id").values_list("id", "standing__standing")) == standings
    record_fact(actor=wang, draft=figure())
    assert seal_pending() == 1
    assert broken_code() is None


def empty_ledger(tamper: Callable[..., None]) -> None:
    for table in (
        "ledger_seal", "ledger_factstanding", "ledger_evidencecontent", "ledger_evidence",
        "ledger_factparty",
    ):  # fmt: skip
        tamper(f"DELETE FROM {table}")
    tamper("DELETE FROM ledger_fact WHERE bearing IN ('verifies', 'erases')")
    tamper("DELETE FROM ledger_fact WHERE about_id IS NOT NULL")
    tamper("DELETE FROM ledger_fact")
    ChainHead.objects.all().delete()
