"""Cases in every state, made by the actions that make them."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories import PartyFactory, UserFactory, assistant, official, park
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, Role, User
from yuanqu.cases import actions
from yuanqu.cases.actions import CorrectionDraft
from yuanqu.cases.definitions import matter_in_force
from yuanqu.cases.files import store_attachment
from yuanqu.cases.models import Attachment, Case
from yuanqu.engines.workflow.states import Move, Outcome, State
from yuanqu.ledger.files import StoredFile

RECOGNITION = "sample.recognition"
PERMIT = "sample.permit"
REQUEST = "park.request"
# Monday, the 2nd of March 2026, ten in the morning.
MONDAY = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
PDF = b"%PDF-1.7\n" + b"proof " * 20


def pdf(name: str = "证明.pdf", content: bytes = PDF) -> StoredFile:
    """A file as it is kept before a case takes it."""
    return store_attachment(io.BytesIO(content), name)


def archive(*entries: tuple[str, bytes]) -> bytes:
    """A ZIP archive of these entries, packed as tightly as can be."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in entries:
            file.writestr(name, content)
    return packed.getvalue()


def answers(**changes: Any) -> dict[str, Any]:
    """Sound answers to the sample's form; a None takes one out."""
    said = {
        "title": f"示例称号{uuid4().hex[:8]}",
        "employees": 12,
        "revenue": 123_456_00,
        "foreign": False,
        "phone": "0512-1234567",
        "truth": True,
    } | changes
    return {code: value for code, value in said.items() if value is not None}


SAID: dict[str, Callable[[], dict[str, Any]]] = {
    RECOGNITION: answers,
    PERMIT: lambda: {"what": "开业"},
    REQUEST: lambda: {"subject": "suggestion", "text": "建议延长图书馆的开放时间。"},
}


class Stage:
    """A company with its assistant, two officials, and one case that they move.

    `Stage().at(State.PUBLICITY)` is a case in publicity.
    """

    def __init__(self, matter: str = RECOGNITION) -> None:
        self.company: Party = PartyFactory.create()
        self.li: User = assistant(self.company, f"lilei{uuid4().hex[:6]}")
        self.wang: User = official(f"wangfang{uuid4().hex[:6]}")
        self.zhou: User = official(f"zhoulan{uuid4().hex[:6]}", "周岚")
        self.case: Case = actions.open_draft(actor=self.li, matter=matter, applicant=self.company)

    def fill(self, **changes: Any) -> Case:
        """Answer every question and add the proof."""
        if self.case.matter == RECOGNITION:
            actions.attach_file(actor=self.li, case=self.case, field="proof", file=pdf())
        said = SAID[self.case.matter]() | changes
        self.reload()
        actions.save_draft(actor=self.li, case=self.case, answers=said, revision=self.case.revision)
        return self.reload()

    def reload(self) -> Case:
        """The case as the database has it now."""
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    def at(self, state: State) -> Case:
        """Bring the case there, by the shortest way through the sample's machine."""
        self.fill()
        for move in WAYS[state]:
            self.make(move)
        return self.reload()

    def make(self, move: Move) -> Case:
        """Make this move, by whoever may."""
        self.case = MAKERS[move](self)
        return self.case

    def end_publicity(self) -> None:
        """Let the days of publicity be over, without waiting for them."""
        day = timezone.localdate() - timedelta(days=1)
        Case.objects.filter(pk=self.case.pk).update(publicity_from=day, publicity_until=day)


def _decide(stage: Stage) -> Case:
    if stage.case.state == State.PUBLICITY:
        stage.end_publicity()
    return actions.decide(
        actor=stage.zhou, case=stage.case, outcome=Outcome.APPROVED, reasons="符合条件。"
    )


MAKERS: dict[Move, Any] = {
    Move.SUBMIT: lambda s: actions.submit(actor=s.li, case=s.case),
    Move.REQUEST_CORRECTIONS: lambda s: actions.request_corrections(
        actor=s.wang, case=s.case, items=[CorrectionDraft("请补充证明材料。", "proof")]
    ),
    Move.RESUBMIT: lambda s: actions.resubmit(actor=s.li, case=s.case, replies={1: "已补充。"}),
    Move.ACCEPT: lambda s: actions.accept(actor=s.wang, case=s.case),
    Move.DECLINE: lambda s: actions.decline(actor=s.wang, case=s.case, reasons="不属本园区事项。"),
    Move.START_REVIEW: lambda s: actions.start_review(actor=s.wang, case=s.case),
    Move.START_PUBLICITY: lambda s: actions.start_publicity(actor=s.wang, case=s.case),
    Move.RETURN_TO_REVIEW: lambda s: actions.return_to_review(actor=s.wang, case=s.case),
    Move.DECIDE: _decide,
    Move.WITHDRAW: lambda s: actions.withdraw_case(actor=s.li, case=s.case),
    Move.DELIVER: lambda s: actions.deliver(actor=s.wang, case=s.case),
    Move.ARCHIVE: lambda s: actions.archive(actor=s.wang, case=s.case),
}
WAYS: dict[State, tuple[Move, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: (Move.SUBMIT,),
    State.CORRECTION_REQUESTED: (Move.SUBMIT, Move.REQUEST_CORRECTIONS),
    State.ACCEPTED: (Move.SUBMIT, Move.ACCEPT),
    State.IN_REVIEW: (Move.SUBMIT, Move.ACCEPT, Move.START_REVIEW),
    State.PUBLICITY: (Move.SUBMIT, Move.ACCEPT, Move.START_PUBLICITY),
    State.DECIDED: (Move.SUBMIT, Move.ACCEPT, Move.DECIDE),
    State.DELIVERED: (Move.SUBMIT, Move.ACCEPT, Move.DECIDE, Move.DELIVER),
    State.ARCHIVED: (Move.SUBMIT, Move.ACCEPT, Move.DECIDE, Move.DELIVER, Move.ARCHIVE),
}


def attached(case: Case) -> Attachment:
    """The first file of a case."""
    return case.attachments.all()[0]


def official_for(*matters: str, name: str = "zhaoming") -> User:
    """An official whose mandate names these matters, or parts of matters."""
    user: User = UserFactory.create(username=name, display_name="赵明")
    grant_membership(
        actor=None, user=user, party=park(), role=Role.OFFICIAL, authorized_for=matters
    )
    return user


def refusal(act: Callable[[], Any]) -> str:
    """The code with which this act is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def matter(code: str) -> Any:
    """The matter as it is in force now."""
    return matter_in_force(code, timezone.localdate())
