"""Renewals: seen at ninety days, talked about at forty-two, planned backwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.renewals import (
    NO_REASON,
    Renewal,
    Step,
    late_steps,
    needs_reason,
    next_stage,
    renewals,
    stage_of,
    term_after,
    timeline,
)
from kamtui.domain.revenue import Line, RenewalStage

TODAY = date(2026, 11, 20)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def one(days: int, stage: str = RenewalStage.NOT_STARTED) -> Renewal:
    (found,) = renewals(1, [Line(1, 1, 100, None, ahead(days), stage=stage)], None, TODAY)
    return found


@pytest.mark.rule("R-2")
@pytest.mark.parametrize(("days", "listed"), [(-1, 0), (0, 1), (90, 1), (91, 0)])
def test_renewals_are_listed_ninety_days_ahead(days: int, listed: int) -> None:
    lines = [Line(1, 1, 100, None, ahead(days))]
    found = renewals(1, lines, None, TODAY)
    assert len(found) == listed
    assert [each.days(TODAY) for each in found] == [days] * listed
    assert len(renewals(1, [Line(1, 1, 100)], ahead(days), TODAY)) == listed


@pytest.mark.rule("R-2")
def test_lines_that_end_around_the_renewal_date_belong_to_it() -> None:
    lines = [
        Line(1, 1, 100, None, ahead(29)),
        Line(2, 1, 50, None, ahead(30)),
        Line(3, 1, 7, None, ahead(60)),
        Line(4, 1, 9),
        Line(5, 1, 4, None, ahead(-9)),
    ]
    found = renewals(1, lines, ahead(30), TODAY)
    assert [(each.on, [line.id for line in each.lines], each.value) for each in found] == [
        (ahead(30), [1, 2], 150),
        (ahead(60), [3], 7),
    ]
    assert [[line.id for line in each.lines] for each in renewals(1, lines, ahead(45), TODAY)] == [
        [1],
        [2],
        [3, 4],
        [3],
    ]
    assert renewals(1, [], ahead(10), TODAY)[0].value == 0


@pytest.mark.rule("R-2")
def test_a_renewal_is_as_far_as_the_line_that_is_behind() -> None:
    terms, started = (Line(1, 1, 1, stage="terms"), Line(2, 1, 1, stage="results_reviewed"))
    lost = Line(3, 1, 1, stage="lost")
    assert stage_of([terms, started], [terms, started]) is RenewalStage.RESULTS_REVIEWED
    assert stage_of([terms, lost], []) is RenewalStage.TERMS
    assert stage_of([lost], []) is RenewalStage.LOST
    assert stage_of([], []) is RenewalStage.NOT_STARTED
    assert stage_of([Line(4, 1, 1, stage="nonsense")], []) is RenewalStage.NOT_STARTED
    old, new = Line(5, 1, 1, None, ahead(9), description="S"), Line(6, 1, 1, ahead(10), description="S")
    assert stage_of([old], [old, new]) is RenewalStage.RENEWED
    assert Renewal(1, ahead(9), (old,), RenewalStage.RENEWED).settled
    assert Renewal(1, ahead(9), (old,), RenewalStage.LOST).settled
    assert not one(9).settled


@pytest.mark.rule("R-2")
def test_the_steps_are_planned_backwards_from_the_day() -> None:
    steps = timeline(one(90))
    assert [(each.step, (ahead(90) - each.by).days) for each in steps] == [
        (Step.MAPPED, 90), (Step.RESULTS, 42), (Step.FORWARD, 28), (Step.TERMS, 14), (Step.RENEWED, 0),
    ]  # fmt: skip
    assert [(ahead(90) - each.by).days for each in timeline(one(90), conversation_days=120)] == [120, 120, 80, 40, 0]


@pytest.mark.rule("R-2")
def test_late_steps_are_said_in_days_and_the_mapping_is_part_of_the_conversation() -> None:
    def late(days: int, stage: str = "not_started", *, mapped: bool = False) -> list[tuple[Step, int]]:
        each = one(days, stage)
        return [(step.step, step.late(TODAY)) for step in late_steps(each, timeline(each, mapped=mapped), TODAY)]

    assert late(90) == []
    assert late(89) == [(Step.MAPPED, 1)]
    assert late(89, mapped=True) == []
    assert late(43) == [(Step.MAPPED, 47)]
    assert late(42) == []
    assert late(20) == [(Step.FORWARD, 8), (Step.RESULTS, 22)]
    assert late(20, "results_reviewed") == [(Step.FORWARD, 8)]
    assert late(20, "terms") == []
    assert late(5, "lost") == []


@pytest.mark.rule("R-2")
def test_stages_lead_up_to_terms_and_then_to_an_answer() -> None:
    assert next_stage("not_started") is RenewalStage.RESULTS_REVIEWED
    assert next_stage("results_reviewed") is RenewalStage.FORWARD_TALK
    assert next_stage("forward_talk") is RenewalStage.TERMS
    assert [next_stage(stage) for stage in ("terms", "renewed", "lost")] == [None, None, None]


@pytest.mark.rule("R-2")
def test_a_discount_needs_a_written_reason_of_value() -> None:
    assert needs_reason(100, 99, "  ") == NO_REASON
    assert needs_reason(100, 99, "two sites closed") == ""
    assert needs_reason(100, 100, "") == ""


@pytest.mark.rule("R-1")
@pytest.mark.parametrize(
    ("start", "end", "until"),
    [
        (date(2025, 11, 9), date(2026, 11, 8), date(2027, 11, 8)),
        (date(2026, 8, 1), date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 1, 31), date(2026, 2, 27), date(2026, 11, 27)),
        (date(2026, 1, 10), date(2026, 2, 27), date(2026, 12, 18)),
        (None, date(2026, 11, 8), date(2027, 11, 8)),
        (date(2022, 11, 1), date(2024, 10, 31), date(2028, 10, 31)),
        (date(2025, 11, 30), date(2026, 11, 29), date(2027, 11, 29)),
    ],
)
def test_the_next_term_is_as_long_as_the_one_before_until_it_holds_today(
    start: date | None, end: date, until: date
) -> None:
    assert term_after(Line(1, 1, 5, start, end), TODAY) == until


@given(days=st.integers(1, 2000), since=st.integers(-400, 900))
def test_the_next_term_always_holds_today_and_begins_after_the_last(days: int, since: int) -> None:
    end = TODAY - timedelta(days=since)
    until = term_after(Line(1, 1, 5, end - timedelta(days=days - 1), end), TODAY)
    assert until >= TODAY
    assert until > end


def test_a_line_without_an_end_has_no_next_term() -> None:
    for end in (None, date(9999, 12, 31)):
        with pytest.raises(ValueError, match="no end in sight"):
            term_after(Line(1, 1, 5, None, end), TODAY)
