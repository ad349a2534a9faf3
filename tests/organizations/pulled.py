"""A stub source on this machine: what it answers, and what it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class Stub:
    """The stub: by path what it answers, with a status and headers; and the requests it saw."""

    host: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def says(self, path: str, answer: Any, status: int = 200, **headers: str) -> None:
        """Answer so from now on; what is not bytes goes as JSON."""
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.answers[path] = (status, headers, body)

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"


@contextmanager
def stub_source() -> Iterator[Stub]:
    """A server on a free port of this machine, as long as the block lasts."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.asked.append((self.path, self.headers.get("Authorization", "")))
            status, headers, body = stub.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    stub.host = f"127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
