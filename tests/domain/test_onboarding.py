from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.errors import Refused
from kamtui.domain.onboarding import (
    Milestone,
    day_of,
    days_to_first_value,
    first_day,
    met,
    moved,
    planned,
    review_day,
    validate_milestone,
)

START, TODAY = date(2026, 10, 1), date(2026, 11, 20)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.rule("O-1", "O-3")
def test_an_onboarding_has_milestones_at_thirty_sixty_and_ninety_days_each_with_a_measure():
    found = planned(START)
    assert [(each.day, each.due) for each in found] == [
        (30, date(2026, 10, 31)), (60, date(2026, 11, 30)), (90, date(2026, 12, 30)),
    ]  # fmt: skip
    assert all(each.what and each.success_measure and each.open for each in found)
    assert found[-1].what == "Results review after 90 days"
    assert review_day(each.day for each in found) == 90


@pytest.mark.rule("O-1")
@given(days, st.lists(st.integers(1, 730), min_size=1, max_size=12, unique=True).map(sorted))
def test_every_day_of_the_setting_gets_its_milestone_and_the_last_is_the_review(start, wanted):
    found = planned(start, wanted)
    assert [(each.due - start).days for each in found] == [each.day for each in found] == wanted
    assert found[-1].what == f"Results review after {wanted[-1]} days"


@pytest.mark.rule("O-1")
def test_a_milestone_is_met_in_time_or_late():
    milestone = Milestone(30, "First use", TODAY)
    assert not met(milestone, TODAY).late
    late = met(milestone, TODAY + timedelta(days=1))
    assert (late.late, late.open) == (True, False)
    assert milestone.overdue(TODAY + timedelta(days=1))
    assert not milestone.overdue(TODAY)
    assert not late.overdue(TODAY + timedelta(days=9))
    with pytest.raises(Refused, match="met already"):
        met(late, TODAY)


@pytest.mark.rule("O-1")
def test_an_open_milestone_moves_to_today_or_later():
    milestone = Milestone(30, "First use", TODAY)
    assert moved(milestone, TODAY, TODAY).due == TODAY
    with pytest.raises(Refused, match="is gone"):
        moved(milestone, TODAY - timedelta(days=1), TODAY)
    with pytest.raises(Refused, match="met already"):
        moved(met(milestone, TODAY), TODAY, TODAY)


@pytest.mark.rule("O-1")
def test_what_is_wrong_with_a_milestone_is_said():
    assert validate_milestone(Milestone(30, "First use", TODAY), TODAY) == ()
    wrong = Milestone(30, " ", TODAY, met_on=TODAY + timedelta(days=1))
    assert [each.field for each in validate_milestone(wrong, TODAY)] == ["what", "met_on"]


@pytest.mark.rule("O-2")
def test_time_to_first_value_counts_from_the_start_to_the_first_delivery():
    after = [START + timedelta(days=40), START + timedelta(days=12)]
    assert days_to_first_value(START, after, began_here=True) == 12
    before = START - timedelta(days=400)
    assert days_to_first_value(START, [before, *after], began_here=True) == 12
    assert days_to_first_value(START, [before, *after], began_here=False) == 0
    assert days_to_first_value(START, [before], began_here=True) is None
    assert days_to_first_value(START, [], began_here=False) is None
    assert days_to_first_value(START, [START], began_here=True) == 0


def test_the_day_of_an_onboarding_is_counted_from_its_start():
    assert (day_of(START, START), day_of(START, TODAY)) == (0, 50)
    assert review_day([]) is None


@pytest.mark.rule("O-3")
def test_a_milestone_added_after_the_last_planned_one_is_not_the_review():
    assert review_day([30, 60, 90, 91]) == 90
    assert review_day([30, 60, 91]) == 91
    assert review_day([14, 45, 90], (14, 45)) == 45


@pytest.mark.rule("O-1")
def test_an_onboarding_begins_with_the_client_while_that_is_recent():
    assert first_day(START, TODAY) == START
    assert first_day(TODAY, TODAY) == TODAY
    for other in (None, TODAY + timedelta(days=1), TODAY - timedelta(days=90)):
        assert first_day(other, TODAY) == TODAY
    assert first_day(START, TODAY, (10, 20)) == TODAY
