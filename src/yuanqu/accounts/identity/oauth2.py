"""Plain OAuth2: an access token, and an address that says who holds it."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2Adapter,
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.utils import build_absolute_uri
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from yuanqu.accounts.identity.vouching import Claims, Vouching, departure


class PlainOAuth2Adapter(OAuth2Adapter):
    """The addresses of one configured provider."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        self.provider_id = provider_id
        super().__init__(request)

    @property
    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = self.get_provider().app.settings
        return settings

    @property
    def access_token_url(self) -> str:
        """Where a code is changed for a token."""
        return str(self._settings["token"])

    @property
    def authorize_url(self) -> str:
        """Where a person is asked."""
        return str(self._settings["authorize"])

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends the person back to."""
        path = reverse("oauth2_callback", kwargs={"provider_id": self.provider_id})
        return str(build_absolute_uri(request, path, self.redirect_uri_protocol))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Ask who holds the token."""
        headers = {"Authorization": f"Bearer {token.token}", "Accept": "application/json"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self._settings["profile"], headers=headers)
        answer.raise_for_status()
        try:
            profile = answer.json()
        except ValueError as error:
            raise ProviderException("The profile is not JSON.") from error
        return self.get_provider().sociallogin_from_response(request, profile)


class PlainOAuth2(Vouching, OAuth2Provider):
    """A provider that follows RFC 6749 and has an address of its own for the profile."""

    id = "oauth2"
    name = "OAuth2"
    oauth2_adapter_class = PlainOAuth2Adapter

    def claims(self, answer: Any) -> Claims:
        """The profile; some wrap it once, in `data` or `user`."""
        if not isinstance(answer, dict):
            raise ProviderException("The profile is no object.")
        inner = next((answer[key] for key in ("data", "user") if key in answer), None)
        return {**answer, **inner} if isinstance(inner, dict) else answer

    def get_oauth2_adapter(self, request: HttpRequest) -> PlainOAuth2Adapter:
        """The addresses of this one among the configured."""
        return PlainOAuth2Adapter(request, self.app.provider_id)

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:
        """Where logging in there begins."""
        path = reverse("oauth2_login", kwargs={"provider_id": self.app.provider_id})
        return f"{path}?{urlencode(kwargs)}" if kwargs else path

    def get_callback_url(self) -> str:
        """The path of the way back."""
        return reverse("oauth2_callback", kwargs={"provider_id": self.app.provider_id})

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To the provider, by way of a page."""
        answer: HttpResponse = super().redirect(request, process, **kwargs)
        if isinstance(answer, HttpResponseRedirect):
            return departure(request, self, answer.url)
        return answer


@login_not_required  # type: ignore[untyped-decorator]
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask, then send the person to the provider."""
    return _view(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The person is back, with a code or a refusal."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        view = kind.adapter_view(PlainOAuth2Adapter(request, provider_id))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
