"""A spoken question, against a speech service of our own over real HTTP."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.web.pages import text_of
from yuanqu.assistant.models import Turn

pytestmark = pytest.mark.django_db


class Speech(BaseHTTPRequestHandler):
    """Answers with what the class holds."""

    answer = b'{"text": "\xe6\x88\xbf\xe7\xa7\x9f\xe6\x80\x8e\xe4\xb9\x88\xe5\x87\x8f"}'
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_said: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def speech(settings: Settings) -> Iterator[type[Speech]]:
    class Own(Speech):
        pass

    server = HTTPServer(("127.0.0.1", 0), Own)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.SPEECH_URL = f"http://127.0.0.1:{server.server_port}/v1/audio/transcriptions"
    yield Own
    server.shutdown()
    thread.join()
    server.server_close()


def said(client: Client, content: bytes = b"sound") -> str:
    recording = SimpleUploadedFile("question.webm", content, "audio/webm")
    response = client.post("/ask/speech/", {"recording": recording})
    assert response.status_code == 200
    return response.content.decode()


def test_recording_becomes_text_in_the_box_and_nothing_is_kept(
    visitor: Client, speech: type[Speech]
):
    assert 'value="房租怎么减"' in said(visitor)
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b"not json"),
        (200, b'{"text": ""}'),
        (200, b'["text"]'),
        (200, b'{"text": "' + b"x" * 30_000 + b'"}'),
        (500, b""),
        (302, b""),
    ],
)
def test_service_that_fails_is_told_in_a_sentence(
    visitor: Client, speech: type[Speech], status: int, answer: bytes
):
    speech.status, speech.answer = status, answer
    assert "could not be understood" in said(visitor)


def test_empty_recording_and_a_park_without_a_service_are_told_so(
    visitor: Client, speech: type[Speech], settings: Settings
):
    assert "could not be understood" in said(visitor, b"")
    settings.SPEECH_URL = ""
    assert "Spoken questions are not set up here." in said(visitor)


def test_service_that_is_down_is_told_in_a_sentence(visitor: Client, settings: Settings):
    settings.SPEECH_URL = "http://127.0.0.1:9/"
    recording = SimpleUploadedFile("question.webm", b"sound", "audio/webm")
    page = visitor.post("/ask/speech/", {"recording": recording})
    assert "could not be understood" in text_of(page)
