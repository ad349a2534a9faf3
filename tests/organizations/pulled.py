"""A stub source on this machine: what it answers, and what it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from tests.organizations.tables import code
from yuanqu.accounts.models import User
from yuanqu.organizations.actions import SourceDraft, add_source, pull_source
from yuanqu.organizations.models import Proposal, Source, SourceKind

COMPANIES = "/companies"


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


def company(number: int, **changes: Any) -> dict[str, Any]:
    said = {"企业名称": f"示例企业{number}有限公司", "credit_code": code(number), "类型": "企业"}
    return said | changes


def source_at(stub: Stub, wang: User, **changes: Any) -> Source:
    said: dict[str, Any] = {
        "name": "市场监管",
        "kind": SourceKind.REST,
        "place": stub.at(COMPANIES),
        "rows_at": "data",
    }
    return add_source(actor=wang, draft=SourceDraft(**said | changes))


def pulled(wang: User, source: Source) -> Proposal:
    proposal = pull_source(actor=wang, source=source)
    assert proposal is not None
    return proposal
