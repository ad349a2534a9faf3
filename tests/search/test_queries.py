from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.search.examples import draft, find, found
from yuanqu.search.access import EVERYONE, OFFICIAL, party_token
from yuanqu.search.actions import publish, publish_all, withdraw
from yuanqu.search.models import Document
from yuanqu.search.queries import Page

pytestmark = pytest.mark.django_db

PEIJIA = party_token("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
SPEECH = draft(
    "organization:1", "思必驰科技股份有限公司", title_en="AISpeech Co., Ltd.", names=("思必驰",)
)
HEART = draft("organization:2", "沛嘉医疗科技（苏州）有限公司", title_en="Peijia Medical")
UNION = draft(
    "organization:3",
    "江苏省人工智能语言计算创新联合体",
    body="2024年1月，思必驰牵头组建江苏省人工智能语言计算创新联合体。",
)
PRODUCT = draft(
    "fact:1",
    "地区生产总值",
    kind="fact",
    title_en="Gross domestic product",
    body="2023年，苏州工业园区地区生产总值达3686亿元。 "
    "In 2023 the park's gross domestic product reached 368.6 billion yuan.",
)


@pytest.fixture
def park() -> None:
    publish_all([SPEECH, HEART, UNION, PRODUCT])


@pytest.mark.usefixtures("park")
@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("思必驰", ["organization:1", "organization:3"]),
        ("思必驰科技股份有限公司", ["organization:1", "organization:2"]),
        ("ＡＩＳＰＥＥＣＨ", ["organization:1"]),
        ("aispe", ["organization:1"]),
        ("沛嘉", ["organization:2"]),
        ("沛", ["organization:2"]),
        ("语言计算 联合体", ["organization:3"]),
        ("园区的地区生产总值是多少", ["fact:1"]),
        ("what is the gross domestic product of the park", ["fact:1"]),
        ("3686亿元", ["fact:1"]),
        ("量子计算机", []),
        ("", []),
        ("   \n\t", []),
        ("🎉", []),
        ("!!! ??? \"'()[]{}^~*:\\/", []),
    ],
)
def test_search_finds_what_was_asked(text: str, keys: list[str]) -> None:
    assert found(text) == keys


def test_search_puts_the_whole_name_first_even_where_a_text_repeats_it() -> None:
    repeated = draft("fact:1", "思必驰思必驰思必驰", body="思必驰" * 100)
    publish_all([repeated, draft("organization:1", "思必驰科技股份有限公司", names=("思必驰",))])
    assert found("思 必 驰") == ["organization:1", "fact:1"]


def test_search_weighs_a_title_more_than_a_body() -> None:
    publish_all(
        [
            draft("fact:1", "园区概况", body="这里有核酸药物平台，也有别的平台。"),
            draft("fact:2", "核酸药物平台", body="多家企业使用它完成了检测。"),
        ]
    )
    assert found("核酸药物平台") == ["fact:2", "fact:1"]


def test_search_shows_only_what_the_viewer_holds_a_token_for() -> None:
    publish_all(
        [
            draft("fact:1", "公开的生产总值"),
            draft("fact:2", "内部的生产总值", access=(OFFICIAL,)),
            draft("fact:3", "企业的生产总值", access=(PEIJIA,)),
            draft("fact:4", "无人的生产总值", access=()),
        ]
    )
    assert set(found("生产总值")) == {"fact:1"}
    assert set(found("生产总值", viewer_tokens={"public", OFFICIAL})) == {"fact:1", "fact:2"}
    assert set(found("生产总值", viewer_tokens={"public", PEIJIA})) == {"fact:1", "fact:3"}
    assert found("生产总值", viewer_tokens=frozenset()) == []


def test_search_shows_only_what_is_valid_on_the_day() -> None:
    publish(
        draft("policy:1", "人才政策", valid_from=date(2023, 9, 1), valid_until=date(2024, 9, 1))
    )
    days = [date(2023, 8, 31), date(2023, 9, 1), date(2024, 8, 31), date(2024, 9, 1)]
    assert [len(found("人才政策", on=day)) for day in days] == [0, 1, 1, 0]


