"""The last letter: to somebody whose account is erased, at the address that is then forgotten."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Self

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.privacy.models import Erasure
from yuanqu.privacy.rules import all_rules

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Farewell:
    """Where the letter goes and in which language, read before both are gone."""

    address: str
    language: str

    @classmethod
    def to(cls, person: User) -> Self:
        """To this person."""
        return cls(person.email, person.preferred_language)


def send(letter: Farewell, erasure: Erasure) -> None:
    """Send it once; an address that is forgotten cannot be written to again."""
    if not letter.address:
        return
    with override(letter.language):
        facts = {
            "number": erasure.case.number if erasure.case else "",
            "day": timezone.localtime(erasure.erased_at).date().isoformat(),
            "gone": _listed(erasure, 0),
            "kept": _listed(erasure, 1),
        }
        subject = sentence("privacy.farewell_subject", facts)
        body = sentence("privacy.farewell", facts)
    try:
        EmailMessage(subject, body, to=[letter.address]).send()
    except (OSError, SMTPException) as error:
        logger.error("A last letter was not sent.", extra={"error": type(error).__name__})


def _listed(erasure: Erasure, place: int) -> str:
    """What went (0) or stays (1), by the names of the rules."""
    language = get_language() or "zh-hans"
    named = [
        all_rules()[code].names.in_language(language)
        for code, counts in erasure.result.items()
        if counts[place]
    ]
    return gettext(", ").join(named) or gettext("nothing")
