"""Getting a source's list: from a host that the installation allows, or from its folder.

The server asks no address of a user's choice. Redirects are not followed: the host was allowed, not
whatever it points to.
"""

import json
import urllib.error
import urllib.request
from pathlib import PurePath
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.outgoing import asked
from yuanqu.organizations.importing.listings import at, listed, loaded
from yuanqu.organizations.models import Source, SourceKind

SECONDS = 30
MOST_PAGES = 200
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def require_place(kind: str, place: str) -> None:
    """Raise `Refused` unless the place is one that the installation allows to look at."""
    if kind == SourceKind.FILE:
        if place != PurePath(place).name or place.startswith(".") or "\\" in place:
            raise Refused("pull.file_name")
        return
    try:
        parts = urlsplit(place)
        host, scheme = parts.hostname or "", parts.scheme
    except ValueError as error:
        raise Refused("pull.address") from error
    if parts.username or not (scheme == "https" or (scheme == "http" and host in LOOPBACK)):
        raise Refused("pull.address")
    if parts.netloc not in settings.PULL_HOSTS:
        raise Refused("pull.host", host=parts.netloc[:100])


def fetched(source: Source) -> bytes:
    """The source's list as it is now. Raises `Refused` with a code of `pull.`, or `TableError`."""
    require_place(source.kind, source.place)
    if source.kind == SourceKind.FILE:
        return _file(source.place)
    if not source.next_at:
        return _answer(source.place, settings.EVIDENCE_MAX_BYTES)
    return json.dumps(_pages(source)).encode()


def rows_at(source: Source) -> str:
    """Where the list stands in what `fetched` returned: several pages become one plain list."""
    return "" if source.next_at else source.rows_at


def _file(name: str) -> bytes:
    try:
        with (settings.PULLS_ROOT / name).open("rb") as file:
            content: bytes = file.read(settings.EVIDENCE_MAX_BYTES + 1)
    except OSError as error:
        raise Refused("pull.no_file", name=name[:100]) from error
    return _bounded(content, settings.EVIDENCE_MAX_BYTES)


def _pages(source: Source) -> list[Any]:
    """The rows of every page; each page names the next, on the same host."""
    found: list[Any] = []
    address, left, seen = source.place, settings.EVIDENCE_MAX_BYTES, set[str]()
    while address and address not in seen and len(seen) < MOST_PAGES:
        seen.add(address)
        content = _answer(address, left)
        left -= len(content)
        answer = loaded(content)
        found += listed(answer, source.rows_at)
        following = at(answer, source.next_at)
        address = urljoin(address, following) if isinstance(following, str) and following else ""
        if address:
            require_place(source.kind, address)
    if address:
        raise Refused("pull.too_many_pages", most=str(MOST_PAGES))
    return found


def _answer(address: str, most: int) -> bytes:
    headers = {"Accept": "application/json, text/csv;q=0.9, */*;q=0.5"}
    if token := settings.PULL_TOKENS.get(urlsplit(address).netloc):
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - `require_place`
    try:
        with asked(request, SECONDS) as response:
            return _bounded(response.read(most + 1), most)
    except urllib.error.HTTPError as error:
        raise Refused("pull.status", status=str(error.code)) from error
    except (OSError, ValueError) as error:
        raise Refused("pull.no_answer") from error


def _bounded(content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise Refused("pull.too_large", most=str(settings.EVIDENCE_MAX_BYTES // 2**20))
    return content
