"""Documents: added, replaced, out of force; and who finds and reads what."""

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories import PartyFactory, assistant, official, stranger
from tests.knowledge.factories import TEXT, TODAY, found, pack, version
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.knowledge import queries
from yuanqu.knowledge.actions import amend_version, withdraw_document
from yuanqu.knowledge.models import Access, Passage, Status, Version
from yuanqu.knowledge.statements import Statement, statement_of
from yuanqu.knowledge.validity import is_in_force
from yuanqu.search.access import viewer_tokens

pytestmark = pytest.mark.django_db


def state_of(version: Version) -> Version:
    """The version as it is now."""
    return Version.objects.select_related("document__pack").get(pk=version.pk)


def test_a_document_is_cut_into_passages_that_the_search_finds_at_their_place():
    made = version(effective_from=date(2024, 3, 1))
    first, second = made.passages.all()
    assert made.text[second.start : second.end] == "第二条　奖励金额为十万元。"
    assert (second.heading, second.article) == ("创新奖励办法", "第二条")
    assert first.number == 0
    (hit, *_rest) = found("奖励金额")
    assert hit.key == f"passage:{made.pk}:1"
    assert hit.url == f"/documents/{made.pk}/?at={second.start}-{second.end}#at"
    assert hit.title == "创新奖励办法 · 第二条"


def test_what_the_text_states_is_read_and_what_a_person_states_goes_before():
    text = "示例办法\n示〔2024〕1号\n自2024年3月1日起施行，有效期2年。\n示例局\n2024年2月1日"
    read = version(text=text)
    assert (read.title, read.issuer, read.document_number) == (
        "示例办法",
        "示例局",
        "示〔2024〕1号",
    )
    assert (read.issued_on, read.effective_from, read.effective_to) == (
        date(2024, 2, 1), date(2024, 3, 1), date(2026, 2, 28),
    )  # fmt: skip
    stated = version(read.document.pack, text, "other", issuer="另一局", effective_to=TODAY)
    assert (stated.issuer, stated.effective_to) == ("另一局", TODAY)
    assert stated.document_number == "示〔2024〕1号"


def test_the_same_text_once_more_is_the_same_version():
    made = version()
    again = version(made.document.pack, issuer="示例局")
    assert again.pk == made.pk
    assert (state_of(made).issuer, made.document.versions.count()) == ("示例局", 1)


def test_a_new_version_takes_the_place_of_the_old_one_for_today_but_not_for_the_past():
    old = version(effective_from=date(2023, 1, 1))
    new = version(
        old.document.pack, TEXT.replace("十万", "二十万"), effective_from=date(2025, 1, 1)
    )
    assert (new.number, state_of(old).replaced_on) == (2, date(2025, 1, 1))
    assert [hit.key for hit in found("奖励金额")] == [f"passage:{new.pk}:1"]
    past = found("奖励金额", date(2024, 6, 1))
    assert [hit.key.split(":")[1] for hit in past] == [str(old.pk)]
    assert found("奖励金额", date(2022, 1, 1)) == []


def test_a_version_of_the_future_leaves_the_present_one_in_force_until_then():
    old = version()
    new = version(old.document.pack, TEXT + "三。", effective_from=date(2027, 1, 1))
    assert {hit.key.split(":")[1] for hit in found("奖励金额")} == {str(old.pk)}
    assert {hit.key.split(":")[1] for hit in found("奖励金额", date(2027, 1, 1))} == {str(new.pk)}


@pytest.mark.parametrize(
    "stated",
    [
        {"status": Status.DRAFT},
        {"title": "创新奖励办法（征求意见稿）", "status": Status.IN_FORCE},
        {"status": Status.REPEALED},
        {"effective_to": date(2025, 12, 31)},
        {"effective_from": date(2027, 1, 1)},
    ],
)
def test_what_is_not_in_force_is_not_found_today(stated: dict[str, Any]):
    made = version(**stated)
    assert found("奖励金额") == []
    assert not is_in_force(state_of(made), TODAY)


def test_an_expired_document_is_found_for_the_days_on_which_it_held():
    version(effective_from=date(2024, 1, 1), effective_to=date(2025, 12, 31))
    assert len(found("奖励金额", date(2025, 12, 31))) == 1
    assert found("奖励金额", date(2026, 1, 1)) == []


def test_a_draft_replaces_nothing():
    old = version()
    version(old.document.pack, TEXT + "三。", title="创新奖励办法（征求意见稿）")
    assert {hit.key.split(":")[1] for hit in found("奖励金额")} == {str(old.pk)}


