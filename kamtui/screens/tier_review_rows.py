"""How the tier review is drawn: its rows, the reasons, and what a choice costs."""

from typing import TYPE_CHECKING

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.text import shorten
from kamtui.domain.wording import minutes_words
from kamtui.storage.tier_review import Line
from kamtui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamtui.domain.tier_review import Load
    from kamtui.widgets.ink import Cell, Part


def tier_name(tier: Tier) -> str:
    """A tier as people say it."""
    return tier.name.capitalize()


def effect_lines(title: str, before: "Load", after: "Load") -> "list[Cell]":
    """The weekly minutes and the month's desk work, before and after (rules Y-3, Y-15)."""
    month = after.capacity
    fits: Part = ("it fits", "good") if month.fits else (f"{minutes_words(month.shortfall)} short", "watch")
    needed = _change(before.capacity.needed, month.needed)
    return [
        [(f"{title}: ", "dim"), f"{_change(before.mean, after.mean)} a week"],
        [("busiest week ", "dim"), _change(before.busiest, after.busiest)],
        [("desk ", "dim"), f"{needed} of {minutes_words(month.available)} a month: ", fits],
    ]


def _change(before: int, after: int) -> str:
    words = minutes_words(after)
    return words if before == after else f"{minutes_words(before)} → {words}"


def line_row(line: Line) -> Row:
    """One account: its tier, the one suggested with an arrow where it differs, and what was decided."""
    one, row = line.suggestion, line.row
    suggested: Cell = tier_name(one.tier)
    if one.differs:
        arrow = "▲" if one.tier < one.now else "▼"
        suggested = (f"{arrow} {tier_name(one.tier)}", "accent" if line.open else "dim")
    else:
        suggested = ("as it is", "dim")
    gap: Cell = money.short(row.gap) if row.gap else ("–", "dim")
    cells = [row.name, tier_name(one.now), suggested, money.short(row.current_value), gap, _decided(line)]
    return Row(cells, key=row.id)


def _decided(line: Line) -> "Cell":
    if line.kept is not None:
        return (f"kept: {line.kept.reason}", "dim")
    if line.moved is not None and not line.suggestion.differs:
        return ("moved this quarter", "good")
    return ("", "")


def reason_lines(line: Line) -> "Sequence[Cell]":
    """The suggestion with its reasons, then what was decided in this review."""
    one = line.suggestion
    head: Part = (f"{tier_name(one.now)} → {tier_name(one.tier)}", "accent")
    lines: list[Cell] = [[head] if one.differs else [(f"{tier_name(one.now)}, suggested as it is", "strong")]]
    lines += [[("· ", "dim"), reason] for reason in one.reasons]
    for decision, word in ((line.moved, "moved"), (line.kept, "kept")):
        if decision is not None:
            lines.append([(f"{word} on {decision.on}: ", "dim"), shorten(decision.reason, 300)])
    return lines
