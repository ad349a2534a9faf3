"""An entry of the register before it is written, and the checks that every door shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import PartyKind
from yuanqu.engines import identifiers, industries, uscc
from yuanqu.engines.text import tidied
from yuanqu.organizations.models import (
    ChainStage,
    Cluster,
    NameKind,
    NameLanguage,
    OrganizationKind,
    Scheme,
)

LONGEST_NAME = 200
LONGEST_SUMMARY = 500
LONGEST_NUMBER = 60
# Looked at for each of ten thousand rows: Django's `values` makes a new list each time.
LANGUAGES, NAME_KINDS = frozenset(NameLanguage.values), frozenset(NameKind.values)
KINDS = frozenset(OrganizationKind.values)
CLUSTERS = frozenset(["", *Cluster.values])
CHAIN_STAGES = frozenset(["", *ChainStage.values])
# The kinds that are a party of their own sort; every other one is an organization.
PARTY_KINDS: Mapping[str, PartyKind] = {
    OrganizationKind.CONSORTIUM: PartyKind.CONSORTIUM,
    OrganizationKind.PARK: PartyKind.PARK,
}


@dataclass(frozen=True, slots=True)
class NameDraft:
    """A name; `official` is false for an abbreviation or a rendering that nobody registered."""

    text: str
    language: NameLanguage = NameLanguage.ZH
    kind: NameKind = NameKind.CURRENT
    official: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class IdentifierDraft:
    """A number as people type it; `verified` when the recorder has seen the certificate."""

    scheme: Scheme
    value: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organization is and where it stands in industry; empty means not known."""

    kind: OrganizationKind
    industry: str = ""
    cluster: str = ""
    chain_stage: str = ""
    summary_zh: str = ""
    summary_en: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationDraft:
    """A new entry. A foreign member has no credit code, and may have an English name alone."""

    profile: Profile
    names: tuple[NameDraft, ...]
    identifiers: tuple[IdentifierDraft, ...] = ()


def party_kind(kind: str) -> PartyKind:
    """The sort of party that stands behind an organization of this kind."""
    return PARTY_KINDS.get(kind, PartyKind.ORGANIZATION)


def checked(draft: OrganizationDraft) -> OrganizationDraft:
    """The draft as it is stored. Raises `Refused` naming the first thing that is wrong."""
    names = tuple(checked_name(name) for name in draft.names)
    current = [name.language for name in names if name.kind == NameKind.CURRENT]
    if not current:
        raise Refused("organizations.name_missing")
    if len(set(current)) != len(current):
        raise Refused("organizations.two_current_names")
    numbers = tuple(checked_identifier(number) for number in draft.identifiers)
    schemes = [number.scheme for number in numbers if number.scheme != Scheme.OTHER]
    if len(set(schemes)) != len(schemes):
        raise Refused("organizations.identifier_already_held")
    return OrganizationDraft(checked_profile(draft.profile), names, numbers)


def checked_name(draft: NameDraft) -> NameDraft:
    """The name without stray spaces and controls, its days in order."""
    text = tidied(draft.text)
    if not any(map(str.isalnum, text)):  # nothing, or nothing that can be seen
        raise Refused("organizations.name_missing")
    if len(text) > LONGEST_NAME:
        raise Refused("organizations.too_long", most=str(LONGEST_NAME))
    if draft.language not in LANGUAGES or draft.kind not in NAME_KINDS:
        raise Refused("organizations.unknown_choice")
    if draft.kind == NameKind.CURRENT and draft.valid_to is not None:
        raise Refused("organizations.current_name_has_no_end")
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        raise Refused("organizations.name_ends_before_it_begins")
    if draft.valid_from and draft.valid_from > timezone.localdate():
        raise Refused("organizations.day_in_the_future")
    return replace(draft, text=text)


def checked_profile(profile: Profile) -> Profile:
    """The profile with its codes in their canonical form."""
    if (
        profile.kind not in KINDS
        or profile.cluster not in CLUSTERS
        or profile.chain_stage not in CHAIN_STAGES
    ):
        raise Refused("organizations.unknown_choice")
    summaries = [tidied(profile.summary_zh), tidied(profile.summary_en)]
    if max(map(len, summaries)) > LONGEST_SUMMARY:
        raise Refused("organizations.too_long", most=str(LONGEST_SUMMARY))
    return replace(
        profile,
        industry=_industry(profile.industry),
        summary_zh=summaries[0],
        summary_en=summaries[1],
    )


def checked_identifier(draft: IdentifierDraft) -> IdentifierDraft:
    """The number in its scheme's canonical form. Raises `Refused` with the scheme's own code."""
    try:
        value = _CANONICAL[Scheme(draft.scheme)](draft.value)
    except (uscc.CreditCodeError, identifiers.IdentifierError) as error:
        raise Refused(error.code, **error.facts) from error
    except ValueError as error:
        raise Refused("organizations.unknown_choice") from error
    return replace(draft, value=value)


def _other(text: str) -> str:
    value = tidied(text)
    if not value or len(value) > LONGEST_NUMBER:
        raise Refused("organizations.number_length", most=str(LONGEST_NUMBER))
    return value


def _industry(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return industries.industry_code(text)
    except industries.IndustryError as error:
        raise Refused(error.code, text=error.text) from error


_CANONICAL = {
    Scheme.USCC: lambda text: uscc.CreditCode.parse(text).text,
    Scheme.ROR: identifiers.ror,
    Scheme.LEI: identifiers.lei,
    Scheme.OTHER: _other,
}
