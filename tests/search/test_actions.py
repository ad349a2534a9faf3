from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries as AssertQueries

from tests.search.examples import draft
from yuanqu.search.actions import publish, publish_all, withdraw
from yuanqu.search.drafts import DraftError
from yuanqu.search.models import Document, Outbox

pytestmark = pytest.mark.django_db


def test_publish_writes_the_document_and_its_change() -> None:
    publish(
        draft(
            title_en="AISpeech", names=("思必驰",), body="语言计算", access=("official", "public")
        )
    )
    document = Document.objects.get()
    assert (document.title, document.title_en, document.names) == (
        "思必驰科技",
        "AISpeech",
        ["思必驰"],
    )
    assert (document.body, document.access, document.is_withdrawn) == (
        "语言计算",
        ["official", "public"],
        False,
    )
    assert list(Outbox.objects.values_list("document", "version")) == [
        (document.pk, document.version)
    ]


def test_publish_of_the_same_again_changes_nothing() -> None:
    publish(draft())
    before = list(Outbox.objects.values())
    assert publish_all([draft()]) == 0
    assert list(Outbox.objects.values()) == before


def test_publish_of_a_change_takes_the_place_of_the_earlier_one() -> None:
    publish(draft())
    first = Outbox.objects.get()
    publish(draft(title="思必驰科技股份有限公司"))
    second = Outbox.objects.get()
    assert (Document.objects.get().title, second.id > first.id) == ("思必驰科技股份有限公司", True)
    assert second.version == Document.objects.get().version > first.version


def test_publish_leaves_nothing_when_the_callers_transaction_fails() -> None:
    with transaction.atomic():
        publish(draft())
        transaction.set_rollback(True)
    assert (Document.objects.count(), Outbox.objects.count()) == (0, 0)


def test_publish_all_takes_the_last_of_two_with_one_key() -> None:
    assert publish_all([draft(title="旧名"), draft(title="新名")]) == 1
    assert Document.objects.get().title == "新名"


def test_publish_all_needs_few_queries(django_assert_max_num_queries: AssertQueries) -> None:
    drafts = [draft(f"organization:{number}", f"示例企业{number}") for number in range(300)]
    with django_assert_max_num_queries(12):  # SQLite takes fewer parameters at once
        assert publish_all(drafts) == 300
    assert Outbox.objects.count() == 300


def test_publish_all_goes_through_more_than_one_batch() -> None:
    drafts = [draft(f"organization:{number}", f"示例企业{number}") for number in range(1_203)]
    assert publish_all(drafts) == 1_203
    assert publish_all([*drafts[:-1], draft("organization:1202", "新名")]) == 1


def test_withdraw_forgets_the_text_and_records_a_change() -> None:
    publish(draft(title_en="AISpeech", names=("思必驰",), body="语言计算"))
    before = Outbox.objects.get()
    assert withdraw("organization:1") is True
    document = Document.objects.get()
    assert document.is_withdrawn
    assert (document.title, document.title_en, document.names, document.body, document.access) == (
        "",
        "",
        [],
        "",
        [],
    )
    assert Outbox.objects.get().id > before.id


def test_withdraw_of_what_is_not_there_does_nothing() -> None:
    assert withdraw("organization:1") is False
    publish(draft())
    withdraw("organization:1")
    assert withdraw("organization:1") is False


def test_publish_brings_back_what_was_withdrawn() -> None:
    publish(draft())
    withdraw("organization:1")
    publish(draft())
    assert (Document.objects.get().title, Document.objects.get().is_withdrawn) == (
        "思必驰科技",
        False,
    )


def test_publish_stores_any_text_that_somebody_may_have_typed() -> None:
    publish(draft(title="a\x00b\ud800c" + "长" * 400, body="'; DROP TABLE search_document; --"))
    document = Document.objects.get()
    assert (document.title[:6], len(document.title)) == ("a b c长", 300)
    assert document.body == "'; DROP TABLE search_document; --"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": ""}, "search.bad_key"),
        ({"key": "k" * 121}, "search.bad_key"),
        ({"kind": ""}, "search.bad_kind"),
        ({"url": "https://example.com/"}, "search.bad_url"),
        ({"url": "//example.com/"}, "search.bad_url"),
        ({"url": "/\\example.com/"}, "search.bad_url"),
        ({"url": "javascript:alert(1)"}, "search.bad_url"),
        ({"url": "/a\nb"}, "search.bad_url"),
        ({"access": ("everybody",)}, "search.bad_access"),
        ({"access": ("party:1",)}, "search.bad_access"),
        (
            {"valid_from": date(2024, 1, 2), "valid_until": date(2024, 1, 2)},
            "search.ends_before_it_begins",
        ),
    ],
)
def test_draft_refuses_what_must_not_be_published(changes: dict[str, object], code: str) -> None:
    with pytest.raises(DraftError) as caught:
        draft(**changes)  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize(
    "columns",
    [
        {"url": "https://example.com/"},
        {"url": "//example.com/"},
        {"valid_from": date(2024, 1, 2), "valid_until": date(2024, 1, 1)},
    ],
)
def test_database_refuses_it_too(columns: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(key="organization:1", **columns)
