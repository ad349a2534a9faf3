"""Who a name and a password belong to. One password is checked, whoever has the name or nobody.

django-allauth's own backend tries each way to read a name in turn, and checks the password at each:
a known e-mail address then takes twice as long as an unknown one, which tells them apart.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email
from django.http import HttpRequest

from yuanqu.accounts.models import User
from yuanqu.engines.phones import normalized


def person_called(login: str) -> User | None:
    """Whoever logs in with this: a user name, an e-mail address or a verified number."""
    name = login.strip()
    if "@" in name:
        found = filter_users_by_email(name, prefer_verified=True, for_login=True)
        return found[0] if len(found) == 1 else None
    if (number := normalized(name)) and (person := person_with_phone(number)):
        return person
    return User.objects.filter(username__iexact=name).first()


def person_with_phone(number: str) -> User | None:
    """Whose verified number it is."""
    phone = normalized(number)
    return User.objects.filter(phone=phone, phone_verified=True).first() if phone else None


def login_of(credentials: dict[str, Any]) -> str:
    """What was typed as the name, however it was read."""
    return str(next((credentials[key] for key in ("email", "phone", "username")
                     if credentials.get(key)), ""))  # fmt: skip


class PeopleBackend(AuthenticationBackend):
    """A name of any kind and a password."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        person = person_called(login_of(credentials))
        known: User | None = self._check_password(person, credentials.get("password") or "")
        return known
