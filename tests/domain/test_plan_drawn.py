"""The components of a plan that are drawn from what was recorded."""

from datetime import date
from typing import Any

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.competition import Competitor
from kamtui.domain.completeness import Checked, Item
from kamtui.domain.departure import departure
from kamtui.domain.health import Colour, Standing, Trend
from kamtui.domain.opportunities import Opportunity
from kamtui.domain.plan_drawn import (
    Known,
    competition_lines,
    expansion_lines,
    health_lines,
    map_lines,
    revenue_lines,
)
from kamtui.domain.projection import Projection
from kamtui.domain.revenue import Line
from kamtui.domain.stakeholders import Person, Role

TODAY = date(2026, 11, 20)


def known(**more: Any) -> Known:
    return Known(tier=Tier.STRATEGIC, **more)


def person(key: int, name: str, **more: Any) -> Person:
    return Person(id=key, name=name, **more)


@pytest.mark.rule("P-7")
def test_nothing_recorded_draws_nothing() -> None:
    assert (map_lines(known(), TODAY), health_lines(known(silence="no touchpoint yet"))) == ((), ())
    assert (expansion_lines(known()), revenue_lines(known(), TODAY), competition_lines(known())) == ((), (), ())


@pytest.mark.rule("P-1")
def test_the_map_names_who_decides_what_holds_and_what_is_missing() -> None:
    ida = person(1, "Ida", title="CFO", roles=frozenset({Role.CHAMPION}), quality="strong", influence="high",
                 last_touch=TODAY)  # fmt: skip
    max_ = person(2, "Max", influence="medium", quality="neutral", assumed=True)
    people = (max_, ida, person(3, "Jo"), person(4, "Gone", left_on=TODAY), person(5, "Al", influence="odd"))
    lines = map_lines(
        known(
            people=people, primary=1, if_primary_left=departure(people, 1, TODAY), threads=(ida,),
            uncovered=(Role.ECONOMIC_BUYER,),
            items=(Checked(Item.VALUE, "the value dimension", "no entry"), Checked(Item.OUTREACH, "outreach", "")),
        ),
        TODAY,
    )  # fmt: skip
    assert lines == (
        "Ida, CFO · champion · strong · high influence · primary contact",
        "Max · neutral (assumed) · medium influence",
        "Also known: Jo (unknown) and Al (unknown)",
        "1 live thread · if Ida left: lost: no live thread remains",
        "Nobody covers: economic buyer",
        "Map 1 of 2 complete; missing: the value dimension",
    )


def test_a_primary_contact_who_left_or_is_not_known_leaves_the_threads_alone() -> None:
    ida = person(1, "Ida", roles=frozenset({Role.ECONOMIC_BUYER}))
    assert map_lines(known(people=(ida,)), TODAY) == ("Ida · economic buyer · unknown", "0 live threads")
    gone = person(2, "Gone", left_on=TODAY)
    one = known(people=(ida, gone), primary=2, if_primary_left=departure((ida, gone), 2, TODAY))
    assert map_lines(one, TODAY)[-1] == "0 live threads"


@pytest.mark.rule("P-1", "H-7", "H-8")
def test_health_says_colour_trend_strip_and_silence() -> None:
    standing = Standing(Colour.RED, stale=True, trend=Trend.DECLINING, checked_on=TODAY)
    strip = (None, Colour.GREEN, Colour.YELLOW, Colour.RED)
    assert health_lines(known(standing=standing, strip=strip, silence="silent for 50 days")) == (
        "○ red, stale, declining · checked 2026-11-20 · twelve months · ● ◐ ○ · silent for 50 days",
    )
    fresh = Standing(Colour.GREEN, stale=False, trend=None, checked_on=TODAY)
    assert health_lines(known(standing=fresh))[0].startswith("● green · checked")


@pytest.mark.rule("P-1", "X-7")
def test_opportunities_are_ranked_by_probability_times_value_and_parked_ones_come_last() -> None:
    deals = (
        Opportunity(name="parked", annual_value=900_000_00, integrity="mine"),
        Opportunity(name="idea", annual_value=100_000_00),
        Opportunity(name="likely", annual_value=50_000_00, stage="proposed", next_step="call", next_step_due=TODAY),
        Opportunity(name="unknown", stage="invited", next_step="write"),
        Opportunity(name="won", annual_value=1, stage="won"),
    )
    lines = expansion_lines(known(opportunities=deals, observation=" They pay twice ", current_value=1_000_00,
                                  potential_value=3_000_00))  # fmt: skip
    assert lines == (
        "They pay twice",
        "Gap 2k a year: 1k of 3k",
        "1. likely · upsell · 50k a year · proposed 75 % · next: call by 2026-11-20",
        "2. idea · upsell · 100k a year · idea 10 %",
        "3. unknown · upsell · value not known · invited 25 % · next: write",
        "4. parked · upsell · 900k a year · parked",
    )
    assert expansion_lines(known(opportunities=deals[:1])) == ("1. parked · upsell · 900k a year · parked",)


@pytest.mark.rule("P-1")
def test_revenue_says_value_projection_and_the_lines_that_run() -> None:
    running = Line(1, 1, 100_000_00, date(2026, 1, 1), date(2026, 12, 31), auto_renew=True, description="Platform")
    endless = Line(2, 1, 20_000_00)
    over = Line(3, 1, 5_000_00, None, date(2026, 1, 1))
    lines = revenue_lines(
        known(
            contracts=(running, endless, over), current_value=120_000_00, potential_value=200_000_00,
            renewal_date=date(2026, 12, 31), projected=Projection(30_000_00, 90_000_00, 1_000_00),
        ),
        TODAY,
    )  # fmt: skip
    assert lines == (
        "120k a year of 200k they could spend · renews on 2026-12-31",
        "Next twelve months 121k: contracted 30k, renewals 90k, opportunities 1k",
        "Platform · 100k a year · from 2026-01-01 · until 2026-12-31 · renews by itself",
        "Contract line · 20k a year · without an end",
    )
    assert revenue_lines(known(current_value=1_000_00), TODAY) == ("1k a year",)


@pytest.mark.rule("P-1", "M-7")
def test_the_sharpest_competitor_comes_first() -> None:
    entries = (
        Competitor("Zed", "consolidation", "behind"),
        Competitor("Alfa", "vulnerability", "ahead", "mobile", TODAY),
        Competitor("Beta", "vulnerability", "behind"),
    )
    assert competition_lines(known(competitors=entries)) == (
        "Beta · could displace us · we are behind",
        "Alfa (mobile) · could displace us · we are ahead · contract ends 2026-11-20",
        "Zed · we could absorb their part · we are behind",
    )
    assert competition_lines(known(no_competitors=True)) == ("None known",)
