"""`yuanqu people`: a park that has nobody yet gets its first accounts."""

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate

from tests.factories import PASSWORD, official, park, stranger
from yuanqu.accounts.access import holds_role, is_official
from yuanqu.accounts.actions import begin_attempt, keep_text
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.guarding import Attempt, account_key
from yuanqu.accounts.models import LockOut, Party, PartyKind, Role, User
from yuanqu.cli.people import people

pytestmark = pytest.mark.django_db


def run(*arguments: str, typed: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
    return CliRunner().invoke(people, arguments, input=typed)


def test_the_first_official_comes_with_the_park():
    done = run("create", "wangfang", "--name", "王芳", "--role", "official", "--park", "示例园区")
    assert done.exit_code == 0
    wang = authenticate(None, username="wangfang", password=PASSWORD)
    assert isinstance(wang, User)
    assert is_official(wang)
    assert Party.objects.get(kind=PartyKind.PARK).label == "示例园区"
    assert PASSWORD not in done.output


def test_without_a_park_nothing_is_made():
    error = run("create", "wangfang", "--role", "official").exception
    assert isinstance(error, Refused)
    assert error.code == "accounts.no_park"
    assert not User.objects.exists()


@pytest.mark.parametrize("typed", ["12345678\n12345678\n", "wangfang1\nwangfang1\n"])
def test_a_weak_password_opens_no_account(typed: str):
    assert run("create", "wangfang", typed=typed).exit_code == 2
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_wrong_usage():
    stranger()
    assert run("create", "HANMEI").exit_code == 2
    assert User.objects.count() == 1


def test_the_three_administrators_are_given_and_kept_apart():
    park(), stranger()
    assert run("grant", "hanmei", "security").exit_code == 0
    assert holds_role(User.objects.get(), Role.SECURITY)
    error = run("grant", "hanmei", "audit").exception
    assert isinstance(error, Refused)
    assert error.code == "accounts.duties_stay_apart"
    assert run("grant", "hanmei", "administrator").exit_code == 2


def test_a_new_password_is_given_and_opens_a_locked_account():
    wang = official()
    for _ in range(5):
        begin_attempt(attempt=Attempt(account_key(wang), "address"), user=wang)
    assert run("password", "wangfang", typed="123\n123\n").exit_code == 2
    assert run("password", "wangfang", typed="a-third-long-one\na-third-long-one\n").exit_code == 0
    assert authenticate(None, username="wangfang", password="a-third-long-one") == wang
    assert LockOut.objects.get(kind="account").failures == 0


def test_a_locked_account_is_opened():
    wang = official()
    for _ in range(5):
        begin_attempt(attempt=Attempt(account_key(wang), "address"), user=wang)
    assert run("unlock", "wangfang").exit_code == 0
    assert LockOut.objects.get(kind="account").failures == 0


def test_texts_that_were_not_sent_are_shown():
    keep_text(
        number="+8613812345678", template="accounts.text_with_code", body="Your code is 123456."
    )
    assert "123456" in run("texts").stdout
