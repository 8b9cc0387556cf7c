"""Trailing twelve months: GRR, NRR and logos."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.ledger import ledgers
from kamtui.domain.retention import Retention, retention
from kamtui.domain.revenue import Book, Client, Event, Line, RevenueKind

TODAY = date(2026, 11, 20)
ON = date(2026, 5, 1)
M = 1_000_000_00


def of(*accounts: tuple[int, dict[RevenueKind, int]], is_open: bool = True) -> Retention:
    """Each account: what it pays now, and what happened half a year ago."""
    clients = tuple(Client(key, f"A{key}", open=is_open) for key, _ in enumerate(accounts))
    lines = tuple(Line(key, key, now) for key, (now, _) in enumerate(accounts))
    events = tuple(
        Event(key, kind, amount, ON) for key, (_, told) in enumerate(accounts) for kind, amount in told.items()
    )
    return retention(ledgers(Book(TODAY, clients, lines, events)))


@pytest.mark.rule("R-4")
def test_the_worked_figures_give_grr_85_and_nrr_103_percent() -> None:
    moved = {
        RevenueKind.CONTRACTION: M * 6 // 10, RevenueKind.CHURN: M * 9 // 10, RevenueKind.EXPANSION: M * 18 // 10,
    }  # fmt: skip
    found = of((M * 103 // 10, moved))
    assert found.start == 10 * M
    assert found.grr == 0.85
    assert found.nrr == 1.03
    assert found.logos == 1.0


@pytest.mark.rule("R-4")
def test_expansion_in_one_account_never_hides_contraction_in_another() -> None:
    found = of((160, {RevenueKind.EXPANSION: 60}), (40, {RevenueKind.CONTRACTION: 60}))
    assert (found.start, found.grr, found.nrr) == (200, 0.7, 1.0)


@pytest.mark.rule("R-4")
def test_nobody_loses_more_than_was_there_at_the_start() -> None:
    """Grown by 50 and then gone altogether: 100 of the start is lost, not 150."""
    found = of((0, {RevenueKind.EXPANSION: 50, RevenueKind.CHURN: 150}), (100, {}))
    assert (found.start, found.grr, found.nrr, found.logos) == (200, 0.5, 0.5, 0.5)


@pytest.mark.rule("R-4")
def test_no_revenue_a_year_ago_gives_not_yet() -> None:
    for found in (of(), of((100, {RevenueKind.NEW: 100}))):
        assert (found.grr, found.nrr, found.logos) == (None, None, None)


@pytest.mark.rule("R-4")
def test_new_business_is_no_retention() -> None:
    found = of((100, {}), (100, {RevenueKind.NEW: 100}))
    assert (found.start, found.nrr, len(found.years)) == (100, 1.0, 1)


@pytest.mark.rule("R-4")
def test_an_account_that_ended_is_a_logo_lost() -> None:
    found = of((100, {}), is_open=False)
    assert (found.grr, found.nrr, found.logos) == (0.0, 0.0, 0.0)


story = st.tuples(st.integers(0, 10**8), st.dictionaries(st.sampled_from(list(RevenueKind)), st.integers(0, 10**8)))


@pytest.mark.rule("R-4")
@given(st.lists(story, max_size=6))
def test_grr_is_a_share_and_never_above_nrr(accounts: list[tuple[int, dict[RevenueKind, int]]]) -> None:
    found = of(*accounts)
    if found.grr is not None and found.nrr is not None and found.logos is not None:
        assert 0 <= found.grr <= 1
        assert 0 <= found.logos <= 1
        assert found.nrr >= found.grr
    else:
        assert found.start == 0
    assert all(year.lost <= year.start for year in found.years)


def test_what_happened_a_year_and_a_day_ago_is_over() -> None:
    clients, lines = (Client(1, "A"),), (Line(1, 1, 100),)
    old = Event(1, RevenueKind.CONTRACTION, 50, date(2025, 11, 20))
    assert retention(ledgers(Book(TODAY, clients, lines, (old,)))).grr == 1.0
    young = Event(1, RevenueKind.CONTRACTION, 50, old.on + timedelta(days=1))
    assert retention(ledgers(Book(TODAY, clients, lines, (young,)))).grr == 100 / 150
