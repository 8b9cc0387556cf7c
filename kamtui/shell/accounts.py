"""`kamtui accounts`: the portfolio as a list."""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import tier_of
from kamtui.domain.errors import Refused
from kamtui.domain.money import short, to_json
from kamtui.domain.wording import due_words, past_words
from kamtui.shell.output import print_json, say, table
from kamtui.storage.database import Database
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.week import NextDue, next_due

if TYPE_CHECKING:
    import sqlite3

    from kamtui.cli import Shell
    from kamtui.domain.practice import Practice

DESCENDING = frozenset({"current_value", "potential_value", "gap", "days_silent"})


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the accounts; returns the exit status."""
    tier = tier_of(arguments.tier) if arguments.tier else None
    if arguments.tier and tier is None:
        raise Refused(f"no tier is called {arguments.tier!r}; it is 1 Strategic, 2 Growth or 3 Maintain")
    today = shell.clock.today()
    database = Database.open(shell.database, shell.clock)
    try:
        found = database.read(documents, today, shell.settings.practice())
    finally:
        database.close()
    found = [each for each in found if tier is None or each["tier"] == tier]
    found = [each for each in found if arguments.colour is None or each["colour"] == arguments.colour]
    if arguments.sort:
        found = _sorted(found, arguments.sort)
    if arguments.json:
        print_json(found)
    else:
        _print(found, today)
    return 0


def documents(connection: "sqlite3.Connection", today: date, practice: "Practice") -> list[dict[str, Any]]:
    """Every account as `accounts --json` gives it."""
    rows = accounts(connection, today, practice)
    following = next_due(connection, rows, today, practice)
    return [document(row, following.get(row.id), today) for row in rows]


def document(row: AccountRow, following: NextDue | None, today: date) -> dict[str, Any]:
    """One account as `accounts --json` gives it."""
    return {
        "uid": row.uid,
        "name": row.name,
        "tier": int(row.tier),
        "status": row.status,
        "current_value": to_json(row.current_value),
        "potential_value": None if row.potential_value is None else to_json(row.potential_value),
        "gap": to_json(row.gap),
        "colour": row.standing.colour.value,
        "stale": row.standing.stale,
        "trend": row.standing.trend.value if row.standing.trend else None,
        "at_risk": row.standing.at_risk,
        "last_contact": row.last_contact,
        "days_silent": row.days_silent(today),
        "live_threads": row.live_threads,
        "single_threaded": row.live_threads <= 1,
        "departure": row.departure.value if row.departure else None,
        "bus_factor": row.bus_factor,
        "renewal_date": row.renewal_date,
        "days_to_renewal": (row.renewal_date - today).days if row.renewal_date else None,
        "slot": row.slot,
        "next": {"activity": following.activity, "due": following.due} if following else None,
    }


def _sorted(found: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    known = document_fields()
    if field not in known:
        raise Refused(f"accounts have no field {field!r} to sort by; they have {', '.join(known)}")

    def key(each: dict[str, Any]) -> Any:
        value = each[field]
        return value.casefold() if isinstance(value, str) else value

    present = [each for each in found if each[field] is not None]
    return sorted(present, key=key, reverse=field in DESCENDING) + [each for each in found if each[field] is None]


def document_fields() -> list[str]:
    """The fields that the list can be sorted by."""
    return [
        "name", "tier", "status", "current_value", "potential_value", "gap", "colour", "stale", "trend", "at_risk",
        "last_contact", "days_silent", "live_threads", "single_threaded", "departure", "bus_factor", "renewal_date",
        "days_to_renewal", "slot", "uid",
    ]  # fmt: skip


def _print(found: list[dict[str, Any]], today: date) -> None:
    if not found:
        say("No accounts.")
        return
    header = [
        "tier",
        "account",
        "colour",
        "trend",
        "value",
        "gap",
        "contact",
        "threads",
        "departure",
        "renewal",
        "next",
    ]
    rows = [header]
    for each in found:
        following = each["next"]
        rows.append([
            str(each["tier"]),
            each["name"],
            each["colour"] + (" (stale)" if each["stale"] else ""),
            each["trend"] or "–",
            short(round(each["current_value"] * 100)),
            short(round(each["gap"] * 100)),
            past_words(each["last_contact"], today),
            str(each["live_threads"]),
            each["departure"] or "–",
            due_words(each["renewal_date"], today) if each["renewal_date"] else "–",
            f"{following['activity'].replace('_', ' ')} {due_words(following['due'], today)}" if following else "–",
        ])  # fmt: skip
    table(rows, right=frozenset({4, 5, 7}))
