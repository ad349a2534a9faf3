"""What the three kinds of providers have in common."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderAccount, ProviderException
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from yuanqu.accounts.identity.configuration import ProviderRule, rule_of
from yuanqu.engines.assurance import Assurance, Vouched, vouched

Claims = Mapping[str, object]


class Vouching:
    """A provider of django-allauth that is believed by a rule, and no further.

    Stands before allauth's class in the bases of each kind; `app` and `request` are allauth's.
    """

    app: Any
    account_class = ProviderAccount

    def claims(self, answer: Any) -> Claims:
        """What the provider says of the person, from its answer: each kind reads its own.

        Raises `ProviderException` where the answer says nothing.
        """
        raise NotImplementedError

    @property
    def rule(self) -> ProviderRule:
        """How this provider is believed."""
        return rule_of(self.app.settings)

    def said(self, answer: Any) -> Vouched:
        """Who it is and what it is worth."""
        try:
            return vouched(self.rule.claims, self.claims(answer))
        except ValueError as error:
            raise ProviderException("The provider named no subject.") from error

    def extract_uid(self, data: Any) -> str:
        """The opaque subject."""
        return self.said(data).subject

    def extract_extra_data(self, data: Any) -> dict[str, str]:
        """What is kept: the level and the legal person, no name and no address."""
        said = self.said(data)
        return {"assurance": said.assurance.value, "legal_person": said.legal_person}

    def extract_common_fields(self, data: Any) -> dict[str, str]:
        """What a new account begins with."""
        said = self.said(data)
        return {"name": said.name, "email": said.email}

    def extract_email_addresses(self, data: Any) -> list[EmailAddress]:
        """The address, if the provider says that it is verified."""
        email = self.said(data).email
        return [EmailAddress(email=email, verified=True, primary=True)] if email else []

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """The scope of the settings; what stands in the address is the caller's wish."""
        return list(self.get_scope())  # type: ignore[attr-defined]

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """The parameters of the settings, for the same reason."""
        return dict(self.get_auth_params())  # type: ignore[attr-defined]


def name_of(provider: Any) -> str:
    """What the provider is called on a screen in the active language."""
    names = rule_of(provider.app.settings).names
    chinese = (get_language() or "").startswith("zh")
    return str(names.get("zh" if chinese else "en") or next(iter(names.values())))


def vouched_in(login: SocialLogin) -> Vouched:
    """What was vouched for in a log-in that comes to its end."""
    kept = login.account.extra_data
    return Vouched(
        subject=login.account.uid,
        assurance=Assurance(kept.get("assurance", Assurance.LOW)),
        legal_person=kept.get("legal_person", ""),
    )


def departure(request: HttpRequest, provider: Any, address: str) -> HttpResponse:
    """Send the person to the provider by a page, not by a redirect.

    A form may only lead to ourselves (Content-Security-Policy, form-action), which browsers hold
    for the redirects after it too; a page that goes on by itself may lead anywhere.
    """
    context = {"address": address, "name": name_of(provider)}
    return render(request, "socialaccount/departure.html", context)
