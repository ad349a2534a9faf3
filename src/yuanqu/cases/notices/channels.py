"""The channels: one protocol, an adapter for each, chosen by the settings.

The stub of a channel sends nothing. What it was given stays in the log of notices, where tests and
the demonstration read it.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from yuanqu.accounts.texts import Text, send_text
from yuanqu.cases.models import Channel

SECONDS = 10


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one address."""

    address: str
    subject: str
    body: str
    template: str
    facts: Mapping[str, str]


class SendFailed(Exception):
    """A message did not go; `code` says why, `again` whether it is worth another try."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code, self.again = code, again


class Adapter(Protocol):
    """One way to send a message."""

    name: str

    def send(self, message: Message) -> None:
        """Send it, or raise `SendFailed`."""


class Stub:
    """Sends nothing."""

    name = "stub"

    def send(self, message: Message) -> None:
        """Leave the message in the log."""


class Mail:
    """By the mail server of Django's settings."""

    name = "mail"

    def send(self, message: Message) -> None:
        """Hand it to the mail server."""
        try:
            EmailMessage(message.subject, message.body, to=[message.address]).send()
        except OSError as error:  # smtplib's errors are among them
            raise SendFailed("notices.mail_failed", again=True) from error


class Sms:
    """By the gateway that also sends log-in codes; it hands over at once and logs what fails."""

    name = "sms"

    def send(self, message: Message) -> None:
        """Hand it to the gateway. Without one nothing can be sent, and the log says so."""
        if settings.SMS == "off":
            raise SendFailed("notices.no_gateway", again=False)
        send_text(Text(message.address, f"case_{message.template}", message.body, message.facts))


class WeCom:
    """By the application messages of WeCom (企业微信), or what speaks its interface."""

    name = "wecom"

    def send(self, message: Message) -> None:
        """Fetch a token and send the text to one account."""
        token = self._call(
            f"gettoken?corpid={settings.WECOM_CORPORATION}&corpsecret={settings.WECOM_SECRET}"
        )["access_token"]
        content = {
            "touser": message.address,
            "msgtype": "text",
            "agentid": settings.WECOM_AGENT,
            "text": {"content": message.body},
        }
        self._call(f"message/send?access_token={token}", content)

    def _call(self, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        # The address is the operator's own setting, never what a visitor typed.
        request = urllib.request.Request(  # noqa: S310
            f"{settings.WECOM_ADDRESS}/{path}",
            data=json.dumps(content).encode() if content else None,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
                answer: dict[str, Any] = json.loads(response.read())
        except (OSError, ValueError) as error:
            raise SendFailed("notices.wecom_unreachable", again=True) from error
        if answer.get("errcode", 0) != 0:
            # 40003 and 60111: there is no such account, and trying again will not make one.
            known = answer["errcode"] not in {40003, 60111}
            raise SendFailed(f"notices.wecom_{answer['errcode']}", again=known)
        return answer


def adapter_of(channel: Channel) -> Adapter:
    """The adapter that the settings name for this channel."""
    made: Adapter = import_string(settings.NOTICE_ADAPTERS[channel])()
    return made
