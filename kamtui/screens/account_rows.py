"""How accounts are drawn in their list, what filters them, and the orders the list can have."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.domain import money
from kamtui.domain.accounts import Tier, name_key
from kamtui.domain.departure import Verdict
from kamtui.domain.health import Colour
from kamtui.domain.wording import near, plural
from kamtui.storage.accounts import AccountList
from kamtui.storage.portfolio import AccountRow
from kamtui.widgets.ink import Cell, Part, plain
from kamtui.widgets.strips import colour_strip, due_label, sign, trend_sign
from kamtui.widgets.virtual_list import Column, Heading, Row

COLUMNS = (
    Column("account", share=1, least=18),
    Column("T", 1),
    Column("colour", 14),
    Column("12 months", 14, keep=4),
    Column("trend", 9, keep=7),
    Column("value", 6, right=True),
    Column("gap", 7, right=True, keep=3),
    Column("silence", 11, right=True),
    Column("thr", 3, right=True, keep=5),
    Column("if left", 8),
    Column("renewal", 10, right=True, keep=6),
    Column("next due", 10, right=True),
    Column("next", share=1, least=12, keep=8),
)

SORTS = {
    "tier": "tier",
    "value": "value",
    "gap": "gap",
    "silence": "silence",
    "renewal": "renewal",
    "name": "name",
    "colour": "colour",
    "due": "next due",
}
"""The orders of the list, as they are called."""

COLOUR_ORDER = (Colour.RED, Colour.YELLOW, Colour.UNRATED, Colour.GREEN)
VERDICTS = {Verdict.SECURE: "good", Verdict.EXPOSED: "watch", Verdict.LOST: "poor"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a row of the list is drawn with."""

    found: AccountList
    today: date

    def __call__(self, item: "AccountRow | Heading") -> Row | Heading:
        """A row, or the heading as it is."""
        if isinstance(item, Heading):
            return item
        cells: list[Cell] = self._cells(item)
        if not item.open:
            cells = [(plain(cell), "dim") for cell in cells]
        return Row(cells, key=item.id)

    def _cells(self, row: AccountRow) -> list[Cell]:
        following = self.found.following.get(row.id)
        trend = row.standing.trend
        return [
            (row.name, "strong") if row.tier == Tier.STRATEGIC else row.name,
            row.tier.name[0],
            colour_cell(row),
            [*colour_strip(row.strip, stale=row.standing.stale), (" ", ""), trend_sign(trend)],
            (trend.value, trend_sign(trend)[1]) if trend else "",
            money.short(row.current_value),
            self.gap(row),
            silence_cell(row, self.today),
            (str(row.live_threads), "watch" if row.live_threads <= 1 else ""),
            departure_part(row),
            (near(row.renewal_date, self.today), "") if row.renewal_date else "",
            late_or_due(following.due if following else None, self.today),
            (following.title, "dim") if following else "",
        ]

    def gap(self, row: AccountRow) -> Cell:
        """The expansion gap; one of the three largest is flagged (rule T-4)."""
        if not row.gap:
            return ("–", "dim")
        flag = self.found.flags.get(row.id)
        words = money.short(row.gap)
        return words if flag is None else (f"▲ {words}", "watch" if flag.observation_missing else "accent")


def colour_cell(row: AccountRow) -> list[Part]:
    """The colour as a sign and a word; a stale one says so (rule H-3)."""
    standing = row.standing
    if standing.stale:
        return [sign(standing.colour, stale=True), (f" {standing.colour.value} stale", "stale")]
    return [sign(standing.colour), (f" {standing.colour.value}", "")]


def silence_cell(row: AccountRow, today: date) -> Part:
    """Days since the last touchpoint; a silent account says so (rule H-8)."""
    days = row.days_silent(today)
    if not row.open or not row.silence:
        return ("–" if days is None else f"{days} d", "dim")
    return ("no contact" if days is None else f"silent {days} d", "watch")


def late_or_due(due: date | None, today: date) -> Part:
    """How near a day is; a late one says so in words, however late."""
    late = 0 if due is None else (today - due).days
    return (f"{late} d late", "late") if late > 0 else due_label(due, today)


def departure_part(row: AccountRow) -> Part:
    """The verdict if the primary contact left (rule M-9)."""
    return ("–", "dim") if row.departure is None else (row.departure.value, VERDICTS[row.departure])


# Order and filter


def fits(row: AccountRow, text: str) -> bool:
    """Whether every word is found in the name, industry, colour, tier, status or the name of somebody there."""
    words = text.casefold().split()
    if not words:
        return True
    parts = [row.name, row.industry, row.standing.colour.value, row.tier.name, row.status]
    parts += ["stale" if row.standing.stale else "", row.silence, row.departure.value if row.departure else ""]
    said = " ".join([*parts, *(each.person.name for each in row.people)]).casefold()
    return all(word in said for word in words)


def in_order(rows: Sequence[AccountRow], sort: str, found: AccountList, today: date) -> list[AccountRow | Heading]:
    """The rows in an order, under headings by tier where that is the order; accounts that ended come last."""
    key = _KEYS[sort](found, today)
    open_rows = sorted((row for row in rows if row.open), key=lambda row: (key(row), name_key(row.name)))
    ended = sorted((row for row in rows if not row.open), key=lambda row: name_key(row.name))
    lines: list[AccountRow | Heading] = []
    if sort == "tier":
        for tier in Tier:
            lines += _group(tier.name.capitalize(), [row for row in open_rows if row.tier == tier])
    else:
        lines += open_rows
    return [*lines, *_group("Ended", ended)]


def _group(title: str, rows: Sequence[AccountRow]) -> list[AccountRow | Heading]:
    if not rows:
        return []
    value = sum(row.current_value for row in rows)
    return [Heading(f"{title} · {plural(len(rows), 'account')} · {money.short(value)}"), *rows]


Key = Callable[[AccountRow], Any]
_KEYS: Mapping[str, Callable[[AccountList, date], Key]] = {
    "tier": lambda _found, _today: lambda row: (row.tier, -row.current_value),
    "value": lambda _found, _today: lambda row: -row.current_value,
    "gap": lambda _found, _today: lambda row: -row.gap,
    "silence": lambda _found, _today: lambda row: row.last_contact or date.min,
    "renewal": lambda _found, today: lambda row: (row.renewal_date is None, row.renewal_date or today),
    "name": lambda _found, _today: lambda row: name_key(row.name),
    "colour": lambda _found, _today: lambda row: COLOUR_ORDER.index(row.standing.colour),
    "due": lambda found, _today: lambda row: found.following[row.id].due if row.id in found.following else date.max,
}
