"""What is known of every account, as one snapshot: the facts that lists, the week and the verdicts are made of."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from kamtui.domain.accounts import Status, Tier, expansion_gap
from kamtui.domain.departure import Verdict, bus_factor, live_threads, primary_verdict
from kamtui.domain.frozen import frozen
from kamtui.domain.health import Check, Colour, Standing, ratings, standing, strip
from kamtui.domain.practice import Practice
from kamtui.domain.stakeholders import Person, roles_of
from kamtui.domain.touchpoints import days_silent, silence_words
from kamtui.storage.rows import day, words

ACCOUNTS = """
WITH worth AS (
  SELECT account_id, sum(annual_value) AS value FROM contract
  WHERE (start IS NULL OR start <= :today) AND ("end" IS NULL OR "end" >= :today) GROUP BY account_id
), touched AS (
  SELECT account_id, date(max(at), 'localtime') AS last FROM touchpoint
  WHERE NOT internal AND date(at, 'localtime') <= :today GROUP BY account_id
), entered AS (
  SELECT account_id, max("on") AS since FROM tier_change WHERE from_tier IS NOT to_tier GROUP BY account_id
), ending AS (
  SELECT account_id, coalesce(min("end") FILTER (WHERE start IS NULL OR start <= :today), min("end")) AS next
  FROM contract WHERE "end" >= :today GROUP BY account_id
)
SELECT a.id, a.uid, a.name, a.tier, a.status, a.industry, a.client_since, a.created_on,
       coalesce(worth.value, 0), a.potential_value, a.renewal_date, ending.next, a.auto_renew, a.slot,
       a.expansion_observation, touched.last, coalesce(entered.since, a.created_on), a.contract_term_months
FROM account a
LEFT JOIN worth ON worth.account_id = a.id
LEFT JOIN touched ON touched.account_id = a.id
LEFT JOIN entered ON entered.account_id = a.id
LEFT JOIN ending ON ending.account_id = a.id
WHERE :account IS NULL OR a.id = :account
ORDER BY a.tier, a.name_key
"""

CHECKS = """
SELECT account_id, "on", response_time, meeting_engagement, referral_activity, tone FROM (
  SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY "on" DESC, id DESC) AS place FROM health_check
  WHERE "on" <= :today AND (:account IS NULL OR account_id = :account)
) WHERE place <= 2 OR "on" >= date(:today, '-13 months') ORDER BY account_id, "on", place DESC
"""

PEOPLE = """
WITH touched AS (
  SELECT p.stakeholder_id, date(max(t.at), 'localtime') AS last
  FROM touchpoint_person p JOIN touchpoint t ON t.id = p.touchpoint_id
  WHERE NOT t.internal AND date(t.at, 'localtime') <= :today GROUP BY p.stakeholder_id
)
SELECT s.account_id, s.id, s.name, s.title, s.function, s.roles, s.quality, s.stance, s.influence, s.frequency,
       s.reports_to_id, s.left_on, touched.last, s.placeholder, s.assumed, s.outreach_what, s.outreach_due,
       s.outreach_done_on, s.primary_contact, s.uid, s.email, s.phone, s.notes
