"""Dates in other programs' ways of writing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.exchange.days import DayVotes, decide_days, to_day, to_day_or_year, to_moment


@pytest.mark.parametrize(
    ("text", "dayfirst", "day"),
    [
        ("2024-02-01 09:30", None, date(2024, 2, 1)),
        ("2024-02-01T09:30:00.000Z", None, date(2024, 2, 1)),
        ("2024-02-01T09:30:00.000+0000", None, date(2024, 2, 1)),
        ("2024/2/1", None, date(2024, 2, 1)),
        ("20240201", None, date(2024, 2, 1)),
        ("20-10-16", None, date(2016, 10, 20)),
        ("3/1/2017", True, date(2017, 1, 3)),
        ("3/1/2017", False, date(2017, 3, 1)),
        ("01.03.2017", True, date(2017, 3, 1)),
        ("3/14/2017, 9:05 PM", None, date(2017, 3, 14)),
        ("05/05/69", None, date(1969, 5, 5)),
        ("1-Mar-2017", None, date(2017, 3, 1)),
        ("1st March 2017", None, date(2017, 3, 1)),
        ("Sept. 9, 2017", None, date(2017, 9, 9)),
        ("29/02/2024", None, date(2024, 2, 29)),
        ("0/0/00", None, None),
        ("0000-00-00", None, None),
        ("", None, None),
        ("n/a", None, None),
    ],
)
def test_dates_are_read_as_they_come(text: str, dayfirst: bool | None, day: date | None) -> None:
    assert to_day(text, dayfirst) == day


@pytest.mark.parametrize(
    ("text", "dayfirst", "says"),
    [
        ("31.02.2024", True, "not a possible date"),
        ("1/25/2017", True, "not a possible date"),
        ("2023-02-29", None, "not a possible date"),
        ("0203-01-01", None, "not a date of our time"),
        ("soon", None, "not a date"),
        ("=1+1", None, "not a date"),
        ("3/4/2017", None, "day or the month first"),
        ("1/2-2017", None, "not a date"),
    ],
)
def test_impossible_dates_are_refused_in_one_line(text: str, dayfirst: bool | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        to_day(text, dayfirst)


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)), st.booleans(), st.sampled_from("-/."), st.booleans())
def test_written_dates_come_back_in_either_order(day: date, dayfirst: bool, mark: str, short: bool) -> None:
    year = f"{day.year % 100:02}" if short else str(day.year)
    first, second = (day.day, day.month) if dayfirst else (day.month, day.day)
    assert to_day(f"{first}{mark}{second}{mark}{year}", dayfirst) == day


def test_a_year_alone_is_its_first_day_where_that_makes_sense() -> None:
    assert to_day_or_year("2019") == date(2019, 1, 1)
    assert to_day_or_year("15.04.2020") == date(2020, 4, 15)


def test_moments_are_in_utc() -> None:
    assert to_moment("2026-09-01T10:00:00.000+0200") == datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert to_moment("2026-09-01T10:00:00-05:30") == datetime(2026, 9, 1, 15, 30, tzinfo=UTC)
    assert to_moment("9/14/2026 12:15 am") == datetime(2026, 9, 14, 0, 15, tzinfo=UTC)
    assert to_moment("9/14/2026 3:15 pm") == datetime(2026, 9, 14, 15, 15, tzinfo=UTC)
    assert to_moment("2026-09-01") == datetime(2026, 9, 1, tzinfo=UTC)
    assert to_moment("") is None


@pytest.mark.parametrize("text", ["2026-09-01 25:00", "2026-09-01 10:75"])
def test_impossible_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        to_moment(text)


def votes(*texts: str) -> DayVotes:
    found = DayVotes()
    for text in texts:
        found.add(text)
    return found


def test_one_value_decides_for_its_column() -> None:
    day = decide_days("Due", votes("03/04/2017", "25/04/2017", "2017-01-01", "junk"), None, None)
    assert (day.dayfirst, day.why) == (True, "Due: day first, as 25/04/2017 shows")
    month = decide_days("Due", votes("03/04/2017", "4/25/2017"), None, True)
    assert (month.dayfirst, month.why) == (False, "Due: month first, as 4/25/2017 shows")


def test_a_column_that_leaves_nothing_open_needs_no_word() -> None:
    assert decide_days("Due", votes("25/04/2017"), None, None).why == ""
    assert decide_days("Due", votes("05/05/2017", "2017-01-01"), None, None).question is None


def test_an_undecidable_column_is_asked_about() -> None:
    asked = decide_days("Due", votes("03/04/2017", "03/04/2017", "01.02.2017"), None, None)
    assert asked.question is not None
    assert asked.question.examples == ("03/04/2017", "01.02.2017")
    assert asked.question.text.endswith("say --dayfirst or --monthfirst")
    answered = decide_days("Due", votes("03/04/2017"), True, False)
    assert (answered.dayfirst, answered.question) == (False, None)
    assert answered.why == "Due: month first, as you said"


def test_an_undecided_column_follows_the_files_other_dates() -> None:
    assert decide_days("Due", votes("03/04/2017"), True, None).why == "Due: day first, as in the file's other dates"


def test_a_column_that_contradicts_itself_is_asked_about_unless_one_slip_stands_against_many() -> None:
    asked = decide_days("Due", votes("25/04/2017", "4/25/2017"), True, None)
    assert asked.question is not None
    assert "has the day first" in asked.question.text
    assert decide_days("Due", votes("25/04/2017", "4/25/2017"), None, True).dayfirst is True
    many = votes(*(["25/04/2017"] * 10), "4/25/2017", "03/04/2017")
    assert decide_days("Due", many, None, None).dayfirst is True
