"""Whatever the endpoint does, the asker goes on in time, and with nothing that is not checked."""

import json
import logging
import socket
import time
from threading import Thread
from threading import enumerate as threads

import pytest

from tests.assistant.model.cases import QUESTION, RENT
from tests.assistant.model.conftest import Purse
from tests.assistant.model.scripted import KEY, scripted_model
from yuanqu.assistant.model import compose, configured, resting
from yuanqu.assistant.model.exchange import MOST_BYTES

GOOD = "1个月房租免收，2个月房租减半。"


def composed(purse, within=None):
    return compose(QUESTION, (), (RENT,), budget=purse, within=within)


def codes(caplog) -> list[str]:
    return [record.code for record in caplog.records if hasattr(record, "code")]


def hang(model):
    return lambda _handler: model.over.wait(20)


def drip_headers(model):
    def script(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not model.over.wait(0.1):
            handler.wfile.write(b"X-Drip: 1\r\n")

    return script


def drip_body(model):
    def script(handler):
        handler.send_response(200)
        handler.end_headers()
        while not model.over.wait(0.1):
            handler.wfile.write(b" ")

    return script


@pytest.mark.parametrize("script", [hang, drip_headers, drip_body])
def test_an_endpoint_that_takes_its_time_is_left_when_the_time_is_over(
    model, purse, caplog, script, settings
):
    settings.LLM_TIMEOUT = 1
    model.script = script(model)
    begun = time.monotonic()
    assert composed(purse) is None
    assert 0.9 < time.monotonic() - begun < 10
    assert codes(caplog) == ["model.too_slow"]


@pytest.mark.parametrize("script", [hang, drip_headers, drip_body])
def test_its_connection_is_cut_so_that_nothing_is_left_running(model, purse, script):
    model.script = script(model)
    composed(purse, within=0.3)
    for _ in range(100):
        if not any(thread.name.startswith("model") for thread in threads()):
            break
        time.sleep(0.02)
    assert [thread.name for thread in threads() if thread.name.startswith("model")] == []


def test_the_caller_may_leave_less_time_than_the_setting(model, purse, caplog):
    model.script = hang(model)
    begun = time.monotonic()
    assert composed(purse, within=0.2) is None
    assert time.monotonic() - begun < 10
    assert composed(purse, within=0) is None
    assert (len(model.asked), codes(caplog)) == (1, ["model.too_slow", "model.too_slow"])


@pytest.mark.parametrize(
    ("status", "code"),
    [(500, "model.status"), (401, "model.status"), (404, "model.status"), (429, "model.busy")],
)
def test_a_status_that_is_no_success_gives_nothing(model, purse, caplog, status, code):
    model.script = lambda handler: handler.sent(b'{"error": "no"}', status)
    assert composed(purse) is None
    assert codes(caplog) == [code]
    assert purse.left == Purse().left


def test_a_redirect_is_not_followed(model, purse, caplog):
    with scripted_model() as other:
        place = f"{other.address}/chat/completions"
        model.script = lambda handler: handler.sent(b"", 307, Location=place)
        assert composed(purse) is None
        assert (other.asked, codes(caplog)) == ([], ["model.status"])


def test_no_proxy_of_the_environment_is_asked(model, purse, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    model.states((GOOD, [1]))
    assert composed(purse).text == GOOD


def test_fifty_megabytes_are_not_read(model, purse, caplog):
    sent = []

    def flood(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(50 * 2**20))
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b" " * 2**20)
            sent.append(2**20)

    model.script = flood
    assert composed(purse) is None
    assert codes(caplog) == ["model.too_large"]
    assert sum(sent) < 20 * MOST_BYTES


MALFORMED = [
    b"",
    b"<html>",
    b"[]",
    b'{"choices": []}',
    b'{"choices": [{"message": {"content": null}}]}',
    b"[" * 100_000,
    b"\xff\xfe",
]


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_an_answer_that_is_malformed_gives_nothing(model, purse, caplog, body):
    model.script = lambda handler: handler.sent(body)
    assert composed(purse) is None
    assert codes(caplog) == ["model.malformed"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "房租可以减免。",
        '{"sentences": [{"text": "1个月房租免收。", "passages": [1]}',
        '{"sentences": [{"text": "1个月房租免收。"}]}',
        '{"sentences": [{"text": "1个月房租免收。", "passages": ["1"]}]}',
        '{"sentences": [{"text": "1个月房租免收。", "passages": [true]}]}',
        '{"sentences": [{"text": "1个月房租免收。", "passages": [NaN]}]}',
        '{"sentences": [{"text": "1个月房租免收。", "passages": [1], "url": "x"}]}',
        '{"sentences": "1个月房租免收。"}',
        '{"sentences": [], "tool": "cancel"}',
    ],
)
def test_content_that_is_not_the_json_asked_for_gives_nothing(model, purse, caplog, content):
    model.says(content)
    assert composed(purse) is None
    assert codes(caplog) == ["model.malformed"]


