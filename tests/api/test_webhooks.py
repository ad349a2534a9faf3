"""Webhooks, against a real HTTP server: signed, in order, retried, and never what is hidden."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.api.callers import bearer
from tests.factories import PartyFactory, assistant, colleague, figure, official
from yuanqu.api.actions import RETRY_AFTER, WebhookDraft, register_webhook, resume_webhook
from yuanqu.api.models import Delivery, KeptAnswer, Webhook
from yuanqu.api.webhooks import SIGNATURE, deliver_due
from yuanqu.ledger.actions import record_fact, verify_fact
from yuanqu.ledger.models import Fact
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db


class Receiver:
    """A listener that keeps what it was sent and answers as told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def facts(self) -> list[str]:
        return [json.loads(body)["fact"]["id"] for _, body in self.got]


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    made = Receiver()
    settings.WEBHOOK_HOSTS = [made.host]
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def webhook(receiver: Receiver) -> Webhook:
    draft = WebhookDraft(f"http://{receiver.host}/hook", ("figure.reported",))
    return register_webhook(actor=official(), draft=draft)


def recorded() -> Fact:
    fact = record_fact(actor=colleague_once(), draft=figure())
    seal_pending()
    return fact


def colleague_once() -> Any:
    from yuanqu.accounts.models import User

    return User.objects.filter(username="zhoulan").first() or colleague()


def test_each_new_fact_is_sent_once_in_order_and_signed(receiver: Receiver, webhook: Webhook):
    made = [recorded() for _ in range(3)]
    assert deliver_due() == 3
    assert deliver_due() == 0
    assert receiver.facts() == [str(fact.pk) for fact in made]
    headers, body = receiver.got[0]
    sent_at, made_of = headers[SIGNATURE].removeprefix("t=").split(",v1=")
    expected = hmac.new(webhook.secret.encode(), f"{sent_at}.".encode() + body, hashlib.sha256)
    assert made_of == expected.hexdigest()


def test_facts_of_before_other_kinds_and_hidden_ones_are_not_sent(
    receiver: Receiver, webhook: Webhook
):
    fact = recorded()
    verify_fact(actor=webhook.owner, fact=fact, reason="与公报一致")
    seal_pending()
    deliver_due()
    assert receiver.facts() == [str(fact.pk)]
    webhook.refresh_from_db()
    assert webhook.cursor == 2


def test_what_fails_is_tried_again_later_and_nothing_overtakes_it(
    receiver: Receiver, webhook: Webhook
):
    first, second = recorded(), recorded()
    receiver.status = 500
    assert deliver_due() == 1
    assert deliver_due() == 0
    receiver.status = 200
    with time_machine.travel(timezone.now() + RETRY_AFTER[0] + timedelta(seconds=1)):
        assert deliver_due() == 2
    assert receiver.facts() == [str(first.pk), str(first.pk), str(second.pk)]
    assert list(Delivery.objects.order_by("pk").values_list("status", flat=True)) == [500, 200, 200]


def test_after_too_many_failures_it_pauses_until_it_is_resumed(
    receiver: Receiver, webhook: Webhook
):
    recorded()
    receiver.status = 301
    now = timezone.now()
    for day in range(len(RETRY_AFTER) + 3):
        with time_machine.travel(now + timedelta(days=2 * day)):
            deliver_due()
    assert len(receiver.got) == len(RETRY_AFTER) + 1
    receiver.status = 200
    assert resume_webhook(actor=webhook.owner, id=webhook.pk) is not None
    assert deliver_due() == 1


def test_nobody_listening_counts_as_a_failure(receiver: Receiver, webhook: Webhook):
    recorded()
    receiver.server.shutdown()
    receiver.server.server_close()
    assert deliver_due() == 1
    assert Delivery.objects.get().status == 0


def test_the_secret_is_shown_once_and_kept_in_no_answer(receiver: Receiver):
    headers = bearer(official(), "webhooks:write") | {"Idempotency-Key": "k1"}
    client, body = Client(headers=headers), {"url": f"http://{receiver.host}/hook", "kinds": []}
    first, again = (
        client.post("/api/v1/webhooks", body, "application/json").json() for _ in range(2)
    )
    secret = Webhook.objects.get().secret
    assert (first["secret"], first["secret_withheld"]) == (secret, False)
    assert again == first | {"secret": None, "secret_withheld": True}
    assert secret not in str(KeptAnswer.objects.values_list("answer", flat=True))


def test_the_api_registers_lists_and_ends(receiver: Receiver):
    wang = official()
    client = Client(headers=bearer(wang, "webhooks:write", "webhooks:read"))
    url = f"http://{receiver.host}/hook"
    made = client.post("/api/v1/webhooks", json.dumps({"url": url}), "application/json")
    assert made.status_code == 201
    listed = client.get("/api/v1/webhooks").json()
    assert [hook["url"] for hook in listed] == [url]
    assert "secret" not in listed[0]
    path = f"/api/v1/webhooks/{made.json()['id']}"
    assert client.post(f"{path}/resume").status_code == 200
    others = Client(headers=bearer(colleague(), "webhooks:write"))
    assert others.delete(path).status_code == 404
    assert client.delete(path).status_code == 204
    assert client.get("/api/v1/webhooks").json() == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "api.bad_webhook_url"),
        ("http://user:pw@127.0.0.1/", "api.bad_webhook_url"),
        ("http://169.254.169.254/", "api.webhook_host"),
        ("https://example.org/", "api.webhook_host"),
        ("nonsense", "api.bad_webhook_url"),
    ],
)
def test_an_address_that_is_not_allowed_is_refused(url: str, code: str):
    client = Client(headers=bearer(official(), "webhooks:write"))
    answer = client.post("/api/v1/webhooks", json.dumps({"url": url}), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Webhook.objects.count() == 0


def test_only_officials_have_webhooks(receiver: Receiver):
    client = Client(headers=bearer(assistant(PartyFactory.create()), "webhooks:write"))
    url = {"url": f"http://{receiver.host}/"}
    answer = client.post("/api/v1/webhooks", json.dumps(url), "application/json")
    assert answer.status_code == 403
