"""The head is written down each day, and the chain is held to what was written down."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import figure, official
from yuanqu.accounts.errors import Refused
from yuanqu.ledger import jobs
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.heads import heads_folder, keep_head, kept_heads
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import Head, head

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def record() -> None:
    record_fact(actor=official(f"wang{head().seq}"), draft=figure())
    seal_pending()


def test_heads_are_kept_latest_first():
    made = []
    for day in (date(2026, 2, 16), date(2026, 2, 17)):
        record()
        made.append(keep_head(day))
    assert kept_heads() == [head(), made[0]]
    assert sorted(path.name for path in heads_folder().iterdir()) == [
        "2026-02-16.json",
        "2026-02-17.json",
    ]


def test_what_was_written_for_a_day_stays():
    record()
    first = keep_head(date(2026, 2, 17))
    record()
    keep_head(date(2026, 2, 17))
    assert kept_heads() == [first]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"seq": "x"}', '{"seq": 1}'])
def test_head_that_cannot_be_read_is_passed_over(content: str):
    record()
    kept = keep_head(date(2026, 2, 16))
    (heads_folder() / "2026-02-17.json").write_text(content)
    assert kept_heads() == [kept]


def test_nightly_check_passes_over_a_whole_chain():
    record()
    keep_head(date(2026, 2, 16))
    record()
    none = {"erased": 0, "erased_earlier": 0}
    assert jobs.check_chain() == {"links": 2, "against": 1} | none


@pytest.mark.parametrize(
    ("kept", "code"),
    [(Head(1, "sha256:00"), "ledger.chain_recomputed"), (Head(9, "x"), "ledger.chain_cut")],
)
def test_nightly_check_finds_a_chain_that_is_not_what_was_written_down(kept: Head, code: str):
    record()
    heads_folder().mkdir()
    (heads_folder() / "2026-02-16.json").write_text(f'{{"seq": {kept.seq}, "hash": "{kept.hash}"}}')
    with pytest.raises(Refused) as caught:
        jobs.check_chain()
    assert caught.value.code == code
