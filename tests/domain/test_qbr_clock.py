from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.qbr import PHASES, Phase
from kamtui.domain.qbr_clock import (
    Clock,
    Left,
    away_words,
    left_in_meeting,
    left_in_phase,
    minutes_and_seconds,
    neighbour,
    reconciled,
)

TWO = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return TWO + timedelta(seconds=seconds)


@pytest.mark.rule("Q-4")
def test_a_phase_adds_up_over_its_visits_and_a_pause_counts_nowhere() -> None:
    clock = Clock().resumed(TWO)
    clock = clock.to(Phase.CONTEXT, later(600))
    clock = clock.to(Phase.RESULTS, later(700))
    clock = clock.paused(later(760))
    assert clock.at(later(4000)) == clock
    clock = clock.resumed(later(5000)).to(Phase.CONTEXT, later(5010)).paused(later(5020))
    assert clock.used[Phase.RESULTS] == 600 + 60 + 10
    assert clock.used[Phase.CONTEXT] == 100 + 10
    assert clock.total == 780


@pytest.mark.rule("Q-4")
@given(
    st.lists(
        st.tuples(st.sampled_from(["wait", "pause", "resume", "move"]), st.integers(0, 2000), st.sampled_from(PHASES)),
        max_size=30,
    )
)
def test_the_phases_add_up_to_the_time_that_the_clock_ran(steps: list[tuple[str, int, Phase]]) -> None:
    clock, now, ran = Clock().resumed(TWO), TWO, 0
    for what, seconds, phase in steps:
        now += timedelta(seconds=seconds)
        ran += seconds if clock.running else 0
        if what == "pause":
            clock = clock.paused(now)
        elif what == "resume":
            clock = clock.at(now).resumed(now)
        elif what == "move":
            clock = clock.to(phase, now)
        else:
            clock = clock.at(now)
    assert clock.at(now).total == ran


@pytest.mark.rule("Q-4")
def test_time_away_is_asked_about_and_left_out_where_it_does_not_count() -> None:
    clock = Clock().resumed(TWO).at(later(100))
    assert not clock.was_away(later(119))
    assert clock.was_away(later(120))
    assert not clock.paused(later(101)).was_away(later(9999))
    assert not Clock().was_away(TWO)
    assert clock.without_gap(later(1000)).at(later(1010)).total == 110
    assert clock.at(later(1000)).total == 1000
    stopped = clock.paused(later(100))
    assert stopped.without_gap(later(1000)) == stopped


def test_a_clock_that_was_turned_back_counts_nothing() -> None:
    clock = Clock().resumed(TWO).at(later(60))
    back = clock.at(later(30))
    assert back.total == 60
    assert back.at(later(40)).total == 70


def test_parts_of_a_second_are_not_lost() -> None:
    clock = Clock().resumed(TWO)
    for tenth in range(1, 31):
        clock = clock.at(later(tenth / 10))
    assert clock.total == 3


def test_a_running_clock_is_not_started_again() -> None:
    clock = Clock().resumed(TWO)
    assert clock.resumed(later(5)) is clock


@pytest.mark.rule("Q-1")
@pytest.mark.rule("Q-4")
def test_over_time_is_shown_as_over() -> None:
    clock = Clock().resumed(TWO).at(later(9 * 60 + 40))
    assert left_in_phase(clock).words == "0:20 left"
    assert left_in_meeting(clock).words == "50:20 left"
    late = clock.at(later(11 * 60 + 10))
    assert left_in_phase(late) == Left(-70)
    assert (left_in_phase(late).words, left_in_phase(late).over) == ("1:10 over", True)
    assert left_in_phase(late, (20, 1, 1, 1, 1)).words == "8:50 left"
    assert left_in_meeting(late.at(later(3700)), (10, 10, 10, 10, 10)).words == "11:40 over"


def test_phases_have_neighbours() -> None:
    assert neighbour(Phase.RESULTS, 1) is Phase.CONTEXT
    assert neighbour(Phase.RESULTS, -1) is None
    assert neighbour(Phase.ALIGNMENT, 1) is None


def test_durations_are_said_short() -> None:
    assert [minutes_and_seconds(each) for each in (0, 580, 3725)] == ["0:00", "9:40", "1:02:05"]
    assert [away_words(timedelta(seconds=each)) for each in (40, 720, 11_100, 200_000)] == [
        "40 seconds",
        "12 minutes",
        "3 h 05",
        "2 days",
    ]


@pytest.mark.rule("Q-4")
def test_two_windows_count_the_time_once() -> None:
    read = Clock().resumed(TWO)
    stored = read.to(Phase.CONTEXT, later(60))
    mine = read.at(later(100))
    assert reconciled(mine, read, read, later(100)) is mine
    both = reconciled(mine, read, stored, later(100))
    assert (both.phase, both.total) == (Phase.CONTEXT, 100)
    moved = reconciled(mine.to(Phase.VISION, later(100)), read, stored, later(100))
    assert (moved.phase, moved.total) == (Phase.VISION, 100)
    assert not reconciled(mine.paused(later(100)), read, stored, later(100)).running
    stopped = read.paused(later(50))
    assert reconciled(stopped.resumed(later(80)), stopped, stored.paused(later(70)), later(100)).running
