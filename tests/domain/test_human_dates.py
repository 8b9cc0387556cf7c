from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.human_dates import find_date, find_leading_date, parse_date
from kamtui.domain.wording import WEEKDAYS

WEDNESDAY = date(2026, 11, 18)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))

pytestmark = pytest.mark.rule("I-2")


def days(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("yesterday", "2026-11-17"),
        ("day after tomorrow", "2026-11-20"),
        ("the day before yesterday", "2026-11-16"),
        ("wed", "2026-11-18"),
        ("FRIDAY", "2026-11-20"),
        ("tues", "2026-11-24"),
        ("this mon", "2026-11-16"),
        ("next fri", "2026-11-27"),
        ("next mon", "2026-11-23"),
        ("last fri", "2026-11-13"),
        ("last wed", "2026-11-11"),
        ("in 3 days", "2026-11-21"),
        ("in 2 weeks", "2026-12-02"),
        ("in two weeks", "2026-12-02"),
        ("in a month", "2026-12-18"),
        ("in a year", "2027-11-18"),
        ("3 days ago", "2026-11-15"),
        ("a week ago", "2026-11-11"),
        ("2w", "2026-12-02"),
        ("10d", "2026-11-28"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("end of month", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of feb", "2027-02-28"),
        ("end of the week", "2026-11-20"),
        ("eow", "2026-11-20"),
        ("eod", "2026-11-18"),
        ("the end of the day", "2026-11-18"),
        ("tonight", "2026-11-18"),
        ("Friday 20th", "2026-11-20"),
        ("fri, the 20th", "2026-11-20"),
        ("end of next week", "2026-11-27"),
        ("end of quarter", "2026-12-31"),
        ("end of next quarter", "2027-03-31"),
        ("eoy", "2026-12-31"),
        ("end of next year", "2027-12-31"),
        ("21.11.26", "2026-11-21"),
        ("21 nov", "2026-11-21"),
        ("nov 21", "2026-11-21"),
        ("17 nov", "2027-11-17"),
        ("18 nov", "2026-11-18"),
        ("21 nov 2027", "2027-11-21"),
        ("Nov. 21st, 2027", "2027-11-21"),
        ("21. November", "2026-11-21"),
        ("sat 21 nov", "2026-11-21"),
        ("29 feb", "2028-02-29"),
        ("the 21st", "2026-11-21"),
        ("5th", "2026-12-05"),
        ("31st", "2026-12-31"),
        ("2026-11-21", "2026-11-21"),
        ("2026/11/21", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("3.4.2026", "2026-04-03"),
        ("21/11/2026", "2026-11-21"),
        ("11/21/2026", "2026-11-21"),
        ("4/4/2026", "2026-04-04"),
        ("  fri.  ", "2026-11-20"),
    ],
)
def test_a_date_is_read_as_people_say_it(said, day):
    assert parse_date(said, WEDNESDAY) == days(day)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("wed", "2026-11-18"),
        ("fri", "2026-11-13"),
        ("last fri", "2026-11-13"),
        ("21 nov", "2025-11-21"),
        ("18 nov", "2026-11-18"),
        ("29 feb", "2024-02-29"),
        ("2d", "2026-11-16"),
        ("in 2 days", "2026-11-20"),
        ("31st", "2026-10-31"),
        ("end of nov", "2025-11-30"),
        ("end of feb", "2026-02-28"),
    ],
)
def test_what_happened_is_looked_for_in_the_past(said, day):
    assert parse_date(said, WEDNESDAY, prefer="past") == days(day)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "not a date"),
        ("soon", "not a date"),
        ("3m", "not a date"),
        ("21 nov 27", "not a date"),
        ("٣ days ago", "not a date"),
        ("fri\nsoon", "not a date"),
        ("10/11/12", "two ways"),
        ("3/4", "two ways"),
        ("3.4.", "two ways"),
        ("3/4/2026", "two ways"),
        ("31 feb", "no 31 February"),
        ("29 feb 2027", "no 29 February 2027"),
        ("2026-02-30", "no 30 February 2026"),
        ("2026-13-01", "no such month"),
        ("99/99/2026", "no such month"),
        ("fri 21 nov", "is a Saturday"),
        ("fri 21st", "is a Saturday"),
        ("32nd", "no month has that day"),
        ("0th", "no month has that day"),
        ("0026-11-21", "too far away"),
        ("in 9999 days ago", "not a date"),
        ("in 300 years", "too far away"),
        ("in 9999 weeks", "too far away"),
        ("in 9999 years", "out of range"),
        ("9999 years ago", "out of range"),
    ],
)
def test_a_date_that_is_unknown_impossible_or_ambiguous_is_refused_in_one_line(said, why):
    with pytest.raises(ValueError, match=why) as refusal:
        parse_date(said, WEDNESDAY)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_day_beyond_the_calendar_is_refused():
    with pytest.raises(ValueError, match="too far away"):
        parse_date("tomorrow", date.max)


