"""A pack sets a lamp: only once its owner allowed it, and only by a card."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.assistant.broker import Broker, brokered
from tests.assistant.factories import pack
from tests.assistant.test_tools import entrusted, wanted
from tests.factories import official, stranger
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import AccountEvent, User
from yuanqu.assistant.cards.actions import allow_devices, confirm, forbid_devices, propose
from yuanqu.assistant.cards.models import Card, CardState
from yuanqu.assistant.devices import mqtt
from yuanqu.assistant.tools.registry import tools_for
from yuanqu.env import MessageBroker
from yuanqu.knowledge.actions import PackDraft, change_pack
from yuanqu.knowledge.models import Pack

pytestmark = pytest.mark.django_db
TOOL = "set_home_lamp_power"


def lamp(**changes: Any) -> dict[str, Any]:
    return {
        "code": "lamp.power",
        "names": {"zh": "客厅灯", "en": "Living room lamp"},
        "topic": "lamp/power",
        "payload": '{"power": "{value}"}',
        "who": "people",
        "values": [
            {"code": "on", "names": {"zh": "开", "en": "On"}},
            {"code": "off", "names": {"zh": "关", "en": "Off"}},
        ],
    } | changes


INTENT = {
    "code": "lamp.on", "names": {"zh": "开灯", "en": "Switch on"}, "tool": TOOL,
    "arguments": {"value": "on"}, "patterns": ["(打开|开)[客厅|客厅的]灯", "[switch] on the lamp"],
}  # fmt: skip


def home(**changes: Any) -> Pack:
    settings = {"bindings": {"bindings": [lamp(**changes)]}, "intents": {"intents": [INTENT]}}
    return pack("home", settings=settings)


def reached(settings: Settings, broker: Broker, **given: Any) -> None:
    settings.MQTT_BROKER = MessageBroker(host="127.0.0.1", port=broker.port, **given)


@pytest.fixture
def broker(settings: Settings) -> Iterator[Broker]:
    with brokered() as there:
        reached(settings, there)
        yield there


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mqtt, "PATIENCE_S", 0.3)


class Lamp:
    """A simulated lamp: it listens at the broker and does what it is told."""

    def __init__(self, broker: Broker) -> None:
        self.power, self.told = "off", threading.Event()
        self.client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv311)
        self.client.on_message = self.hear
        self.client.connect("127.0.0.1", broker.port)
        listening = threading.Event()
        self.client.on_subscribe = lambda *_: listening.set()
        self.client.loop_start()
        self.client.subscribe("packs/home/lamp/power")
        assert listening.wait(5)

    def hear(self, _client: object, _given: object, message: Any) -> None:
        self.power = json.loads(message.payload)["power"]
        self.told.set()

    def off(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def card(user: User, value: str = "on") -> Card:
    return propose(actor=user, tool=TOOL, arguments={"value": value})


def test_the_lamp_is_lit_by_words_and_a_card(
    broker: Broker, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    hanmei, of = stranger(), home()
    allow_devices(actor=None, pack=of)
    light = Lamp(broker)
    assert wanted("请打开客厅的灯", hanmei, pack=of) == (TOOL, {"value": "on"})
    held = card(hanmei)
    assert broker.messages == []
    with django_capture_on_commit_callbacks(execute=True):
        confirm(actor=hanmei, card=held)
    assert light.told.wait(5)
    light.off()
    assert light.power == "on"
    held.refresh_from_db()
    assert held.state == CardState.CONFIRMED
    assert held.carried_out_at is not None
    assert AccountEvent.objects.filter(act="assistant.card_confirmed", actor=hanmei).count() == 1


def test_confirmed_twice_it_is_sent_once(
    broker: Broker, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    hanmei, of = stranger(), home()
    allow_devices(actor=None, pack=of)
    held = card(hanmei)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(actor=hanmei, card=held)
        confirm(actor=hanmei, card=held)
    assert broker.messages == [("packs/home/lamp/power", b'{"power": "on"}')]


def test_without_the_owners_leave_there_is_no_tool():
    hanmei, of = stranger(), home()
    assert TOOL not in {tool.name for tool in tools_for(hanmei)}
    with pytest.raises(Refused, match=r"assistant\.no_such_tool"):
        card(hanmei)
    assert wanted("打开灯", hanmei, pack=of) is None
    with pytest.raises(Forbidden):
        allow_devices(actor=hanmei, pack=of)


def test_leave_that_was_taken_back_stops_cards_that_wait(broker: Broker):
    hanmei, of = stranger(), home()
    allow_devices(actor=official(), pack=of)
    held = card(hanmei)
    forbid_devices(actor=None, pack=of)
    assert confirm(actor=hanmei, card=held).state == CardState.REFUSED
    assert broker.messages == []


def test_a_binding_that_was_changed_needs_new_leave():
    hanmei, of = stranger(), home()
    allow_devices(actor=None, pack=of)
    changed = PackDraft(
        slug="home", names=of.names, settings={"bindings": [lamp(topic="door/lock")]}
    )
    change_pack(actor=None, pack=of, draft=changed)
    assert TOOL not in {tool.name for tool in tools_for(hanmei)}


def test_what_is_for_the_owners_side_is_for_nobody_else():
    allow_devices(actor=None, pack=home(who="owner"))
    assert TOOL not in {tool.name for tool in tools_for(stranger())}
    assert TOOL in {tool.name for tool in tools_for(official())}


def test_a_companys_assistant_sets_its_devices_within_the_mandate():
    lilei, company = entrusted("cases")
    of = pack("home", owner=company, access="owner", settings={"bindings": [lamp(who="owner")]})
    allow_devices(actor=None, pack=of)
    assert TOOL not in {tool.name for tool in tools_for(lilei)}
    assert TOOL not in {tool.name for tool in tools_for(official())}


@pytest.mark.parametrize("value", ["dim", '"}', 1])
def test_a_value_that_is_not_declared_makes_no_card(value: Any):
    allow_devices(actor=None, pack=home())
    with pytest.raises(Refused, match=r"assistant\.bad_arguments"):
        card(stranger(), value)


def unreached(callbacks: DjangoCaptureOnCommitCallbacks) -> Card:
    hanmei = stranger()
    allow_devices(actor=None, pack=home())
    held = card(hanmei)
    with callbacks(execute=True):
        confirm(actor=hanmei, card=held)
    held.refresh_from_db()
    return held


def test_a_broker_that_does_not_answer_is_said(
    settings: Settings,
    impatient: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    with brokered(is_silent=True) as silent:
        reached(settings, silent)
        held = unreached(django_capture_on_commit_callbacks)
    assert (held.state, held.refusal) == ("refused", "assistant.device_unreachable")


def test_a_broker_that_is_not_there_is_said(
    settings: Settings,
    impatient: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    with brokered() as gone:
        reached(settings, gone)
    held = unreached(django_capture_on_commit_callbacks)
    assert held.refusal == "assistant.device_unreachable"


def test_a_broker_that_refuses_the_password_is_said(
    settings: Settings,
    impatient: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    with brokered(password="right") as strict:
        reached(settings, strict, user="park", password="wrong")
        held = unreached(django_capture_on_commit_callbacks)
    assert held.refusal == "assistant.device_unreachable"
    assert strict.messages == []


def test_without_a_broker_it_is_said(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    assert unreached(django_capture_on_commit_callbacks).refusal == "assistant.no_broker"


@pytest.mark.parametrize("bindings", [["x"], "x", {"bindings": [{"code": "x"}]}])
def test_bindings_that_cannot_be_read_are_none(bindings: Any):
    of = pack("home", settings={"bindings": bindings})
    allow_devices(actor=None, pack=of)
    names = {tool.name for tool in tools_for(stranger())}
    assert "my_cases" in names
    assert not [name for name in names if name.startswith("set_")]
