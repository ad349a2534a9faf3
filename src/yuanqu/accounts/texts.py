"""Short messages (SMS): what is sent, and the gateways that send it.

YUANQU_SMS chooses the gateway: `off`, `outbox` (kept here and sent nowhere), `webhook`, or the
dotted path of a class of one's own, made without arguments. A gateway in China sends only texts
whose template it has approved: therefore a message carries its template's name and facts too.
"""

import json
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string

from yuanqu.accounts.actions import keep_text

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A short message: to whom, which template with which facts, and the text that it makes."""

    number: str
    template: str
    body: str
    facts: Mapping[str, str] = field(default_factory=dict)


class Gateway(Protocol):
    """Sends short messages. It returns at once: how long sending takes would tell who is known."""

    def send(self, text: Text) -> None:
        """Send the message, or have it sent; a failure is logged, without number or text."""


class Outbox:
    """The stub: what would be sent is kept in the database for a day."""

    def send(self, text: Text) -> None:
        """Keep it."""
        keep_text(number=text.number, template=text.template, body=text.body)


class Nowhere:
    """No gateway: nothing is sent, and no page offers it."""

    def send(self, text: Text) -> None:
        """Do nothing."""


class Webhook:
    """Hands each message to a service of the park's own, as JSON, with a bearer token."""

    def __init__(self) -> None:
        self.address: str = settings.SMS_URL
        self.token: str = settings.SMS_TOKEN
        self.senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sms")

    def send(self, text: Text) -> None:
        """Have it posted by a thread of the gateway's own."""
        self.senders.submit(self.post, text)

    def post(self, text: Text) -> bool:
        """Post it now; says whether the service took it."""
        content = {
            "number": text.number,
            "template": text.template,
            "facts": dict(text.facts),
            "text": text.body,
        }
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = Request(self.address, json.dumps(content).encode(), headers)  # noqa: S310
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310 - settings check it
                return True
        except OSError as error:
            logger.error("A short message was not sent.", extra={"error": type(error).__name__})
            return False


GATEWAYS: Mapping[str, type[Gateway]] = {"off": Nowhere, "outbox": Outbox, "webhook": Webhook}


@lru_cache(maxsize=4)
def gateway(name: str) -> Gateway:
    """The gateway of that name, or of that dotted path."""
    kind: type[Gateway] = GATEWAYS.get(name) or import_string(name)
    return kind()


def send_text(text: Text) -> None:
    """Send a short message by the gateway that the settings choose."""
    gateway(settings.SMS).send(text)
