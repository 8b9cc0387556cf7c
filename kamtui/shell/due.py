"""`kamtui due`: the week's list."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.period_keys import parse_week
from kamtui.domain.rhythm import OccurrenceStatus
from kamtui.domain.week import SOFT, WeekItem
from kamtui.domain.wording import day_words, due_words, minutes_words
from kamtui.shell.output import print_json, say, table
from kamtui.storage.database import Database
from kamtui.storage.week import Week, the_week

if TYPE_CHECKING:
    from kamtui.cli import Shell


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the list; returns the exit status."""
    try:
        week = parse_week(arguments.week) if arguments.week else None
    except ValueError as error:
        raise Refused(str(error)) from None
    practice = shell.settings.practice()
    database = Database.open(shell.database, shell.clock)
    try:
        found = database.read(the_week, shell.clock.today(), practice, week, arguments.minutes)
    finally:
        database.close()
    if arguments.json:
        print_json(as_document(found))
    else:
        _print(found)
    return 0


def as_document(week: Week) -> dict[str, Any]:
    """The list as `due --json` gives it."""
    packed = week.packed
    return {
        "today": week.today,
        "week": {"iso": week.week.key, "from": week.week.start, "to": week.week.end},
        "budget": {"minutes": week.packing.budget, "packed": week.packing.minutes},
        "capacity": {
            "needed": week.capacity.needed,
            "available": week.capacity.available,
            "fits": week.capacity.fits,
        },
        "items": [item_document(item, packed=place in packed) for place, item in enumerate(week.items)],
    }


def item_document(item: WeekItem, *, packed: bool) -> dict[str, Any]:
    """One line as `due --json` gives it."""
    return {
        "class": item.klass,
        "kind": item.kind,
        "activity": item.activity,
        "account": item.account,
        "account_uid": item.account_uid,
        "tier": None if item.tier is None else int(item.tier),
        "due": item.due,
        "status": item.status.value,
        "minutes": item.minutes,
        "with": item.with_.value,
        "packed": packed,
        "why": item.why,
    }


def _print(week: Week) -> None:
    say(f"Week {week.week.key} · {day_words(week.today)}")
    packing = week.packing
    desk = len(packing.packed) + len(packing.left_out)
    _section(
        f"half hour: {len(packing.packed)} of {desk} fit, {minutes_words(packing.minutes)} of {packing.budget}",
        packing.packed,
        week,
    )
    _section(
        f"does not fit: {len(packing.left_out)}, {minutes_words(packing.minutes_left_out)}", packing.left_out, week
    )
    _section(f"to book or hold with clients: {len(packing.client)}", packing.client, week)
    _section("reviews", packing.reviews, week)
    if not week.items:
        say("Nothing is due." if week.accounts else "Nothing is due: there are no accounts yet.")
    needed, available = week.capacity.needed, week.capacity.available
    if week.capacity.fits:
        say(f"capacity: {minutes_words(needed)} of desk work a month, reviews offer {minutes_words(available)}")
    else:
        say(
            f"capacity: {minutes_words(needed)} of desk work a month, reviews offer only {minutes_words(available)}: "
            f"{minutes_words(week.capacity.shortfall)} short"
        )
        for line in week.capacity.suggestions:
            say(f"  {line}")


def _section(title: str, items: tuple[WeekItem, ...], week: Week) -> None:
    if not items:
        return
    say(title)
    rows = []
    for item in items:
        word = "soft" if item.kind == SOFT else "late" if item.status is OccurrenceStatus.OVERDUE else "week"
        tier = "" if item.tier is None else item.tier.name[0]
        when = f"{due_words(item.due, week.today)} {item.at}".strip()
        rows.append([word, item.title, item.account or "portfolio", tier, when, f"{item.minutes} min"])
    table(rows, right=frozenset({5}), indent="  ")
