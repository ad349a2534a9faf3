"""A model for every test here, and a budget that counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.assistant.model.scripted import KEY, Model, scripted_model
from yuanqu.assistant.model import resting


@dataclass
class Purse:
    """So many tokens, and every movement of them."""

    left: int = 100_000
    moves: list[int] = field(default_factory=list)

    def spend(self, tokens: int) -> bool:
        if tokens > self.left:
            return False
        self.left -= tokens
        self.moves.append(tokens)
        return True


@pytest.fixture
def purse() -> Purse:
    return Purse()


@pytest.fixture
def model(settings) -> Iterator[Model]:
    """A scripted model that the settings name, given more time than a busy machine needs."""
    with scripted_model() as scripted:
        settings.LLM_BASE_URL = scripted.address
        settings.LLM_MODEL = "scripted-1"
        settings.LLM_API_KEY = KEY
        settings.LLM_TIMEOUT = 20
        settings.LLM_FILING_NUMBER = "Test-2026-0001"
        yield scripted


@pytest.fixture(autouse=True)
def rested() -> Iterator[None]:
    """No endpoint of an earlier test rests."""
    yield
    resting._records.clear()
