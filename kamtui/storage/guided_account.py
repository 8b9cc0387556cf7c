"""What the yearly relationship review of an account looks at: people, their year, departures, what was given."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from kamtui.domain import money
from kamtui.domain.dates import add_months
from kamtui.domain.departure import Departure, departure, departures
from kamtui.domain.guided import GuidedLine, GuidedStep
from kamtui.domain.practice import Practice
from kamtui.domain.problems import listed, spoken
from kamtui.domain.reviews import ReviewKind
from kamtui.domain.stakeholders import Person, Quality
from kamtui.domain.wording import day_words, past_words, percent
from kamtui.storage import guided
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.stakeholders import touches_of

QUALITY_CHANGES = """
SELECT s.name, q."on", q.quality,
  (SELECT p.quality FROM quality_change p WHERE p.stakeholder_id = q.stakeholder_id
   AND (p."on" < q."on" OR p."on" = q."on" AND p.id < q.id) ORDER BY p."on" DESC, p.id DESC LIMIT 1)
FROM quality_change q JOIN stakeholder s ON s.id = q.stakeholder_id
WHERE q.account_id = :account AND q."on" > :since AND q."on" <= :today ORDER BY q."on" DESC, q.id DESC
"""

GIVEN = """
SELECT 'delivered' AS label, "on" AS day, what, amount FROM value_entry
  WHERE account_id = :account AND kind = 'delivered' AND "on" > :since AND "on" <= :today
UNION ALL SELECT CASE side WHEN 'ours' THEN 'we kept' ELSE 'they kept' END, settled_on, what, NULL FROM commitment
  WHERE account_id = :account AND state IN ('kept', 'late') AND settled_on > :since AND settled_on <= :today
UNION ALL SELECT 'referral', "on", 'recommended us to ' || referred, NULL FROM referral
  WHERE account_id = :account AND "on" > :since AND "on" <= :today
UNION ALL SELECT 'expansion', "on", kind, amount FROM revenue_event
  WHERE account_id = :account AND kind IN ('new', 'expansion') AND "on" > :since AND "on" <= :today
ORDER BY day DESC, label, what
"""


def relationship_review(
    connection: sqlite3.Connection, row: AccountRow, today: date, practice: Practice
) -> tuple[GuidedStep, ...]:
    """A year of one relationship (rules M-2, M-9): to be talked about with the client, not only looked at."""
    since = add_months(today, -12)
    asked = {"account": row.id, "since": since.isoformat(), "today": today.isoformat()}
    before = guided.last(connection, ReviewKind.RELATIONSHIP_REVIEW, today, row.id)
    notes = before.notes if before is not None else {}
    people = [each.person for each in row.people]
    touches = touches_of(connection, row.id, today, practice.live_thread_days)
    primary = row.primary.person.id if row.primary is not None else None
    whole = departure(people, primary, today, touches, practice.live_thread_days)
    each_of = departures(people, today, touches, practice.live_thread_days)
    found = {
        "people": _people(row, people, today),
        "changes": tuple(_changes(connection, row, asked)),
        "departure": tuple(_departures(row, people, whole, each_of)),
        "value": tuple(_given(connection, row, asked)),
    }
    return tuple(
        GuidedStep(key, title, found[key], notes.get(key, ""), row.name, nothing)
        for key, (title, nothing) in STEPS.items()
    )


STEPS = {
    "people": ("people", "Nobody is mapped yet."),
    "changes": ("the year", "No relationship changed its quality in twelve months."),
    "departure": ("if one leaves", "Nobody is active here."),
    "value": ("given and received", "Nothing given or received is recorded in twelve months."),
}
"""The steps: their titles, and what is said where nothing is known."""


def _people(row: AccountRow, people: Iterable[Person], today: date) -> tuple[GuidedLine, ...]:
    found = []
    for person in people:
        if person.left_on is not None and person.left_on <= today:
            continue
        roles = listed([spoken(role) for role in sorted(person.roles)])
        parts = [person.name, person.title, roles, f"last {past_words(person.last_touch, today)}"]
        asks = person.quality in (Quality.AT_RISK, Quality.UNKNOWN)
        text = " · ".join(filter(None, parts))
        found.append(GuidedLine(spoken(person.quality), text, asks, "map", row.id, row.name))
    return tuple(found)


def _changes(connection: sqlite3.Connection, row: AccountRow, asked: dict[str, object]) -> Iterable[GuidedLine]:
    for name, on, quality, before in connection.execute(QUALITY_CHANGES, asked).fetchall():
        words = f"{spoken(before)} → {spoken(quality)}" if before else spoken(quality)
        asks = quality == Quality.AT_RISK
        text = f"{name} · {words} · {day_words(date.fromisoformat(on))}"
        yield GuidedLine("quality", text, asks, "map", row.id, row.name)


def _departures(
    row: AccountRow, people: Iterable[Person], primary: Departure, each_of: dict[int, Departure]
) -> Iterable[GuidedLine]:
    names = {person.id: person.name for person in people}
    if primary.leaver is None:
        yield GuidedLine("primary", "no primary contact is named", True, "map", row.id, row.name)
    for key, one in each_of.items():
        parts = [names[key]]
        parts.append("roles uncovered: " + listed([spoken(role) for role in one.uncovered]) if one.uncovered else "")
        parts.append(f"{percent(one.share)} of touches" if one.share else "")
        parts.append(f"build {one.replacement.name}" if one.replacement is not None else "")
        asks = one.verdict.value != "secure"
        label = one.verdict.value + (" *" if key == primary.leaver else "")
        yield GuidedLine(label, " · ".join(filter(None, parts)), asks, "map", row.id, row.name)


def _given(connection: sqlite3.Connection, row: AccountRow, asked: dict[str, object]) -> Iterable[GuidedLine]:
    for label, on, what, amount in connection.execute(GIVEN, asked).fetchall():
        worth = f" · {money.short(amount)}" if amount else ""
        text = f"{what}{worth} · {day_words(date.fromisoformat(on))}"
        yield GuidedLine(label, text, False, "account", row.id, row.name)
