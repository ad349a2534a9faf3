"""What a log-in elsewhere is worth."""

import pytest

from yuanqu.engines.assurance import Assurance, ClaimRule, Vouched, vouched

RULE = ClaimRule(
    email="email",
    email_verified="email_verified",
    legal_person="org",
    assurance_claim="acr",
    assurance_levels={"face": Assurance.HIGH, "sms": Assurance.SUBSTANTIAL},
)


def test_levels_are_ordered():
    reached = [[level.reaches(least) for least in Assurance] for level in Assurance]
    assert reached == [[True, False, False], [True, True, False], [True, True, True]]


def test_only_what_the_rule_names_is_read():
    said = vouched(
        RULE, {"sub": "7", "name": "王芳", "phone": "138", "acr": "face", "org": ["9132"]}
    )
    assert said == Vouched("7", Assurance.HIGH, name="王芳", legal_person="9132")


@pytest.mark.parametrize("level", ["", "unheard", None, 3, ["unheard"]])
def test_a_level_that_is_missing_or_unknown_is_low(level: object):
    assert vouched(RULE, {"sub": "7", "acr": level}).assurance == Assurance.LOW


def test_without_a_claim_for_it_every_log_in_is_worth_the_same():
    assert vouched(ClaimRule(assurance=Assurance.HIGH), {"sub": "7"}).assurance == Assurance.HIGH


@pytest.mark.parametrize(
    ("verified", "email"),
    [(True, "a@b.example"), ("true", "a@b.example"), (False, ""), ("no", ""), (None, ""), (1, "")],
)
def test_an_address_counts_only_if_it_is_said_to_be_verified(verified: object, email: str):
    claims = {"sub": "7", "email": "a@b.example", "email_verified": verified}
    assert vouched(RULE, claims).email == email


def test_an_address_is_not_read_where_no_claim_says_that_it_is_verified():
    rule = ClaimRule(email="email")
    assert vouched(rule, {"sub": "7", "email": "a@b.example"}).email == ""


@pytest.mark.parametrize(
    "claims", [{}, {"sub": ""}, {"sub": " "}, {"sub": None}, {"sub": {}}, {"sub": True}]
)
def test_nobody_is_vouched_for_without_a_subject(claims: dict[str, object]):
    with pytest.raises(ValueError, match="no subject"):
        vouched(RULE, claims)
