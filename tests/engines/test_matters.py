"""The matters of a mandate."""

import pytest

from yuanqu.engines.matters import covered, is_matter


@pytest.mark.parametrize(
    "text", ["cases", "cases.claim", "organization.claim.decider", "policies.2023"]
)
def test_a_matter_is_a_dotted_code(text: str):
    assert is_matter(text)


@pytest.mark.parametrize(
    "text", ["", "Cases", "cases.", ".claim", "cases claim", "cases..claim", "a" * 61]
)
def test_other_texts_are_none(text: str):
    assert not is_matter(text)


@pytest.mark.parametrize(
    ("named", "matter", "is_covered"),
    [
        ((), "cases.claim", True),
        (("cases",), "cases.claim", True),
        (("cases.claim",), "cases.claim", True),
        (("cases.claim",), "cases", False),
        (("cases.claim",), "cases.claims", False),
        (("policies", "cases.claim"), "cases.claim", True),
        (("policies",), "cases.claim", False),
    ],
)
def test_a_shorter_code_covers_what_begins_with_it(named: tuple, matter: str, is_covered: bool):
    assert covered(named, matter) is is_covered
