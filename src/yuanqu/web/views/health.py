"""For those who watch over the park: is it alive, is it ready, how does it do."""

import secrets
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yuanqu.upkeep.metrics import exposition
from yuanqu.upkeep.readiness import State, is_ready, readiness

# A proxy on this machine reaches us from loopback too, with somebody else behind it.
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing of the database, whose absence no restart cures."""
    return JsonResponse({"status": State.OK})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether this node may be sent requests: 200, or 503."""
    states = readiness()
    return JsonResponse(
        {"status": max(states.values(), key=list(State).index), "checks": states},
        status=200 if is_ready(states) else 503,
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' figures, for this machine itself and for whoever holds the token."""
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def may_read_metrics(request: HttpRequest) -> bool:
    """From loopback with nobody behind it, or with YUANQU_METRICS_TOKEN; nobody else."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and secrets.compare_digest(given.encode(), token.encode()):
        return True
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not any(
        name in request.headers for name in FORWARDED
    )


def is_loopback(address: str) -> bool:
    """Whether this is an address of the machine itself."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
