"""The three loops and the compass figure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.health import Colour
from kamtui.domain.ledger import Ledger, ledgers
from kamtui.domain.loops import asked, client_since, compass, loops, most_valuable
from kamtui.domain.revenue import Book, Client, Deal, Event, Line, RevenueKind

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


OLD = Client(1, "Nord", since=ago(800), colour=Colour.GREEN)
GREW = Event(1, RevenueKind.EXPANSION, 20, ago(100))


def ledger(client: Client = OLD, *events: Event, lines: tuple[Line, ...] = (), referred: int | None = None) -> Ledger:
    told = ((client.id, ago(referred)),) if referred is not None else ()
    standing = lines or (Line(1, client.id, 100, ago(800)),)
    return ledgers(Book(TODAY, (client,), standing, events, (), told))[0]


@pytest.mark.rule("R-5")
def test_a_client_of_twelve_months_that_is_not_red_is_retained() -> None:
    assert loops(ledger()).retention
    assert not loops(ledger(replace(OLD, colour=Colour.RED))).retention
    assert loops(ledger(replace(OLD, colour=Colour.UNRATED))).retention
    assert loops(ledger(replace(OLD, since=date(2025, 11, 20)))).retention
    assert not loops(ledger(replace(OLD, since=date(2025, 11, 21)))).retention
    assert not loops(ledger(replace(OLD, open=False))).retention


@pytest.mark.rule("R-5")
def test_a_young_client_is_retained_once_renewed() -> None:
    young = replace(OLD, since=ago(200))
    assert loops(ledger(young, Event(1, RevenueKind.RENEWAL, 100, ago(20)))).retention
    assert not loops(ledger(young, Event(1, RevenueKind.RENEWAL, 100, ago(-20)))).retention
    carried = (Line(1, 1, 100, ago(200), ago(20), description="S"), Line(2, 1, 90, ago(19), description="S"))
    assert loops(ledger(young, lines=carried)).retention
    assert not loops(ledger(young, lines=carried[1:])).retention


def test_without_a_first_day_the_first_contract_line_tells() -> None:
    unknown = replace(OLD, since=None)
    assert client_since(ledger(unknown)) == ago(800)
    assert client_since(ledger(unknown, lines=(Line(1, 1, 100),))) is None
    assert not loops(ledger(unknown, lines=(Line(1, 1, 100),))).retention


@pytest.mark.rule("R-5")
def test_expansion_is_growth_of_what_was_paid_a_year_ago() -> None:
    assert loops(ledger(OLD, GREW)).expansion
    assert not loops(ledger()).expansion
    assert not loops(ledger(OLD, replace(GREW, on=date(2025, 11, 20)))).expansion
    assert not loops(ledger(OLD, GREW, Event(1, RevenueKind.CONTRACTION, 20, ago(50)))).expansion
    assert not loops(ledger(OLD, Event(1, RevenueKind.NEW, 100, ago(50)))).expansion


@pytest.mark.rule("R-5")
@pytest.mark.parametrize(("days", "runs"), [(0, True), (364, True), (365, False), (-1, False)])
def test_a_referral_in_the_last_twelve_months_keeps_the_loop_running(days: int, runs: bool) -> None:
    assert loops(ledger(referred=days)).referral is runs
    assert not loops(ledger(replace(OLD, open=False), referred=days)).referral


@pytest.mark.rule("R-5")
def test_each_loop_that_stands_asks_for_one_action() -> None:
    assert asked(ledger(OLD, GREW, referred=5)) == {}
    assert set(asked(ledger())) == {"expansion", "referral"}
    assert "how it feels" in asked(ledger(replace(OLD, colour=Colour.RED)))["retention"]
    assert "2027-05-04" in asked(ledger(replace(OLD, since=ago(200))))["retention"]
    unknown = ledger(replace(OLD, since=None), lines=(Line(1, 1, 100),))
    assert "since when" in asked(unknown)["retention"]


@pytest.mark.rule("R-5")
def test_the_most_valuable_are_the_two_that_pay_the_most() -> None:
    clients = tuple(Client(key, name) for key, name in enumerate(("c", "B", "a", "none")))
    lines = (Line(1, 0, 5), Line(2, 1, 9), Line(3, 2, 9))
    found = ledgers(Book(TODAY, clients, lines))
    assert [each.client.name for each in most_valuable(found)] == ["a", "B"]
    assert most_valuable(found[3:]) == ()


@pytest.mark.rule("R-6")
def test_the_compass_weighs_contracted_revenue_by_the_loops_of_its_accounts() -> None:
    clients = (OLD, Client(2, "Young", colour=Colour.GREEN), Client(3, "Gone", open=False))
    lines = (Line(1, 1, 300, ago(800)), Line(2, 2, 100), Line(3, 3, 999))
    deal = Deal(1, 2, "more", 400, 25, TODAY)
    book = Book(TODAY, clients, lines, (GREW,), (deal,), ((1, ago(5)), (2, ago(5))))
    found = compass(ledgers(book))
    assert (found.projection.contracted, found.projection.total) == (400, 500)
    assert (found.secured, found.expanding, found.referring, found.all_three) == (0.8, 0.75, 1.0, 0.75)
    assert [share.name for share in found.shares] == ["Nord", "Young"]
    assert found.shares[0].loops.all_three


@pytest.mark.rule("R-6")
def test_without_revenue_the_compass_says_not_yet() -> None:
    found = compass(ledgers(Book(TODAY, (OLD,))))
    assert (found.secured, found.expanding, found.referring, found.all_three) == (None, None, None, None)
    only_hope = Book(TODAY, (OLD,), (), (), (Deal(1, 1, "more", 400, 25, TODAY),))
    hope = compass(ledgers(only_hope))
    assert (hope.secured, hope.expanding) == (0.0, None)


@pytest.mark.rule("R-6")
@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 10**8), st.booleans(), st.sampled_from(list(Colour))),
        max_size=6,
    )
)
def test_every_share_is_between_nothing_and_all_and_all_three_is_the_least(
    told: list[tuple[int, int, bool, Colour]],
) -> None:
    clients = tuple(Client(key, str(key), since=ago(900), colour=each[3]) for key, each in enumerate(told))
    lines = tuple(Line(key, key, each[0], None, ago(-key * 90)) for key, each in enumerate(told))
    events = tuple(Event(key, RevenueKind.EXPANSION, each[1], ago(9)) for key, each in enumerate(told))
    referrals = tuple((key, ago(9)) for key, each in enumerate(told) if each[2])
    found = compass(ledgers(Book(TODAY, clients, lines, events, (), referrals)))
    shares = [found.secured, found.expanding, found.referring, found.all_three]
    assert all(share is None or 0 <= share <= 1 for share in shares)
    if found.all_three is not None:
        assert found.all_three <= min(found.expanding or 0, found.referring or 0)
