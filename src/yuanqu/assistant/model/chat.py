"""One structured question to the model: what it is sent, and what of its answer is believed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from jsonschema import Draft202012Validator

from yuanqu.assistant.model import resting
from yuanqu.assistant.model.budget import Budget, estimated
from yuanqu.assistant.model.endpoint import Endpoint
from yuanqu.assistant.model.exchange import Exchange
from yuanqu.assistant.model.failures import ModelFailed

# What some models put around the JSON that they were asked for.
_THOUGHT = re.compile(r"^\s*<think>.*?</think>\s*", re.DOTALL)
_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
MOST_OVER = 4  # an endpoint's count is believed up to so many times ours

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instructions and the text of one request, and how long the answer may be, in tokens."""

    instructions: str
    text: str
    most_tokens: int


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the model for one step: where, on whose budget, and how long at most."""

    endpoint: Endpoint
    budget: Budget
    seconds: float

    def answered(self, prompt: Prompt, schema: str) -> Mapping[str, Any]:
        """The model's answer as the JSON that the schema of this name asks for.

        Raises `ModelFailed`. The budget is charged with what may be needed, and gets back what
        was not.
        """
        if resting.rests(self.endpoint.address):
            raise ModelFailed("model.resting")
        reserved = estimated(prompt.instructions + prompt.text) + prompt.most_tokens
        if not self.budget.spend(reserved):
            raise ModelFailed("model.over_budget")
        try:
            answer = _json(self._exchanged(prompt))
        except ModelFailed as failed:
            if failed.code in {"model.unreachable", "model.status", "model.busy"}:
                self.budget.spend(-reserved)  # nothing was computed
            raise
        self._settle(answer, reserved)
        return _checked(_json(_content(answer)), schema)

    def _exchanged(self, prompt: Prompt) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        body = json.dumps(_request(self.endpoint.model, prompt)).encode()
        try:
            content = Exchange(self.endpoint.chat, self.seconds).posted(body, headers)
        except ModelFailed as failed:
            if failed.code in {"model.unreachable", "model.too_slow"}:
                resting.note_failure(self.endpoint.address)
            raise
        resting.note_answer(self.endpoint.address)
        return content

    def _settle(self, answer: Any, reserved: int) -> None:
        """Charge what the endpoint counted; an endpoint that does not count costs what we think."""
        usage = answer.get("usage") if isinstance(answer, dict) else None
        used = usage.get("total_tokens") if isinstance(usage, dict) else None
        if isinstance(used, int) and not isinstance(used, bool) and used >= 0:
            self.budget.spend(min(used, reserved * MOST_OVER) - reserved)


def _request(model: str, prompt: Prompt) -> dict[str, Any]:
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.instructions},
            {"role": "user", "content": prompt.text},
        ],
        "temperature": 0,
        "max_tokens": prompt.most_tokens,
        "stream": False,
        "response_format": {"type": "json_object"},
    }


def _content(answer: Any) -> str:
    """The text of the one choice. A call of a tool is no answer: none was offered."""
    try:
        choice = answer["choices"][0]
        content = choice["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ModelFailed("model.malformed") from error
    if not isinstance(content, str) or choice["message"].get("tool_calls"):
        raise ModelFailed("model.malformed")
    bare = _THOUGHT.sub("", content)
    fenced = _FENCE.match(bare)
    return fenced[1] if fenced else bare


def _json(text: bytes | str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        # The text would come along with the error, so the error is left behind.
        raise ModelFailed("model.malformed") from None


def _no_number(_word: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _checked(answer: Any, schema: str) -> Mapping[str, Any]:
    if not _validator(schema).is_valid(answer):
        raise ModelFailed("model.malformed")
    found: Mapping[str, Any] = answer
    return found


def _object(**properties: Any) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


SCHEMAS: Mapping[str, Schema] = {
    "question": _object(question={"type": "string", "minLength": 1, "maxLength": 500}),
    "route": _object(
        route={"enum": ["in_scope", "clarify", "action", "out_of_scope", "crisis"]},
    ),
    "tool": _object(
        tool={"type": "string", "maxLength": 60},
        arguments={"type": "object", "maxProperties": 20},
    ),
    "sentences": _object(
        sentences={
            "type": "array",
            "maxItems": 12,
            "items": _object(
                text={"type": "string", "minLength": 1, "maxLength": 500},
                passages={"type": "array", "maxItems": 8, "items": {"type": "integer"}},
            ),
        }
    ),
}


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[schema])
