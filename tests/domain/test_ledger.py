"""What an account paid on any day: lines, events, and what nobody said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.ledger import (
    Ledger,
    answered,
    change_of,
    counting_at_once,
    current_value,
    ledgers,
    successor,
    takes_effect,
    unanswered,
)
from kamtui.domain.revenue import Book, Client, Deal, Event, Line, RevenueKind, validate_line

TODAY = date(2026, 11, 20)
YEAR = date(2025, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def ledger(lines: list[Line], events: list[Event] | None = None, *, is_open: bool = True) -> Ledger:
    book = Book(TODAY, (Client(1, "Nord", open=is_open),), tuple(lines), tuple(events or ()))
    return ledgers(book)[0]


@pytest.mark.rule("R-1")
def test_the_current_value_is_the_sum_of_the_lines_in_force_first_and_last_day_included() -> None:
    lines = [
        Line(1, 1, 100),
        Line(2, 1, 20, TODAY, TODAY),
        Line(3, 1, 3, ahead(1), None),
        Line(4, 1, 4, None, ago(1)),
    ]
    assert current_value(lines, TODAY) == 120
    assert current_value(lines, ahead(1)) == 103
    assert current_value(lines, ago(1)) == 104


@pytest.mark.rule("R-1")
def test_an_earlier_day_is_today_with_the_events_since_undone() -> None:
    events = [
        Event(1, RevenueKind.NEW, 10, ago(300)),
        Event(1, RevenueKind.EXPANSION, 40, ago(200)),
        Event(1, RevenueKind.CONTRACTION, 15, ago(100)),
        Event(1, RevenueKind.CHURN, 5, ago(50)),
        Event(1, RevenueKind.RENEWAL, 100, ago(20)),
        Event(1, RevenueKind.EXPANSION, 1000, ahead(10)),
    ]
    one = ledger([Line(1, 1, 100)], events)
    assert [one.value_on(ago(days)) for days in (0, 50, 51, 100, 101, 200, 201, 300, 301)] == [
        100, 100, 105, 105, 120, 120, 80, 80, 70,
    ]  # fmt: skip
    assert one.moved(RevenueKind.CHURN, ago(51)) == 5
    assert one.moved(RevenueKind.CHURN, ago(50)) == 0


amounts = st.integers(0, 10**9)
happened = st.lists(
    st.tuples(st.sampled_from(list(RevenueKind)), amounts, st.integers(-30, 700)), max_size=8
)  # fmt: skip


@pytest.mark.rule("R-1")
@given(now=amounts, told=happened, day=st.integers(0, 700))
def test_undoing_the_events_goes_there_and_back(now: int, told: list[tuple[RevenueKind, int, int]], day: int) -> None:
    events = [Event(1, kind, amount, ago(days)) for kind, amount, days in told]
    one = ledger([Line(1, 1, now)], events)
    signs = {"new": 1, "expansion": 1, "contraction": -1, "churn": -1, "renewal": 0}
    moved = sum(signs[event.kind] * event.amount for event in events if ago(day) < event.on <= TODAY)
    assert one.value_on(ago(day)) == max(0, now - moved)
    assert one.value_on(TODAY) == now


@pytest.mark.rule("R-1")
def test_a_line_carried_on_under_the_same_name_the_day_after_has_a_successor() -> None:
    old = Line(1, 1, 100, ago(400), ago(30), description="Planning  platform")
    new = Line(2, 1, 90, ago(29), None, description="planning platform")
    late = Line(3, 1, 90, ago(28), None, description="planning platform")
    assert successor(old, [old, late, new]) is new
    assert successor(old, [old, Line(4, 1, 90, ahead(2), None, description="planning platform")]) is None
    assert successor(old, [old, Line(5, 1, 90, ago(29), description="something else")]) is None
    assert successor(old, [old, Line(6, 1, 90, ago(30), description="planning platform")]) is None
    assert successor(Line(7, 1, 1), [new]) is None
    assert unanswered([old, new], [], TODAY) == ()


@pytest.mark.rule("R-1")
def test_a_line_that_ends_without_a_word_asks_and_counts_as_churn_on_its_end_date() -> None:
    over = Line(1, 1, 60, ago(400), ago(30), description="Reports")
    one = ledger([over, Line(2, 1, 100)])
    assert one.unanswered == (over,)
    assert (one.value_on(ago(30)), one.value_on(ago(29))) == (160, 100)
    assert one.moved(RevenueKind.CHURN, YEAR) == 60
    assert one.events[-1].implied
    assert ledger([Line(1, 1, 0, None, ago(30))]).unanswered == ()
    assert ledger([Line(1, 1, 5, None, TODAY)]).unanswered == ()


@pytest.mark.rule("R-1")
@pytest.mark.parametrize(
    ("event", "answers"),
    [
        (Event(1, RevenueKind.CHURN, 60, ago(10), 1), True),
        (Event(1, RevenueKind.RENEWAL, 60, ago(10), 1), True),
        (Event(1, RevenueKind.EXPANSION, 60, ago(30), 1), False),
        (Event(1, RevenueKind.CHURN, 60, ago(300), 1), False),
        (Event(1, RevenueKind.CHURN, 60, ago(30), 2), False),
        (Event(1, RevenueKind.CHURN, 7, ago(30)), True),
        (Event(1, RevenueKind.RENEWAL, 7, ago(29)), True),
        (Event(1, RevenueKind.RENEWAL, 60, ago(25)), False),
        (Event(1, RevenueKind.CHURN, 60, ago(25)), True),
        (Event(1, RevenueKind.CHURN, 61, ago(25)), False),
        (Event(1, RevenueKind.CHURN, 60, date(2027, 2, 1)), False),
    ],
)
def test_an_event_answers_when_it_is_about_that_line_or_that_day(event: Event, answers: bool) -> None:
    over = Line(1, 1, 60, ago(400), ago(30))
    assert answered(over, [event]) is answers


def test_a_line_that_runs_for_ever_has_nothing_to_answer() -> None:
    for_ever = Line(2, 1, 60, None, date.max)
    assert successor(for_ever, [Line(1, 1, 60, date.max)]) is None
    assert takes_effect(Event(1, RevenueKind.CHURN, 60, date.max), [for_ever]) == date.max
    assert not answered(for_ever, [Event(1, RevenueKind.CHURN, 60, TODAY)])
    assert not answered(Line(1, 1, 60), [Event(1, RevenueKind.CHURN, 60, TODAY)])


@pytest.mark.rule("R-1")
def test_a_loss_on_the_last_day_of_a_line_counts_from_the_day_after() -> None:
    last = Line(1, 1, 60, None, TODAY)
    churn = Event(1, RevenueKind.CHURN, 60, TODAY, 1)
    assert takes_effect(churn, [last]) == ahead(1)
    assert takes_effect(churn, [Line(1, 1, 60)]) == TODAY
    assert takes_effect(Event(1, RevenueKind.NEW, 1, TODAY), [last]) == TODAY
    assert ledger([last], [churn]).value_on(ago(1)) == 60
    assert counting_at_once([last], TODAY) == ago(1)
    assert counting_at_once([Line(1, 1, 60)], TODAY) == TODAY


@pytest.mark.rule("R-1", "R-4")
def test_an_account_that_ended_pays_nothing_and_what_still_runs_counts_as_lost() -> None:
    one = ledger([Line(1, 1, 60), Line(2, 1, 40)], is_open=False)
    assert (one.current, one.value_on(YEAR), one.moved(RevenueKind.CHURN, YEAR)) == (0, 100, 100)
    said = ledger([Line(1, 1, 60)], [Event(1, RevenueKind.CHURN, 60, ago(14))], is_open=False)
    assert (said.value_on(YEAR), said.moved(RevenueKind.CHURN, YEAR)) == (60, 60)
    over = ledger([Line(1, 1, 60, None, ago(9))], [Event(1, RevenueKind.CHURN, 60, ago(9))], is_open=False)
    assert (over.value_on(YEAR), over.moved(RevenueKind.CHURN, YEAR)) == (60, 60)


def test_every_ledger_holds_what_belongs_to_its_account() -> None:
    book = Book(
        TODAY,
        (Client(1, "A"), Client(2, "B")),
        (Line(1, 1, 5), Line(2, 2, 6)),
        (Event(2, RevenueKind.NEW, 6, ago(3)),),
        (Deal(1, 2, "more", 9, 50),),
        ((1, ago(5)),),
    )
    one, two = ledgers(book)
    assert (one.current, one.events, one.deals, one.referrals) == (5, (), (), (ago(5),))
    assert (two.current, len(two.events), two.deals[0].name, two.referrals) == (6, 1, "more", ())


@pytest.mark.rule("R-1")
def test_a_change_of_value_is_an_expansion_or_a_contraction() -> None:
    assert change_of(10, 15) == (RevenueKind.EXPANSION, 5)
    assert change_of(15, 10) == (RevenueKind.CONTRACTION, 5)
    assert change_of(10, 10) is None


def test_what_is_wrong_with_a_line_is_said() -> None:
    assert validate_line(Line(1, 1, 5, TODAY, TODAY)) == ()
    wrong = validate_line(Line(1, 1, -5, TODAY, ago(1)))
    assert [each.field for each in wrong] == ["annual_value", "end"]
