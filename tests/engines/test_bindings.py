"""What a pack may set of the world is what it declares, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.bindings import BindingError, Who, bindings_from
from yuanqu.engines.names import Names


def declared(**changes: Any) -> dict[str, Any]:
    return {
        "code": "lamp.power",
        "names": {"zh": "客厅灯", "en": "Living room lamp"},
        "topic": "lamp/power",
        "payload": '{"power": "{value}"}',
        "values": [
            {"code": "on", "names": {"zh": "开", "en": "On"}},
            {"code": "off", "names": {"zh": "关", "en": "Off"}},
        ],
    } | changes


def test_a_binding_sends_its_allowed_values_below_its_packs_topic():
    (lamp,) = bindings_from({"bindings": [declared()]})
    assert lamp.names == Names("客厅灯", "Living room lamp")
    assert lamp.topic_of("home") == "packs/home/lamp/power"
    assert lamp.message("on") == '{"power": "on"}'
    assert lamp.who == Who.OWNER


@pytest.mark.parametrize("value", ["dim", "", 'on"}', 1, 0, "{value}"])
def test_a_value_that_is_not_declared_is_not_sent(value: str | int):
    (lamp,) = bindings_from([declared()])
    with pytest.raises(ValueError, match=r"lamp\.power"):
        lamp.message(value)


def test_a_range_takes_its_bounds_and_nothing_beyond():
    said = declared(range={"least": 0, "most": 100}, payload="{value}")
    (lamp,) = bindings_from([said])
    assert (lamp.message(0), lamp.message(100)) == ("0", "100")
    for value in (-1, 101, "50"):
        with pytest.raises(ValueError, match=r"lamp\.power"):
            lamp.message(value)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "Lamp Power"}, {"topic": "lamp/#"}, {"topic": "+/power"}, {"topic": "/lamp"},
        {"topic": "../other/lamp"}, {"topic": "$sys/x"}, {"payload": "on"},
        {"payload": "{value}{value}"}, {"payload": "{\"a\": {value}"}, {"values": []},
        {"values": [{"code": 'x"', "names": {"zh": "一", "en": "One"}}]}, {"names": {"zh": "灯"}},
        {"range": {"least": 5, "most": 5}}, {"who": "everybody"}, {"payload": "{value}" * 200},
    ],
)  # fmt: skip
def test_a_binding_that_could_do_something_else_is_refused(changes: dict[str, Any]):
    with pytest.raises(BindingError):
        bindings_from([declared(**changes)])


def test_a_code_is_one_bindings():
    with pytest.raises(BindingError):
        bindings_from([declared(), declared()])


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.text(max_size=8), inner, max_size=3)))  # fmt: skip
def test_nothing_that_a_file_holds_does_more_than_be_refused(read: Any):
    try:
        found = bindings_from(read)
    except BindingError:
        return
    assert found == ()
