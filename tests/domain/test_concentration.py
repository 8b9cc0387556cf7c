"""Concentration, the depth of engagement, and where the attention goes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.attention import Spent, audit, touch_minutes
from kamtui.domain.concentration import Concentration, concentration, depth
from kamtui.domain.ledger import ledgers
from kamtui.domain.revenue import Book, Client, Line
from kamtui.domain.stakeholders import Person, Quality

TODAY = date(2026, 11, 20)


@pytest.mark.rule("R-7")
def test_concentration_is_the_share_of_the_largest_and_the_sum_of_squares() -> None:
    found = concentration([10, 0, 40, 20, 20, 5, 5])
    assert (found.top1, found.top3, found.top5) == (0.4, 0.8, 0.95)
    assert found.hhi == pytest.approx(0.16 + 0.04 + 0.04 + 0.01 + 0.0025 + 0.0025)
    assert found.curve == (0.4, 0.6, 0.8, 0.9, 0.95, 1.0)
    assert concentration([7]) == Concentration(1.0, 1.0, 1.0, 1.0, (1.0,))
    assert concentration([0]) == Concentration(None, None, None, None)


@pytest.mark.rule("R-7")
@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=30))
def test_concentration_never_leaves_its_bounds(values: list[int]) -> None:
    found = concentration(values)
    if found.top1 is not None and found.top3 is not None and found.top5 is not None and found.hhi is not None:
        assert 0 < found.top1 <= found.top3 <= found.top5 <= 1
        assert 1 / len(values) - 1e-9 <= found.hhi <= 1
        assert list(found.curve) == sorted(found.curve)


def met(key: int) -> Person:
    return Person(id=key, name=f"P{key}", quality=Quality.NEUTRAL, last_touch=TODAY - timedelta(days=key))


@pytest.mark.rule("R-7", "M-8", "M-9")
def test_depth_counts_live_threads_and_the_value_that_hangs_on_one_or_none() -> None:
    clients = (
        Client(1, "deep", people=(met(1), met(2), met(3))),
        Client(2, "thin", people=(met(4), met(99))),
        Client(3, "none"),
        Client(4, "gone", open=False),
    )
    lines = tuple(Line(key, key, 10**key) for key in (1, 2, 3, 4))
    found = depth(ledgers(Book(TODAY, clients, lines)), TODAY)
    assert (found.mean_live_threads, found.single_threaded) == (4 / 3, 2 / 3)
    assert found.value_on_bus_factor_0_1 == 1100
    nothing = depth((), TODAY)
    assert (nothing.mean_live_threads, nothing.single_threaded, nothing.value_on_bus_factor_0_1) == (None, None, 0)


@pytest.mark.rule("R-9")
def test_the_audit_names_who_gets_more_and_less_than_their_worth() -> None:
    found = audit([Spent(1, "Big", 10, 60, 60), Spent(2, "Small", 80, 20, None), Spent(3, "Even", 10, 10, 10)])
    assert [(row.name, row.attention, row.value) for row in found.rows] == [
        ("Big", 0.1, 120 / 180),
        ("Even", 0.1, 20 / 180),
        ("Small", 0.8, 40 / 180),
    ]
    assert [row.name for row in found.over] == ["Small"]
    assert [row.name for row in found.under] == ["Big", "Even"]
    assert found.minutes == 100


@pytest.mark.rule("R-9")
def test_nobody_is_named_without_minutes_or_without_value() -> None:
    assert audit([]).rows == ()
    assert audit([Spent(1, "A", 0, 10, 10)]).rows == ()
    assert audit([Spent(1, "A", 5, 0, None)]).rows == ()
    alone = audit([Spent(1, "A", 5, 1, 1)])
    assert (alone.over, alone.under) == ((), ())


@pytest.mark.rule("R-9")
def test_a_touchpoint_without_minutes_takes_what_its_channel_usually_takes() -> None:
    assert touch_minutes("meeting", 25) == 25
    assert touch_minutes("meeting", None) == 60
    assert touch_minutes("email", None) == 5
    assert touch_minutes("smoke signals", None) == 10
    assert touch_minutes("call", -5) == 0