def test_the_end_of_a_week_that_is_over_is_that_of_the_next():
    assert parse_date("end of week", days("2026-11-20")) == days("2026-11-20")
    assert parse_date("end of week", days("2026-11-21")) == days("2026-11-27")
    assert parse_date("end of quarter", days("2026-01-31")) == days("2026-03-31")


def test_a_month_from_the_31st_ends_with_the_month_it_reaches():
    assert parse_date("in a month", days("2027-01-31")) == days("2027-02-28")
    assert parse_date("in 2 months", days("2027-01-31")) == days("2027-03-31")


@given(DAYS, DAYS)
def test_every_day_is_understood_in_every_full_form(day, today):
    month = f"{day:%B}".lower()
    for said in (f"{day}", f"{day:%d.%m.%Y}", f"{day.day} {month} {day.year}", f"{month[:3]} {day.day}, {day.year}"):
        assert parse_date(said, today) == day


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_within_a_week_and_today_counts(today, name):
    coming, gone = parse_date(name, today), parse_date(name[:3], today, prefer="past")
    assert today <= coming < today + timedelta(days=7)
    assert today >= gone > today - timedelta(days=7)
    assert WEEKDAYS[coming.weekday()] == WEEKDAYS[gone.weekday()] == name
    before = parse_date(f"last {name}", today)
    assert today > before >= today - timedelta(days=7)


@given(DAYS, DAYS)
def test_a_day_without_its_year_is_the_nearest_on_the_wanted_side(day, today):
    said = f"{day.day} {day:%b}"
    coming, gone = parse_date(said, today), parse_date(said, today, prefer="past")
    assert gone <= today <= coming
    assert (coming.day, coming.month) == (gone.day, gone.month) == (day.day, day.month)


@given(st.text(), DAYS)
def test_any_text_is_a_date_or_refused_in_one_line(text, today):
    refused = ""
    try:
        parse_date(text, today)
    except ValueError as refusal:
        refused = str(refusal)
    assert len(refused.splitlines()) <= 1
    find_date(text, today)
    find_leading_date(text, today)


@pytest.mark.parametrize(
    ("phrase", "words", "rest", "day"),
    [
        ("send case study by fri", "by fri", "send case study", "2026-11-20"),
        ("send case study by Fri 27 Nov.", "by Fri 27 Nov.", "send case study", "2026-11-27"),
        ("call Jane tomorrow", "tomorrow", "call Jane", "2026-11-19"),
        ("call Jane next fri!", "next fri!", "call Jane", "2026-11-27"),
        ("send it in 2 weeks", "in 2 weeks", "send it", "2026-12-02"),
        ("send it by 2 weeks", "by 2 weeks", "send it", "2026-12-02"),
        ("look again next week", "next week", "look again", "2026-11-23"),
        ("finish by the end of next month", "by the end of next month", "finish", "2026-12-31"),
        ("meet on sun", "on sun", "meet", "2026-11-22"),
        ("pay by the 21st", "by the 21st", "pay", "2026-11-21"),
        ("was promised by 2026-11-01", "by 2026-11-01", "was promised", "2026-11-01"),
        ("fri", "fri", "", "2026-11-20"),
        ("send the offer (by fri)", "(by fri)", "send the offer", "2026-11-20"),
        ("send the offer (tomorrow).", "(tomorrow).", "send the offer", "2026-11-19"),
    ],
)
def test_a_date_at_the_end_of_a_phrase_is_found_with_its_preposition(phrase, words, rest, day):
    found = find_date(phrase, WEDNESDAY)
    assert found is not None
    assert (found.words, found.rest, found.day) == (words, rest, days(day))


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "send case study",
        "fri they said",
        "enjoy the sun",
        "how the audience sat",
        "wait 2 weeks",
        "prepare the end of the day",
        "numbers since fri",
        "call every monday",
        "recap of yesterday",
        "answer the mail sent yesterday",
        "reply by 31 feb",
        "reply by 3/4",
        "present the 3rd",
        "by",
    ],
)
def test_what_only_looks_like_a_date_is_left_in_the_phrase(phrase):
    assert find_date(phrase, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("phrase", "words", "rest", "day"),
    [
        ("yesterday met Jane", "yesterday", "met Jane", "2026-11-17"),
        ("3 days ago: met", "3 days ago:", "met", "2026-11-15"),
        ("21 nov, met", "21 nov,", "met", "2025-11-21"),
    ],
)
def test_a_date_at_the_beginning_of_a_phrase_is_found(phrase, words, rest, day):
    found = find_leading_date(phrase, WEDNESDAY)
    assert found is not None
    assert (found.words, found.rest, found.day) == (words, rest, days(day))


@pytest.mark.parametrize("phrase", ["", "sat with Jane", "2 weeks of work", "met Jane yesterday", "3rd floor"])
def test_a_sentence_that_only_begins_like_a_date_keeps_its_words(phrase):
    assert find_leading_date(phrase, WEDNESDAY) is None
