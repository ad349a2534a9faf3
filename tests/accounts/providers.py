"""Identity providers to log in at: OIDC, OAuth2 and CAS, over real HTTP on this machine."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPErrorProcessor, build_opener

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "yuanqu", "a secret of two"
SIGNING_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """One server that speaks all three. `person` is who is in front of it."""

    def __init__(self) -> None:
        self.address = ""
        self.person: dict[str, Any] = {"sub": "7", "name": "韩梅"}
        self.userinfo: dict[str, Any] | None = None
        self.token: dict[str, Any] = {}
        self.cas_answer: bytes | None = None
        self.given: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    # ── OIDC and OAuth2 ──────────────────────────────────────────────────────────────────────

    def discovery(self) -> dict[str, Any]:
        paths = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/jwks",
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in paths.items()},
        }

    def authorize(self, query: dict[str, str]) -> str:
        code = token_urlsafe(8)
        self.given[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def change(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A code for a token; once, and only to whom it was given (RFC 6749, 4.1.3)."""
        asked = self.given.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return None
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        if "code_challenge" in asked and not form.get("code_verifier"):
            return None
        now = int(time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60}
        signed = jwt.encode(claims | self.person | self.token, SIGNING_KEY, "RS256")
        return {"access_token": "opens the profile", "token_type": "Bearer", "id_token": signed}

    # ── CAS ──────────────────────────────────────────────────────────────────────────────────

    def ticket(self, query: dict[str, str]) -> str:
        ticket = f"ST-{token_urlsafe(8)}"
        self.given[ticket] = query
        return f"{query['service']}&{urlencode({'ticket': ticket})}"

    def validate(self, query: dict[str, str], attributes: bool) -> bytes:
        """Whose ticket it is; once, and only for the service that it was made for."""
        if self.cas_answer is not None:
            return self.cas_answer
        asked = self.given.pop(query.get("ticket", ""), None)
        if asked is None or asked["service"] != query.get("service"):
            return cas('<cas:authenticationFailure code="INVALID_TICKET"/>')
        said = "".join(
            f"<cas:{name}>{text}</cas:{name}>"
            for name, text in self.person.items()
            if name != "user"
        )
        more = f"<cas:attributes>{said}</cas:attributes>" if attributes else ""
        return cas(
            f"<cas:authenticationSuccess><cas:user>{self.person['user']}</cas:user>{more}"
            "</cas:authenticationSuccess>"
        )


def cas(inner: str) -> bytes:
    """A CAS answer around it."""
    space = "http://www.yale.edu/tp/cas"
    return f"<cas:serviceResponse xmlns:cas='{space}'>{inner}</cas:serviceResponse>".encode()


class Answers(BaseHTTPRequestHandler):
    """What the server says for a provider."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.provider.asked.append(parts.path)
        said = self.pages()[parts.path](query)
        if isinstance(said, str):
            self.send(302, where=said)
        elif isinstance(said, bytes):
            self.send(200, said, "text/xml")
        else:
            self.send_json(said)

    def pages(self) -> dict[str, Callable[[dict[str, str]], Any]]:
        of = self.provider
        return {
            "/.well-known/openid-configuration": lambda _query: of.discovery(),
            "/userinfo": lambda _query: self.profile(),
            "/profile": lambda _query: self.profile(),
            "/authorize": of.authorize,
            "/cas/login": of.ticket,
            "/cas/serviceValidate": lambda query: of.validate(query, attributes=False),
            "/cas/p3/serviceValidate": lambda query: of.validate(query, attributes=True),
        }

    def profile(self) -> dict[str, Any] | None:
        if self.headers.get("Authorization") != "Bearer opens the profile":
            return None
        told = self.provider.userinfo
        return self.provider.person if told is None else told

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.provider.asked.append(self.path)
        self.send_json(self.provider.change(form))

    def send_json(self, content: Any) -> None:
        status = 401 if content is None else 200
        self.send(status, json.dumps(content).encode(), "application/json")

    def send(
        self, status: int, body: bytes = b"", kind: str = "text/plain", where: str = ""
    ) -> None:
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers as long as it is needed."""
    provider = Provider()
    answers = type("AnswersOfOne", (Answers,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Staying(HTTPErrorProcessor):
    """Does not follow a redirect."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


def go_to(address: str) -> str:
    """Open an address as a browser does; where it leads on."""
    with build_opener(Staying).open(address, timeout=5) as answer:
        return str(answer.headers.get("Location", ""))
