"""Workflows for the tests of the engine, as a file would say them."""

from datetime import date
from typing import Any

TODAY = date(2026, 3, 11)


def full() -> dict[str, Any]:
    """A definition that uses every state."""
    return {
        "moves": {
            "submit": ["applicant"],
            "request_corrections": ["desk"],
            "resubmit": ["applicant"],
            "accept": ["desk"],
            "decline": ["desk"],
            "start_review": ["desk"],
            "start_publicity": ["reviewer"],
            "return_to_review": ["reviewer"],
            "decide": ["decider"],
            "withdraw": ["applicant"],
            "deliver": ["desk"],
            "archive": ["desk"],
        },
        "acceptance_clock": "acceptance",
        "clocks": {
            "acceptance": clock(
                5,
                "submitted",
                part="desk",
                restarts=True,
                basis={
                    "document": "行政许可法",
                    "article": "32(4)",
                    "date": "2019-04-23",
                    "verified": True,
                },
            ),
            "reply": clock(15, "correction_requested", part="applicant"),
            "decision": clock(20, "accepted", "in_review", part="decider"),
            "delivery": clock(10, "decided", part="desk"),
        },
        "publicity": {"days": 5, "shows": ["title"]},
        "retention": {"years": 10},
    }


def shortest() -> dict[str, Any]:
    """A definition that decides what was submitted, and nothing else."""
    return {
        "moves": {
            "submit": ["applicant"],
            "decide": ["decider"],
            "withdraw": ["applicant"],
            "archive": ["desk"],
        },
        "retention": {"years": 1},
    }


def clock(days: int, *states: str, part: str, **more: Any) -> dict[str, Any]:
    """One clock of a definition."""
    names = {"zh": "期限", "en": "Term"}
    return {"names": names, "days": days, "runs_in": list(states), "part": part, **more}
