"""The holiday notices for 2025 and 2026, day by day and from their text.

Written a second time on purpose, so that a slip in a data file shows.
"""

from datetime import date, timedelta

OFF_2026 = {
    *(date(2026, 1, day) for day in (1, 2, 3)),
    *(date(2026, 2, day) for day in range(15, 24)),
    *(date(2026, 4, day) for day in (4, 5, 6)),
    *(date(2026, 5, day) for day in (1, 2, 3, 4, 5)),
    *(date(2026, 6, day) for day in (19, 20, 21)),
    *(date(2026, 9, day) for day in (25, 26, 27)),
    *(date(2026, 10, day) for day in range(1, 8)),
}
WORKED_2026 = {
    date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
}
OFF_2025 = {
    date(2025, 1, 1),
    *(date(2025, 1, day) for day in (28, 29, 30, 31)),
    *(date(2025, 2, day) for day in (1, 2, 3, 4)),
    *(date(2025, 4, day) for day in (4, 5, 6)),
    *(date(2025, 5, day) for day in (1, 2, 3, 4, 5)),
    date(2025, 5, 31),
    *(date(2025, 6, day) for day in (1, 2)),
    *(date(2025, 10, day) for day in range(1, 9)),
}
WORKED_2025 = {
    date(2025, month, day) for month, day in ((1, 26), (2, 8), (4, 27), (9, 28), (10, 11))
}


FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def is_worked(day: date) -> bool:
    """The naive answer for one day."""
    if day in WORKED_2025 | WORKED_2026:
        return True
    return day.weekday() < 5 and day not in OFF_2025 | OFF_2026
