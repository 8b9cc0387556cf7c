"""`kamtui show`: everything about one account."""

import sqlite3
from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import NO_OBSERVATION
from kamtui.domain.departure import departure
from kamtui.domain.money import full, short
from kamtui.domain.practice import Practice
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import is_active, quality_of
from kamtui.domain.text import shorten
from kamtui.domain.wording import due_words, near, past_words, plural
from kamtui.shell.accounts import document
from kamtui.shell.due import item_document
from kamtui.shell.output import print_json, say, table
from kamtui.storage.account_document import account_document
from kamtui.storage.account_page import AccountPage, account_page
from kamtui.storage.database import Database
from kamtui.storage.lookup import account_id
from kamtui.storage.timeline import TimelineLine, timeline

if TYPE_CHECKING:
    from kamtui.cli import Shell

LAST_LINES = 10
TEXT = 100
"""How many terminal cells of a text are printed."""


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the account; returns the exit status. Raises Refused when the name means none or several."""
    today, practice = shell.clock.today(), shell.settings.practice()
    database = Database.open(shell.database, shell.clock)
    try:
        key = database.read(account_id, arguments.account)
        if arguments.json:
            print_json(database.read(as_document, key, today, practice))
        else:
            page = database.read(_page, key, today, practice)
            _print(page, database.read(timeline, key, LAST_LINES), today, practice, shell.settings.currency)
    finally:
        database.close()
    return 0


def _page(connection: sqlite3.Connection, key: int, today: date, practice: Practice) -> AccountPage:
    page = account_page(connection, key, today, practice)
    assert page is not None  # noqa: S101  it was just found
    return page


def as_document(connection: sqlite3.Connection, key: int, today: date, practice: Practice) -> dict[str, Any]:
    """One account as `show --json` gives it: the fields of `accounts --json`, what is written, open work, records."""
    page = _page(connection, key, today, practice)
    following = page.coming[0] if page.coming else None
    return {
        **document(page.row, following, today),
        "touch_balance": {"considered": page.balance.considered, "value": page.balance.value},
        "open_work": [item_document(item, packed=False) for item in page.work],
        "coming": [{"activity": each.activity, "due": each.due} for each in page.coming],
        **account_document(connection, key),
    }


def _print(
    page: AccountPage, happened: tuple[TimelineLine, ...], today: date, practice: Practice, currency: str
) -> None:
    row, written = page.row, page.written
    say(row.name)
    facts = [
        ("tier", " · ".join(filter(None, (row.tier.name.capitalize(), row.status, row.industry)))),
        ("health", _health(page, today)),
        ("value", _value(page, currency)),
        (
            "renewal",
            f"{near(row.renewal_date, today)}{', renews by itself' * row.auto_renew}" if row.renewal_date else "–",
        ),
        ("client since", f"{row.client_since or '–'}, slot {row.slot}, week {row.slot % 4 + 1} of 4 in the month"),
        ("departure", _departure(page, today, practice)),
        ("threads", f"{plural(row.live_threads, 'live thread')}, bus factor {row.bus_factor}"),
        ("touches", f"last contact {past_words(row.last_contact, today)}; {page.balance.words}"),
        ("our objective", written.our_objective or "–"),
        ("their objective", written.their_objective or "–"),
        ("observation", row.expansion_observation or NO_OBSERVATION),
    ]
    table([(label, shorten(words, TEXT)) for label, words in facts], indent="  ")
    _section("open work", [_work(item.title, item.why, item.due, today) for item in page.work])
    _section("coming up", [(due_words(each.due, today), each.title) for each in page.coming])
    _section("people", [_person(each.person, each.primary, today) for each in row.people])
    _section(
        "contracts",
        [
            (full(line.annual_value, currency), line.description, f"{line.start or '…'} to {line.end or 'open'}")
            for line in page.contracts
        ],
    )
    _section("timeline", [(near(line.on, today), line.what, line.tone, shorten(line.text, TEXT)) for line in happened])
    if written.notes:
        say("notes")
        for line in written.notes.splitlines():
            say(f"  {line}")


def _section(title: str, rows: list[tuple[str, ...]]) -> None:
    if rows:
        say(title)
        table(rows, indent="  ")


def _health(page: AccountPage, today: date) -> str:
    row = page.row
    standing = row.standing
    parts = [standing.colour.value + (" (stale)" if standing.stale else "")]
    parts += [standing.trend.value] if standing.trend else []
    parts.append(f"checked {past_words(standing.checked_on, today)}" if standing.checked_on else "no check yet")
    return ", ".join(parts + ([row.silence] if row.silence and row.open else []))


def _value(page: AccountPage, currency: str) -> str:
    row = page.row
    if row.potential_value is None:
        return f"{full(row.current_value, currency)} a year, no potential known"
    potential = f"{full(row.potential_value, currency)} possible, gap {short(row.gap)}"
    return f"{full(row.current_value, currency)} a year, {potential}"


def _departure(page: AccountPage, today: date, practice: Practice) -> str:
    primary = page.row.primary
    if primary is None:
        return "no primary contact"
    people = [each.person for each in page.row.people]
    test = departure(people, primary.person.id, today, days=practice.live_thread_days)
    return f"if {primary.person.name} left: {test.words}"


def _work(title: str, why: str, due: date, today: date) -> tuple[str, ...]:
    return due_words(due, today), title, shorten(why, TEXT)


def _person(person: Any, primary: bool, today: date) -> tuple[str, ...]:
    there = spoken(quality_of(person)) if is_active(person, today) else "left"
    return (
        person.name,
        person.title,
        there,
        f"last touch {past_words(person.last_touch, today)}{', primary contact' * primary}",
    )
