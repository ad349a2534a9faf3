"""How often a collection of documents has answered before: a code more often than a notice.

A statute's articles form one collection: their titles are alike up to the number of the article.
Documents whose titles tell of no collection have no prior.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from yuanqu.engines.answering import Source

SOME, MANY = 0.05, 5.0  # what is added to times and sizes, so that nothing is certain

_NUMBER = re.compile(r"第[零〇一二三四五六七八九十百千\d]+[条款项编章节].*$")


def collection_of(title: str) -> str:
    """What the titles of a collection have in common; empty where it tells of none."""
    common = _NUMBER.sub("", title).strip()
    return common if common != title.strip() else ""


class Priors:
    """The prior of each collection among these documents, from how often each has answered."""

    def __init__(self, sources: Iterable[Source], answered: Mapping[str, float]) -> None:
        sizes = Counter(collection_of(source.title) for source in sources)
        sizes.pop("", None)
        frequent = {
            name: math.log((answered.get(name, 0.0) + SOME) / (size + MANY))
            for name, size in sizes.items()
        }
        least = min(frequent.values(), default=0.0)
        self._known = {name: prior - least for name, prior in frequent.items()} if answered else {}

    @property
    def is_known(self) -> bool:
        """Whether any collection differs from the others."""
        return bool(self._known)

    def of(self, source: Source) -> float:
        """Its collection's prior: 0 for the least, and for documents of no collection."""
        return self._known.get(collection_of(source.title), 0.0)


NO_PRIORS = Priors((), {})
