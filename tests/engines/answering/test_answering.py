"""From question to passages to an answer: figures, learning, trees, bands."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.answering import (
    Answerer,
    Band,
    Candidate,
    Model,
    ModelError,
    Source,
    certainty,
    listwise,
    ranking,
    spans,
)
from yuanqu.engines.answering.answerer import described, find
from yuanqu.engines.answering.overlap import rouge_l
from yuanqu.engines.answering.questions import read
from yuanqu.engines.answering.ranking import passages_of
from yuanqu.engines.answering.terms import Terms, counted
from yuanqu.engines.answering.trees import Trees

GRANT = Source(
    "grant",
    "示例市科技补贴办法",
    "示例市对高新技术企业给予补贴。每家企业一次性补贴20万元。申请期限为2024年3月1日至3月31日。"
    "咨询电话：0512-12345678。",
)
LAMP = Source("lamp", "台灯说明书", "按一下开关，灯就亮。再按一下，灯就灭。")
CANDIDATES = [Candidate(GRANT, 9.0), Candidate(LAMP, 1.0)]


def weight_of(_field: str, _term: str) -> float:
    return 1.0


def model(**other: Any) -> Model:
    """A model that goes by coverage, and is sure where the document says all that is asked."""
    weights = np.zeros(len(ranking.FEATURES))
    weights[ranking.FEATURES.index("with_head")] = 5.0
    weights[ranking.FEATURES.index("coverage")] = 1.0
    sure = np.zeros(len(certainty.SIGNALS))
    sure[certainty.SIGNALS.index("in_source")] = 8.0
    ranks = listwise.Linear(np.zeros(len(weights)), np.ones(len(weights)), weights)
    calm = certainty.Logistic(np.zeros(len(sure)), np.ones(len(sure)), sure, -4.0)
    return Model(**{"ranking": ranks, "certainty": calm, "answer_from": 0.7, "refuse_below": 0.3,
                    **other})  # fmt: skip


def test_a_question_tells_names_numbers_and_what_is_asked_for():
    asked = read("铁岭市2月16日预计发送旅客多少人次？")
    assert "铁岭" in asked.names
    assert {"2月", "16日"} <= set(asked.numbers)
    assert (asked.before[-4:], asked.after) == ("发送旅客", "人次")
    assert "how_much" in asked.kinds


@pytest.mark.parametrize("text", ["", "？？？", "😀😀", " \n"])
def test_what_is_no_question_is_empty(text: str):
    assert read(text).is_empty
    assert Answerer(model()).answer(text, CANDIDATES, weight_of).band is Band.REFUSE


def test_counts_are_those_of_plain_search():
    asked = read("补贴多少万元？补贴期限")
    terms = Terms.of(asked, weight_of)
    table = counted(terms, [GRANT, LAMP])
    texts = [s.folded[a:b] for s in (GRANT, LAMP) for a, b in s.sentences]
    for row, text in zip(table, texts, strict=True):
        for times, term in zip(row, terms.texts, strict=True):
            assert times == sum(text.startswith(term, at) for at in range(len(text)))


def test_every_passage_has_every_figure_and_none_is_missing():
    asked = read("示例市高新技术企业补贴多少？")
    found = passages_of(asked, Terms.of(asked, weight_of), CANDIDATES)
    assert found.features.shape == (len(found.sources), len(ranking.FEATURES))
    assert np.isfinite(found.features).all()


def test_an_answer_is_quoted_from_its_place():
    given_ = Answerer(model()).answer("示例市高新技术企业补贴", CANDIDATES, weight_of)
    assert given_.band is Band.ANSWER
    (place,) = given_.spans
    assert given_.text == GRANT.text[place.start : place.end]
    assert any(p.start <= place.start and place.end <= p.end for p in given_.passages)


def test_what_the_documents_do_not_say_is_refused_without_an_answer():
    given_ = Answerer(model()).answer("火星基地何时建成", CANDIDATES, weight_of)
    assert (given_.band, given_.text, given_.spans) == (Band.REFUSE, "", ())


def test_the_figure_of_another_year_is_not_asserted():
    own = Answerer(model()).answer("示例市高新技术企业2024年补贴", CANDIDATES, weight_of)
    other = Answerer(model()).answer("示例市高新技术企业2019年补贴", CANDIDATES, weight_of)
    assert (own.band, other.band) == (Band.ANSWER, Band.CLOSEST)


def test_places_in_a_part_count_from_the_whole_document():
    part = Source("grant", GRANT.title, GRANT.text[15:], 15, GRANT.text[:15])
    given_ = Answerer(model()).answer("补贴期限", [Candidate(part, 5.0)], weight_of)
    first = given_.passages[0]
    assert first.start >= 15
    assert GRANT.text[first.start : first.end] in GRANT.text


def test_no_candidates_is_a_refusal():
    assert Answerer(model()).answer("补贴多少", [], weight_of).band is Band.REFUSE
    empty = [Candidate(Source("e", "", "  \n"), 1.0)]
    assert Answerer(model()).answer("补贴多少", empty, weight_of).band is Band.REFUSE


def test_every_stretch_to_quote_has_every_figure():
    asked = read("每家企业一次性补贴多少？")
    found = find(asked, Terms.of(asked, weight_of), CANDIDATES, model())
    places, figures, rows = described(found)
    assert figures.shape == (len(places), len(spans.FEATURES))
    assert np.isfinite(figures).all()
    quoted = {GRANT.text[a:b] for (a, b), row in zip(places, rows, strict=True)
              if found.passages.sources[row] == 0}  # fmt: skip
    assert {"20万元", "每家企业一次性补贴20万元。"} <= quoted


def test_a_model_survives_writing_and_reading():
    tree = {"feature": spans.FEATURES[3], "threshold": 4.5,
            "left": {"value": 1.0}, "right": {"value": -1.0}}  # fmt: skip
    made = Model.of(model(trees=(tree,)).written())
    assert made.quoting is not None
    assert Model.of(made.written()).written() == made.written()


@pytest.mark.parametrize(
    "harm",
    [
        lambda it: it.pop("ranking"),
        lambda it: it.update(form="other/1"),
        lambda it: it["ranking"]["weights"].pop("coverage"),
        lambda it: it["certainty"].update(bias="much"),
        lambda it: it.update(quoting={"trees": [{"feature": "luck", "threshold": 1,
                             "left": {"value": 1}, "right": {"value": 2}}]}),
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_model_is_refused(harm: Any):
    written = model().written()
    harm(written)
    with pytest.raises(ModelError):
        Model.of(written)


def test_learning_finds_what_decides():
    chance = np.random.default_rng(3)
    groups = []
    for _ in range(40):
        figures = chance.normal(size=(12, 4))
        groups.append(listwise.Group(figures, (figures[:, 2] == figures[:, 2].max()).astype(float)))
    learned = listwise.fit(groups, 0.5)
    assert int(abs(learned.weights).argmax()) == 2
    fresh = chance.normal(size=(30, 4))
    assert learned.scores(fresh).argmax() == fresh[:, 2].argmax()


def test_nothing_can_be_learned_from_nothing():
    with pytest.raises(ValueError, match="No question"):
        listwise.fit([listwise.Group(np.zeros((3, 2)), np.zeros(3))], 1.0)


def test_certainty_comes_near_the_chances_it_was_taught():
    signals = np.array([[0.0], [0.0], [1.0], [1.0]] * 50)
    wanted = np.array([0.0, 0.5, 1.0, 0.5] * 50)
    chances = certainty.fit(signals, wanted, 0.01).chances(np.array([[0.0], [1.0]]))
    assert chances == pytest.approx([0.25, 0.75], abs=0.01)


def walked(node: dict[str, Any], row: list[float]) -> float:
    while "value" not in node:
        node = node["left"] if row[node["feature"]] <= node["threshold"] else node["right"]
    return float(node["value"])


NODES = st.recursive(
    st.fixed_dictionaries({"value": st.floats(-5, 5)}),
    lambda nodes: st.fixed_dictionaries(
        {"feature": st.integers(0, 3), "threshold": st.floats(-2, 2), "left": nodes,
         "right": nodes}
    ),
    max_leaves=12,
)  # fmt: skip
ROWS = st.lists(st.lists(st.floats(-3, 3), min_size=4, max_size=4), min_size=1, max_size=5)


@given(st.lists(NODES, min_size=1, max_size=4), ROWS)
def test_trees_score_as_a_walk_does(trees: list[dict[str, Any]], rows: list[list[float]]):
    scores = Trees.of(trees).scores(np.array(rows))
    wanted = [sum(walked(tree, row) for tree in trees) for row in rows]
    assert scores == pytest.approx(wanted)


@given(st.text("园区企业", max_size=12), st.text("园区企业", max_size=12))
def test_rouge_is_that_of_the_plain_table(text: str, gold: str):
    table = [[0] * (len(gold) + 1) for _ in range(len(text) + 1)]
    for i, one in enumerate(text):
        for j, other in enumerate(gold):
            table[i + 1][j + 1] = (
                table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
            )
    shared = table[-1][-1]
    wanted = 2 * shared / (len(text) + len(gold)) if shared else 0.0
    assert math.isclose(rouge_l(text, gold), wanted)
