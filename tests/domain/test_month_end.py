"""The month-end review: one account's month beside its plan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamtui.domain.health import Colour, Standing, Trend
from kamtui.domain.month_end import Month, Moved, Standstill, in_order, month_step, since

TODAY = date(2026, 11, 30)
FIRST = date(2026, 10, 30)
GREEN = Standing(Colour.GREEN, stale=False, trend=Trend.STEADY, checked_on=date(2026, 10, 20))
RED = Standing(Colour.RED, stale=False, trend=Trend.DECLINING, checked_on=date(2026, 11, 20))
QUIET = Month(
    account_id=7, uid="u", name="Acme", about="Growth · 180k", standing=GREEN, was="green", touches=2, of_value=1,
    silence="", moved=(), open=(), frozen_on=None,
)  # fmt: skip


def told(month: Month) -> list[tuple[str, str, bool, str]]:
    step = month_step(month, TODAY, FIRST, "call Jo")
    assert all((line.account_id, line.account) == (7, "Acme") for line in step.lines)
    return [(line.label, line.text, line.asks, line.place) for line in step.lines]


@pytest.mark.rule("F-2")
def test_the_month_begins_after_the_last_review_or_with_the_month():
    assert since(date(2026, 10, 30), TODAY) == date(2026, 10, 30)
    assert since(TODAY - timedelta(days=45), TODAY) == TODAY - timedelta(days=45)
    assert since(TODAY - timedelta(days=46), TODAY) == date(2026, 10, 31)
    assert since(None, date(2026, 12, 7)) == date(2026, 10, 31)
    assert since(None, date(2026, 12, 8)) == date(2026, 11, 30)


@pytest.mark.rule("F-2")
def test_an_account_where_nothing_moved_says_so():
    assert told(QUIET) == [
        ("health", "green, steady · checked Tue 20 Oct", False, "health"),
        ("touchpoints", "2 touchpoints, 1 with nothing to sell", False, "account"),
        ("moved", "nothing of the plan, the pipeline or the revenue", True, "plan"),
        ("plan", "never frozen, nothing open in it", True, "plan"),
    ]
    step = month_step(QUIET, TODAY, FIRST, "call Jo")
    assert (step.key, step.before, step.words) == ("u", "call Jo", "account")
    assert step.about == "Growth · 180k · since Fri 30 Oct"


@pytest.mark.rule("F-2")
def test_what_moved_and_what_the_plan_still_asks_for_stand_beside_each_other():
    month = replace(
        QUIET, standing=RED, was="green", touches=0, silence="silent for 50 d", frozen_on=date(2026, 10, 1),
        moved=(Moved(date(2026, 11, 12), "opportunity", "Rollout: won", 5_000_000), Moved(TODAY, "done", "the map")),
        open=(
            Standstill("objective", "two sponsors", date(2026, 12, 4)),
            Standstill("action", "call the CFO", date(2026, 11, 25)),
            Standstill("opportunity", "Nordic: exploring", None, "no next step"),
            Standstill("action", "first things", None, most_important=True),
        ),
    )  # fmt: skip
    assert told(month) == [
        ("health", "green → red, declining · checked Fri 20 Nov", True, "health"),
        ("touchpoints", "none · silent for 50 d", True, "account"),
        ("opportunity", "Rollout: won · 50k · Thu 12 Nov", False, "pipeline"),
        ("done", "the map · Mon 30 Nov", False, "plan"),
        ("plan", "frozen Thu 1 Oct", False, "plan"),
        ("action", "first things · the most important", False, "plan"),
        ("action", "call the CFO · 5 d late", True, "plan"),
        ("objective", "two sponsors · in 4 d", False, "plan"),
        ("", "and 1 more open", False, "plan"),
    ]
    assert [each.text for each in in_order(month.open)][-1] == "Nordic: exploring"
    assert told(replace(month, open=month.open[:1]))[-1][1] == "two sponsors · in 4 d"


@pytest.mark.rule("F-2", "H-3")
def test_an_account_that_was_never_checked_asks_for_it_and_a_stale_colour_says_so():
    never = Standing(Colour.UNRATED, stale=False, trend=None, checked_on=None)
    assert told(replace(QUIET, standing=never, was=""))[0] == ("health", "never checked", True, "health")
    stale = replace(GREEN, stale=True, trend=None)
    assert told(replace(QUIET, standing=stale))[0][1:3] == ("green, stale · checked Tue 20 Oct", True)
