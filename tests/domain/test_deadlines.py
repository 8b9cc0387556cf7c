from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.catalogue import With
from kamtui.domain.deadlines import (
    KINDS,
    dropped,
    moved,
    renewal_work_due,
    sent_on_time,
    title_of,
)

TODAY = date(2026, 11, 20)
ENDED = datetime(2026, 11, 19, 16, 10, tzinfo=UTC)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.rule("Y-10")
def test_each_kind_of_dated_work_is_there_once():
    assert set(KINDS) == {
        *("follow_up", "check_in", "trigger_window", "look_again", "renewal_mapping", "renewal_conversation"),
        "outreach",
        *("conversation", "commitment", "next_step", "action", "objective", "milestone", "issue"),
        *("wanted_frequency", "stalled_opportunity", "draft_conversation"),
    }
    assert [name for name, kind in KINDS.items() if kind.soft] == [
        "wanted_frequency",
        "stalled_opportunity",
        "draft_conversation",
    ]
    assert [name for name, kind in KINDS.items() if kind.with_ is With.CLIENT] == [
        "renewal_conversation",
        "conversation",
        "milestone",
    ]


def test_a_kind_is_said_by_its_title_and_an_unknown_one_as_it_is():
    assert title_of("follow_up") == "QBR follow-up"
    assert title_of("something_else") == "something else"


@pytest.mark.rule("Y-10")
@given(due=days, to=days, today=days)
def test_a_deadline_is_only_moved_to_a_later_day(due: date, to: date, today: date):
    if to > max(due, today):
        assert moved(KINDS["action"], due, to, today) == to
    else:
        with pytest.raises(ValueError, match="snooze moves it to a later day than"):
            moved(KINDS["action"], due, to, today)


@pytest.mark.rule("Y-10", "X-2", "Q-7", "S-1", "R-2")
@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.movable])
def test_a_day_that_a_rule_fixes_is_never_moved(name: str):
    with pytest.raises(ValueError, match="cannot be put off: "):
        moved(KINDS[name], TODAY, TODAY + timedelta(9), TODAY)


@pytest.mark.rule("Y-8")
def test_dropping_needs_a_reason_and_trims_it():
    assert dropped(KINDS["action"], "  no longer wanted ") == "no longer wanted"
    with pytest.raises(ValueError, match="skipping needs a reason"):
        dropped(KINDS["action"], " ")


@pytest.mark.rule("H-6", "Q-7", "S-1", "O-1")
@pytest.mark.parametrize("name", ["check_in", "follow_up", "issue", "milestone", "stalled_opportunity"])
def test_some_work_is_never_dropped(name: str):
    with pytest.raises(ValueError, match=KINDS[name].kept or KINDS[name].fixed):
        dropped(KINDS[name], "too busy")


@pytest.mark.rule("Q-7")
def test_a_follow_up_is_on_time_for_24_hours_to_the_second():
    day = timedelta(hours=24)
    assert sent_on_time(ENDED, ENDED + day)
    assert not sent_on_time(ENDED, ENDED + day + timedelta(seconds=1))


@pytest.mark.rule("R-2")
def test_renewal_work_is_never_due_before_the_account_was_known():
    renewal = date(2027, 3, 1)
    assert renewal_work_due(renewal, 90, date(2025, 1, 1)) == date(2026, 12, 1)
    assert renewal_work_due(renewal, 90, date(2027, 1, 10)) == date(2027, 1, 10)
