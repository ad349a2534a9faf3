"""The chain with SM3 (GB/T 32905-2016), alone and after SHA-256."""

import hashlib
from typing import Any

import pytest

from tests.factories import figure, official
from yuanqu.env import BadSetting, digest
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.digests import digest as digest_of
from yuanqu.ledger.models import Evidence, Fact, Seal
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import head, verify

NAME = "YUANQU_LEDGER_DIGEST"
# The example of GB/T 32905-2016, A.1.
OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_is_that_of_the_standard():
    assert digest_of(b"abc", "sm3") == f"sm3:{OF_ABC}"


@pytest.mark.django_db
def test_chain_of_sm3_is_whole_and_goes_on_from_sha256(settings: Any):
    wang = official()
    for algorithm in ("sha256", "sm3", "sm3", "sha256"):
        settings.LEDGER_DIGEST = algorithm
        record_fact(actor=wang, draft=figure())
        assert seal_pending() == 1
    made = list(Seal.objects.order_by("seq").select_related("fact"))
    assert [seal.hash.partition(":")[0] for seal in made] == ["sha256", "sm3", "sm3", "sha256"]
    assert [seal.fact.hash.partition(":")[0] for seal in made] == [
        seal.hash.partition(":")[0] for seal in made
    ]
    assert Evidence.objects.filter(hash__startswith="sm3:").count() == 2
    assert verify(against=head()).broken is None


@pytest.mark.django_db
def test_longest_digest_fits_its_column(settings: Any):
    settings.LEDGER_DIGEST = "sm3"
    record_fact(actor=official(), draft=figure())
    assert len(Fact.objects.get().hash) <= (Fact._meta.get_field("hash").max_length or 0)


def test_algorithm_that_openssl_does_not_have_stops_the_program(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(NAME, "sm3")
    assert digest(NAME, "sha256", ("sha256", "sm3")) == "sm3"
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    with pytest.raises(BadSetting, match="OpenSSL"):
        digest(NAME, "sha256", ("sha256", "sm3"))
    monkeypatch.setenv(NAME, "md5")
    with pytest.raises(BadSetting, match="must be one of sha256, sm3"):
        digest(NAME, "sha256", ("sha256", "sm3"))
