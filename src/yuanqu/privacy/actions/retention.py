"""Running the periods of retention: what has outlived its own is erased, rule by rule."""

import logging
from datetime import datetime

from django.utils import timezone

from yuanqu.privacy.queries import Due
from yuanqu.privacy.rules import Rule, expiring

logger = logging.getLogger(__name__)

# Each round erases a batch in transactions of its own; what is left is due again tomorrow.
MOST_ROUNDS = 100


def run_retention(*, now: datetime | None = None) -> tuple[Due, ...]:
    """Erase what is due, and say how much by rule. Doing it twice does no harm.

    A rule whose erasure fails stops no other; the first error is raised once all were tried.
    """
    at, done, failed = now or timezone.now(), [], None
    for rule in expiring():
        before = rule.before(at)
        try:
            done.append(Due(rule, before, _erase(rule, before)))
        except Exception as error:
            logger.exception("A period of retention could not be run.", extra={"rule": rule.code})
            failed = failed or error
    if failed is not None:
        raise failed
    return tuple(done)


def _erase(rule: Rule, before: datetime) -> int:
    assert rule.holding is not None  # noqa: S101 - `expiring` names no other
    assert rule.holding.expiry is not None  # noqa: S101
    total = 0
    for _round in range(MOST_ROUNDS):
        gone = rule.holding.expiry.erase(before)
        total += gone
        if not gone:
            break
    return total
