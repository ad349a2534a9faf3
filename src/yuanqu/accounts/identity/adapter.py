"""How django-allauth opens accounts for those whom a provider vouches for."""

import logging
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.forms import Form
from django.http import HttpRequest
from django.utils import translation

from yuanqu.accounts.actions import PersonDraft, create_person
from yuanqu.accounts.identity.configuration import rule_of
from yuanqu.accounts.identity.vouching import name_of
from yuanqu.accounts.models import User

logger = logging.getLogger(__name__)


class ParkSocialAccountAdapter(DefaultSocialAccountAdapter):
    """People who log in elsewhere."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether this provider opens accounts; YUANQU_SIGNUP is about those without one."""
        return rule_of(sociallogin.provider.app.settings).opens_accounts

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """The name and the verified address; no user name, which would tell who is here."""
        user: User = sociallogin.user
        user.display_name = str(data.get("name") or "")[:60]
        user.email = str(data.get("email") or "").lower()
        return user

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None
    ) -> User:
        """Open the account by our action and hang the log-in on it."""
        suggested: User = sociallogin.user
        person = create_person(
            draft=PersonDraft(
                display_name=suggested.display_name,
                email=suggested.email,
                email_confirmed=False,
                language=translation.get_language() or "",
            )
        )
        sociallogin.user = person
        sociallogin.save(request)
        return person

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Any:
        """A provider, called as the language has it."""
        return _named(super().get_provider(request, provider=provider, client_id=client_id))

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """Every provider of the settings, called as the language has it."""
        return [_named(each) for each in super().list_providers(request)]

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        """Say in the log that it failed and how, without whom it was about."""
        error = about.get("exception")
        extra = {"provider": provider.sub_id, "error": type(error).__name__ if error else ""}
        logger.warning("A log-in elsewhere failed.", extra=extra)


def _named(provider: Any) -> Any:
    if getattr(provider, "app", None) is not None and "rule" in provider.app.settings:
        provider.name = name_of(provider)
    return provider