def test_json_in_a_fence_or_after_a_thought_is_read(model, purse):
    answer = json.dumps({"sentences": [{"text": GOOD, "passages": [1]}]})
    model.says(f"```json\n{answer}\n```")
    assert composed(purse).text == GOOD
    model.says(f"<think>先看资料</think>\n{answer}")
    assert composed(purse).text == GOOD


def test_nobody_listening_is_a_failure_like_others(purse, caplog, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.LLM_BASE_URL, settings.LLM_MODEL = f"http://127.0.0.1:{port}/v1", "m"
    assert composed(purse) is None
    assert codes(caplog) == ["model.unreachable"]


def test_a_server_that_speaks_no_tls_is_unreachable_by_https(model, purse, caplog, settings):
    settings.LLM_BASE_URL = settings.LLM_BASE_URL.replace("http:", "https:")
    assert composed(purse) is None
    assert codes(caplog) in (["model.unreachable"], ["model.too_slow"])


def test_an_endpoint_that_fails_three_times_is_left_alone_for_a_while(
    model, purse, caplog, monkeypatch
):
    model.script = hang(model)
    for _ in range(4):
        composed(purse, within=0.1)
    assert (len(model.asked), codes(caplog)[-1]) == (3, "model.resting")
    later = time.monotonic() + resting.SECONDS
    monkeypatch.setattr(resting, "monotonic", lambda: later)
    model.states((GOOD, [1]))
    assert composed(purse).text == GOOD


def test_twenty_questions_at_once_are_all_answered(model, purse, settings):
    settings.LLM_TIMEOUT = 60
    model.states((GOOD, [1]))
    answers = []
    asking = [Thread(target=lambda: answers.append(composed(purse))) for _ in range(20)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert [answer and answer.text for answer in answers] == [GOOD] * 20


# --- the budget --------------------------------------------------------------------------


def test_what_is_not_used_of_the_budget_is_given_back(model, purse):
    model.states((GOOD, [1]), tokens=321)
    composed(purse)
    assert Purse().left - purse.left == 321


def test_an_endpoint_that_does_not_count_costs_what_was_thought(model, purse):
    model.states((GOOD, [1]), tokens=None)
    composed(purse)
    assert len(purse.moves) == 1


@pytest.mark.parametrize("tokens", [-5, True, 1.5, "9"])
def test_a_count_that_is_none_is_not_believed(model, purse, tokens):
    model.states((GOOD, [1]), tokens=tokens)
    composed(purse)
    assert len(purse.moves) == 1


def test_a_count_beyond_all_measure_does_not_empty_the_budget(model, purse):
    model.states((GOOD, [1]), tokens=10**12)
    composed(purse)
    assert purse.left > Purse().left // 2


def test_over_budget_the_model_is_not_asked(model, caplog):
    poor = Purse(left=10)
    assert composed(poor) is None
    assert (model.asked, poor.left, codes(caplog)) == ([], 10, ["model.over_budget"])


def test_time_that_ran_out_is_paid_for(model, purse):
    model.script = hang(model)
    composed(purse, within=0.1)
    assert purse.left < Purse().left


# --- what is sent and what is written down -----------------------------------------------


def test_the_request_is_the_one_that_the_interface_knows(model, purse):
    model.states((GOOD, [1]))
    composed(purse)
    (asked,) = model.asked
    assert (asked["path"], asked["model"], asked["temperature"], asked["stream"]) == (
        "/v1/chat/completions",
        "scripted-1",
        0,
        False,
    )
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert model.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent(model, purse, settings):
    settings.LLM_API_KEY = ""
    model.states((GOOD, [1]))
    composed(purse)
    assert "Authorization" not in model.headers[0]


@pytest.mark.parametrize("key", [KEY, f"{KEY}\r\nX: y", f"{KEY}钥"])
def test_neither_key_nor_question_is_written_to_the_log(model, purse, caplog, settings, key):
    caplog.set_level(logging.DEBUG)
    settings.LLM_API_KEY = key
    model.script = lambda handler: handler.sent(KEY.encode(), 500)
    assert composed(purse) is None
    written = "".join(f"{record.getMessage()}{vars(record)}" for record in caplog.records)
    assert [text for text in (KEY, QUESTION, "房租") if text in written] == []
    assert KEY not in repr(configured())
