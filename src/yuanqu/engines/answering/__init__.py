"""From a question and documents to the passages that bear on it, and to a quoted answer."""

from yuanqu.engines.answering.answerer import Answered, Answerer, Band, Place, Ranked
from yuanqu.engines.answering.models import Model, ModelError
from yuanqu.engines.answering.ranking import Candidate
from yuanqu.engines.answering.sources import Source
from yuanqu.engines.answering.terms import WeightOf

__all__ = [
    "Answered",
    "Answerer",
    "Band",
    "Candidate",
    "Model",
    "ModelError",
    "Place",
    "Ranked",
    "Source",
    "WeightOf",
]