FROM stakeholder s LEFT JOIN touched ON touched.stakeholder_id = s.id
WHERE :account IS NULL OR s.account_id = :account
ORDER BY s.account_id, s.left_on IS NOT NULL, s.name COLLATE NOCASE, s.id
"""


@frozen
class StakeholderRow:
    """A person with what only lists and forms need."""

    person: Person
    uid: str
    primary: bool
    email: str
    phone: str
    notes: str


@dataclass(frozen=True)
class AccountRow:
    """An account with every verdict that is drawn from its records; amounts are minor units.

    Verdicts are worked out when they are first asked for, as seen on `today`: a list shows only some of them.
    """

    id: int
    uid: str
    name: str
    tier: Tier
    status: str
    industry: str
    client_since: date | None
    created_on: date
    current_value: int
    potential_value: int | None
    renewal_date: date | None
    """The next renewal: as written at the account, else (or once that is over) the next end of a line (rule R-2)."""
    renewal_written: date | None
    auto_renew: bool
    slot: int
    expansion_observation: str
    last_contact: date | None
    entered_on: date
    contract_term_months: int | None
    standing: Standing
    checks: tuple[Check, ...] = field(repr=False)
    people: tuple[StakeholderRow, ...] = field(repr=False)
    today: date
    practice: Practice = field(repr=False)

    @cached_property
    def strip(self) -> tuple[Colour | None, ...]:
        """Twelve months of colours (rule H-7)."""
        return strip(self.checks, self.today)

    @property
    def silence(self) -> str:
        """What is said of an account without a touchpoint for long (rule H-8)."""
        return silence_words(self.last_contact, self.today, self.created_on, self.practice.silence_days)

    @cached_property
    def live_threads(self) -> int:
        """How many people hold the account (rule M-8)."""
        return len(live_threads(self._persons, self.today, self.practice.live_thread_days))

    @cached_property
    def bus_factor(self) -> int:
        """The fewest departures that lead to `lost` (rule M-9)."""
        return bus_factor(self._persons, self.today, self.practice.live_thread_days)

    @cached_property
    def departure(self) -> Verdict | None:
        """What holds if the primary contact left; None without one (rule M-9)."""
        primary = self.primary
        key = None if primary is None else primary.person.id
        return primary_verdict(self._persons, key, self.today, self.practice.live_thread_days)

    @property
    def _persons(self) -> list[Person]:
        return [each.person for each in self.people]

    @property
    def gap(self) -> int:
        """The expansion gap (rule T-4)."""
        return expansion_gap(self.current_value, self.potential_value)

    @property
    def open(self) -> bool:
        """Whether the account is still a client of ours."""
        return self.status != Status.ENDED

    @property
    def primary(self) -> StakeholderRow | None:
        """The primary contact."""
        return next((each for each in self.people if each.primary), None)

    def days_silent(self, today: date) -> int | None:
        """Days since the last touchpoint; None when there was none."""
        return days_silent(self.last_contact, today)


def accounts(
    connection: sqlite3.Connection, today: date, practice: Practice, account: int | None = None
) -> list[AccountRow]:
    """Every account (or one) with its verdicts, key accounts first, then by name."""
    asked = {"today": today.isoformat(), "account": account}
    checks: dict[int, list[Check]] = defaultdict(list)
    for owner, on, *words_of in connection.execute(CHECKS, asked).fetchall():
        checks[owner].append(Check(date.fromisoformat(on), ratings(*words_of)))
    people: dict[int, list[StakeholderRow]] = defaultdict(list)
    for owner, *row in connection.execute(PEOPLE, asked).fetchall():
        people[owner].append(_stakeholder(row))
    found = connection.execute(ACCOUNTS, asked).fetchall()
    return [_account(row, checks[row[0]], tuple(people[row[0]]), today, practice) for row in found]


def _stakeholder(row: list[Any]) -> StakeholderRow:
    (key, name, title, function, roles, quality, stance, influence, frequency, boss, left, last, placeholder, assumed,
     what, due, done, primary, uid, email, phone, notes) = row  # fmt: skip
    person = Person(
        id=key, name=name, title=title, function=function, roles=roles_of(words(roles)), quality=quality, stance=stance,
        influence=influence, frequency=frequency, reports_to=boss, left_on=day(left), last_touch=day(last),
        placeholder=bool(placeholder), assumed=bool(assumed), outreach_what=what, outreach_due=day(due),
        outreach_done_on=day(done),
    )  # fmt: skip
    return StakeholderRow(person, uid, bool(primary), email, phone, notes)


def _account(
    row: tuple[Any, ...], checks: list[Check], people: tuple[StakeholderRow, ...], today: date, practice: Practice
) -> AccountRow:
    (key, uid, name, level, status, industry, since, created, value, potential, written, ending, auto, slot,
     observation, last, entered, term) = row  # fmt: skip
    tier, created_on, last_contact = Tier(level), date.fromisoformat(created), day(last)
    renewal_written = day(written)
    over = renewal_written is None or renewal_written < today
    renewal_date = (day(ending) if over else None) or renewal_written
    return AccountRow(
        id=key, uid=uid, name=name, tier=tier, status=status, industry=industry, client_since=day(since),
        created_on=created_on, current_value=value, potential_value=potential, renewal_date=renewal_date,
        renewal_written=renewal_written,
        auto_renew=bool(auto), slot=slot, expansion_observation=observation, last_contact=last_contact,
        entered_on=date.fromisoformat(entered), contract_term_months=term,
        standing=standing(checks, today, practice.check_cadence(tier)), checks=tuple(checks), people=people,
        today=today, practice=practice,
    )  # fmt: skip
