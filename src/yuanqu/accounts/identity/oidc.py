"""OpenID Connect, by django-allauth's provider."""

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yuanqu.accounts.identity.vouching import Claims, Vouching, departure


class OIDC(Vouching, OpenIDConnectProvider):
    """Claims of the id token, completed by those of the userinfo endpoint."""

    def claims(self, answer: Any) -> Claims:
        """Both together. They must be of one subject (OpenID Connect Core 1.0, 5.3.2)."""
        token: Mapping[str, object] = answer.get("id_token") or {}
        more: Mapping[str, object] = answer.get("userinfo") or {}
        if token and more and more.get("sub") != token.get("sub"):
            raise ProviderException("The two answers are about two subjects.")
        return {**more, **token}

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To the provider, by way of a page."""
        answer: HttpResponse = super().redirect(request, process, **kwargs)
        if isinstance(answer, HttpResponseRedirect):
            return departure(request, self, answer.url)
        return answer
