"""`kamtui accounts`: the portfolio as a list."""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import name_key, tier_of
from kamtui.domain.errors import Refused
from kamtui.domain.money import short, to_json
from kamtui.domain.wording import due_words, near, past_words
from kamtui.shell.output import print_json, say, table
from kamtui.storage.accounts import account_list
from kamtui.storage.database import Database
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.week import NextDue

if TYPE_CHECKING:
    from kamtui.cli import Shell

DESCENDING = frozenset({"current_value", "potential_value", "gap", "days_silent"})
WORST_FIRST = ("red", "yellow", "unrated", "green")
"""The order of colours."""


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the accounts; returns the exit status. Raises Refused for a tier or a field that does not exist."""
    tier = None if arguments.tier is None else tier_of(arguments.tier)
    if arguments.tier is not None and tier is None:
        raise Refused(f"no tier is called {arguments.tier!r}; it is 1 Strategic, 2 Growth or 3 Maintain")
    if arguments.sort is not None and arguments.sort not in FIELDS:
        raise Refused(f"accounts have no field {arguments.sort!r} to sort by; they have {', '.join(FIELDS)}")
    today, practice = shell.clock.today(), shell.settings.practice()
    database = Database.open(shell.database, shell.clock)
    try:
        found = database.read(account_list, today, practice)
    finally:
        database.close()
    listed = [(row, document(row, found.following.get(row.id), today)) for row in found.rows]
    listed = [
        (row, said)
        for row, said in listed
        if tier in (None, row.tier) and arguments.colour in (None, row.standing.colour.value)
    ]
    if arguments.sort is not None:
        listed = _sorted(listed, arguments.sort)
    if arguments.json:
        print_json([said for _, said in listed])
    else:
        _print(listed, today)
    return 0


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


FIELDS = (
    *("name", "tier", "status", "current_value", "potential_value", "gap", "colour", "stale", "trend", "at_risk"),
    *("last_contact", "days_silent", "live_threads", "single_threaded", "departure", "bus_factor", "renewal_date"),
    *("days_to_renewal", "slot", "next", "uid"),
)
"""The fields that the list can be sorted by."""

Listed = tuple[AccountRow, dict[str, Any]]


def _sorted(listed: list[Listed], field: str) -> list[Listed]:
    """In the order of a field, amounts and silence from the largest on; those without it last."""

    def key(each: Listed) -> Any:
        value = each[1][field]
        if field == "next":
            return value["due"]
        if field == "colour":
            return WORST_FIRST.index(value)
        return name_key(value) if field == "name" else value

    present = [each for each in listed if each[1][field] is not None]
    return sorted(present, key=key, reverse=field in DESCENDING) + [each for each in listed if each[1][field] is None]


HEADER = ["tier", "account", "colour", "trend", "value", "gap", "contact", "threads", "departure", "renewal", "next"]


def _print(listed: list[Listed], today: date) -> None:
    if not listed:
        say("No accounts.")
        return
    table([HEADER, *(_line(row, said["next"], today) for row, said in listed)], right=frozenset({4, 5, 7}))


def _line(row: AccountRow, following: dict[str, Any] | None, today: date) -> list[str]:
    standing = row.standing
    return [
        str(int(row.tier)),
        row.name,
        standing.colour.value + (" (stale)" if standing.stale else ""),
        standing.trend.value if standing.trend else "–",
        short(row.current_value),
        short(row.gap),
        row.silence if row.silence and row.open else past_words(row.last_contact, today),
        str(row.live_threads),
        row.departure.value if row.departure else "–",
        near(row.renewal_date, today) if row.renewal_date else "–",
        f"{following['activity'].replace('_', ' ')} {due_words(following['due'], today)}" if following else "–",
    ]
