"""How many questions one caller may ask in a minute, counted where every process sees it."""

from time import time

from django.conf import settings
from django.core.cache import cache

from yuanqu.accounts.errors import Refused

MINUTE = 60


def demand_pace(caller: str) -> None:
    """Count a question of this caller (an opaque name). Raises `Refused` above YUANQU_ASK_LIMIT."""
    if settings.ASK_LIMIT == 0:
        return
    now = int(time())
    key = f"ask:{now // MINUTE}:{caller}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # it has just gone
        return
    if count > settings.ASK_LIMIT:
        left = MINUTE - now % MINUTE
        raise Refused("assistant.too_many_questions", seconds=str(left))
