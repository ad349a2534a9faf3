"""The demonstration's cases: every inbox has something in it, and all of it says 示例."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.demo.conftest import unheard
from yuanqu.accounts.actions import end_membership
from yuanqu.accounts.models import Membership, Role, User
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.files import attached_content
from yuanqu.cases.models import Attachment, Case, CaseEvent, Letter
from yuanqu.cases.queries import in_publicity, inbox, inbox_counts, public_case
from yuanqu.demo.actions import load_demonstration
from yuanqu.demo.casework import missing_cases
from yuanqu.demo.entries import CaseEntry, all_entries, id_of
from yuanqu.engines.forms.schema import Kind
from yuanqu.ledger.models import Fact
from yuanqu.organizations.queries.claims import open_claims

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def case(key: str) -> Case:
    return Case.objects.get(pk=id_of("case", key))


def waiting(name: str) -> list[tuple[str, str, bool]]:
    """Whose turn, in what, and whether it is late: the inbox of one of the cast."""
    user = User.objects.get(username=name)
    return [(row.side, row.state, row.is_overdue) for row in inbox(user)]


def test_each_of_the_three_finds_something_on_the_first_morning():
    assert waiting("lilei") == [("organization", "correction_requested", False)]
    assert waiting("liuyang") == [("me", "correction_requested", False)]
    assert sorted(waiting("wangfang")) == [
        ("desk", "publicity", False),
        ("desk", "submitted", False),
        ("desk", "submitted", True),
    ]
    wang = inbox_counts(User.objects.get(username="wangfang"))
    assert (wang.total, wang.overdue) == (3, 1)


def test_what_is_overdue_came_in_before_the_demonstration_was_made():
    late = case("example-overdue")
    assert late.submitted_at is not None
    assert late.due_on is not None
    assert (timezone.now() - late.submitted_at).days == 15
    assert late.due_on < timezone.localdate()
    assert late.opened_at <= late.submitted_at
    assert [event.at for event in late.events.all()] == [late.submitted_at]


def test_a_claim_with_its_papers_waits_for_an_official():
    claim = case("example-claim")
    assert (claim.state, claim.waits_for) == ("submitted", "desk")
    assert sorted(claim.attachments.values_list("field", flat=True)) == ["authorization", "licence"]
    assert [one.case_id for one in open_claims(
        party=None, credit_code=str(claim.answers["credit_code"])
    )] == [claim.pk]  # fmt: skip


def test_a_decided_one_has_its_letter_in_both_languages():
    answered = case("example-company-answered")
    assert (answered.state, answered.outcome) == ("delivered", "approved")
    letters = Letter.objects.filter(case=answered)
    assert {letter.language for letter in letters} == {"zh-hans", "en"}
    assert all(attached_content(one.file_sha256).startswith(b"%PDF-") for one in letters)


def test_a_recognition_is_shown_to_everybody_with_a_signed_objection():
    (shown,) = in_publicity()
    assert shown == case("example-recognition")
    assert set(public_case(shown).answers) == {
        "platform", "platform_en", "sort", "offers", "instruments"
    }  # fmt: skip
    assert [(one.name, one.answered_at) for one in shown.objections.all()] == [("韩梅", None)]


def test_no_official_examines_and_decides_alike():
    decided = CaseEvent.objects.filter(code="decide").values_list("actor", flat=True)
    examined = CaseEvent.objects.filter(code__in=["accept", "start_review"])
    assert set(decided) & set(examined.values_list("actor", flat=True)) == set()


def said() -> Iterator[str]:
    """Every text of the cases' that stands for itself."""
    for entry in all_entries().cases:
        form = matter_at(entry.matter, 1).form
        for code, answer in entry.answers.items():
            if form.by_code[code].kind == Kind.LONG_TEXT:
                yield str(answer)
        yield from entry.files.values()
        for step in entry.steps:
            yield from (str(step.said[name]) for name in ("reasons", "statement")
                        if name in step.said)  # fmt: skip
            yield from (item["what"] for item in step.said.get("items", ()))


def test_what_is_invented_says_so():
    texts = list(said())
    assert len(texts) == 13
    assert [text for text in texts if not text.startswith("示例")] == []
    real = {organization.id for organization in all_entries().organizations
            if not organization.names.zh.startswith("示例")}  # fmt: skip
    assert Case.objects.filter(applicant__in=real).count() == 0
    named = {str(answer) for one in Case.objects.all() for answer in one.answers.values()}
    assert named & {str(party) for party in real} == set()


def test_a_paper_is_a_pdf_that_says_what_it_is_not():
    for attachment in Attachment.objects.all():
        assert attachment.name.startswith("示例")
        assert attached_content(attachment.file_sha256).startswith(b"%PDF-")


def test_a_decision_of_an_example_is_open_to_its_sides_alone():
    (decided,) = Fact.objects.filter(kind="case.decided")
    assert decided.access == "parties"


def beside(key: str, copy: str) -> CaseEntry:
    """The entry with another key, as if a later version had brought it."""
    entry = next(one for one in all_entries().cases if one.key == key)
    return replace(entry, key=copy)


def test_a_case_of_a_later_version_is_added(monkeypatch: pytest.MonkeyPatch):
    added = beside("example-company-request", "example-later")
    entries = replace(all_entries(), cases=(*all_entries().cases, added))
    monkeypatch.setattr("yuanqu.demo.actions.all_entries", lambda: entries)
    load_demonstration(unheard)
    assert Case.objects.count() == len(entries.cases)
    assert case("example-later").state == "correction_requested"


def test_one_that_its_people_may_not_file_any_more_is_left_out(monkeypatch: pytest.MonkeyPatch):
    end_membership(actor=None, membership=Membership.objects.get(role=Role.ASSISTANT))
    added = beside("example-company-request", "example-refused")
    entries = replace(all_entries(), cases=(*all_entries().cases, added))
    monkeypatch.setattr("yuanqu.demo.actions.all_entries", lambda: entries)
    load_demonstration(unheard)
    assert Case.objects.count() == len(entries.cases) - 1


def test_a_case_waits_until_its_matter_is_in_force():
    early = replace(beside("example-overdue", "example-early"), days_ago=365 * 5)
    assert missing_cases([early]) == []
