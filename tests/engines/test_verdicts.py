import pytest

from yuanqu.engines.verdicts import Verdict


def test_verdict_is_true_when_it_allows() -> None:
    assert Verdict.yes()
    assert Verdict.yes() == Verdict(allowed=True, code="", facts={})


def test_refusal_is_false_and_carries_code_and_facts() -> None:
    refusal = Verdict.no("verify.own_claim", claimant="李雷", code="C1")
    assert not refusal
    assert (refusal.code, dict(refusal.facts)) == (
        "verify.own_claim",
        {"claimant": "李雷", "code": "C1"},
    )


def test_verdict_facts_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Verdict.no("refused", who="李雷").facts["who"] = "韩梅"  # type: ignore[index]
