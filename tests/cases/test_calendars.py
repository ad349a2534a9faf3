from datetime import date

import yaml

from tests.engines.notices import EVERY_DAY, is_worked
from yuanqu.cases.calendars import FOLDER, park_calendar
from yuanqu.engines.working_days import due_date


def test_files_say_of_every_day_what_the_notices_say() -> None:
    answers = [park_calendar().is_working_day(day) for day in EVERY_DAY]
    assert answers == [is_worked(day) for day in EVERY_DAY]


def test_clock_runs_right_across_the_spring_festival_of_2026() -> None:
    assert due_date(park_calendar(), date(2026, 2, 10), 10) == date(2026, 3, 2)


def test_each_file_names_its_notice_and_its_holidays_in_both_languages() -> None:
    for path in FOLDER.glob("*.yaml"):
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert str(written["year"]) == path.stem
        assert written["source"]["title"] == f"国务院办公厅关于{path.stem}年部分节假日安排的通知"
        assert written["source"]["issued_on"].year == written["year"] - 1
        assert all(set(each["names"]) == {"zh", "en"} for each in written["holidays"])
