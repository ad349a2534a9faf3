"""A spoken question as text, by the endpoint that the park has set up; by no other.

The browser's own recognition is never used: it sends what is said to whoever made the browser.
"""

import logging
from typing import TYPE_CHECKING

import requests
from django.conf import settings

from yuanqu.accounts.errors import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    Recording = UploadedFile[bytes]

logger = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
TIMEOUT = 20
MOST_ANSWER = 20_000


def is_set_up() -> bool:
    """Whether there is an endpoint."""
    return bool(settings.SPEECH_URL)


def text_of(recording: "Recording") -> str:
    """What was said. Raises `Refused`, with the sentence to show; nothing of it is kept."""
    if not is_set_up():
        raise Refused("assistant.no_speech")
    if not recording.size or recording.size > MOST_BYTES:
        raise Refused("assistant.speech_failed")
    try:
        return _heard(recording)
    except (requests.RequestException, ValueError) as error:
        logger.warning("The speech endpoint did not answer.", extra={"why": type(error).__name__})
        raise Refused("assistant.speech_failed") from None


def _heard(recording: "Recording") -> str:
    """Asked the way OpenAI's `/v1/audio/transcriptions` is, which many servers speak."""
    key = settings.SPEECH_TOKEN
    answer = requests.post(
        settings.SPEECH_URL,
        files={"file": ("question", recording.read(), recording.content_type or "audio/mpeg")},
        data={"model": settings.SPEECH_MODEL, "response_format": "json"},
        headers={"Authorization": f"Bearer {key}"} if key else {},
        timeout=TIMEOUT,
        allow_redirects=False,
    )
    answer.raise_for_status()
    said = answer.json() if len(answer.content) <= MOST_ANSWER else {}
    text = said.get("text") if isinstance(said, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise ValueError("no text")
    return text.strip()
