"""What the shipped packs understand and may set, loaded as they lie in their folders."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser

from tests.assistant.test_tools import wanted
from tests.factories import stranger
from yuanqu.assistant.cards.actions import allow_devices
from yuanqu.assistant.devices.tools import name_of
from yuanqu.assistant.tools.registry import all_tools
from yuanqu.engines.bindings import bindings_from
from yuanqu.engines.intent_files import intents_from
from yuanqu.engines.names import Names
from yuanqu.knowledge import packs as shipped
from yuanqu.knowledge.actions import PackDraft, add_pack
from yuanqu.knowledge.models import Pack

pytestmark = pytest.mark.django_db
ROOT = Path(next(iter(shipped.__path__)))
FOLDERS = sorted(path for path in ROOT.iterdir() if (path / "pack.toml").is_file())


def read(folder: Path, name: str) -> Any:
    path = folder / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None


def loaded(slug: str) -> Pack:
    """The pack without its documents."""
    settings = {name: read(ROOT / slug, name) or {} for name in ("intents", "bindings")}
    return add_pack(
        actor=None, draft=PackDraft(slug=slug, names=Names("包", "Pack"), settings=settings)
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_intent_names_a_tool_that_is_there(folder: Path):
    bindings = bindings_from(read(folder, "bindings") or [])
    tools = {name_of(folder.name, one.code) for one in bindings} | set(all_tools())
    intents = intents_from(read(folder, "intents")).intents
    assert {intent.tool for intent in intents} - tools == set()


@pytest.mark.parametrize(
    ("text", "tool", "arguments"),
    [
        ("请打开客厅的灯", "set_smart_home_living_power", {"value": "on"}),
        ("帮我把卧室灯关掉", "set_smart_home_bedroom_power", {"value": "off"}),
        ("把卧室灯调到30%", "set_smart_home_bedroom_brightness", {"value": 30}),
        ("客厅灯亮度调到百分之八十", "set_smart_home_living_brightness", {"value": 80}),
        ("Turn on the living room lamp, please", None, {}),
        ("switch on the bedroom light", "set_smart_home_bedroom_power", {"value": "on"}),
        ("灯可以调多亮？", None, {}),
        ("怎么用说话开灯？", None, {}),
    ],
)
@pytest.mark.parametrize("is_chosen", [True, False])
def test_the_lamps_are_set_in_words(
    text: str, tool: str | None, arguments: dict[str, Any], is_chosen: bool
):
    home = loaded("smart-home")
    allow_devices(actor=None, pack=home)
    expected = (tool, arguments) if tool else None
    assert wanted(text, stranger(), pack=home if is_chosen else None) == expected


def test_nobody_logged_in_sets_a_lamp():
    home = loaded("smart-home")
    allow_devices(actor=None, pack=home)
    assert wanted("打开客厅的灯", AnonymousUser(), pack=home) is None


def test_the_halls_own_words_come_before_the_parks():
    loaded("government-services")
    hanmei = stranger()
    assert wanted("我要投诉", hanmei) == (
        "open_application",
        {"matter": "park.request", "applicant": str(hanmei.party_id)},
    )
