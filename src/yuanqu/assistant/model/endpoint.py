"""The chat endpoint of the installation: any that speaks OpenAI's interface."""

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked, and what its answers are labelled with."""

    address: str
    model: str
    key: str = field(repr=False)
    seconds: float
    filing_number: str

    @property
    def chat(self) -> str:
        """The address that conversations are posted to."""
        return f"{self.address.rstrip('/')}/chat/completions"


def configured() -> Endpoint | None:
    """The endpoint of the settings; None where the installation has none."""
    if not settings.LLM_BASE_URL:
        return None
    return Endpoint(
        settings.LLM_BASE_URL,
        settings.LLM_MODEL,
        settings.LLM_API_KEY,
        settings.LLM_TIMEOUT,
        settings.LLM_FILING_NUMBER,
    )
