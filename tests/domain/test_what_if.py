"""What if: before and after on a copy."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.departure import Verdict
from kamtui.domain.health import Colour
from kamtui.domain.revenue import Book, Client, Deal, Event, Line, RevenueKind
from kamtui.domain.stakeholders import Influence, Person, Quality
from kamtui.domain.what_if import Gone, Lost, Shrunk, Won, changed, figures, weekly_minutes

TODAY = date(2026, 11, 20)


def met(key: int) -> Person:
    return Person(
        id=key, name=f"P{key}", quality=Quality.STRONG, influence=Influence.HIGH, last_touch=TODAY - timedelta(days=1)
    )  # fmt: skip


BOOK = Book(
    TODAY,
    (
        Client(
            1, "Nord", Tier.STRATEGIC, since=date(2020, 1, 1), colour=Colour.GREEN, people=(met(1), met(2)), primary=1
        ),
        Client(2, "Con", Tier.MAINTAIN, since=date(2020, 1, 1), colour=Colour.GREEN, people=(met(3),), primary=3),
    ),
    (Line(1, 1, 300_00), Line(2, 2, 50_00, None, TODAY), Line(3, 2, 50_00), Line(4, 2, 1, None, date(2020, 1, 1))),
    (Event(2, RevenueKind.CHURN, 1, date(2020, 1, 1), 4),),
    (Deal(7, 2, "More", 100_00, 50, TODAY), Deal(8, 1, "Else", 10_00, 50, TODAY)),
)


@pytest.mark.rule("R-8")
def test_an_account_lost_takes_its_value_its_deals_and_its_work_along() -> None:
    before, after = figures(BOOK), figures(changed(BOOK, Lost(1)))
    assert (before.current_value, after.current_value) == (400_00, 100_00)
    assert (before.retention.grr, after.retention.grr, after.retention.logos) == (1.0, 0.25, 0.5)
    assert (before.concentration.top1, after.concentration.top1) == (0.75, 1.0)
    assert after.weekly_minutes < before.weekly_minutes
    assert after.compass.projection.opportunity == 50_00
    assert (before.accounts, after.accounts) == (2, 1)


@pytest.mark.rule("R-8")
def test_an_account_that_shrinks_contracts_today_even_where_a_line_ends_today() -> None:
    after = figures(changed(BOOK, Shrunk(2, 50)))
    assert after.current_value == 350_00
    assert after.retention.grr == 350 / 400
    assert after.retention.nrr == 350 / 400
    gone = figures(changed(BOOK, Shrunk(1, 100)))
    assert (gone.current_value, gone.retention.logos) == (100_00, 0.5)


@pytest.mark.rule("R-8", "R-1")
def test_a_supposed_loss_does_not_answer_for_a_line_that_ended_without_a_word() -> None:
    ended = Line(9, 1, 60_00, None, TODAY - timedelta(days=1))
    book = replace(BOOK, lines=(*BOOK.lines, ended))
    (before, after) = (figures(each).retention for each in (book, changed(book, Shrunk(1, 50))))
    assert [sum(year.lost for year in kept.years) for kept in (before, after)] == [60_00, 210_00]


@pytest.mark.rule("R-8", "M-9")
def test_a_person_gone_thins_the_threads() -> None:
    before = figures(BOOK)
    after = figures(changed(BOOK, Gone(2, 3)))
    assert (before.depth.value_on_bus_factor_0_1, before.depth.mean_live_threads) == (100_00, 1.5)
    assert after.depth.mean_live_threads == 1.0
    assert before.verdicts == {1: Verdict.SECURE, 2: Verdict.LOST}
    assert after.verdicts == {1: Verdict.SECURE, 2: None}
    assert (before.standings[2], after.standings) == (Verdict.SECURE, {1: Verdict.SECURE, 2: Verdict.LOST})
    thin = figures(changed(BOOK, Gone(1, 2)))
    assert thin.verdicts[1] is Verdict.LOST
    assert thin.depth.value_on_bus_factor_0_1 == 400_00
    assert after.current_value == before.current_value


@pytest.mark.rule("R-8")
def test_an_opportunity_won_becomes_revenue_and_leaves_the_pipeline() -> None:
    after = figures(changed(BOOK, Won(7)))
    assert after.current_value == 500_00
    assert after.retention.nrr == 1.25
    assert after.retention.grr == 1.0
    assert (after.compass.projection.contracted, after.compass.projection.opportunity) == (450_00, 5_00)
    assert (after.compass.expanding, figures(BOOK).compass.expanding) == (pytest.approx(150 / 450), 0.0)
    assert changed(BOOK, Won(99)) is BOOK


@pytest.mark.rule("R-8")
@pytest.mark.parametrize("change", [Lost(1), Shrunk(1, 10), Gone(1, 1), Won(7)])
def test_the_book_itself_stays_as_it_was(change: Lost | Shrunk | Gone | Won) -> None:
    before, told = figures(BOOK), repr(BOOK)
    assert changed(BOOK, change) != BOOK
    assert (figures(BOOK), repr(BOOK)) == (before, told)


@pytest.mark.rule("T-3", "Y-15")
def test_weekly_minutes_are_a_years_desk_work_over_52_rounded_up() -> None:
    nothing = weekly_minutes([])
    one = weekly_minutes([Tier.STRATEGIC])
    assert 0 < nothing < one
    assert abs(weekly_minutes([Tier.STRATEGIC] * 10) - nothing - 10 * (one - nothing)) <= 11
