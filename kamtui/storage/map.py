"""The map of one account: its four dimensions with every verdict that is drawn from them, read at once."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kamtui.domain.completeness import Checked, MapFacts, checklist
from kamtui.domain.departure import Departure, departure, departures
from kamtui.domain.practice import Practice
from kamtui.domain.stakeholders import Function, Person, Role, is_active, uncovered_roles
from kamtui.domain.wallchart import Callouts, callouts
from kamtui.storage.competition import CompetitorRow, competitors_of
from kamtui.storage.portfolio import AccountRow, StakeholderRow, accounts
from kamtui.storage.rows import day
from kamtui.storage.stakeholders import Engagement, engagements_of, touches_of
from kamtui.storage.value import ValueRow, value_of

FACTS = """
SELECT a.value_none_known, a.competition_none_known,
  (SELECT max("on") FROM map_review WHERE account_id = a.id AND "on" <= :today),
  (SELECT count(*) FROM opportunity WHERE account_id = a.id AND stage NOT IN ('won', 'lost')),
  (SELECT coalesce(sum(annual_value), 0) FROM opportunity WHERE account_id = a.id AND stage NOT IN ('won', 'lost')),
  (SELECT count(*) FROM commitment WHERE account_id = a.id AND state = 'open'),
  (SELECT count(*) FROM qbr WHERE account_id = a.id AND state IN ('planned', 'prepared', 'running', 'paused')
    AND scheduled_on >= :today)
FROM account a WHERE a.id = :account
"""

FIRST = "SELECT id, name FROM account WHERE status <> 'ended' ORDER BY tier, name_key LIMIT 1"

CHOICES = "SELECT id, name FROM account ORDER BY status = 'ended', name_key"


@dataclass(frozen=True, slots=True)
class Stakes:
    """What goes with an account that is lost; amounts are minor units a year (rule M-9)."""

    value: int
    opportunities: int
    pipeline: int
    commitments: int
    qbrs: int


@dataclass(frozen=True, slots=True)
class AccountMap:
    """Everything the Map screen shows of one account.

    `departures` holds the departure test of everyone active, `now` how the account stands while nobody leaves.
    """

    account: AccountRow
    people: tuple[StakeholderRow, ...]
    now: Departure
    departures: Mapping[int, Departure]
    stakes: Stakes
    values: tuple[ValueRow, ...]
    competitors: tuple[CompetitorRow, ...]
    value_none_known: bool
    competition_none_known: bool
    reviewed_on: date | None
    items: tuple[Checked, ...]
    callouts: Callouts
    uncovered: tuple[Role, ...]
    engagements: Mapping[int, tuple[Engagement, ...]] = field(repr=False)

    @property
    def persons(self) -> tuple[Person, ...]:
        """The people as the rules see them."""
        return tuple(each.person for each in self.people)

    def active(self, today: date) -> tuple[StakeholderRow, ...]:
        """Everyone who is still there."""
        return tuple(each for each in self.people if is_active(each.person, today))

    def person(self, key: int | None) -> StakeholderRow | None:
        """One of the people."""
        return next((each for each in self.people if each.person.id == key), None)


def the_map(connection: sqlite3.Connection, account_id: int, today: date, practice: Practice) -> AccountMap | None:
    """The map of an account; None when the account is gone."""
    rows = accounts(connection, today, practice, account_id)
    if not rows:
        return None
    account = rows[0]
    asked = {"account": account_id, "today": today.isoformat()}
    value_none, competition_none, reviewed, opportunities, pipeline, commitments, qbrs = connection.execute(
        FACTS, asked
    ).fetchone()
    persons = tuple(each.person for each in account.people)
    values, competitors = value_of(connection, account_id), competitors_of(connection, account_id)
    days = practice.live_thread_days
    touches = touches_of(connection, account_id, today, days)
    facts = MapFacts(
        tier=account.tier, people=persons, primary_contact=account.primary.person.id if account.primary else None,
        value_entries=len(values), value_none_known=bool(value_none), competitors=len(competitors),
        competition_none_known=bool(competition_none), reviewed_on=day(reviewed),
    )  # fmt: skip
    return AccountMap(
        account=account,
        people=account.people,
        now=departure(persons, None, today, touches, days),
        departures=departures(persons, today, touches, days),
        stakes=Stakes(account.current_value, opportunities, pipeline, commitments, qbrs),
        values=values,
        competitors=competitors,
        value_none_known=bool(value_none),
        competition_none_known=bool(competition_none),
        reviewed_on=day(reviewed),
        items=checklist(facts, today, practice.map_period_days(account.tier)),
        callouts=callouts(persons, today, _that_matter(practice)),
        uncovered=uncovered_roles(persons, today),
        engagements=engagements_of(connection, account_id),
    )


def first_account(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """The account that the map opens with while none was chosen; None without accounts."""
    found = connection.execute(FIRST).fetchone()
    return None if found is None else (found[0], found[1])


def account_choices(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Every account by name, to choose from; those that ended last."""
    return connection.execute(CHOICES).fetchall()


def _that_matter(practice: Practice) -> Sequence[Function]:
    return [function for function in Function if function in practice.functions_that_matter]
