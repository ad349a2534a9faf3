"""The packs that Yuanqu ships can be loaded, and hold to what the guide asks of a pack."""

import re
from datetime import date
from pathlib import Path

import pytest

import yuanqu.knowledge
from yuanqu.assistant.devices.tools import name_of
from yuanqu.engines.bindings import bindings_from
from yuanqu.engines.intent_files import intents_from
from yuanqu.engines.intents import Hearing, understood
from yuanqu.engines.text import folded
from yuanqu.knowledge.actions import load_pack
from yuanqu.knowledge.folders import PackFolder, read_folder
from yuanqu.knowledge.models import EvaluationQuestion, Faq, Version

FOLDERS = sorted((Path(yuanqu.knowledge.__file__).parent / "packs").iterdir())
LARGE = {"government-services", "park"}
FEATURE = Path(__file__).parents[3] / "shared/reference/suzhou-park.md"
LONGEST_TEXT, LONGEST_QUOTATION = 3000, 120


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def pack(request: pytest.FixtureRequest) -> PackFolder:
    return read_folder(request.param)


def test_the_packs_of_the_feature_are_shipped():
    assert [folder.name for folder in FOLDERS] == [
        "government-services",
        "new-energy",
        "park",
        "smart-cockpit",
        "smart-home",
    ]


def test_a_pack_is_called_as_its_folder_and_holds_short_texts(pack: PackFolder):
    assert pack.slug in {folder.name for folder in FOLDERS}
    assert [text.key for text in pack.texts if len(text.parsed.text) > LONGEST_TEXT] == []


def test_what_is_invented_says_so(pack: PackFolder):
    unsaid = [
        text.key
        for text in pack.texts
        if "示例" not in text.parsed.stated["title"]
        and "example" not in text.parsed.stated["title"]
    ]
    assert pack.slug == "park" or unsaid == []


def test_one_wording_belongs_to_one_answer(pack: PackFolder):
    said = [
        re.sub(r"\W", "", folded(wording))
        for faq in pack.faqs
        for wording in (faq.question, *faq.variants)
    ]
    assert sorted({wording for wording in said if said.count(wording) > 1}) == []


def test_an_answer_is_asked_for_in_several_ways_and_rests_on_a_document(pack: PackFolder):
    assert [faq.key for faq in pack.faqs if not 3 <= len(faq.variants) <= 6] == []
    assert [faq.key for faq in pack.faqs if not faq.document] == []


def test_it_is_measured_in_other_words_and_a_quarter_must_be_refused(pack: PackFolder):
    curated = {folded(wording) for faq in pack.faqs for wording in (faq.question, *faq.variants)}
    refused = [each for each in pack.questions if not each.gold and not each.faq]
    assert [each.key for each in pack.questions if folded(each.question) in curated] == []
    assert len(pack.questions) >= (60 if pack.slug in LARGE else 20)
    assert len(refused) * 4 >= len(pack.questions)


def test_its_intents_and_bindings_can_be_read(pack: PackFolder):
    intents = intents_from(pack.settings.get("intents")).intents
    bound = {
        name_of(pack.slug, each.code) for each in bindings_from(pack.settings.get("bindings") or [])
    }
    assert {each.tool for each in intents if each.tool.startswith("set_")} == bound


@pytest.mark.django_db
def test_all_are_loaded_and_again_change_nothing():
    def held() -> list[int]:
        return [each.objects.count() for each in (Version, Faq, EvaluationQuestion)]

    loaded = [load_pack(folder) for folder in FOLDERS]
    before = held()
    assert before == [
        sum(getattr(one, what) for one in loaded) for what in ("documents", "faqs", "questions")
    ]
    assert {state for (state,) in Version.objects.values_list("state")} == {"parsed"}
    for folder in FOLDERS:
        load_pack(folder)
    assert held() == before


def test_the_homes_lamps_are_understood():
    (home,) = [read_folder(folder) for folder in FOLDERS if folder.name == "smart-home"]
    intents = intents_from(home.settings["intents"]).intents
    hearing = Hearing(date(2026, 11, 23), (), lambda _tool, _parameter, words: words)
    heard = {
        words: (found.tool, dict(found.arguments)) if found else None
        for words in ("打开客厅的灯", "把卧室灯调到30%", "关灯", "怎么开灯")
        for found in (understood(words, intents, hearing),)
    }
    assert heard == {
        "打开客厅的灯": ("set_smart_home_living_power", {"value": "on"}),
        "把卧室灯调到30%": ("set_smart_home_bedroom_brightness", {"value": 30}),
        "关灯": ("set_smart_home_living_power", {"value": "off"}),
        "怎么开灯": None,
    }


@pytest.mark.skipif(not FEATURE.exists(), reason="the feature is not beside the repository")
def test_what_the_park_pack_quotes_stands_in_the_feature():
    feature = FEATURE.read_text(encoding="utf-8")
    (park,) = [read_folder(folder) for folder in FOLDERS if folder.name == "park"]
    quoted = [
        quotation
        for text in park.texts
        for quotation in re.findall(r"^原文：「(.+)」$", text.parsed.text, re.MULTILINE)
    ]
    assert len(quoted) > 25
    assert [each for each in quoted if each not in feature or len(each) > LONGEST_QUOTATION] == []
