"""Asking another machine, of those that the installation names: the one way out for all apps.

Which addresses are allowed is for the caller, who has checked the one that is asked. What an answer
points to was not checked, so redirects are not followed; and no proxy of the environment is asked,
for it would look up the host anew.
"""

import urllib.request
from http.client import HTTPResponse
from typing import Any

# The caller's addresses are http and https alone; no other scheme is opened here.
SCHEMES = ("http", "https")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def asked(request: urllib.request.Request, seconds: float) -> HTTPResponse:
    """The answer to a request; use it in a `with`, so that it is closed.

    Raises `urllib.error.HTTPError` for every status that is no success, redirects too, `OSError`
    where nobody answers in time, `ValueError` for what is no address of the web.
    """
    if request.type not in SCHEMES:
        raise ValueError(f"no address of the web: {request.type}")
    answer: HTTPResponse = _opener.open(request, timeout=seconds)
    return answer
