"""Receipts, notices and decision letters as PDF, set by typst with a Chinese font from a package.

The words are ours, translated like any other; what people typed is handed over as data, so that no
character of it is markup. The same case gives the same file, byte for byte.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from yuanqu.accounts.models import Party, PartyKind
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.models import Case, EventCode, OutcomeChoice
from yuanqu.engines.workflow.states import Outcome

FONT_PACKAGE = "pylopdf_fonts_zh_cn"  # data only: Noto Serif SC and Noto Sans SC, under the OFL
LAYOUT = Path(__file__).parent / "letter.typ"


@dataclass(frozen=True, slots=True)
class Content:
    """What one letter says, and when it was said."""

    title: str
    at: datetime
    paragraphs: Sequence[str]
    items: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter with all its words, in one language, as the layout takes it."""

    lang: str
    region: str
    park: str
    title: str
    number: str
    addressee: str
    colon: str
    paragraphs: Sequence[str]
    items: Sequence[str]
    terms: Sequence[tuple[str, str]]
    date: str
    note: str


def receipt_letter(case: Case, language: str) -> bytes:
    """That the application was received, when, and what it was, by digest."""
    with override(language):
        sent = case.submissions.first()
        at = case.submitted_at or case.opened_at
        terms = [
            (_("Received"), _moment(at)),
            (_("Filed by"), str(case.filed_by)),
            (_("Content (SHA-256)"), sent.digest if sent else "-"),
        ]
        text = _("We received this application. It is not accepted yet: you hear from us.")
        return _set(case, language, Content(_("Receipt"), at, [text], terms=terms))


def corrections_letter(case: Case, language: str) -> bytes:
    """The one list of everything that is missing (一次性告知)."""
    with override(language):
        items = list(case.corrections.all())
        at = items[0].asked_at if items else timezone.now()
        text = _(
            "The following is missing or wrong in your application. The list is complete: you are "
            "asked once."
        )
        listed = [item.what for item in items]
        return _set(case, language, Content(_("List of corrections"), at, [text], items=listed))


def acceptance_letter(case: Case, language: str) -> bytes:
    """That the case was taken up, and since when it counts."""
    with override(language):
        event = case.events.filter(code=EventCode.ACCEPT).first()
        at = event.at if event else timezone.now()
        terms = [(_("Accepted as of"), str(case.accepted_on or "-"))]
        text = _("We took up this application and decide by the day that is shown with the case.")
        return _set(case, language, Content(_("Notice of acceptance"), at, [text], terms=terms))


def decision_letter(case: Case, language: str) -> bytes:
    """The decision with its reasons, who decided, and what one can do against it."""
    decision = case.decision
    with override(language):
        terms = [
            (_("Outcome"), str(OutcomeChoice(decision.outcome).label)),
            (_("Decided by"), str(decision.decided_by)),
            (_("Decided"), _moment(decision.decided_at)),
        ]
        reasons = [line for line in decision.reasons.splitlines() if line.strip()]
        said = [_said(Outcome(decision.outcome)), *reasons, *_remedies(case, language)]
        content = Content(_("Decision letter"), decision.decided_at, said, terms=terms)
        return _set(case, language, content)


def fonts() -> tuple[str, ...]:
    """The folder of the font package; without it, typst looks among the system's fonts."""
    found = find_spec(FONT_PACKAGE)
    return tuple(found.submodule_search_locations or ()) if found else ()


def _said(outcome: Outcome) -> str:
    return {
        Outcome.APPROVED: _("We approve this application."),
        Outcome.REJECTED: _("We reject this application."),
        Outcome.DECLINED: _("We do not take this application up."),
        Outcome.WITHDRAWN: _("This application was withdrawn."),
    }[outcome]


def _remedies(case: Case, language: str) -> list[str]:
    """What one can do against a decision that is not the one asked for."""
    matter = matter_at(case.matter, case.matter_version)
    if matter.remedies is None or case.outcome == Outcome.APPROVED:
        return []
    return [matter.remedies.in_language(language)]


def _sheet(case: Case, language: str, content: Content) -> Sheet:
    matter = matter_at(case.matter, case.matter_version)
    chinese = language.startswith("zh")
    park = Party.objects.filter(kind=PartyKind.PARK).first()
    return Sheet(
        lang="zh" if chinese else "en",
        region="cn" if chinese else "gb",
        park=park.label_in(language) if park else "",
        title=content.title,
        number=case.number,
        addressee=_name_of(case, language),
        colon="：" if chinese else ",",
        paragraphs=content.paragraphs,
        items=content.items,
        terms=[(_("Matter"), matter.names.in_language(language)), *content.terms],
        date=date_format(timezone.localtime(content.at), "DATE_FORMAT"),
        note=_("Made by the program; without a seal it is a copy. The desk issues the sealed one."),
    )


def _name_of(case: Case, language: str) -> str:
    party = case.applicant
    if party.kind == PartyKind.PERSON:
        return str(getattr(party, "user", "")) or str(case.filed_by)
    return party.label_in(language)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _set(case: Case, language: str, content: Content) -> bytes:
    sheet = asdict(_sheet(case, language, content))
    return typst.compile(
        LAYOUT,
        font_paths=[Path(folder) for folder in fonts()],
        ignore_system_fonts=bool(fonts()),
        sys_inputs={"letter": json.dumps(sheet, ensure_ascii=False)},
        timestamp=int(content.at.timestamp()),
        format="pdf",
    )
