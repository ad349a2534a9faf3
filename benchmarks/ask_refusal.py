"""Answerable and unanswerable questions in one file: is the certainty worth something?

    {"auroc": at least 0.85, "answered": 0.60, "right_when_answered": 0.80,
     "wrongly_asserted": at most 0.10}

answered: of the answerable ones, given the band "answer"; right_when_answered: of those, the first
passage holds the gold; wrongly_asserted: of the unanswerable ones, given the band "answer".
"""

from collections.abc import Sequence

from benchmarks import _asking
from benchmarks._measure import report
from yuanqu.engines.answering import Band
from yuanqu.knowledge.measuring import rows
from yuanqu.knowledge.measuring.packs import of_packs

AT_LEAST = {"auroc": 0.85, "answered": 0.60, "right_when_answered": 0.80}
AT_MOST = {"wrongly_asserted": 0.10}


def auroc(there: Sequence[float], gone: Sequence[float]) -> float:
    """The chance that one that can be answered is surer than one that cannot; ties count half."""
    wins = sum((one > other) + (one == other) / 2 for one in there for other in gone)
    return round(wins / (len(there) * len(gone)), 3)


def main() -> None:
    """Each part is answered by what the other four taught of answerable ones."""
    paths = [
        _asking.real("ncp", "documents.jsonl"),
        _asking.real("ncp", "dev.jsonl"),
        _asking.real("refusal", "ncp_unanswerable_dev.jsonl"),
    ]
    if all(paths):
        documents, questions, unanswerable = (path for path in paths if path)
        sources, judged = rows.documents(documents), rows.judged(questions)
        others = rows.judged(unanswerable)
    else:
        sources, everything = of_packs()
        judged = [one for one in everything if one.gold]
        others = [one for one in everything if not one.gold]
    given = _asking.answered(sources, judged, others)
    there = [(one, answer) for one, answer in given if one.gold]
    gone = [answer for one, answer in given if not one.gold]
    sure = [(one, answer) for one, answer in there if answer.band is Band.ANSWER]
    figures = {
        "auroc": auroc(
            [answer.confidence for _, answer in there], [each.confidence for each in gone]
        ),
        "answered": round(len(sure) / len(there), 3),
        "right_when_answered": _asking.mean(
            _asking.has_evidence(one, answer, 1) for one, answer in sure
        ),
        "wrongly_asserted": _asking.mean(answer.band is Band.ANSWER for answer in gone),
    }
    report(figures, at_most=AT_MOST, at_least=AT_LEAST)


if __name__ == "__main__":
    main()
