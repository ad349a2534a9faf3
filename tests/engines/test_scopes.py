"""What a token may be used for."""

import pytest

from yuanqu.engines.scopes import DEFAULT, covers, is_scope


@pytest.mark.parametrize("text", ["read", "write", "facts:read", "cases:write"])
def test_a_scope_is_a_verb_or_a_concept_and_a_verb(text: str):
    assert is_scope(text)


@pytest.mark.parametrize(
    "text", ["", "admin", "facts", "facts:", ":read", "facts:delete", "Facts:read", "*"]
)
def test_other_words_are_none(text: str):
    assert not is_scope(text)


@pytest.mark.parametrize(
    ("granted", "asked", "covered"),
    [
        (DEFAULT, "facts:read", True),
        (DEFAULT, "facts:write", False),
        (("facts:read",), "facts:read", True),
        (("facts:read",), "cases:read", False),
        (("write",), "facts:write", True),
        (("write",), "facts:read", False),
        ((), "facts:read", False),
    ],
)
def test_what_was_granted_covers_no_more_than_it_says(granted: tuple, asked: str, covered: bool):
    assert covers(granted, asked) is covered
