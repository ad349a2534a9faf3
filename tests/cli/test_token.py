"""`yuanqu token`: one secret on stdout, and everything else beside it."""

import pytest
from click.testing import CliRunner, Result

from tests.factories import official, stranger
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import ApiToken
from yuanqu.accounts.tokens import authenticate
from yuanqu.cli.token import token

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(token, arguments)


def test_create_prints_one_secret_and_nothing_else_on_stdout():
    han = stranger()
    printed = run(
        "create", "--as", "HanMei", "--scope", "facts:read", "--scope", "cases:write", "--days", "7"
    )
    assert printed.exit_code == 0
    (secret,) = printed.stdout.splitlines()
    viewer = authenticate(secret)
    assert viewer is not None
    assert viewer.user == han
    assert viewer.token.scopes == ["cases:write", "facts:read"]
    assert (viewer.token.expires_at - viewer.token.created_at).days == 7
    assert secret not in printed.stderr


def test_a_token_reads_for_ninety_days_unless_said():
    stranger()
    viewer = authenticate(run("create", "--as", "hanmei").stdout.strip())
    assert viewer is not None
    assert viewer.token.scopes == ["read"]
    assert (viewer.token.expires_at - viewer.token.created_at).days == 90


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("create",), 2),
        (("create", "--as", "hanmei", "--days", "0"), 2),
        (("create", "--as", "hanmei", "--days", "999"), 2),
    ],
)
def test_wrong_usage_makes_no_token(arguments: tuple[str, ...], status: int):
    stranger()
    assert run(*arguments).exit_code == status
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("create", "--as", "nobody"), "accounts.nobody_called"),
        (("create", "--as", "hanmei", "--scope", "everything"), "accounts.not_a_scope"),
        (("revoke", "0000000000000000"), "accounts.token_opens_nothing"),
    ],
)
def test_a_refusal_is_the_actions_own(arguments: tuple[str, ...], code: str):
    stranger()
    error = run(*arguments).exception
    assert isinstance(error, Refused)
    assert error.code == code


def test_list_shows_no_secret_and_revoke_ends_it():
    stranger(), official()
    secret = run("create", "--as", "hanmei", "--name", "reports").stdout.strip()
    run("create", "--as", "wangfang")
    (line,) = run("list", "--as", "hanmei").stdout.splitlines()
    identifier = line.split()[0]
    assert "reports" in line
    assert secret.rpartition("_")[2] not in line
    assert len(run("list").stdout.splitlines()) == 2
    assert run("revoke", identifier).exit_code == 0
    assert authenticate(secret) is None
    assert run("list", "--as", "hanmei").stdout.splitlines()[0].split()[-1] in {"revoked", "已撤销"}
