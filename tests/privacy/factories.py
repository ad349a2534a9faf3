"""A person about whom every app holds something, and requests under the privacy law."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone

from tests.factories import PartyFactory, UserFactory, evidence, official
from yuanqu.accounts.actions import attach_phone, create_token, grant_membership, keep_text
from yuanqu.accounts.models import AccountEvent, Party, Role, User
from yuanqu.api.models import KeptAnswer, Webhook
from yuanqu.cases import actions
from yuanqu.cases.files import store_attachment
from yuanqu.cases.models import Case
from yuanqu.engines.periods import Period
from yuanqu.engines.workflow.states import Outcome
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Access, Confidentiality, Fact
from yuanqu.search.actions import publish
from yuanqu.search.drafts import DocumentDraft

PHONE, EMAIL, NAME = "+8613812345678", "zhaominghua@example.org", "赵明华"
SECRET_QUOTE = "赵明华同志入选示例人才计划。"
PDF = b"%PDF-1.7\n" + b"proof " * 20
TEXT = "我的住址是示例路一百号。"


def person(name: str = NAME, email: str = EMAIL, phone: str = PHONE) -> User:
    """Somebody with a name, an address and a verified number."""
    user = UserFactory.create(username=email.partition("@")[0], display_name=name, email=email)
    return attach_phone(user=user, number=phone, verified=True)


def fact_about(user: User, actor: User, **changes: Any) -> Fact:
    """A title that the person holds, on restricted evidence with a file."""
    said: dict[str, Any] = {
        "kind": "organization.label",
        "occurred": Period.of_day(date(2025, 5, 1)),
        "parties": (PartyRole(user.party, "holder"),),
        "attributes": {"label": "talent", "title": {"zh": "示例人才", "en": "Sample talent"}},
        "evidence": (
            evidence(
                quote=SECRET_QUOTE,
                file=store_file(BytesIO(PDF + str(user.pk).encode()), "名单.pdf"),
                confidentiality=Confidentiality.RESTRICTED,
            ),
        ),
        "access": Access.PARTIES,
    }
    return record_fact(actor=actor, draft=FactDraft(**said | changes))


def asked(user: User, matter: str, answers: dict[str, Any]) -> Case:
    """A request that was sent."""
    case = actions.open_draft(actor=user, matter=matter, applicant=user.party)
    saved = actions.save_draft(actor=user, case=case, answers=answers, revision=case.revision)
    assert saved.errors == ()
    return actions.submit(actor=user, case=saved.case)


def decided(case: Case, actor: User, outcome: Outcome = Outcome.APPROVED) -> Case:
    """The same, taken up and decided."""
    taken = actions.accept(actor=actor, case=case)
    return actions.decide(actor=actor, case=taken, outcome=outcome, reasons="依法处理。")


def finished(case: Case, actor: User) -> Case:
    """The same, delivered."""
    return actions.deliver(actor=actor, case=decided(case, actor))


def suggestion(user: User) -> Case:
    """A suggestion to the park with a file, as a person makes one."""
    case = actions.open_draft(actor=user, matter="park.request", applicant=user.party)
    file = store_attachment(BytesIO(PDF), "住址.pdf")
    actions.attach_file(actor=user, case=case, field="files", file=file)
    case.refresh_from_db()
    said = {"subject": "suggestion", "text": TEXT, "contact": NAME, "phone": "0512-7654321"}
    actions.save_draft(actor=user, case=case, answers=said, revision=case.revision)
    return actions.submit(actor=user, case=case)


DELETION = {"scope": "everything", "ground": "period_over", "understood": True}


def held_everywhere() -> tuple[User, User, Party]:
    """A person about whom every app holds something; the official who did it; their company."""
    wang, company = official(), PartyFactory.create(label="示例企业甲")
    user = person()
    grant_membership(actor=None, user=user, party=company, role=Role.ASSISTANT)
    create_token(user=user, name="报表程序")
    fact_about(user, wang)
    finished(suggestion(user), wang)
    keep_text(number=PHONE, template="accounts.text_with_code", body="123456")
    publish(
        DocumentDraft(
            key=f"person:{user.party_id}", kind="person", title=NAME, url="/x/", access=("public",)
        )
    )
    now = timezone.now()
    KeptAnswer.objects.create(
        caller=user.party, key="k1", path="/api/v1/facts", body_sha256="0" * 64, status=201,
        answer={"said": TEXT}, kept_at=now,
    )  # fmt: skip
    Webhook.objects.create(
        owner=user,
        url="https://zhaominghua.example",
        secret="s",
        cursor=0,
        made_at=now,
        due_at=now,
    )
    assert AccountEvent.objects.filter(actor=user).exists()
    return user, wang, company


def long_ago(days: int) -> Any:
    """So many days before now."""
    return timezone.now() - timedelta(days=days)
