"""How promises are said on the screen: their state, where they came from, how each side keeps them."""

from collections.abc import Iterable
from datetime import date

from kamtui.domain.commitments import CommitmentState, Promises, Side, outcome_words
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, due_words, near, percent
from kamtui.storage.commitments import BY_HAND, LedgerRow, shares
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.strips import due_label

STATES: dict[str, Part] = {
    CommitmentState.KEPT: ("✓ kept", "good"),
    CommitmentState.LATE: ("✓ late", "watch"),
    CommitmentState.BROKEN: ("✗ broken", "poor"),
    CommitmentState.WAIVED: ("– waived", "dim"),
}
SHOWN = 600


def state_cell(row: LedgerRow, today: date) -> Cell:
    """When an open promise is due, and what became of a settled one."""
    promise = row.promise
    if not promise.open:
        return STATES[promise.state]
    return due_label(promise.due, today) if promise.due else ("no date", "dim")


def share_words(kept: Promises) -> str:
    """The kept-on-time share (rule C-2)."""
    return percent(kept.share)


def standing_cell(kept: dict[Side, Promises], *, one_account: bool) -> Cell:
    """Both shares for the title line; ours stands out where one account was let down lately (rule C-2)."""
    ours, theirs = (kept[side] for side in Side)
    return [
        ("in time: ours ", "dim"), (share_words(ours), "watch" if one_account and ours.called_out else ""),
        (", theirs ", "dim"), share_words(theirs),
    ]  # fmt: skip


def open_cell(rows: Iterable[LedgerRow], today: date) -> Cell:
    """How many are open, and how many of those are late."""
    standing = [row.promise for row in rows if row.promise.open]
    late = sum(promise.overdue(today) for promise in standing)
    return [f"{len(standing)} open", (f", {late} late" if late else "", "late")]


def why_lines(row: LedgerRow, of_account: Iterable[LedgerRow], today: date) -> list[Cell]:
    """Everything about one promise, and how its account keeps its own (rules C-1, C-2)."""
    lines: list[Cell] = [(shorten(row.promise.what, SHOWN), "title"), _who(row), *_dates(row, today)]
    if row.promise.reason:
        lines.append([("because ", "dim"), shorten(row.promise.reason, SHOWN)])
    lines += [_from(row, today), "", (shorten(row.account, 80), "title")]
    kept = shares(of_account, today)
    for side in Side:
        lines.append(_side(side, kept[side]))
    if kept[Side.OURS].called_out:
        lines.append((f"ours: {kept[Side.OURS].evidence}", "watch"))
    return lines


def below_lines(row: LedgerRow, of_account: Iterable[LedgerRow], today: date) -> list[Cell]:
    """The same in three lines for a narrow terminal."""
    kept = shares(of_account, today)
    dates = _dates(row, today)[-1]
    named = [(shorten(row.account, 30), ""), (" · ", "dim")]
    both = (f"in time: ours {share_words(kept[Side.OURS])}, theirs {share_words(kept[Side.THEIRS])}", "dim")
    if kept[Side.OURS].called_out:
        both = (f"ours: {kept[Side.OURS].evidence}", "watch")
    reason = [(f" · {shorten(row.promise.reason, 40)}", "dim")] if row.promise.reason else []
    return [
        (shorten(row.promise.what, SHOWN), "strong"),
        [*dates, *reason, (" · ", "dim"), *_from(row, today)],
        [*named, both],
    ]


def _who(row: LedgerRow) -> Cell:
    promised = "we promised it" if row.promise.side == Side.OURS else "they promised it"
    who = shorten(row.promise.who, 120)
    return [(f"{promised}, ", "dim"), who] if who else (promised, "dim")


def _dates(row: LedgerRow, today: date) -> list[list[Part]]:
    promise = row.promise
    due: list[Part] = [("no date was agreed", "dim")]
    if promise.due is not None:
        distance = f", {due_words(promise.due, today)}" if promise.open else ""
        due = [
            ("due ", "dim"),
            (f"{day_words(promise.due)} {promise.due.year}{distance}", "late" * promise.overdue(today)),
        ]
    if promise.open:
        return [due]
    on = f" {near(promise.settled_on, today)}" if promise.settled_on else ""
    words = outcome_words(promise, today).partition(":")[0]
    return [due, [(f"{words}{on}", STATES[promise.state][1])]]


def _from(row: LedgerRow, today: date) -> list[Part]:
    if row.source.name == BY_HAND:
        return [("written down by hand", "dim")]
    came: list[Part] = [("from ", "dim"), (row.source.words(today), "")]
    return [*came, (" · ", "dim"), ("enter", "key"), (" opens it", "dim")] if row.source.on else came


def _side(side: Side, kept: Promises) -> Cell:
    counted = f" ({kept.kept} of {kept.settled} in 12 months)" if kept.settled else ""
    still = f", {kept.open} open" if kept.open else ""
    return [(f"{side:<7}", "dim"), f"{share_words(kept)} in time" if kept.settled else "none settled yet",
            (f"{counted}{still}", "dim")]  # fmt: skip
