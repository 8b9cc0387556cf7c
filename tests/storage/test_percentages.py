"""The user's own percentages: one that is changed changes the figure in every place that shows it."""

from datetime import timedelta
from typing import Any

import pytest

from kamtui.domain.what_if import Won, changed, figures
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.revenue import Contract
from kamtui.screens.opportunity_form import stage_options
from kamtui.screens.pipeline_words import worth_line
from kamtui.screens.portfolio_made import explained
from kamtui.settings import Settings
from kamtui.settings_checks import from_mapping
from kamtui.storage import opportunities, plans, revenue
from kamtui.storage import opportunities_changes as changes
from kamtui.storage.database import Database
from kamtui.storage.portfolio_figures import Portfolio, portfolio
from kamtui.widgets.ink import plain
from tests.storage.records import DAY, account, add, remove

CHECK: dict[str, Any] = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
RATED = {"green": "good", "yellow": "watch", "red": "poor"}
PARTS: dict[str, Any] = {"observation": "a", "connection": "b", "invitation": "c", "integrity": "theirs"}


@pytest.fixture
def northwind(database: Database) -> int:
    """Green, with a line of 365 a year that ends after 100 days, and two opportunities that close tomorrow."""
    (key,) = database.run(add, account("Northwind"))
    soon: dict[str, Any] = {"account_id": key, "expected_close": DAY + timedelta(days=1)}
    database.run(
        add,
        HealthCheck(account_id=key, on=DAY, **CHECK),
        Contract(account_id=key, annual_value=365_00, end=DAY + timedelta(days=100)),
        Opportunity(name="more", annual_value=365_00, stage="exploring", **PARTS, **soon),
        Opportunity(name="own", annual_value=365_00, stage="exploring", probability=10, **soon),
    )
    return key


def read(database: Database, **set_to: Any) -> Portfolio:
    return database.read(portfolio, DAY, from_mapping(set_to).practice())


def own(database: Database) -> int | None:
    found = database.read(opportunities.opportunity, 1, Settings().practice())
    assert found is not None
    return found.deal.probability


@pytest.mark.rule("R-3")
@pytest.mark.parametrize("colour", ["green", "yellow", "red", "unrated"])
def test_each_colour_has_a_renewal_percentage_of_the_users_own(database: Database, northwind: int, colour: str) -> None:
    database.run(remove, HealthCheck, 1)
    if colour in RATED:
        database.run(add, HealthCheck(account_id=northwind, on=DAY, **CHECK | dict.fromkeys(CHECK, RATED[colour])))
    usual = Settings().practice().renewal_percents[colour]
    before, after = read(database), read(database, **{f"renewal_{colour}_percent": usual + 5})
    assert before.figures.compass.projection.renewal == 265 * usual
    assert after.figures.compass.projection.renewal == 265 * (usual + 5)
    others = {f"renewal_{each}_percent": 0 for each in (*RATED, "unrated") if each != colour}
    assert read(database, **others).figures == before.figures


@pytest.mark.rule("R-3", "R-6", "R-8")
def test_a_changed_renewal_percentage_changes_every_figure_that_counts_renewals(
    database: Database, northwind: int
) -> None:
    practice = from_mapping({"renewal_green_percent": 0}).practice()
    found = database.read(portfolio, DAY, practice)
    assert found.figures.compass.projection.renewal == 0
    assert sum(month.parts.renewal for month in found.months) == 0
    assert figures(found.book, found.assumed) == found.figures
    assert not any("0 %" in plain(made.words) for made in explained(("forecast",), found).rows if made.amount == "0")
    first_screen = database.read(revenue.compass, DAY, practice)
    assert first_screen == found.figures.compass != database.read(revenue.compass, DAY, Settings().practice())
    page = database.read(plans.the_plan, northwind, DAY, practice)
    assert page is not None
    assert any("renewals 0," in line for section in page.sections for line in section.lines)


@pytest.mark.rule("X-4", "X-7")
def test_a_changed_stage_probability_changes_every_place_that_weighs_opportunities(
    database: Database, northwind: int
) -> None:
    practice = from_mapping({"exploring_percent": 80}).practice()
    found = database.read(opportunities.pipeline, DAY, practice)
    more, other = found.moving
    assert (more.deal.name, other.deal.name) == ("more", "own")
    exploring = next(bar for bar in found.bars if bar.stage == "exploring")
    assert exploring.weighted == found.totals.weighted == 292_00 + 36_50
    assert "× 80 %" in plain(worth_line(more, "EUR"))
    assert "× 10 %, yours; usual is 80 %" in plain(worth_line(other, "EUR"))
    assert ("exploring", f"{'exploring':<10} {80:>4} %") in stage_options(practice.stage_percents)
    whole = database.read(portfolio, DAY, practice)
    assert whole.pipeline.weighted == found.totals.weighted
    assert whole.figures.compass.projection.opportunity > read(database).figures.compass.projection.opportunity
    assert "80 %" in plain(explained(("pipeline", False), whole).rows[0].words)
    assert database.read(revenue.compass, DAY, practice) == whole.figures.compass
    assert figures(changed(whole.book, Won(1)), whole.assumed).compass != whole.figures.compass
    page = database.read(plans.the_plan, northwind, DAY, practice)
    assert page is not None
    assert any("exploring 80 %" in line for section in page.sections for line in section.lines)


@pytest.mark.rule("X-4", "X-8")
def test_closing_keeps_the_probability_that_the_settings_gave_it(database: Database, northwind: int) -> None:
    usual = from_mapping({"exploring_percent": 80}).practice().stage_percents
    database.run(changes.move_opportunity, 1, "won", usual=usual)
    assert own(database) == 80
    database.run(changes.move_opportunity, 1, "exploring", usual=usual)
    assert own(database) is None
