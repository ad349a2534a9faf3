"""What an operator sets: identity providers, gateways and mail servers, checked at the start."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from yuanqu import env
from yuanqu.accounts.identity.configuration import providers, rule_of
from yuanqu.accounts.texts import Nowhere, Outbox, Text, Webhook, gateway
from yuanqu.engines.assurance import Assurance
from yuanqu.env import BadSetting

CAS = "- {id: campus, kind: cas, address: https://cas.example.edu/cas}"


def test_no_setting_is_no_provider():
    assert [group["APPS"] for group in providers("").values()] == [[], [], []]


def test_a_provider_needs_little_and_is_trusted_little():
    (app,) = providers(CAS)["cas"]["APPS"]
    rule = rule_of(app["settings"])
    assert (app["provider_id"], rule.names["en"], rule.opens_accounts) == ("campus", "campus", True)
    assert (rule.claims.subject, rule.claims.assurance, rule.claims.legal_person) == (
        "user",
        Assurance.LOW,
        "",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "not YAML"),
        ("campus: cas", "must be a list"),
        ("- campus", "must be a list"),
        ("- {kind: cas}", "id must be a word"),
        ("- {id: '../x', kind: cas, address: https://a.example}", "id must be a word"),
        (
            "- {id: x, kind: saml, address: https://a.example}",
            "kind must be one of oidc, cas, oauth2",
        ),
        ("- {id: x, kind: cas}", "address missing"),
        ("- {id: x, kind: oidc, address: https://a.example}", "client_id, client_secret missing"),
        ("- {id: x, kind: cas, address: http://a.example}", "address must begin with https://"),
        (
            "- {id: x, kind: cas, address: http://127.0.0.1.evil.example}",
            "must begin with https://",
        ),
        ("- {id: x, kind: cas, address: 'file:///etc/passwd'}", "must begin with https://"),
        ("- {id: x, kind: cas, address: https://a.example, trust: yes}", "unknown trust"),
        ("- {id: x, kind: cas, address: https://a.example, claims: {role: r}}", "unknown role"),
        (
            "- {id: x, kind: cas, address: https://a.example, assurance: total}",
            "assurance is one of",
        ),
        (f"{CAS}\n{CAS}", "used once"),
    ],
)
def test_a_provider_that_is_not_right_stops_the_start_and_is_named(text: str, said: str):
    with pytest.raises(BadSetting, match=said):
        providers(text)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/cas", "http://localhost/cas", "http://[::1]/cas"]
)
def test_a_provider_on_this_machine_may_speak_in_the_clear(address: str):
    assert providers(f"- {{id: x, kind: cas, address: '{address}'}}")["cas"]["APPS"]


def test_providers_come_from_the_variable_else_from_the_home(monkeypatch, tmp_path):
    monkeypatch.setenv("YUANQU_HOME", str(tmp_path))
    assert env.identity_providers() == ""
    (tmp_path / "identity.yaml").write_text(CAS)
    assert env.identity_providers() == CAS
    monkeypatch.setenv("YUANQU_IDENTITY", "[]")
    assert env.identity_providers() == "[]"


# ── mail ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", env.MailServer()),
        ("smtp://mail.example", env.MailServer("mail.example", 25)),
        (
            "smtps://u%40x:p%2Fw@mail.example",
            env.MailServer("mail.example", 465, "u@x", "p/w", tls=True),
        ),
        ("smtp+tls://mail.example:2525", env.MailServer("mail.example", 2525, start_tls=True)),
    ],
)
def test_a_mail_server_is_one_address(monkeypatch, url: str, server: env.MailServer):
    monkeypatch.setenv("YUANQU_MAIL_URL", url)
    assert env.mail_server() == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_a_mail_server_that_is_none_stops_the_start(monkeypatch, url: str):
    monkeypatch.setenv("YUANQU_MAIL_URL", url)
    with pytest.raises(BadSetting, match="YUANQU_MAIL_URL"):
        env.mail_server()


# ── short messages ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [
        ("webhook", "", "YUANQU_SMS_URL"),
        ("webhook", "file:///etc/passwd", "YUANQU_SMS_URL"),
        ("carrier", "", "YUANQU_SMS "),
    ],
)
def test_a_gateway_that_is_none_stops_the_start(monkeypatch, name: str, address: str, said: str):
    monkeypatch.setenv("YUANQU_SMS", name)
    monkeypatch.setenv("YUANQU_SMS_URL", address)
    with pytest.raises(BadSetting, match=said):
        env.sms_gateway()


class Gateway:
    """A park's own."""

    def send(self, text: Text) -> None:
        """Nothing."""


def test_a_gateway_is_chosen_by_name_or_by_path():
    kinds = [type(gateway(name)) for name in ("off", "outbox", f"{__name__}.Gateway")]
    assert kinds == [Nowhere, Outbox, Gateway]


class Service(BaseHTTPRequestHandler):
    """The service behind a webhook: keeps what it was given."""

    status, taken = 200, []  # type: ignore[var-annotated]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Service.taken.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(Service.status)
        self.end_headers()

    def log_message(self, *_about) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings):
    Service.status, Service.taken = 200, []
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/", "shared"
    yield
    server.shutdown()
    server.server_close()
    thread.join()


TEXT = Text("+8613812345678", "accounts.text_with_code", "Your code is 123456.", {"code": "123456"})


def test_a_webhook_is_given_the_template_and_its_facts(service):
    hook = Webhook()
    hook.send(TEXT)
    hook.senders.shutdown(wait=True)
    assert Service.taken == [
        (
            "Bearer shared",
            {
                "number": TEXT.number,
                "template": TEXT.template,
                "facts": {"code": "123456"},
                "text": TEXT.body,
            },
        )
    ]


def test_a_webhook_that_fails_is_said_in_the_log_without_number_or_text(service, caplog):
    Service.status = 503
    assert Webhook().post(TEXT) is False
    assert [record.getMessage() for record in caplog.records] == ["A short message was not sent."]
    said = str([vars(record) for record in caplog.records])
    assert TEXT.number.removeprefix("+86") not in said
    assert TEXT.body not in said


# ── cookies ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("https", "secure"), [("yes", True), ("no", False)])
def test_cookies_travel_encrypted_alone_where_there_is_https(tmp_path, https: str, secure: bool):
    asked = (
        "from django.conf import settings as s;"
        "print([bool(getattr(s, n, False)) for n in ('SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE',"
        " 'SESSION_COOKIE_HTTPONLY', 'CSRF_COOKIE_HTTPONLY')], s.SESSION_COOKIE_SAMESITE)"
    )
    given = {"YUANQU_HTTPS": https, "YUANQU_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **given, "DJANGO_SETTINGS_MODULE": "yuanqu.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"{[secure, secure, True, True]} Lax"
