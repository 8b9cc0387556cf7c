import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.reviews import (
    Friday,
    FridayCounts,
    FridayStep,
    back,
    forward,
    next_week_problems,
    resumed,
    spent,
    summary,
    with_next_week,
    without_next_week,
)

FIVE = ("one", "two", "three", "four", "five")


@pytest.mark.rule("F-1")
def test_the_friday_review_has_four_steps_in_order():
    assert [step.title for step in FridayStep] == ["catch up", "work the list", "pipeline", "next week"]
    review, seen = Friday(), []
    for _ in range(5):
        seen.append(review.step)
        review = forward(review)
    assert seen == [0, 1, 2, 3, 3]
    assert review.at_last_step


@pytest.mark.rule("F-1")
def test_going_back_stops_at_the_first_step():
    assert back(Friday(FridayStep.PIPELINE)).step is FridayStep.WORK_THE_LIST
    assert back(Friday()).step is FridayStep.CATCH_UP
    assert not Friday().at_last_step


@pytest.mark.rule("F-1")
def test_minutes_add_up_over_sittings_and_a_clock_set_back_counts_nothing():
    review = spent(spent(spent(Friday(), 100), 79), -500)
    assert (review.seconds, review.minutes_used) == (179, 2)


@pytest.mark.rule("F-1")
@given(st.integers(-9, 9), st.integers(-9, 10**6), st.lists(st.text(), max_size=8))
def test_a_review_resumes_where_it_was_and_drops_no_line(step, seconds, lines):
    review = resumed(step, seconds, lines)
    assert review == Friday(FridayStep(min(max(step, 0), 3)), max(0, seconds), tuple(lines))
    assert resumed(review.step, review.seconds, review.next_week) == review


@pytest.mark.rule("F-1")
def test_next_week_takes_at_most_five():
    review = Friday()
    for line in FIVE:
        review = with_next_week(review, line)
    assert review.next_week == FIVE
    [problem] = next_week_problems(review, "six")
    assert problem.text == "Next week has 5 already: take one off first."
    with pytest.raises(ValueError, match="take one off"):
        with_next_week(review, "six")


@pytest.mark.rule("F-1")
def test_an_empty_line_does_not_join_next_week():
    assert [problem.text for problem in next_week_problems(Friday(), " ")] == ["The line is empty."]


@pytest.mark.rule("F-1")
def test_a_line_can_be_taken_off_again():
    assert without_next_week(Friday(next_week=FIVE), 1).next_week == ("one", "three", "four", "five")
    with pytest.raises(IndexError):
        without_next_week(Friday(), 0)


@pytest.mark.rule("F-1")
def test_the_summary_says_what_was_done():
    review = Friday(seconds=28 * 60 + 59, next_week=("call Jo",))
    assert summary(review, FridayCounts(caught=1, done=4, snoozed=1, skipped=2)) == (
        "28 minutes, 1 caught up, 4 done, 1 snoozed, 2 skipped, 1 for next week."
    )
    assert summary(Friday(), FridayCounts()) == "0 minutes, 0 caught up, 0 done, 0 for next week."
