"""The snapshot of every account with its verdicts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kamtui.domain.accounts import Status, Tier
from kamtui.domain.departure import Verdict
from kamtui.domain.health import Colour, Trend
from kamtui.domain.practice import Practice
from kamtui.models.accounts import TierChange
from kamtui.models.health import HealthCheck
from kamtui.models.revenue import Contract
from kamtui.models.touchpoints import TouchpointPerson
from kamtui.storage.database import Database
from kamtui.storage.portfolio import AccountRow, accounts
from tests.storage.records import DAY, account, add, person, touch

PRACTICE = Practice()
ALL_GOOD = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")


def rows(database: Database, only: int | None = None) -> list[AccountRow]:
    return database.read(accounts, DAY, PRACTICE, only)


def one(database: Database, **more: Any) -> int:
    return database.run(add, account(**more))[0]


def check(owner: int, days_ago: int, **poor: str) -> HealthCheck:
    return HealthCheck(account_id=owner, on=DAY - timedelta(days=days_ago), **{**ALL_GOOD, **poor})


def at(days_ago: int) -> datetime:
    return datetime(2026, 11, 20, 9, tzinfo=UTC) - timedelta(days=days_ago)


def test_key_accounts_come_first_then_by_name(database: Database) -> None:
    for name, tier in (("Zett", 1), ("beta", 2), ("Alpha", 3), ("Acht", 2)):
        one(database, name=name, tier=tier)
    assert [row.name for row in rows(database)] == ["Zett", "Acht", "beta", "Alpha"]
    assert [row.name for row in rows(database, 2)] == ["beta"]
    assert rows(database, 99) == []


@pytest.mark.rule("T-4")
def test_the_value_is_the_lines_in_force_and_the_gap_follows(database: Database) -> None:
    key = one(database, potential_value=100)
    database.run(
        add,
        Contract(account_id=key, annual_value=30),
        Contract(account_id=key, annual_value=20, start=DAY, end=DAY),
        Contract(account_id=key, annual_value=1, start=DAY + timedelta(days=1)),
        Contract(account_id=key, annual_value=2, end=DAY - timedelta(days=1)),
    )
    (row,) = rows(database)
    assert (row.current_value, row.gap) == (50, 50)
    assert row.renewal_date == DAY


def test_a_renewal_date_of_its_own_counts_before_the_lines(database: Database) -> None:
    key = one(database, renewal_date=date(2027, 1, 1))
    database.run(add, Contract(account_id=key, annual_value=1, end=date(2026, 12, 1)))
    assert rows(database)[0].renewal_date == date(2027, 1, 1)


@pytest.mark.rule("R-2")
def test_a_renewal_date_that_is_over_gives_way_to_the_next_end_of_a_line(database: Database) -> None:
    key = one(database, renewal_date=DAY - timedelta(days=1))
    assert rows(database)[0].renewal_date == DAY - timedelta(days=1)
    later = Contract(account_id=key, annual_value=1, start=DAY + timedelta(days=5), end=DAY + timedelta(days=20))
    database.run(add, later)
    assert rows(database)[0].renewal_date == later.end
    database.run(add, Contract(account_id=key, annual_value=1, end=date(2027, 1, 1)))
    assert (rows(database)[0].renewal_date, rows(database)[0].renewal_written) == (
        date(2027, 1, 1),
        DAY - timedelta(days=1),
    )


@pytest.mark.rule("H-2", "H-4", "H-7")
def test_checks_give_the_colour_the_trend_and_the_strip(database: Database) -> None:
    key = one(database)
    database.run(add, check(key, 400), check(key, 31), check(key, 2, tone="poor"), check(key, -3, tone="good"))
    (row,) = rows(database)
    assert (row.standing.colour, row.standing.trend, row.standing.at_risk) == (Colour.YELLOW, Trend.DECLINING, False)
    assert row.strip[-2:] == (Colour.GREEN, Colour.YELLOW)
    assert set(row.strip[:-2]) == {None}


@pytest.mark.rule("H-3")
def test_an_old_check_is_stale_by_its_tiers_period(database: Database) -> None:
    for tier in (1, 3):
        database.run(add, check(one(database, name=f"Tier {tier}", tier=tier), 46))
    assert [row.standing.stale for row in rows(database)] == [True, False]


@pytest.mark.rule("I-4", "H-8")
def test_last_contact_comes_from_touchpoints_alone(database: Database) -> None:
    key = one(database)
    database.run(add, touch(key, internal=True))
    assert (rows(database)[0].last_contact, rows(database)[0].days_silent(DAY)) == (None, None)
    database.run(add, touch(key))
    (row,) = rows(database)
    assert (row.last_contact, row.days_silent(DAY + timedelta(days=3))) == (DAY, 3)


@pytest.mark.rule("H-8")
def test_a_silent_account_says_so(database: Database) -> None:
    key = one(database, created_on=DAY - timedelta(days=90))
    assert rows(database)[0].silence == "no touchpoint yet"
    spoken = touch(key)
    spoken.at = at(46)
    database.run(add, spoken)
    assert rows(database)[0].silence == "silent for 46 days"
    assert database.read(accounts, DAY, Practice(silence_days=60))[0].silence == ""


@pytest.mark.rule("M-8", "M-9")
def test_threads_departure_and_bus_factor_come_from_the_people(database: Database) -> None:
    key = one(database)
    assert (rows(database)[0].departure, rows(database)[0].primary, rows(database)[0].bus_factor) == (None, None, 0)
    ida, jo, left = database.run(
        add,
        person(key, "Ida", quality="strong", influence="high", primary_contact=True, roles=["champion", "nonsense"]),
        person(key, "Jo", quality="neutral"),
        person(key, "Gone", quality="strong", left_on=DAY),
    )
    (talk,) = database.run(add, touch(key))
    database.run(add, *(TouchpointPerson(touchpoint_id=talk, stakeholder_id=who) for who in (ida, jo, left)))
    (row,) = rows(database)
    assert (row.live_threads, row.departure, row.bus_factor) == (2, Verdict.EXPOSED, 2)
    assert row.primary is not None
    assert row.primary.person.roles == {"champion"}
    assert [each.person.name for each in row.people] == ["Ida", "Jo", "Gone"]


@pytest.mark.rule("T-6")
def test_the_tier_was_entered_on_its_last_change(database: Database) -> None:
    key = one(database, created_on=DAY - timedelta(days=99))
    assert rows(database)[0].entered_on == DAY - timedelta(days=99)
    for days, before, after in ((80, None, 2), (40, 2, 1), (10, 1, 1)):
        change = TierChange(account_id=key, on=DAY - timedelta(days=days), from_tier=before, to_tier=after)
        database.run(add, change)
    assert rows(database)[0].entered_on == DAY - timedelta(days=40)


def test_an_account_that_ended_is_no_client_any_more(database: Database) -> None:
    one(database, status=Status.ENDED.value, tier=3)
    (row,) = rows(database)
    assert not row.open
    assert row.tier is Tier.MAINTAIN
