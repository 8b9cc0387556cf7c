"""The next twelve months to the day, in whole cents."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.health import Colour
from kamtui.domain.ledger import Ledger, ledgers
from kamtui.domain.projection import Flow, Projection, Stream, by_month, flows, rounded, summed
from kamtui.domain.revenue import Book, Client, Deal, Line, RenewalStage

TODAY = date(2026, 11, 20)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def ledger(*lines: Line, colour: Colour = Colour.GREEN, deals: tuple[Deal, ...] = (), is_open: bool = True) -> Ledger:
    client = Client(1, "Nord", colour=colour, open=is_open)
    return ledgers(Book(TODAY, (client,), lines, (), deals))[0]


def project(*lines: Line, colour: Colour = Colour.GREEN, deals: tuple[Deal, ...] = ()) -> Projection:
    return summed(flows(ledger(*lines, colour=colour, deals=deals)))


@pytest.mark.rule("R-3")
def test_the_worked_projection_is_right_to_the_cent_with_its_three_parts() -> None:
    """120,000 a year for 90 of the next 365 days, green, and 40,000 at 50 % closing in six months."""
    close = date(2027, 5, 20)
    days_left = 365 - (close - TODAY).days
    assert days_left == 184
    found = project(
        Line(1, 1, 120_000_00, None, ahead(90)), deals=(Deal(1, 1, "Second site", 40_000_00, 50, close),)
    )  # fmt: skip
    assert found.contracted == 29_589_04  # 120,000 × 90 ÷ 365 = 29,589.041…
    assert found.renewal == 81_369_86  # 120,000 × 275 ÷ 365 × 0.9 = 81,369.863…
    assert found.opportunity == 10_082_19  # 40,000 × 0.5 × 184 ÷ 365 = 10,082.191…
    assert found.total == 121_041_09


@pytest.mark.rule("R-3")
@pytest.mark.parametrize(
    ("colour", "percent"), [(Colour.GREEN, 90), (Colour.YELLOW, 70), (Colour.RED, 40), (Colour.UNRATED, 70)]
)
def test_what_may_be_renewed_follows_the_colour(colour: Colour, percent: int) -> None:
    for by_itself in (False, True):
        line = Line(1, 1, 365_00, None, TODAY, by_itself)
        assert project(line, colour=colour) == Projection(0, 365 * percent, 0)


@pytest.mark.rule("R-3")
def test_an_open_ended_line_is_contracted_to_the_horizon() -> None:
    whole = Projection(365_00, 0, 0)
    assert project(Line(1, 1, 365_00)) == whole
    assert project(Line(1, 1, 365_00, None, ahead(365))) == whole
    assert project(Line(1, 1, 365_00, None, ahead(364))) == Projection(364_00, 90, 0)
    assert project(Line(1, 1, 365_00, None, ahead(-1))) == Projection()


@pytest.mark.rule("R-3")
def test_a_line_signed_for_later_counts_from_its_first_day_and_its_predecessor_ends() -> None:
    old = Line(1, 1, 365_00, None, ahead(100), description="Seats")
    new = Line(2, 1, 730_00, ahead(101), ahead(200), description="Seats")
    found = flows(ledger(old, new))
    assert [(flow.stream, flow.source_id, flow.first, flow.last) for flow in found] == [
        (Stream.CONTRACTED, 1, 1, 100),
        (Stream.CONTRACTED, 2, 101, 200),
        (Stream.RENEWAL, 2, 201, 365),
    ]
    assert (found[1].days, found[1].amount) == (100, 200_00)
    assert flows(ledger(Line(1, 1, 5, ahead(366)))) == ()


@pytest.mark.rule("R-2", "R-3")
def test_what_is_given_up_brings_nothing_after_its_end() -> None:
    lost = Line(1, 1, 365_00, None, ahead(100), stage=RenewalStage.LOST)
    assert project(lost) == Projection(100_00, 0, 0)
    assert flows(ledger(Line(1, 1, 365_00), is_open=False)) == ()


@pytest.mark.rule("R-3")
def test_opportunities_count_from_their_close_inside_the_twelve_months() -> None:
    def won_on(close: date | None) -> int:
        return project(deals=(Deal(1, 1, "more", 365_00, 100, close),)).opportunity

    assert won_on(None) == 0
    assert won_on(ahead(-1)) == 0
    assert won_on(TODAY) == 365_00
    assert won_on(ahead(364)) == 1_00
    assert won_on(ahead(365)) == 0


@pytest.mark.rule("R-3")
def test_halves_of_a_cent_are_rounded_up_once_at_the_end_of_each_part() -> None:
    assert [rounded(exact) for exact in (18249, 18250, 36500, 54749, 54750)] == [0, 1, 1, 1, 2]
    half = Flow(Stream.CONTRACTED, 1, "", 1, 1, 50, 1, 365)
    assert half.amount == 1
    assert summed([half, half]) == Projection(1, 0, 0)


cents = st.integers(0, 10**10)
day = st.one_of(st.none(), st.integers(-400, 800).map(ahead))


@pytest.mark.rule("R-3")
@given(
    lines=st.lists(st.builds(lambda v, s, e: Line(1, 1, v, s, e), cents, day, day), max_size=4),
    colour=st.sampled_from(list(Colour)),
    deal=st.builds(lambda v, p, c: Deal(9, 1, "d", v, p, c), cents, st.integers(0, 100), day),
)
def test_the_parts_never_exceed_a_year_of_everything_and_the_months_add_up(
    lines: list[Line], colour: Colour, deal: Deal
) -> None:
    kept = [line for line in lines if not (line.start and line.end and line.end < line.start)]
    numbered = [Line(n, 1, line.annual_value, line.start, line.end, description=str(n)) for n, line in enumerate(kept)]
    found = flows(ledger(*numbered, colour=colour, deals=(deal,)))
    parts = summed(found)
    most = sum(line.annual_value for line in numbered)
    assert 0 <= parts.contracted + parts.renewal <= most + 1
    assert 0 <= parts.opportunity <= deal.annual_value
    months = by_month(found, TODAY)
    assert (len(months), months[0].first, months[-1].last) == (12, ahead(1), ahead(365))
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(months))
    exact = sum(Fraction(flow.exact(), 36500) for flow in found)
    assert abs(sum(month.parts.total for month in months) - exact) <= 18
    assert abs(parts.total - exact) <= Fraction(3, 2)
