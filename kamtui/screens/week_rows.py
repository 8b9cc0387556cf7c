"""How the lines of the week's list are drawn, and the words of why each is there."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import Capacity, Minutes
from kamtui.domain.catalogue import FRIDAY_REVIEW, MONTH_END_REVIEW, With
from kamtui.domain.deadlines import KINDS
from kamtui.domain.rhythm import OccurrenceStatus
from kamtui.domain.text import shorten
from kamtui.domain.week import RHYTHM, SOFT, WeekItem
from kamtui.domain.wording import day_words, minutes_words, past_words, plural
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.week import Week
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.strips import TRENDS, sign, trend_sign

LONGEST_WHY = 600
CAPACITY = ("capacity",)
DONE_WORDS = {
    "health_check": "check it now",
    "value_touchpoint": "note it down",
    "wanted_frequency": "note it down",
    "stalled_opportunity": "next step",
    FRIDAY_REVIEW: "start it",
    MONTH_END_REVIEW: "start it",
    "readiness_assessment": "start it",
    "follow_up": "sent",
    "trigger_window": "acted",
    "look_again": "acted",
    "commitment": "kept",
    "conversation": "held",
    "milestone": "met",
    "issue": "resolved",
    "check_in": "close it",
}
"""What `d` does to a line, where it is not just done."""

NO_ACCOUNTS = (
    "No accounts yet, so nothing is due. 2 and then n adds one, ctrl+o imports the files of a CRM, "
    "`kamtui demo` shows a portfolio of invented clients. c captures a line at any time."
)


def columns() -> tuple[Column, ...]:
    """The columns of a week's list."""
    return (
        Column("", 4),
        Column("", 20),
        Column("", share=1, least=12),
        Column("", 1, keep=2),
        Column("", 15),
        Column("", 5, right=True),
    )


def key_of(item: WeekItem) -> Hashable:
    """What tells a line apart from the others while the list changes."""
    return (item.activity, item.account_id, item.record_uid)


def row_of(item: WeekItem, today: date, timings: Mapping[str, Minutes]) -> Row:
    """One line of the list."""
    late = item.status is OccurrenceStatus.OVERDUE
    word: Part = ("soft", "dim") if item.kind == SOFT else ("late", "late") if late else ("week", "dim")
    title: Cell = [item.title, (f" {item.snoozes}×", "late")] if item.called_out else item.title
    measured = item.kind == RHYTHM and is_measured(item.activity, timings)
    minutes: Part = (f"{'~' if measured else ''}{item.minutes}m", "" if item.kind != SOFT else "dim")
    account: Cell = item.account if item.account is not None else ("portfolio", "dim")
    return Row([word, title, account, tier_letter(item.tier), when(item, today), minutes], key=key_of(item))


def tier_letter(tier: Tier | None) -> str:
    """`S`, `G`, `M`, or nothing for the portfolio's own work."""
    return "" if tier is None else tier.name[0]


def is_measured(activity: str, timings: Mapping[str, Minutes]) -> bool:
    """Whether its minutes are the user's own median (rule Y-17)."""
    return activity in timings and timings[activity].measured is not None


def when(item: WeekItem, today: date) -> Part:
    """How near a line's day is, with the time of day where it has one."""
    days = (item.due - today).days
    if item.kind == SOFT:
        return (past_words(item.due, today) if days < 0 else "", "dim")
    ink = "late" if item.status is OccurrenceStatus.OVERDUE else "soon" if days <= 1 else ""
    if -60 <= days < -1:
        words = f"{-days} d late" if ink == "late" else day_words(item.due)[:3]
    elif days < -60:
        words = item.due.isoformat()
    elif days <= 1:
        words = ("today", "tomorrow", "yesterday")[days]
    else:
        words = day_words(item.due)[:3] if days < 7 else day_words(item.due)
    return (f"{words} {item.at}" if item.at and days >= -1 else words, ink)


def sections(week: Week, shown: Sequence[WeekItem], today: date) -> list[Line]:
    """The whole list with its headings (rules Y-11, Y-12); only the lines in `shown` where a filter is on."""
    packing = week.packing
    wanted = set(map(id, shown))
    lines: list[Line] = []
    at_desk = len(packing.packed) + len(packing.left_out)
    fits = f"half hour: {len(packing.packed)} of {at_desk} fit, {minutes_words(packing.minutes)}"
    if packing.minutes != packing.budget:
        fits += f" of {packing.budget}"
    parts: list[tuple[str, Sequence[WeekItem]]] = [
        (fits if at_desk else "half hour: nothing is due at the desk", packing.packed),
        (f"does not fit: {len(packing.left_out)}, {minutes_words(packing.minutes_left_out)}", packing.left_out),
        (f"to book or hold with clients: {len(packing.client)}", packing.client),
        ("reviews", packing.reviews),
    ]
    for place, (title, items) in enumerate(parts):
        rows: list[Line] = [_row(item, today, week) for item in items if id(item) in wanted]
        if rows or (place == 0 and week.items and len(shown) == len(week.items)):
            lines += [Heading(title), *rows]
    return lines


