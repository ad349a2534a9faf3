"""One request and its answer within so many seconds and bytes, whatever the other side does.

A time limit of a socket is for each piece that arrives, so a server that sends a byte now and then
is never late by it. Here the whole exchange runs beside the caller, who goes on when the time is
over, and its connection is cut, which ends it. Redirects are not followed and no proxy of the
environment is asked: the operator named this address.
"""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from yuanqu.assistant.model.failures import ModelFailed

MOST_BYTES = 1024 * 1024


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts (`SSL_CERT_FILE` names others)."""
    return ssl.create_default_context()


class Exchange:
    """A request on its way; another thread may cut it."""

    def __init__(self, address: str, seconds: float, most: int = MOST_BYTES) -> None:
        self.parts = urlsplit(address)
        self.seconds, self.most = seconds, most
        self._wire: socket.socket | None = None
        self._is_cut = False

    def posted(self, body: bytes, headers: dict[str, str]) -> bytes:
        """The answer's body. Raises `ModelFailed`; no exception says more, for it would be kept."""
        runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        try:
            return runner.submit(self._exchanged, body, headers).result(timeout=self.seconds)
        except TimeoutError:
            raise ModelFailed("model.too_slow") from None
        except (OSError, HTTPException, ValueError):
            raise ModelFailed("model.unreachable") from None
        finally:
            self._cut()
            runner.shutdown(wait=False)

    def _exchanged(self, body: bytes, headers: dict[str, str]) -> bytes:
        with closing(self._connection()) as connection:
            connection.request("POST", self.parts.path, body, headers)
            with connection.getresponse() as answer:
                return self._read(answer)

    def _read(self, answer: HTTPResponse) -> bytes:
        if answer.status != 200:
            busy = answer.status in {429, 503}
            raise ModelFailed("model.busy" if busy else "model.status")
        content = answer.read(self.most + 1)
        if len(content) > self.most:
            raise ModelFailed("model.too_large")
        return content

    def _connection(self) -> HTTPConnection:
        host = self.parts.hostname or ""
        is_tls = self.parts.scheme == "https"
        port = self.parts.port or (443 if is_tls else 80)
        wire = socket.create_connection((host, port), timeout=self.seconds)
        # Wrapping takes the socket over, so the cut has a handle of its own on the connection.
        self._wire = wire.dup()
        if self._is_cut:
            self._wire.close()
            wire.close()
            raise ModelFailed("model.too_slow")
        connection = (HTTPSConnection if is_tls else HTTPConnection)(host, port)
        try:
            connection.sock = _trusted().wrap_socket(wire, server_hostname=host) if is_tls else wire
        except OSError:
            wire.close()
            raise
        return connection

    def _cut(self) -> None:
        """End the connection, also one on which somebody waits."""
        self._is_cut = True
        if self._wire is not None:
            with suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)
            self._wire.close()
