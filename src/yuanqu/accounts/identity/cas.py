"""CAS 2 and 3, which universities run: a ticket, and an address that says whose it is."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import Provider, ProviderException
from allauth.socialaccount.providers.base.views import BaseLoginView
from allauth.utils import build_absolute_uri
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from requests import RequestException

from yuanqu.accounts.identity.vouching import Claims, Vouching, departure

NAMESPACE = "{http://www.yale.edu/tp/cas}"
# By the version of the protocol; only the third sends attributes of the person.
VALIDATE = {2: "serviceValidate", 3: "p3/serviceValidate"}
LARGEST_ANSWER = 64 * 1024


class CAS(Vouching, Provider):
    """A CAS server."""

    id = "cas"
    name = "CAS"
    supports_redirect = True

    def claims(self, answer: Any) -> Claims:
        """The user and the attributes."""
        read: Mapping[str, object] = answer
        return read

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:
        """Where logging in there begins."""
        path = reverse("cas_login", kwargs={"provider_id": self.app.provider_id})
        return f"{path}?{urlencode(kwargs)}" if kwargs else path

    def service(self, request: HttpRequest, state: str) -> str:
        """Where the server sends the person back to; the same text validates the ticket."""
        path = reverse("cas_callback", kwargs={"provider_id": self.app.provider_id})
        return f"{build_absolute_uri(request, path)}?{urlencode({'state': state})}"

    def address(self, path: str, **query: str) -> str:
        """An address of the server."""
        return f"{self.app.settings['address'].rstrip('/')}/{path}?{urlencode(query)}"

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To the server, by way of a page."""
        state = self.stash_redirect_state(request, process, **kwargs)
        where = self.address("login", service=self.service(request, state))
        return departure(request, self, where)

    def validate(self, ticket: str, service: str) -> Claims:
        """Ask the server whose ticket it is. Raises `ProviderException` where it is nobody's."""
        path = VALIDATE[int(self.app.settings.get("version", 3))]
        where = self.address(path, ticket=ticket, service=service)
        with (
            get_adapter().get_requests_session() as session,
            session.get(where, stream=True) as answer,
        ):
            answer.raise_for_status()
            return claims_in(answer.raw.read(LARGEST_ANSWER + 1, decode_content=True))


def claims_in(answer: bytes) -> Claims:
    """The user and the attributes of a server's answer."""
    # Without a document type there are no entities to blow up or to fetch.
    if len(answer) > LARGEST_ANSWER or b"<!" in answer:
        raise ProviderException("The answer is too long, or declares a document type.")
    try:
        root = ElementTree.fromstring(answer)  # noqa: S314 - see above
    except ElementTree.ParseError as error:
        raise ProviderException("The answer is not XML.") from error
    success = root.find(f"{NAMESPACE}authenticationSuccess")
    user = success.findtext(f"{NAMESPACE}user") if success is not None else None
    if success is None or not user:
        raise ProviderException("The ticket is nobody's.")
    attributes = success.find(f"{NAMESPACE}attributes")
    said: dict[str, object] = {
        each.tag.removeprefix(NAMESPACE): each.text or ""
        for each in (attributes if attributes is not None else ())
    }
    return said | {"user": user.strip()}


class CASLoginView(BaseLoginView):
    """Ask, then send the person to the server."""

    provider_id = ""

    def get_provider(self) -> CAS:
        """The server of the address."""
        return _provider(self.request, self.provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask, then send the person to the server."""
    _provider(request, provider_id)
    answer: HttpResponse = CASLoginView.as_view(provider_id=provider_id)(request)
    return answer


@login_not_required  # type: ignore[untyped-decorator]
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The person is back, with a ticket."""
    provider = _provider(request, provider_id)
    state_id, ticket = request.GET.get("state", ""), request.GET.get("ticket", "")
    state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=state_id)
    if state is None or not ticket:
        return _failed(request, provider, None)
    try:
        claims = provider.validate(ticket, provider.service(request, state_id))
        login = provider.sociallogin_from_response(request, claims)
    except (RequestException, ProviderException) as error:
        return _failed(request, provider, error)
    login.state = state
    answer: HttpResponse = complete_social_login(request, login)
    return answer


def _failed(request: HttpRequest, provider: CAS, error: Exception | None) -> HttpResponse:
    answer: HttpResponse = render_authentication_error(request, provider, exception=error)
    return answer


def _provider(request: HttpRequest, provider_id: str) -> CAS:
    try:
        provider = get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    if not isinstance(provider, CAS):
        raise Http404
    return provider
