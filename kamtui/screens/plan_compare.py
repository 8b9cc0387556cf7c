"""Two versions of a plan side by side, the changed lines marked."""

from collections.abc import Sequence
from itertools import zip_longest

from textual.app import ComposeResult

from kamtui.domain.plan_diff import Compared, Pair, changed_lines, compare
from kamtui.domain.plan_document import Section
from kamtui.domain.wording import plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.plan_rows import broken
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.virtual_list import Column, VirtualList

Side = tuple[str, Sequence[Section]]
LEGEND: Cell = [
    *(("~", "watch"), (" edited   ", "dim"), ("−", "poor"), (" gone   ", "dim"), ("+", "good"), (" new", "dim")),
]
SAME = "Nothing differs between the two. t shows them whole."


class PlanCompareScreen(CockpitScreen):
    """An older version on the left, a newer one on the right; both are only read."""

    HOLDS = True
    SCOPE = "plan_compare"
    NAME = "Compare"
    CSS_PATH = "plan_compare.tcss"
    HELP = "Changed lines carry a mark: ~ edited, − gone, + new. t shows only these, or everything."

    def __init__(self, account: str, before: Side, after: Side) -> None:
        super().__init__()
        self.account, self.before, self.after = account, before, after
        self.compared = compare(before[1], after[1])
        self.only_changes = False

    def body(self) -> ComposeResult:
        """The two, under their days."""
        yield VirtualList(Column(self.before[0], share=1), Column("", 1), Column(self.after[0], share=1), empty=SAME)
        yield Lines(id="below")

    async def load(self) -> None:
        """What was handed in never changes."""
        self._show()

    def _show(self) -> None:
        number = len(changed_lines(self.compared))
        plan = self.query_one(VirtualList)
        width = max(10, (plan.room - 3 - 1 - 4) // 2)
        lines: list[Line] = []
        for each in self.compared:
            lines += self._part(each, width)
        plan.show(lines)
        left: Cell = [("Compare", "title"), (" · ", "dim"), (self.account, "")]
        self.show_status(
            f"{self.before[0]} → {self.after[0]}", f"{plural(number, 'line')} differ{'s' if number == 1 else ''}", left
        )
        self.query_one("#below", Lines).show([LEGEND])

    def _part(self, each: Compared, width: int) -> list[Line]:
        pairs = each.changes if self.only_changes else each.pairs
        looks = _alone if each.alone else _looks
        rows = [row for at, pair in enumerate(pairs) for row in _rows(pair, looks(pair), width, f"{each.key} {at}")]
        return [Heading(f"{each.title} · in one of the two only" if each.alone else each.title), *rows] if rows else []

    def on_resize(self) -> None:
        """Another width, other lines."""
        self.call_after_refresh(self._show)

    def action_changes(self) -> None:
        """Only what changed, or everything."""
        self.only_changes = not self.only_changes
        self._show()


def _rows(pair: Pair, looks: tuple[Part, str, str], width: int, key: str) -> list[Row]:
    mark, before, after = looks
    left = broken((pair.before or "", before), width)
    right = broken((pair.after or "", after), width)
    lines: list[tuple[list[Part], list[Part]]] = list(zip_longest(left, right, fillvalue=[]))
    return [Row([one, mark if not at else "", other], key=f"{key} {at}") for at, (one, other) in enumerate(lines)]


def _alone(_: Pair) -> tuple[Part, str, str]:
    return ("", ""), "dim", "dim"


def _looks(pair: Pair) -> tuple[Part, str, str]:
    """The mark between the two, and how each of them is written."""
    if not pair.changed:
        return ("", ""), "dim", "dim"
    if pair.before is None:
        return ("+", "good"), "", "good"
    return (("−", "poor"), "poor", "") if pair.after is None else (("~", "watch"), "poor", "good")
