"""Lay questions to statutes: are the articles that answer among the first ten passages' documents?

    {"hit_10": at least 0.60, "recall_10": 0.50, "mrr_10": 0.43}

Measured on the training questions, each fifth by what the others taught.
"""

from benchmarks import _asking
from benchmarks._measure import report
from yuanqu.engines.answering import Answered
from yuanqu.knowledge.measuring.rows import Judged

BARS = {"hit_10": 0.60, "recall_10": 0.50, "mrr_10": 0.43}
FIRST = 10


def places(one: Judged, answer: Answered) -> list[int]:
    """The rank of each gold document among the passages' documents; FIRST where it is not."""
    found = list(dict.fromkeys(passage.source for passage in answer.passages))[:FIRST]
    return [found.index(gold.document) if gold.document in found else FIRST for gold in one.gold]


def main() -> None:
    """Each part is answered by what the other four taught."""
    sources, judged = _asking.answerable("stard", "corpus.jsonl", "train.jsonl")
    ranks = [places(one, answer) for one, answer in _asking.answered(sources, judged)]
    figures = {
        "hit_10": _asking.mean(min(each) < FIRST for each in ranks),
        "recall_10": _asking.mean(sum(rank < FIRST for rank in each) / len(each) for each in ranks),
        "mrr_10": _asking.mean(1 / (1 + min(each)) if min(each) < FIRST else 0.0 for each in ranks),
    }
    report(figures, at_least=BARS)


if __name__ == "__main__":
    main()
