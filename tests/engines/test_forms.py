"""Forms: what is asked, under which conditions, and what each wrong answer is told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.forms.checking import Checked, check
from yuanqu.engines.forms.conditions import shown
from yuanqu.engines.forms.reading import FormError, form_from
from yuanqu.engines.forms.schema import Form, Kind

FILE = "8f14e45f-ceea-467f-a0e6-000000000001"
PARTY = "8f14e45f-ceea-467f-a0e6-0000000000aa"


def field(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "names": {"zh": "问题", "en": "Question"}} | more


def form(*fields: dict[str, Any]) -> Form:
    names = {"zh": "部分", "en": "Section"}
    return form_from({"version": 1, "sections": [{"names": names, "fields": list(fields)}]})


def choices(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "names": {"zh": "选项", "en": "Choice"}} for code in codes]


def wrong(asked: dict[str, Any], given: Any) -> tuple[str, dict[str, str]]:
    """The code and facts of the one error that this answer meets."""
    checked = check(form(asked), {asked["code"]: given})
    assert [error.field for error in checked.errors] == [asked["code"]]
    assert dict(checked.answers) == {}
    return checked.errors[0].code, dict(checked.errors[0].facts)


def right(asked: dict[str, Any], given: Any) -> Any:
    """The answer as it is kept."""
    checked = check(form(asked), {asked["code"]: given})
    assert checked.errors == ()
    return checked.answers[asked["code"]]


@pytest.mark.parametrize(
    ("asked", "given", "kept"),
    [
        (field("a", "text"), "  示例  ", "示例"),
        (field("a", "text"), "e\u0301", "é"),
        (field("a", "long_text"), "一\r\n二", "一\n二"),
        (field("a", "integer"), 7, 7),
        (field("a", "integer"), " -7 ", -7),
        (field("a", "money"), 1234, 1234),
        (field("a", "money"), "1234", 1234),
        (field("a", "date"), "2026-02-14", "2026-02-14"),
        (field("a", "date"), "20260214", "2026-02-14"),
        (field("a", "choice", choices=choices("x", "y")), "y", "y"),
        (field("a", "choices", choices=choices("x", "y", "z")), ["z", "x", "z"], ["x", "z"]),
        (field("a", "boolean"), False, False),
        (field("a", "party"), PARTY.upper(), PARTY),
        (field("a", "file"), [FILE, FILE], [FILE]),
    ],
)
def test_a_sound_answer_is_kept_in_one_form(asked: dict[str, Any], given: Any, kept: Any):
    found = right(asked, given)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("asked", "given", "code", "facts"),
    [
        (field("a", "text"), 7, "forms.not_text", {}),
        (field("a", "text"), "一\n二", "forms.hidden_characters", {}),
        (field("a", "text"), "a\u202eb", "forms.hidden_characters", {}),
        (field("a", "long_text"), "a\x00b", "forms.hidden_characters", {}),
        (field("a", "text"), "a\ud800b", "forms.hidden_characters", {}),
        (field("a", "text", limits={"longest": 3}), "一二三四", "forms.too_long",
         {"length": "4", "most": "3"}),
        (field("a", "text"), "长" * 201, "forms.too_long", {"length": "201", "most": "200"}),
        (field("a", "text", limits={"shortest": 3}), "一二", "forms.too_short",
         {"length": "2", "least": "3"}),
        (field("a", "text", limits={"pattern": "[0-9]+"}), "7a", "forms.malformed", {}),
        (field("a", "integer"), 7.0, "forms.not_whole_number", {}),
        (field("a", "integer"), True, "forms.not_whole_number", {}),
        (field("a", "integer"), "７", "forms.not_whole_number", {}),
        (field("a", "integer"), "1e3", "forms.not_whole_number", {}),
        (field("a", "integer", limits={"least": 1}), 0, "forms.below_least", {"least": "1"}),
        (field("a", "integer", limits={"most": 9}), 10, "forms.above_most", {"most": "9"}),
        (field("a", "money"), 12.34, "forms.not_whole_number", {}),
        (field("a", "money"), "12.34", "forms.not_whole_number", {}),
        (field("a", "money"), -1, "forms.below_least", {"least": "0.00"}),
        (field("a", "money", limits={"most": 1_000_05}), 1_000_06, "forms.above_most",
         {"most": "1000.05"}),
        (field("a", "money"), 10**18, "forms.above_most", {"most": "10000000000000.00"}),
        (field("a", "date"), "2026-02-30", "forms.not_a_date", {}),
        (field("a", "date"), "0001-01-01", "forms.not_a_date", {}),
        (field("a", "date"), 7, "forms.not_a_date", {}),
        (field("a", "date", limits={"earliest": date(2026, 1, 1)}), "2025-12-31",
         "forms.too_early", {"earliest": "2026-01-01"}),
        (field("a", "date", limits={"latest": date(2026, 1, 1)}), "2026-01-02",
         "forms.too_late", {"latest": "2026-01-01"}),
        (field("a", "choice", choices=choices("x")), "z", "forms.not_a_choice", {}),
        (field("a", "choice", choices=choices("x")), ["x"], "forms.not_a_choice", {}),
        (field("a", "choices", choices=choices("x", "y")), "x", "forms.not_a_choice", {}),
        (field("a", "choices", choices=choices("x", "y")), ["z"], "forms.not_a_choice", {}),
        (field("a", "choices", choices=choices("x", "y"), limits={"fewest": 2}), ["x"],
         "forms.too_few_choices", {"least": "2"}),
        (field("a", "choices", choices=choices("x", "y"), limits={"most_of": 1}), ["x", "y"],
         "forms.too_many_choices", {"most": "1"}),
        (field("a", "boolean"), 1, "forms.not_yes_or_no", {}),
        (field("a", "boolean"), "true", "forms.not_yes_or_no", {}),
        (field("a", "boolean", limits={"must_be": True}), False, "forms.must_be_yes", {}),
        (field("a", "boolean", limits={"must_be": False}), True, "forms.must_be_no", {}),
        (field("a", "party"), "示例企业", "forms.not_a_party", {}),
        (field("a", "party"), ["x"], "forms.not_a_party", {}),
        (field("a", "file"), "x", "forms.not_a_file", {}),
        (field("a", "file"), ["../../etc/passwd"], "forms.not_a_file", {}),
        (field("a", "file", limits={"fewest": 2}), [FILE], "forms.too_few_files", {"least": "2"}),
        (field("a", "file", limits={"most_of": 1}), [FILE, PARTY], "forms.too_many_files",
         {"most": "1"}),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_what_is_wrong_and_not_kept(
    asked: dict[str, Any], given: Any, code: str, facts: dict[str, str]
):
    assert wrong(asked, given) == (code, facts)


@pytest.mark.parametrize("empty", [None, "", "  ", []])
def test_an_empty_answer_counts_as_none_and_a_required_one_is_asked_for(empty: Any):
    asked = field("a", "text", required=True)
    assert wrong(asked, empty) == ("forms.required", {})
    partial = check(form(asked), {"a": empty}, partial=True)
    assert (dict(partial.answers), partial.errors) == ({}, ())


def test_no_is_an_answer():
    checked = check(form(field("a", "boolean", required=True)), {"a": False})
    assert (dict(checked.answers), checked.is_sound) == ({"a": False}, True)


def test_a_draft_is_told_what_is_wrong_with_what_it_holds():
    asked = form(field("a", "integer", required=True), field("b", "text", required=True))
    checked = check(asked, {"a": "x"}, partial=True)
    assert [(error.field, error.code) for error in checked.errors] == [
        ("a", "forms.not_whole_number")
    ]


def test_an_answer_to_a_question_that_is_not_asked_is_an_error():
    checked = check(form(field("a", "text")), {"a": "x", "is_admin": True})
    assert [(error.field, error.code) for error in checked.errors] == [
        ("is_admin", "forms.unknown_field")
    ]
    assert dict(checked.answers) == {"a": "x"}


# --- conditions --------------------------------------------------------------------------

INVESTOR = form(
    field("foreign", "boolean", required=True),
    field("country", "text", required=True, when={"field": "foreign", "is": True}),
    field("treaty", "text", required=True, when={"field": "country", "in": ["FR", "DE"]}),
)


def answered(asked: Form, **answers: Any) -> Checked:
    return check(asked, answers)


def test_a_hidden_question_is_not_required_and_its_answer_is_dropped():
    checked = answered(INVESTOR, foreign=False, country="FR", treaty="x")
    assert (dict(checked.answers), checked.errors) == ({"foreign": False}, ())


def test_a_question_that_shows_is_required():
    checked = answered(INVESTOR, foreign=True)
    assert [(error.field, error.code) for error in checked.errors] == [
        ("country", "forms.required")
    ]


def test_a_question_hangs_on_one_that_is_hidden_itself():
    assert shown(INVESTOR, {"foreign": False, "country": "FR"}) == {"foreign"}
    assert shown(INVESTOR, {"foreign": True, "country": "FR"}) == {"foreign", "country", "treaty"}


@pytest.mark.parametrize(
    ("when", "answers", "shows"),
    [
        ({"field": "n", "at_least": 5}, {"n": 5}, True),
        ({"field": "n", "at_least": 5}, {"n": 4}, False),
        ({"field": "n", "at_most": 5}, {"n": 5}, True),
        ({"field": "n", "at_most": 5}, {}, False),
        ({"field": "d", "at_least": date(2026, 1, 1)}, {"d": "2026-01-01"}, True),
        ({"field": "d", "at_most": date(2026, 1, 1)}, {"d": "2026-01-02"}, False),
        ({"field": "m", "holds": "x"}, {"m": ["x", "y"]}, True),
        ({"field": "m", "holds": "x"}, {"m": ["y"]}, False),
        ({"field": "b", "answered": True}, {"b": False}, True),
        ({"field": "b", "answered": False}, {}, True),
        ({"field": "b", "answered": False}, {"b": True}, False),
        ({"field": "n", "is": 1}, {"n": 1}, True),
        ({"not": {"field": "n", "is": 1}}, {"n": 1}, False),
        ({"not": {"field": "n", "is": 1}}, {}, True),
        ({"all": [{"field": "n", "is": 1}, {"field": "b", "is": True}]}, {"n": 1, "b": True}, True),
        ({"all": [{"field": "n", "is": 1}, {"field": "b", "is": True}]}, {"n": 1}, False),
        ({"any": [{"field": "n", "is": 1}, {"field": "b", "is": True}]}, {"b": True}, True),
        ({"any": [{"field": "n", "is": 1}, {"field": "b", "is": True}]}, {}, False),
    ],
)  # fmt: skip
def test_a_condition_shows_the_question(when: dict[str, Any], answers: dict[str, Any], shows: bool):
    asked = form(
        field("n", "integer"),
        field("d", "date"),
        field("m", "choices", choices=choices("x", "y")),
        field("b", "boolean"),
        field("last", "text", when=when),
    )
    assert ("last" in shown(asked, answers)) is shows


# --- forms that cannot be asked ----------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ([], "asks nothing"),
        ([field("A b", "text")], "no proper code"),
        ([field("a", "text"), field("a", "text")], "no proper code of its own"),
        ([field("a", "telepathy")], "unknown kind"),
        ([{"code": "a", "kind": "text"}], "names"),
        ([field("a", "choice")], "offers no choices"),
        ([field("a", "text", choices=choices("x"))], "should not"),
        ([field("a", "choice", choices=choices("x", "x"))], "or one twice"),
        ([field("a", "text", limits={"most": 3})], "knows no limit"),
        ([field("a", "text", limits={"pattern": "["})], "pattern"),
        ([field("a", "date", limits={"latest": "soon"})], "no date"),
        ([field("a", "file", remember="x")], "cannot keep a file"),
        ([field("a", "text", when={"field": "b", "is": "x"})], "not asked before"),
        ([field("b", "text"), field("a", "text", when={"field": "b"})], "exactly one thing"),
        ([field("b", "file"), field("a", "text", when={"field": "b", "is": "x"})], "be tested"),
        ([field("b", "boolean"), field("a", "text", when={"field": "b", "is": "yes"})],
         "what it can never be"),
        ([field("b", "integer"), field("a", "text", when={"field": "b", "is": True})],
         "what it can never be"),
        ([field("b", "integer"), field("a", "text", when={"field": "b", "in": 3})], "list"),
        ([field("b", "choice", choices=choices("x")),
          field("a", "text", when={"field": "b", "is": "z"})], "names no choice"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_asked_is_refused(fields: list[dict[str, Any]], message: str):
    with pytest.raises(FormError, match=message):
        form(*fields)


# --- properties --------------------------------------------------------------------------

EVERYTHING = form(
    field("text", "text"),
    field("long", "long_text", limits={"longest": 50}),
    field("number", "integer", limits={"least": -5, "most": 5}),
    field("money", "money"),
    field("day", "date"),
    field("one", "choice", choices=choices("x", "y"), required=True),
    field("many", "choices", choices=choices("x", "y")),
    field("yes", "boolean", when={"field": "one", "is": "x"}, required=True),
    field("party", "party"),
    field("files", "file"),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(FILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
GIVEN = st.dictionaries(st.sampled_from(sorted(EVERYTHING.by_code)), ANYTHING)


@given(GIVEN, st.booleans())
def test_whatever_is_given_is_kept_or_named_and_never_raises(given: dict[str, Any], partial: bool):
    checked = check(EVERYTHING, given, partial=partial)
    assert {error.field for error in checked.errors}.isdisjoint(checked.answers)
    assert set(checked.answers) <= shown(EVERYTHING, checked.answers)


@given(GIVEN)
def test_checking_what_was_kept_changes_nothing(given: dict[str, Any]):
    kept = check(EVERYTHING, given, partial=True).answers
    again = check(EVERYTHING, dict(kept), partial=True)
    assert (dict(again.answers), again.errors) == (dict(kept), ())


def test_every_kind_of_field_is_checked_by_something():
    assert {field.kind for field in EVERYTHING.fields} == set(Kind)
