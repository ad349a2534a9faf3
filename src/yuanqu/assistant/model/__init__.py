"""A language model behind any OpenAI-compatible endpoint, which may word answers and asserts none.

Each step gives a typed result or None; None means: go on without the model. Why is in the log, as
a code. What a model says reaches a reader only after our own checks.
"""

from yuanqu.assistant.model.budget import Budget
from yuanqu.assistant.model.choosing import Chosen, Offered, choose
from yuanqu.assistant.model.composing import Composed, Passage, Sentence, compose
from yuanqu.assistant.model.endpoint import Endpoint, configured
from yuanqu.assistant.model.history import Past
from yuanqu.assistant.model.rewriting import rewrite
from yuanqu.assistant.model.routing import Route, route

__all__ = [
    "Budget",
    "Chosen",
    "Composed",
    "Endpoint",
    "Offered",
    "Passage",
    "Past",
    "Route",
    "Sentence",
    "choose",
    "compose",
    "configured",
    "rewrite",
    "route",
]
