"""What cases hold about a person, and how it goes."""

from collections.abc import Iterator
from functools import partial

from yuanqu.accounts.holdings import Erased, Erasing, Expiry, HeldFile, Holding, Row
from yuanqu.accounts.models import User
from yuanqu.cases.actions import closing, erasing
from yuanqu.cases.files import attached_content
from yuanqu.cases.models import AnswerOnFile, Case, Notice, NoticePreference, Objection

CASE = (
    "id", "number", "matter", "matter_version", "state", "outcome", "answers", "opened_at",
    "submitted_at", "accepted_on", "decided_at", "delivered_at", "archived_at", "retain_until",
    "erased_at",
)  # fmt: skip
FILED = ("id", "number", "matter", "applicant_id", "opened_at", "submitted_at")
OBJECTION = ("case__number", "name", "statement", "made_at", "upheld", "answer", "answered_at")
NOTICE = (
    "template", "channel", "language", "subject", "body", "status", "created_at", "sent_at",
)  # fmt: skip
PREFERENCE = ("email", "sms", "wecom", "wecom_id", "quiet_from", "quiet_to")


def applications(person: User) -> Iterator[Row]:
    """The person's own cases with everything said in them, by them and to them."""
    related = ("submissions", "corrections", "attachments", "letters")
    own = Case.objects.filter(applicant=person.party_id).select_related("decision")
    for case in own.prefetch_related(*related).order_by("opened_at", "pk"):
        decision = getattr(case, "decision", None)
        yield {name: getattr(case, name) for name in CASE} | {
            "sent": [
                {"at": sent.submitted_at, "answers": sent.answers}
                for sent in case.submissions.all()
            ],
            "corrections": [
                {"asked": item.what, "reply": item.reply} for item in case.corrections.all()
            ],
            "files": [file.name for file in case.attachments.all()],
            "letters": [f"{letter.kind} {letter.language}" for letter in case.letters.all()],
            "reasons": decision.reasons if decision else "",
        }


def files(person: User) -> Iterator[HeldFile]:
    """The files and letters of the person's own cases."""
    own = Case.objects.filter(applicant=person.party_id).prefetch_related("attachments", "letters")
    for case in own.order_by("opened_at", "pk"):
        place = case.number or f"draft-{case.pk}"
        for file in case.attachments.all():
            name = f"{place}/{str(file.pk)[:8]}-{file.name}"
            yield HeldFile(name, file.size, partial(attached_content, file.file_sha256))
        for letter in case.letters.all():
            name = f"{place}/{letter.kind}-{letter.language}.pdf"
            yield HeldFile(name, letter.size, partial(attached_content, letter.file_sha256))


def filed(person: User) -> Iterator[Row]:
    """Cases that the person filed for others: that they did; the contents are the applicant's."""
    others = Case.objects.filter(filed_by=person).exclude(applicant=person.party_id)
    yield from others.order_by("opened_at", "pk").values(*FILED)


def objections(person: User) -> Iterator[Row]:
    """What the person objected, and the answers."""
    yield from Objection.objects.filter(made_by=person).order_by("made_at").values(*OBJECTION)


def answers_on_file(person: User) -> Iterator[Row]:
    """What the person once answered and is offered again."""
    kept = AnswerOnFile.objects.filter(party=person.party_id).order_by("key")
    yield from kept.values("key", "value", "case__number", "given_on")


def notices(person: User) -> Iterator[Row]:
    """What the person was told, and by which channels they want to be told."""
    yield from NoticePreference.objects.filter(user=person).values(*PREFERENCE)
    yield from Notice.objects.filter(user=person).order_by("created_at", "pk").values(*NOTICE)


def _erase_applications(order: Erasing) -> Erased:
    return erasing.erase_applications(person=order.person, spare=order.spare)


def _erase_objections(order: Erasing) -> Erased:
    return erasing.erase_objections(person=order.person)


def _erase_answers(order: Erasing) -> Erased:
    return erasing.forget_answers_of(person=order.person)


def _erase_notices(order: Erasing) -> Erased:
    return erasing.forget_notices_of(person=order.person, spare=order.spare)


HOLDINGS = (
    Holding(
        "cases.applications",
        rows=applications,
        files=files,
        erase=_erase_applications,
        # Each matter says its own period; the moment asked for is today.
        expiry=Expiry(
            due=lambda _now: closing.count_expired(),
            erase=lambda _now: closing.erase_expired(),
        ),
    ),
    Holding("cases.filed", rows=filed),
    Holding("cases.objections", rows=objections, erase=_erase_objections),
    Holding(
        "cases.answers_on_file",
        rows=answers_on_file,
        erase=_erase_answers,
        expiry=Expiry(
            due=lambda before: erasing.old_answers(before).count(),
            erase=lambda before: erasing.forget_old_answers(before=before),
        ),
    ),
    Holding(
        "cases.notices",
        rows=notices,
        erase=_erase_notices,
        expiry=Expiry(
            due=lambda before: erasing.old_notices(before).count(),
            erase=lambda before: erasing.forget_old_notices(before=before),
        ),
    ),
)
