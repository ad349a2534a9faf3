"""The files of matters: what ships can be opened, and what cannot work is refused with its name."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cases.factories import RECOGNITION
from yuanqu.cases.definitions import (
    Matter,
    all_desks,
    all_versions,
    matter_from,
    read_matter,
)
from yuanqu.cases.models import EventCode
from yuanqu.engines.forms.reading import FormError
from yuanqu.engines.workflow.reading import DefinitionError
from yuanqu.engines.workflow.states import Move

FILE = Path(__file__).parent / "sample" / "workflows" / f"{RECOGNITION}.yaml"
MATTERS = [matter for versions in all_versions().values() for matter in versions]


def said(**changes: Any) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read | changes


@pytest.mark.parametrize("matter", MATTERS, ids=lambda one: f"{one.code}@{one.version}")
def test_a_matter_arrives_at_a_desk_and_keeps_to_its_own_numbers(matter: Matter):
    assert matter.desk in all_desks()
    others = {one.prefix for one in MATTERS if one.code != matter.code}
    assert matter.prefix not in others


@pytest.mark.parametrize("matter", MATTERS, ids=lambda one: f"{one.code}@{one.version}")
def test_somebody_has_a_day_to_act_wherever_a_case_waits_for_the_park(matter: Matter):
    running = {state for clock in matter.workflow.clocks for state in clock.runs_in}
    assert running, "a matter without any term"


def test_every_move_can_be_an_event():
    assert {move.value for move in Move} <= set(EventCode.values)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "Not a code"}, "a matter has a code"),
        ({"version": 0}, "a version from 1 on"),
        ({"applicants": []}, "somebody who applies"),
        ({"effective": {"from": said()["effective"]["from"], "to": said()["effective"]["from"]}},
         "ends before it begins"),
        ({"one_open_per": "no_field"}, "one_open_per names no field"),
    ],
)  # fmt: skip
def test_a_matter_that_cannot_work_is_refused(changes: dict[str, Any], message: str):
    with pytest.raises(DefinitionError, match=message):
        matter_from(said(**changes))


def test_publicity_shows_only_what_is_asked():
    read = said()
    read["workflow"]["publicity"]["shows"] = ["password"]
    with pytest.raises(DefinitionError, match="does not ask"):
        matter_from(read)


def test_a_form_that_cannot_be_asked_is_refused_with_the_matter():
    with pytest.raises(FormError):
        matter_from(said(form={"version": 1, "sections": []}))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("other.yaml", None, "the two must agree"),
        (f"{RECOGNITION}@2.yaml", None, "the two must agree"),
        (f"{RECOGNITION}.yaml", "code: x", "effective"),
    ],
)
def test_a_file_is_named_as_what_it_holds(
    tmp_path: Path, name: str, text: str | None, message: str
):
    path = tmp_path / name
    path.write_text(text or FILE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message) as error:
        read_matter(path)
    assert name in str(error.value)
