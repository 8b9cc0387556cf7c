from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.stopwatch import Stopwatch

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def after(*pauses: float) -> Stopwatch:
    watch, now = Stopwatch(NINE), NINE
    for minutes in pauses:
        now += timedelta(minutes=minutes)
        watch = watch.at(now)
    return watch


@pytest.mark.rule("Y-17")
@pytest.mark.parametrize(
    ("pauses", "minutes"),
    [((), 1), ((0.1,), 1), ((1,), 1), ((1.01,), 2), ((2, 3, 0.5), 6), ((10,), 10), ((9,) * 9, 60)],
)
def test_minutes_are_rounded_up_and_bounded_at_an_hour(pauses: tuple[float, ...], minutes: int) -> None:
    assert after(*pauses).minutes == minutes


@pytest.mark.rule("Y-17")
def test_a_pause_of_more_than_ten_minutes_does_not_count() -> None:
    assert after(2, 10.5, 3).minutes == 5


@pytest.mark.rule("Y-17")
def test_a_clock_that_is_turned_back_takes_nothing_away() -> None:
    assert after(2, -60, 3).minutes == 5


@pytest.mark.rule("Y-17")
@given(st.lists(st.floats(-1000, 1000)))
def test_a_check_takes_between_a_minute_and_an_hour(pauses: list[float]) -> None:
    assert 1 <= after(*pauses).minutes <= 60
