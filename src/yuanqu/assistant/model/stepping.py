"""What all steps share: whether there is a model, how long it may take, and the log of failures."""

import logging
from collections.abc import Callable
from typing import TypeVar

from yuanqu.assistant.model.budget import Budget
from yuanqu.assistant.model.chat import Line
from yuanqu.assistant.model.endpoint import configured
from yuanqu.assistant.model.failures import ModelFailed

logger = logging.getLogger(__name__)
T = TypeVar("T")


def stepped(step: str, budget: Budget, within: float | None, take: Callable[[Line], T]) -> T | None:
    """The step's result; None without a model, or where anything fails, which the log names."""
    endpoint = configured()
    if endpoint is None:
        return None
    seconds = endpoint.seconds if within is None else min(within, endpoint.seconds)
    if seconds <= 0:
        failed = ModelFailed("model.too_slow")
    else:
        try:
            return take(Line(endpoint, budget, seconds))
        except ModelFailed as raised:
            failed = raised
    logger.warning("The model was left out.", extra={"step": step, "code": failed.code})
    return None