@pytest.mark.usefixtures("park")
def test_search_may_ask_for_kinds() -> None:
    assert found("地区生产总值", kinds=["fact"]) == ["fact:1"]
    assert found("地区生产总值", kinds=["organization"]) == []
    assert found("地区生产总值", kinds=[]) == []


@pytest.mark.usefixtures("park")
def test_search_forgets_what_was_withdrawn() -> None:
    assert found("沛嘉") == ["organization:2"]
    withdraw("organization:2")
    assert found("沛嘉") == []


@pytest.mark.usefixtures("park")
def test_search_obeys_the_database_where_the_index_is_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert find("沛嘉", viewer_tokens=EVERYONE).total == 1
    # As if another process held the right to write: the index stays as it is.
    monkeypatch.setattr("yuanqu.search.catching_up.catch_up", lambda **_: 0)
    publish(draft("organization:2", "沛嘉医疗", access=(OFFICIAL,)))
    assert find("沛嘉") == Page(is_complete=False)
    publish(draft("organization:2", "沛嘉医疗", valid_until=date(2024, 10, 8)))
    assert find("沛嘉").total == 0
    withdraw("organization:2")
    assert find("沛嘉").total == 0


@pytest.mark.usefixtures("park")
def test_search_marks_what_it_found_in_title_and_text() -> None:
    hit = find("生产总值").hits[0]
    assert [(part.text, part.is_match) for part in hit.title_parts] == [
        ("地区", False),
        ("生产总值", True),
    ]
    assert [part.text for part in hit.snippet if part.is_match] == ["生产总值"]
    assert "".join(part.text for part in hit.snippet) == Document.objects.get(key="fact:1").body


def test_search_result_carries_markup_as_text() -> None:
    publish(draft(title="<b>思必驰</b>", body="<script>alert('思必驰')</script>"))
    hit = find("思必驰").hits[0]
    assert "".join(part.text for part in hit.title_parts) == "<b>思必驰</b>"
    assert "".join(part.text for part in hit.snippet) == "<script>alert('思必驰')</script>"


def test_search_answers_in_pages() -> None:
    publish_all([draft(f"organization:{n:02}", f"示例企业{n:02}") for n in range(25)])
    first, second = find("示例企业", limit=20), find("示例企业", limit=20, offset=20)
    assert (first.total, len(first.hits), first.next_offset) == (25, 20, 20)
    assert (len(second.hits), second.next_offset) == (5, None)
    keys = {hit.key for hit in (*first.hits, *second.hits)}
    assert keys == {f"organization:{n:02}" for n in range(25)}
    assert len(find("示例企业", limit=0).hits) == 1
    assert len(find("示例企业", limit=10**9, offset=-5).hits) == 25
    assert find("示例企业", offset=10**9).hits == ()


def test_search_stops_counting_at_two_hundred_and_says_so() -> None:
    publish_all([draft(f"organization:{n}", f"示例企业{n}") for n in range(210)])
    page = find("示例企业")
    assert (page.total, page.has_more_than_total) == (200, True)


@pytest.mark.parametrize("documents", [1, 3])
def test_search_takes_the_same_queries_for_one_hit_and_for_three(
    documents: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish_all([draft(f"organization:{n}", f"示例企业{n}") for n in range(documents)])
    find("示例企业")
    with django_assert_num_queries(3):
        assert find("示例企业").total == documents


@pytest.mark.usefixtures("park")
@pytest.mark.parametrize(
    "text",
    [
        "思必驰 " * 2_500,
        "a" * 10_000,
        "'; DROP TABLE search_document; --",
        "<script>alert(1)</script>",
        "title:思必驰 AND (body:* OR NOT x)",
        '/思.*/ "思必驰',
        "[a-z]+ a{9999} (((((",
        "\x00\ud800\uffff",
        "٣٤ ñandú Ökonomie ศูนย์ 한국어 ひらがな",
        "👩‍🔬👍🏽",
        "-" * 5_000,
        "..a..b..",
    ],
)
def test_search_never_raises_for_any_text(text: str) -> None:
    assert find(text).is_complete


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
@pytest.mark.usefixtures("park")
def test_search_never_raises_for_generated_text(text: str) -> None:
    page = find(text)
    assert page.total == len(page.hits)