def test_repealing_a_document_takes_it_out_of_today():
    made = version(effective_from=date(2024, 1, 1))
    statement = Statement(
        title=made.title, status=Status.REPEALED, effective_from=date(2024, 1, 1),
        effective_to=date(2026, 1, 31), access=Access.PUBLIC, audience=made.audience,
    )  # fmt: skip
    amend_version(actor=official(), version=made, statement=statement)
    assert found("奖励金额") == []
    assert len(found("奖励金额", date(2026, 1, 31))) == 1


def test_a_title_with_a_call_for_comments_cannot_be_put_in_force():
    made = version()
    said = Statement(title="办法（征求意见稿）", status=Status.IN_FORCE)
    assert amend_version(actor=None, version=made, statement=said).status == Status.DRAFT


def test_a_withdrawn_document_is_gone_for_every_day_and_comes_back_when_added_again():
    made = version()
    withdraw_document(actor=official(), document=made.document)
    assert found("奖励金额") == found("奖励金额", date(2026, 11, 22)) == []
    assert not queries.version_to_open(stranger(), made.pk).exists()
    assert version(made.document.pack).pk == made.pk
    assert len(found("奖励金额")) == 1


def test_only_those_of_the_owner_find_and_read_what_is_restricted():
    company, wang = PartyFactory.create(label="示例公司"), official()
    li, han = assistant(company), stranger()
    own = pack("own", company, access=Access.OWNER)
    shared = version(own, TEXT, "shared", access=Access.OFFICIALS)
    closed = version(own, TEXT.replace("办法", "细则"), "closed")
    readers: dict[str, set[User | AnonymousUser]] = {
        str(shared.pk): {li, wang}, str(closed.pk): {li},
    }  # fmt: skip
    for key, may in readers.items():
        for person in (li, wang, han, AnonymousUser()):
            assert queries.version_to_open(person, key).exists() == (person in may)
            hits = found("奖励金额", tokens=viewer_tokens(person))
            assert any(key in hit.key for hit in hits) == (person in may)
    assert list(queries.packs(wang)) == list(queries.packs(han)) == []
    assert list(queries.documents_in(li)) == [shared, closed]


def test_only_whoever_keeps_a_pack_adds_to_it():
    company = PartyFactory.create(label="示例公司")
    own = pack("own", company)
    made = version(own)
    for person in (official(), stranger()):
        with pytest.raises(Forbidden):
            withdraw_document(actor=person, document=made.document)
    withdraw_document(actor=assistant(company), document=made.document)


def test_the_list_shows_the_latest_version_of_each_in_two_queries(django_assert_num_queries: Any):
    held = pack()
    for name in ("甲", "乙", "丙"):
        version(held, f"# {name}办法\n\n正文。", name)
    latest = version(held, "# 甲办法\n\n新文。", "甲")
    with django_assert_num_queries(1):
        rows = list(queries.documents_in(AnonymousUser(), held))
        assert {row.document.pack.slug for row in rows} == {"government"}
    assert [(row.title, row.number) for row in rows] == [
        ("丙办法", 1), ("乙办法", 1), ("甲办法", 2),
    ]  # fmt: skip
    assert latest in rows
    assert [row.title for row in queries.narrowed(queries.documents_in(AnonymousUser()), "乙")] == [
        "乙办法"
    ]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"issued_on": "gestern"}, "knowledge.no_day"),
        ({"status": "valid"}, "knowledge.unknown_choice"),
        ({"title": "长" * 301}, "knowledge.text_too_long"),
        ({"url": "javascript:alert(1)"}, "knowledge.address"),
        (
            {"effective_from": "2024-03-01", "effective_to": "2024-02-28"},
            "knowledge.ends_before_it_begins",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(stated: dict[str, str], code: str):
    with pytest.raises(Refused) as refused:
        statement_of(stated)
    assert refused.value.code == code


def test_a_long_text_keeps_every_offset_exact():
    text = "\n".join(f"第{n}条　园区企业应当守信经营，第{n}次。" for n in range(1, 300))
    made = version(text=text)
    pieces = [made.text[each.start : each.end] for each in Passage.objects.filter(version=made)]
    assert "\n".join(pieces) == made.text
    assert max(map(len, pieces)) <= 250


def test_texts_are_given_by_their_versions():
    made = version()
    assert queries.texts_of([made.pk]) == {made.pk: ("创新奖励办法", made.text)}


def test_nothing_is_added_at_a_time_without_a_zone():
    assert isinstance(version().added_at, datetime)
    assert timezone.is_aware(version(pack("b")).added_at)
