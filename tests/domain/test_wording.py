from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kamtui.domain.wording import (
    alternatives,
    day_words,
    due_words,
    hours_words,
    minutes_words,
    moment_words,
    near,
    out_of,
    past_words,
    percent,
    plural,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "neutral", "due", "past"),
    [
        (0, "today", "today", "today"),
        (1, "tomorrow", "tomorrow", "tomorrow"),
        (3, "in 3 d", "in 3 d", "in 3 d"),
        (60, "in 60 d", "in 60 d", "in 60 d"),
        (61, "2027-01-21", "2027-01-21", "2027-01-21"),
        (-1, "yesterday", "1 d late", "yesterday"),
        (-5, "5 d ago", "5 d late", "5 d ago"),
        (-60, "60 d ago", "60 d late", "60 d ago"),
        (-61, "2026-09-21", "late, 2026-09-21", "2026-09-21"),
    ],
)
def test_days_are_told_by_distance_when_near_and_by_date_when_far(days, neutral, due, past):
    day = TODAY + timedelta(days=days)
    assert (near(day, TODAY), due_words(day, TODAY), past_words(day, TODAY)) == (neutral, due, past)


def test_a_missing_day_is_said():
    assert due_words(None, TODAY) == "no date"
    assert past_words(None, TODAY) == "never"


def test_a_day_carries_its_weekday():
    assert day_words(date(2026, 11, 1)) == "Sun 1 Nov"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 21, 8, 5, tzinfo=UTC), "today 09:05"),
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 11, 20, 15, 10, tzinfo=UTC), "yesterday 16:10"),
        (datetime(2026, 11, 19, 15, 10, tzinfo=UTC), "19 Nov 16:10"),
        (datetime(2026, 1, 19, 15, 10, tzinfo=UTC), "2026-01-19 16:10"),
    ],
)
def test_a_moment_is_said_in_the_readers_time_zone(moment, said):
    now = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    assert moment_words(moment, now) == said


@pytest.mark.parametrize("naive", ["moment", "now"])
def test_a_moment_without_time_zone_is_refused(naive):
    aware = datetime(2026, 11, 21, tzinfo=UTC)
    bare = aware.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        moment_words(bare if naive == "moment" else aware, bare if naive == "now" else aware)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (65, "1 h 05"), (95, "1 h 35"), (-5, "-5 min"), (-61, "-1 h 01")],
)
def test_minutes_become_hours_from_sixty_on(minutes, said):
    assert minutes_words(minutes) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "0 h"),
        (0.5, "30 min"),
        (0.001, "1 min"),
        (4, "4 h"),
        (2.5, "2.5 h"),
        (24, "24 h"),
        (50, "50 h"),
        (72, "3 d"),
    ],
)
def test_response_times_are_said_in_hours_until_they_are_whole_days(hours, said):
    assert hours_words(hours) == said


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "account", "1 account"),
        (0, "account", "0 accounts"),
        (1200, "account", "1,200 accounts"),
        (2, "activity", "2 activities"),
        (2, "day", "2 days"),
        (2, "person", "2 people"),
        (2, "health check", "2 health checks"),
        (2, "loss", "2 losses"),
        (2, "match", "2 matches"),
    ],
)
def test_counts_agree_with_their_noun(number, noun, said):
    assert plural(number, noun) == said


def test_an_unusual_plural_can_be_given():
    assert plural(2, "man", "men") == "2 men"


@pytest.mark.rule("R-4")
@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "not yet"), (0, "0 %"), (0.71, "71 %"), (0.125, "13 %"), (0.285, "29 %"), (1.12, "112 %"), (-0.004, "0 %"),
     (-0.12, "-12 %")],
)  # fmt: skip
def test_shares_are_whole_percent_and_never_invented(share, said):
    assert percent(share) == said


def test_a_part_of_nothing_is_not_yet():
    assert out_of(6, 7) == "6 of 7"
    assert out_of(0, 0) == "not yet"


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A or B"), (["A", "B", "C"], "A, B or C"),
     (list("ABCDEFGH"), "A, B, C, D, E or 3 others")],
)  # fmt: skip
def test_alternatives_are_listed_and_kept_short(names, said):
    assert alternatives(names) == said