def _row(item: WeekItem, today: date, week: Week) -> Row:
    row = row_of(item, today, week.timings)
    if item.activity == FRIDAY_REVIEW and week.under_way is not None:
        step = week.under_way.review.step
        where: Cell = (f"at step {step + 1} of 4", "accent")
        return Row([*row.cells[:2], (step.title, "dim"), "", where, row.cells[5]], key=row.key)
    if item.kind == RHYTHM and (item.activity, item.account_id) in week.left_open:
        return Row([*row.cells[:4], ("under way", "accent"), row.cells[5]], key=row.key)
    return row


def planned_rows(week: Week, today: date) -> list[Line]:
    """What the last Friday review planned, with its summary, and the priorities of the month (rules F-1, F-2)."""
    lines: list[Line] = []
    if (month := week.month) is not None:
        lines.append(Heading(f"priorities of the month-end review of {day_words(month.on)}"))
        lines += [
            Row([[(f"{place}  ", "dim"), (text, "")]], key=("month", place), sentence=True)
            for place, text in enumerate(month.priorities, 1)
        ]
    last = week.planned
    if last is None or not (last.priorities or last.summary):
        return lines
    lines += [Heading(f"planned in the review of {day_words(last.on)}")]
    for place, text in enumerate(last.priorities, 1):
        lines.append(Row([[(f"{place}  ", "dim"), (text, "")]], key=("planned", place), sentence=True))
    about = last.summary or "no summary"
    told = [(f"{past_words(last.on, today)}: ", "dim"), (about, "dim")]
    lines.append(Row([told], key=("planned", 0), sentence=True))
    return lines


def capacity_row(capacity: Capacity) -> Row:
    """What is missing, as a line of the list (rule Y-15)."""
    short: Part = (f"{minutes_words(capacity.shortfall)} a month short", "watch")
    return Row([["capacity  ", short]], key=CAPACITY, sentence=True)


def capacity_words(capacity: Capacity) -> list[str]:
    """The arithmetic of a month, said plainly, with what would make it fit (rule Y-15)."""
    needed, offered = minutes_words(capacity.needed), minutes_words(capacity.available)
    if capacity.fits:
        return [f"A month needs {needed} of desk work; its reviews offer {offered}. It fits."]
    said = (
        f"A month needs {needed} of desk work; its reviews offer {offered}: {minutes_words(capacity.shortfall)} short."
    )
    return [said, *capacity.suggestions]


def why_of(item: WeekItem, week: Week) -> list[Cell]:
    """Why a line is there, in a sentence or two, shortened where somebody wrote a novel."""
    words = shorten(" ".join(item.why.split()), LONGEST_WHY) or "No more is known about it."
    lines: list[Cell] = [words]
    if item.kind == RHYTHM and is_measured(item.activity, week.timings):
        measured = week.timings[item.activity].measured
        bound = ", planned with the catalogue's" if measured != item.minutes else ""
        lines.append((f"~ {measured} minutes is your own median, measured{bound}.", "dim"))
    if item.with_ is With.CLIENT:
        lines.append(("Done with the client, so it takes none of the half hour.", "dim"))
    return lines


def account_lines(account: AccountRow, today: date) -> list[Cell]:
    """The account behind a line, in two lines: what it is worth, and how it stands."""
    worth: list[str] = [account.tier.name.capitalize(), money.short(account.current_value)]
    if account.gap:
        worth.append(f"gap {money.short(account.gap)}")
    if account.renewal_date is not None and account.renewal_date >= today:
        worth.append(f"renewal in {(account.renewal_date - today).days} d")
    standing = account.standing
    known = standing.trend if standing.trend in TRENDS else None
    colour: list[Part] = [sign(standing.colour, stale=standing.stale), (f" {standing.colour.value}", "")]
    if standing.stale:
        colour.append((", stale", "stale"))
    trend: list[Part] = [(" ", ""), trend_sign(known), (f" {known}", "dim")] if known else []
    rest = f" · last contact {past_words(account.last_contact, today)} · {plural(account.live_threads, 'live thread')}"
    return [(" · ".join(worth), "strong"), [*colour, *trend, (rest, "dim")]]


def hints_of(item: WeekItem) -> list[Cell]:
    """What the keys do to this line; a key that cannot act says why."""
    done = DONE_WORDS.get(item.activity, "done")
    kind = KINDS.get(item.activity) if item.kind != RHYTHM else None
    answered = kind is not None and kind.soft and item.activity not in DONE_WORDS
    keys: list[Part] = [("enter", "key"), (" opens it", "dim")]
    if not answered:
        keys += [("  d", "key"), (f" {done}", "dim")]
    if not (kind and kind.fixed):
        keys += [("  s", "key"), (" snooze", "dim")]
    if not (kind and (kind.kept or kind.soft)):
        keys += [("  x", "key"), (" skip", "dim")]
    lines: list[Cell] = [keys]
    if kind is not None and kind.fixed:
        lines.append((f"{kind.fixed[0].upper()}{kind.fixed[1:]}.", "dim"))
    return lines
