"""Learning and answering on files: the rows, the bands, and errors that name the line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from yuanqu.cli.knowledge import knowledge
from yuanqu.engines.answering import Source
from yuanqu.engines.answering.questions import read
from yuanqu.knowledge.measuring import answers, packs, rows, training
from yuanqu.knowledge.measuring.lexical import LONGEST_SOURCE, Lexical, parts_of
from yuanqu.knowledge.measuring.priors import Priors, collection_of

CITIES = "苏州 无锡 常州 南通 扬州 镇江 泰州 徐州 盐城 淮安 宿迁 连云港 杭州 宁波 温州 嘉兴".split()
GRANTS = ("稳岗返还", "房租减免", "研发补贴", "人才公寓")


def lines(path: Path, made: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made))
    return path


def notice(number: int, city: str) -> str:
    said = [f"{city}市支持企业的若干措施。"]
    said += [
        f"对符合条件的企业给予{grant}，最高{number + 1}{at}万元。"
        for at, grant in enumerate(GRANTS)
    ]
    return "".join(said)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Notices of sixteen cities, and what each city pays for what."""
    folder = tmp_path_factory.mktemp("measuring")
    texts = {city: notice(number, city) for number, city in enumerate(CITIES)}
    asked = []
    for number, city in enumerate(CITIES):
        for at, grant in enumerate(GRANTS):
            answer = f"最高{number + 1}{at}万元"
            asked.append({"question": f"{city}市{grant}最高多少？", "document": city,
                          "answer": answer, "start": texts[city].index(answer)})  # fmt: skip
    asked.append({"question": "月球旅行怎么报名？", "answerable": False})
    documents = [{"id": city, "text": text} for city, text in texts.items()]
    return lines(folder / "d.jsonl", documents), lines(folder / "q.jsonl", asked)


@pytest.fixture(scope="module")
def model(files: tuple[Path, Path]) -> Path:
    out = files[0].with_name("m.json")
    command = ["train", "--documents", str(files[0]), "--questions", str(files[1]), "--out"]
    done = CliRunner().invoke(knowledge, [*command, str(out)])
    assert done.exit_code == 0, done.output
    return out


def test_what_was_learned_answers_by_the_documented_rows(
    files: tuple[Path, Path], model: Path, tmp_path: Path
):
    asked = lines(
        tmp_path / "a.jsonl",
        [{"id": "1", "question": "扬州市研发补贴最高多少？"}, {"id": "2", "question": ""},
         {"id": "3", "question": "海底捞月的船票在哪里卖？"}],
    )  # fmt: skip
    command = ["answer", "--documents", str(files[0]), "--questions", str(asked)]
    done = CliRunner().invoke(knowledge, [*command, "--model", str(model), "--top", "3"])
    assert done.exit_code == 0, done.output
    first, empty, stranger = (json.loads(line) for line in done.output.splitlines())
    assert first["id"] == "1"
    assert first["passages"][0]["document"] == "扬州"
    assert len(first["passages"]) <= 3
    text = notice(4, "扬州")
    assert first["answer"] == "".join(text[s["start"] : s["end"]] for s in first["answer_spans"])
    assert "最高52万元" in first["answer"]
    for row in (first, empty, stranger):
        assert set(row) == {"id", "band", "confidence", "answer", "answer_spans", "passages"}
        assert 0 <= row["confidence"] <= 1
        assert all(each["end"] - each["start"] <= 250 for each in row["passages"])
    assert (empty["band"], empty["answer"]) == ("refuse", "")
    assert stranger["band"] == "refuse"


def test_the_same_files_give_the_same_answers(files: tuple[Path, Path], model: Path):
    first, second = (list(answers.answered(*files, model)) for _ in range(2))
    assert first == second


def test_the_shipped_model_fits_this_version():
    assert answers.model_of().answer_from >= answers.model_of().refuse_below


def test_too_few_questions_teach_nothing(files: tuple[Path, Path]):
    judged = rows.judged(files[1])[:4]
    with pytest.raises(training.TrainingError, match="at least ten"):
        training.train(rows.documents(files[0]), judged, lambda *_: None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        ("[]", "not an object"),
        ('{"id": "x"}', '"text" is no text'),
        ('{"id": "one", "text": "二"}', "was there before"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str):
    path = tmp_path / "d.jsonl"
    path.write_text('{"id": "one", "text": "一"}\n' + line + "\n")
    with pytest.raises(rows.RowError, match="line 2") as caught:
        rows.documents(path)
    assert said in str(caught.value)


def test_a_question_without_gold_cannot_be_learned_from(tmp_path: Path):
    path = lines(tmp_path / "q.jsonl", [{"question": "多少？"}])
    with pytest.raises(rows.RowError, match='neither "gold"'):
        rows.judged(path)


def test_an_error_is_a_sentence_and_no_trace(tmp_path: Path, files: tuple[Path, Path]):
    broken = tmp_path / "m.json"
    broken.write_text("[]")
    command = ["answer", "--documents", str(files[0]), "--questions", str(files[1])]
    done = CliRunner().invoke(knowledge, [*command, "--model", str(broken)])
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_a_long_document_is_ranked_in_parts_that_lose_nothing():
    text = "园区给企业发补贴。" * 3_000
    parts = list(parts_of(Source("long", "补贴", text)))
    assert "".join(part.text for part in parts) == text
    assert all(len(part.text) <= LONGEST_SOURCE for part in parts)
    assert [part.offset for part in parts] == [
        sum(len(other.text) for other in parts[:at]) for at in range(len(parts))
    ]


def test_documents_taken_away_are_no_candidates(files: tuple[Path, Path]):
    index = Lexical(rows.documents(files[0]))
    found = index.candidates(read("扬州市研发补贴"), without=frozenset({"扬州"}))
    assert "扬州" not in {each.source.key for each in found}


def test_a_collection_is_what_its_titles_share():
    assert collection_of("民法典第五十四条") == "民法典"
    assert collection_of("关于补贴的通知") == ""
    known = Priors(
        [Source("1", "民法典第一条", "一"), Source("2", "刑法第一条", "二")], {"民法典": 9}
    )
    assert known.of(Source("3", "民法典第二条", "三")) > known.of(Source("2", "刑法第一条", "二"))


def test_the_packs_teach_only_what_stands_in_them():
    sources, judged = packs.of_packs()
    texts = {source.key: source.text for source in sources}
    assert sum(not one.gold for one in judged) >= len(judged) // 5
    for one in judged:
        for gold in one.gold:
            assert gold.span is not None
            start, end = gold.span
            assert texts[gold.document][start:end]
