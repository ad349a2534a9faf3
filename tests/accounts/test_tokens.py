"""Keys with which programs act for a person."""

from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from tests.accounts.cast import holding
from tests.factories import official, stranger
from yuanqu.accounts.access import tokens_visible_to
from yuanqu.accounts.actions import create_token, revoke_token
from yuanqu.accounts.actions.tokens import MOST_TOKENS
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import ApiToken, Role
from yuanqu.accounts.tokens import authenticate, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def han():
    return stranger()


def code_of(kind: type[Refused], action, *args, **given) -> str:
    with pytest.raises(kind) as caught:
        action(*args, **given)
    return caught.value.code


def asking(path: str = "/", **headers: str):
    """A request as a program sends it."""
    return RequestFactory().get(path, headers=headers)


def bearer(secret: str):
    return asking(Authorization=f"Bearer {secret}")


# ── making ───────────────────────────────────────────────────────────────────────────────────────


def test_a_token_reads_unless_more_is_asked_for(han):
    viewer = authenticate(create_token(user=han, name="reports").secret)
    assert viewer is not None
    assert viewer.user == han
    assert viewer.may("facts:read").allowed
    assert viewer.may("facts:write").code == "accounts.beyond_scope"


def test_a_token_reaches_as_far_as_its_scopes(han):
    viewer = authenticate(create_token(user=han, name="filing", scopes=("facts:write",)).secret)
    assert viewer is not None
    reached = [viewer.may(s).allowed for s in ("facts:write", "facts:read", "cases:write")]
    assert reached == [True, False, False]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "accounts.token_needs_a_name"),
        ({"name": "x" * 61}, "accounts.token_needs_a_name"),
        ({"scopes": ()}, "accounts.token_needs_a_scope"),
        ({"scopes": ("everything",)}, "accounts.not_a_scope"),
        ({"days": 0}, "accounts.token_lasts_too_long"),
        ({"days": 367}, "accounts.token_lasts_too_long"),
    ],
)
def test_a_token_that_is_not_sound_is_refused(han, wrong: dict, code: str):
    assert code_of(Refused, create_token, **{"user": han, "name": "reports"} | wrong) == code
    assert not ApiToken.objects.exists()


def test_a_person_holds_only_so_many(han):
    made = [create_token(user=han, name=f"token {n}") for n in range(MOST_TOKENS)]
    assert code_of(Conflict, create_token, user=han, name="more") == "accounts.too_many_tokens"
    revoke_token(actor=han, token=made[0].token)
    create_token(user=han, name="more")


# ── using ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret: "",
        lambda secret: "yq_",
        lambda secret: secret[3:],
        lambda secret: secret[:-1],
        lambda secret: secret + "x",
        lambda secret: secret.replace("yq_", "yq_0"),
        lambda secret: secret.upper(),
        lambda secret: "yq_" + "0" * 16 + "_" + secret.rpartition("_")[2],
        lambda secret: "yq_%_%",
        lambda secret: "yq_\x00_",
    ],
)
def test_a_secret_that_is_not_whole_opens_nothing(han, spoil):
    secret = create_token(user=han, name="reports").secret
    assert authenticate(spoil(secret)) is None


def test_a_token_ends_at_its_time(han, time_machine):
    made = create_token(user=han, name="reports", days=1)
    time_machine.move_to(made.token.expires_at - timedelta(seconds=1), tick=False)
    assert authenticate(made.secret) is not None
    time_machine.move_to(made.token.expires_at, tick=False)
    assert authenticate(made.secret) is None


def test_use_is_remembered_by_the_day_and_written_once(han, django_assert_num_queries):
    made = create_token(user=han, name="reports")
    authenticate(made.secret)
    made.token.refresh_from_db()
    assert made.token.last_used_on == timezone.localdate()
    assert type(made.token.last_used_on) is date
    with django_assert_num_queries(1):
        authenticate(made.secret)


def test_an_unknown_token_costs_as_many_queries_as_a_wrong_one(han, django_assert_num_queries):
    secret = create_token(user=han, name="reports").secret
    for wrong in (secret[:-1], "yq_0000000000000000_x", "nothing"):
        with django_assert_num_queries(1):
            assert authenticate(wrong) is None


def test_a_request_is_its_persons_by_the_header_alone(han):
    made = create_token(user=han, name="reports")
    found = viewer_of(bearer(made.secret))
    assert found is not None
    assert found.user == han
    assert viewer_of(asking()) is None
    assert viewer_of(asking(Authorization="Basic aGFubWVpOng=")) is None
    assert code_of(Refused, viewer_of, bearer("yq_0_0")) == "accounts.token_opens_nothing"


@pytest.mark.parametrize("query", ["token={}", "access_token={}", "a=1&q=my+key+is+{}", "a=1&a={}"])
def test_a_token_in_an_address_is_never_accepted(han, query: str):
    secret = create_token(user=han, name="reports").secret
    request = asking(f"/?{query.format(secret)}", Authorization=f"Bearer {secret}")
    assert code_of(Refused, viewer_of, request) == "accounts.token_in_address"


# ── revoking ─────────────────────────────────────────────────────────────────────────────────────


def test_its_person_and_the_security_administrator_revoke_a_token_and_nobody_else(han):
    first, second = (create_token(user=han, name=name) for name in ("first", "second"))
    security, wang = holding(Role.SECURITY), official()
    assert (
        code_of(Forbidden, revoke_token, actor=wang, token=first.token) == "accounts.not_your_token"
    )
    assert authenticate(first.secret) is not None
    revoke_token(actor=han, token=first.token)
    revoke_token(actor=security, token=second.token)
    assert [authenticate(made.secret) for made in (first, second)] == [None, None]


def test_a_revoked_token_stays_revoked_since_the_first_time(han):
    token = create_token(user=han, name="reports").token
    first = revoke_token(actor=han, token=token)
    assert revoke_token(actor=han, token=token).revoked_at == first.revoked_at


def test_everybody_sees_their_own_tokens_alone(han):
    mine = create_token(user=han, name="mine").token
    wang = official()
    create_token(user=wang, name="hers")
    assert list(tokens_visible_to(han)) == [mine]
