"""The demonstration's cases, filed and moved by its cast through the actions that pages call."""

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import typst
from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.models import Party, User
from yuanqu.cases import actions
from yuanqu.cases.definitions import all_versions
from yuanqu.cases.files import store_attachment
from yuanqu.cases.letters import fonts
from yuanqu.cases.models import Case
from yuanqu.cases.moments import entered_as_of
from yuanqu.demo.entries import CaseEntry
from yuanqu.engines.workflow.states import Outcome
from yuanqu.ledger.files import StoredFile

PAPER = Path(__file__).parent / "paper.typ"


def missing_cases(entries: Sequence[CaseEntry]) -> list[CaseEntry]:
    """Those that are not there yet, and whose matter was in force when they came in."""
    ids = [entry.id for entry in entries]
    known = set(Case.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [entry for entry in entries if entry.id not in known and _is_in_force(entry)]


def _is_in_force(entry: CaseEntry) -> bool:
    day = timezone.localdate() - timedelta(days=entry.days_ago)
    return any(matter.is_in_force(day) for matter in all_versions().get(entry.matter, ()))


def file_case(entry: CaseEntry, people: Mapping[str, User], parties: Mapping[str, Party]) -> None:
    """File one case and take its steps: all of it, or nothing."""
    papers = {field: _paper(name) for field, name in entry.files.items()}
    with transaction.atomic():
        past = timezone.now() - timedelta(days=entry.days_ago)
        with entered_as_of(past) if entry.days_ago else nullcontext():
            case = _submitted(entry, papers, people, parties)
        for step in entry.steps:
            case.refresh_from_db()
            STEPS[step.move](people[step.by], case, step.said)


def _submitted(
    entry: CaseEntry,
    papers: Mapping[str, StoredFile],
    people: Mapping[str, User],
    parties: Mapping[str, Party],
) -> Case:
    actor = people[entry.by]
    person = people.get(entry.applicant)
    applicant = person.party if person else parties[entry.applicant]
    case = actions.open_draft(actor=actor, matter=entry.matter, applicant=applicant, id=entry.id)
    actions.save_draft(actor=actor, case=case, answers=entry.answers, revision=case.revision)
    for field, file in papers.items():
        actions.attach_file(actor=actor, case=case, field=field, file=file)
    return actions.submit(actor=actor, case=case)


def _paper(name: str) -> StoredFile:
    """A file that says what it stands for, and that it is no real one."""
    folders = [Path(folder) for folder in fonts()]
    content = typst.compile(
        PAPER,
        font_paths=folders,
        ignore_system_fonts=bool(folders),
        sys_inputs={"title": Path(name).stem},
        timestamp=0,
        format="pdf",
    )
    return store_attachment(io.BytesIO(content), name)


def _request_corrections(actor: User, case: Case, said: Mapping[str, Any]) -> None:
    items = [actions.CorrectionDraft(**item) for item in said["items"]]
    actions.request_corrections(actor=actor, case=case, items=items)


def _decide(actor: User, case: Case, said: Mapping[str, Any]) -> None:
    outcome = Outcome(said["outcome"])
    actions.decide(actor=actor, case=case, outcome=outcome, reasons=said["reasons"])


STEPS: Mapping[str, Callable[[User, Case, Mapping[str, Any]], object]] = {
    "accept": lambda actor, case, _said: actions.accept(actor=actor, case=case),
    "start_review": lambda actor, case, _said: actions.start_review(actor=actor, case=case),
    "start_publicity": lambda actor, case, _said: actions.start_publicity(actor=actor, case=case),
    "deliver": lambda actor, case, _said: actions.deliver(actor=actor, case=case),
    "object": lambda actor, case, said: actions.object_to(actor=actor, case=case, **said),
    "request_corrections": _request_corrections,
    "decide": _decide,
}
