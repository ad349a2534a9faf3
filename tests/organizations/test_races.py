"""Several who feed the register at once, on a fresh database of the kind that this run is on."""

import pytest

from tests.racing import Outcomes, raced


@pytest.fixture(scope="module")
def races(tmp_path_factory) -> Outcomes:
    return raced("tests.organizations.races", tmp_path_factory.mktemp("races"))


def test_a_proposal_that_six_apply_at_once_is_applied_once(races):
    assert races["one_proposal"] == {"refused": 5, "entries": 50}


def test_a_file_that_four_import_at_once_is_imported_once_and_whole(races):
    assert races["one_file"] == {"refused": 3, "numbers": 50, "parties": 50}


def test_entries_that_are_merged_into_each_other_at_once_make_no_circle(races):
    assert races["each_into_the_other"] == {"refused": 1, "aliases": 1}


def test_of_two_who_claim_at_once_one_comes_first(races):
    assert races["two_claims"] == {"claims": 2, "contested": 1}
