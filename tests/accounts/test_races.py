"""Many at once, on a fresh database of the kind that this run is on."""

import pytest

from tests.racing import Outcomes, raced


@pytest.fixture(scope="module")
def races(tmp_path_factory) -> Outcomes:
    return raced("tests.accounts.races", tmp_path_factory.mktemp("races"))


@pytest.mark.parametrize(
    ("race", "outcome"),
    [
        ("wrong_passwords", {"looked_at": 5, "counted": 5}),
        ("handing_over", {"refused": 11, "held": 1}),
        ("proving_a_number", {"refused": 11, "verified": 1}),
        ("two_duties", {"refused": 2, "held": 1}),
    ],
)
def test_many_at_once_are_as_one_after_the_other(races, race: str, outcome: dict[str, int]):
    assert races[race] == outcome
