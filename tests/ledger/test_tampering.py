"""What somebody with the database's or the disk's own rights changes beside the hashed rows."""

from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories import colleague, figure, official
from yuanqu.engines.standings import Standing
from yuanqu.ledger.actions import correct_fact, dispute_fact, record_fact, verify_fact
from yuanqu.ledger.files import file_content, store_file, stored_path
from yuanqu.ledger.models import ChainHead, Fact, FactStanding
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import Break, verify

pytestmark = pytest.mark.django_db


def settled() -> tuple[Fact, Fact]:
    """A verified fact that was corrected, and one that was disputed."""
    wang, zhou = official(), colleague()
    corrected, disputed = (record_fact(actor=wang, draft=figure()) for _ in range(2))
    verify_fact(actor=zhou, fact=corrected, reason="与公报一致")
    better = correct_fact(actor=wang, fact=corrected, draft=figure())
    verify_fact(actor=zhou, fact=better, reason="公报有更正")
    dispute_fact(actor=zhou, fact=disputed, reason="不一致")
    seal_pending()
    return corrected, disputed


@pytest.mark.parametrize("standing", [Standing.VERIFIED, Standing.CLAIMED, Standing.WITHDRAWN])
def test_a_standing_that_no_fact_gave_is_named(standing: Standing):
    _corrected, disputed = settled()
    assert verify().broken is None
    FactStanding.objects.filter(pk=disputed.pk).update(standing=standing)
    assert verify().broken == Break(disputed.seal.seq, str(disputed.pk), "ledger.standing_differs")


def test_a_chain_shorter_than_its_sealer_remembers_was_cut():
    settled()
    head = ChainHead.objects.get()
    ChainHead.objects.update(seq=head.seq + 1)
    assert verify().broken == Break(head.seq + 1, "", "ledger.chain_cut")


def test_a_chain_recomputed_behind_its_sealer_is_named():
    settled()
    ChainHead.objects.update(hash="sha256:0")
    broken = verify().broken
    assert broken is not None
    assert broken.code == "ledger.chain_recomputed"


def test_a_file_exchanged_on_the_disk_is_not_handed_out(settings: Settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    kept = store_file(BytesIO("真的".encode()), "a.txt")
    assert file_content(kept.sha256) == "真的".encode()
    (tmp_path / stored_path(kept.sha256)).write_bytes("假的".encode())
    with pytest.raises(FileNotFoundError):
        file_content(kept.sha256)
