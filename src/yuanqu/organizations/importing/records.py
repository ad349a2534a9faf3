"""A row as the register would keep it: texts by column, each in its canonical form."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from types import MappingProxyType

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from yuanqu.accounts.errors import Refused
from yuanqu.engines.text import folded, tidied
from yuanqu.organizations.drafts import (
    LONGEST_SUMMARY,
    IdentifierDraft,
    NameDraft,
    OrganizationDraft,
    Profile,
    checked_identifier,
    checked_name,
)
from yuanqu.organizations.importing.columns import NAMES, Column
from yuanqu.organizations.industries import Industries
from yuanqu.organizations.models import (
    ChainStage,
    Cluster,
    NameKind,
    NameLanguage,
    Organization,
    OrganizationKind,
    Scheme,
)

# What a row says, by column; a column that says nothing is left out.
Record = Mapping[Column, str]

BETWEEN = ";"
SEVERAL = re.compile("[;；\n]")
LATIN = re.compile(r"[A-Za-z]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
# What people call kinds besides the words of the screens.
ALSO_CALLED: Mapping[str, str] = {
    "公司": OrganizationKind.COMPANY,
    "大学": OrganizationKind.UNIVERSITY,
    "研究院": OrganizationKind.INSTITUTE,
    "研究所": OrganizationKind.INSTITUTE,
}
NUMBERS = {
    Column.CREDIT_CODE: Scheme.USCC,
    Column.LEI: Scheme.LEI,
    Column.ROR: Scheme.ROR,
    Column.OTHER_NUMBERS: Scheme.OTHER,
}
OTHER_NAMES = {Column.SHORT_NAMES: NameKind.SHORT, Column.FORMER_NAMES: NameKind.FORMER}


def checked_record(raw: Record, industries: Industries) -> tuple[Record, dict[Column, Refused]]:
    """The row in canonical form as far as it is sound, and why each other cell is not."""
    sound: dict[Column, str] = {}
    wrong: dict[Column, Refused] = {}
    readers = {**READERS, Column.INDUSTRY: industries.code_of}
    for column, text in raw.items():
        if not text.strip():
            continue
        try:
            sound[column] = readers[column](text)
        except Refused as refusal:
            wrong[column] = refusal
    if not any(column in sound or column in wrong for column in NAMES):
        wrong[Column.NAME_ZH] = Refused("organizations.name_missing")
    if Column.KIND not in sound and Column.KIND not in wrong:
        wrong[Column.KIND] = Refused("import.kind_missing")
    return MappingProxyType(sound), wrong


def draft_of(record: Record) -> OrganizationDraft:
    """The entry that a row in canonical form asks for."""
    return OrganizationDraft(
        profile_of(record),
        tuple(_names(record)),
        tuple(IdentifierDraft(scheme, value) for scheme, value in numbers_of(record)),
    )


def profile_of(record: Record) -> Profile:
    """Kind, industry, cluster, place in the chain and summaries of a row."""
    return Profile(
        kind=OrganizationKind(record[Column.KIND]),
        industry=record.get(Column.INDUSTRY, ""),
        cluster=record.get(Column.CLUSTER, ""),
        chain_stage=record.get(Column.CHAIN_STAGE, ""),
        summary_zh=record.get(Column.SUMMARY_ZH, ""),
        summary_en=record.get(Column.SUMMARY_EN, ""),
    )


def numbers_of(record: Record) -> Iterator[tuple[Scheme, str]]:
    """The numbers of a row, each with its scheme."""
    for column, scheme in NUMBERS.items():
        for value in parts(record.get(column, "")):
            yield scheme, value


def record_of(organization: Organization) -> Record:
    """What the register holds of an organization, whose names and identifiers were fetched."""
    names, numbers = list(organization.names.all()), list(organization.identifiers.all())
    said = {
        Column.NAME_ZH: [n.text for n in names if (n.kind, n.language) == ("current", "zh")],
        Column.NAME_EN: [n.text for n in names if (n.kind, n.language) == ("current", "en")],
        Column.KIND: [organization.kind],
        Column.INDUSTRY: [organization.industry],
        Column.CLUSTER: [organization.cluster],
        Column.CHAIN_STAGE: [organization.chain_stage],
        Column.SUMMARY_ZH: [organization.summary_zh],
        Column.SUMMARY_EN: [organization.summary_en],
    }
    said |= {
        column: [name.text for name in names if name.kind == kind]
        for column, kind in OTHER_NAMES.items()
    }
    said |= {
        column: [number.value for number in numbers if number.scheme == scheme]
        for column, scheme in NUMBERS.items()
    }
    texts = {column: BETWEEN.join(sorted(filter(None, said[column]))) for column in Column}
    return MappingProxyType({column: text for column, text in texts.items() if text})


def parts(text: str) -> list[str]:
    """The several values of one cell."""
    return [part.strip() for part in SEVERAL.split(text) if part.strip()]


def _names(record: Record) -> Iterator[NameDraft]:
    for column, language in zip(NAMES, NameLanguage, strict=True):
        if column in record:
            yield NameDraft(record[column], language)
    for column, kind in OTHER_NAMES.items():
        for text in parts(record.get(column, "")):
            yield NameDraft(text, language_of(text), kind, official=kind == NameKind.FORMER)


def language_of(text: str) -> NameLanguage:
    """The language of a name, by its letters."""
    english = LATIN.search(text) and not CHINESE.search(text)
    return NameLanguage.EN if english else NameLanguage.ZH


def _name(text: str, language: NameLanguage) -> str:
    return checked_name(NameDraft(text, language)).text


def _number(text: str, scheme: Scheme) -> str:
    if ROUNDED.fullmatch(text.strip()):
        raise Refused("import.rounded")
    return checked_identifier(IdentifierDraft(scheme, text)).value


def _several(text: str, one: Callable[[str], str]) -> str:
    return BETWEEN.join(sorted(dict.fromkeys(one(part) for part in parts(text))))


def _summary(text: str) -> str:
    if len(kept := tidied(text)) > LONGEST_SUMMARY:
        raise Refused("organizations.too_long", most=str(LONGEST_SUMMARY))
    return kept


def _choice(text: str, choices: type[TextChoices], code: str) -> str:
    found = _called(choices).get(folded(text))
    if found is None:
        raise Refused(code)
    return found


@lru_cache(maxsize=8)
def _called(choices: type[TextChoices]) -> Mapping[str, str]:
    """Every choice by its code, and by its words in each language."""
    known = {folded(word): value for word, value in ALSO_CALLED.items() if value in choices.values}
    for language, _name_of_it in settings.LANGUAGES:
        with override(language):
            known |= {folded(str(choice.label)): str(choice.value) for choice in choices}
    known |= {str(value): str(value) for value in choices.values}
    # There is one park, and it is made when everything else is.
    return MappingProxyType({word: value for word, value in known.items() if value != "park"})


READERS: Mapping[Column, Callable[[str], str]] = {
    Column.NAME_ZH: partial(_name, language=NameLanguage.ZH),
    Column.NAME_EN: partial(_name, language=NameLanguage.EN),
    Column.CREDIT_CODE: partial(_number, scheme=Scheme.USCC),
    Column.KIND: partial(_choice, choices=OrganizationKind, code="import.unknown_kind"),
    Column.CLUSTER: partial(_choice, choices=Cluster, code="import.unknown_cluster"),
    Column.CHAIN_STAGE: partial(_choice, choices=ChainStage, code="import.unknown_chain_stage"),
    Column.SHORT_NAMES: partial(_several, one=partial(_name, language=NameLanguage.ZH)),
    Column.FORMER_NAMES: partial(_several, one=partial(_name, language=NameLanguage.ZH)),
    Column.LEI: partial(_number, scheme=Scheme.LEI),
    Column.ROR: partial(_number, scheme=Scheme.ROR),
    Column.OTHER_NUMBERS: partial(_several, one=partial(_number, scheme=Scheme.OTHER)),
    Column.SUMMARY_ZH: _summary,
    Column.SUMMARY_EN: _summary,
}
