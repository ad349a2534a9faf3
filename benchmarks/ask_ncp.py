"""Government notices: is the evidence among the first passages, and is the answer quoted well?

    {"evidence_1": at least 0.68, "evidence_3": 0.86, "evidence_10": 0.94, "rouge_l": 0.50}

Evidence at k: at least half of the gold answer's characters are inside the first k passages.
ROUGE-L: F1 by characters of the quoted answer against the gold one.
"""

from benchmarks import _asking
from benchmarks._measure import report
from yuanqu.engines.answering.overlap import rouge_l

BARS = {"evidence_1": 0.68, "evidence_3": 0.86, "evidence_10": 0.94, "rouge_l": 0.50}


def main() -> None:
    """Each part is answered by what the other four taught."""
    sources, judged = _asking.answerable("ncp", "documents.jsonl", "dev.jsonl")
    given = _asking.answered(sources, judged)
    figures = {
        f"evidence_{most}": _asking.mean(
            _asking.has_evidence(one, answer, most) for one, answer in given
        )
        for most in (1, 3, 10)
    }
    figures["rouge_l"] = _asking.mean(rouge_l(answer.text, one.answer) for one, answer in given)
    report(figures, at_least=BARS)


if __name__ == "__main__":
    main()
