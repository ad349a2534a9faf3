"""The park's calendar of working days: `holidays/<year>.yaml`, one file for each yearly notice.

A new notice is a new file. Until it is there its year is unknown, and nothing is counted in it.
"""

from functools import cache
from pathlib import Path

import yaml

from yuanqu.engines.working_days import Arrangement, Calendar

FOLDER = Path(__file__).parent / "holidays"


@cache
def park_calendar() -> Calendar:
    """The calendar of all notices that come with the program, read once."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))
    return Calendar.of(Arrangement.of(yaml.safe_load(text)) for text in texts)
