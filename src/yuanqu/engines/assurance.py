"""What a log-in elsewhere is worth here: the levels, and reading them from what is claimed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Assurance(StrEnum):
    """How sure a log-in makes us of who it is; the three levels of eIDAS and of real-name rules."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    def reaches(self, least: "Assurance") -> bool:
        """Whether this level is at least that one."""
        levels = list(Assurance)
        return levels.index(self) >= levels.index(least)


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Which claims of a provider we read. An empty name means that it is not read.

    `assurance` is what every log-in there is worth; where `assurance_claim` is named, the claim
    decides by `assurance_levels`, and what is missing or unknown there counts as low.
    """

    subject: str = "sub"
    name: str = "name"
    email: str = ""
    email_verified: str = ""
    legal_person: str = ""
    assurance: Assurance = Assurance.LOW
    assurance_claim: str = ""
    assurance_levels: Mapping[str, Assurance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider said of a person, and nothing else of what it sent.

    `email` is empty unless the provider says that it is verified; `legal_person` is the credit
    code as sent, not yet checked.
    """

    subject: str
    assurance: Assurance
    name: str = ""
    email: str = ""
    legal_person: str = ""


def vouched(rule: ClaimRule, claims: Mapping[str, object]) -> Vouched:
    """Read the claims by the rule. Raises `ValueError` where the subject is missing."""
    subject = _text(claims, rule.subject)
    if not subject:
        raise ValueError("no subject")
    verified = bool(rule.email_verified) and _is_true(claims.get(rule.email_verified))
    return Vouched(
        subject=subject,
        assurance=_assurance(rule, claims),
        name=_text(claims, rule.name),
        email=_text(claims, rule.email) if verified else "",
        legal_person=_text(claims, rule.legal_person),
    )


def _assurance(rule: ClaimRule, claims: Mapping[str, object]) -> Assurance:
    if not rule.assurance_claim:
        return rule.assurance
    return rule.assurance_levels.get(_text(claims, rule.assurance_claim), Assurance.LOW)


def _text(claims: Mapping[str, object], name: str) -> str:
    """A claim as text; a list gives its first value. Empty where it is missing or not text."""
    value = claims.get(name) if name else None
    if isinstance(value, list | tuple) and value:
        value = value[0]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip() if isinstance(value, str) else ""


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")
