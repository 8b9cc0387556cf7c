"""The frozen versions of a plan: their answers, and any two of them to lay side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.plan_diff import changed_lines, compare
from kamtui.domain.plan_document import Section
from kamtui.domain.wording import near, plural
from kamtui.screens.base import CockpitScreen
from kamtui.storage import plans
from kamtui.storage.plans import Version
from kamtui.storage.plans_freezing import QUESTIONS
from kamtui.widgets.ink import Cell, one_line
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, VirtualList

NOW = "now"


@dataclass(frozen=True, slots=True)
class Shown:
    """A version in the list, or the plan as it stands now."""

    key: str
    title: str
    on: date
    sections: Sequence[Section]
    version: Version | None = None


class PlanVersionsScreen(CockpitScreen):
    """Versions newest first, the plan as it stands on top; space picks one, enter compares it with another."""

    HOLDS = True
    SCOPE = "plan_versions"
    NAME = "Versions"
    CSS_PATH = "plan_versions.tcss"
    HELP = (
        "enter compares the version under the cursor with the one before it. space picks a version: then enter "
        "compares that one with the one under the cursor. Versions are never changed."
    )

    def __init__(self, account_id: int, account: str) -> None:
        super().__init__()
        self.account_id, self.account = account_id, account
        self.shown: list[Shown] = []
        self.picked: str | None = None

    def body(self) -> ComposeResult:
        """The list, and the answers of the version under the cursor."""
        with Horizontal(id="main"):
            yield VirtualList(
                Column("", 1),
                Column("frozen", 12),
                Column("", 10, right=True, keep=2),
                Column("", 7, keep=2),
                Column("changed", 8, right=True),
                Column("what changed", share=1, keep=3),
                empty="No version yet. Escape goes back, and f there freezes the first one.",
            )
            yield Lines(id="why", classes="side")
        yield Lines(id="below")

    async def load(self) -> None:
        """The versions, with the plan as it stands."""
        desk = self.desk
        page = await self.read(plans.the_plan, self.account_id, desk.today, desk.settings.practice())
        kept = await self.read(plans.versions, self.account_id)
        self.shown = [Shown(one.uid, str(one.frozen_on), one.frozen_on, one.sections, one) for one in kept]
        if page is not None:
            self.shown.insert(0, Shown(NOW, NOW, desk.today, page.sections))
        self._show()
        self.show_status("", plural(len(kept), "version"), [("Versions", "title"), (" · ", "dim"), (self.account, "")])

    def _show(self) -> None:
        self.query_one(VirtualList).show([self._row(one) for one in self.shown])
        self._show_why()

    def _row(self, one: Shown) -> Row:
        before = self._before(one)
        number = str(len(changed_lines(compare(before.sections, one.sections)))) if before is not None else "first"
        kind = "rewrite" if one.version and one.version.rewrite else ""
        said = one_line(one.version.changed) if one.version else ("the plan as it stands", "dim")
        said_age = near(one.on, self.desk.today) if one.version else ""
        age: Cell = "" if said_age == one.title else (said_age, "dim")
        picked: Cell = ("◆", "accent") if one.key == self.picked else ""
        return Row([picked, one.title, age, (kind, "dim"), (number, "dim"), said], key=one.key)

    def _before(self, one: Shown) -> Shown | None:
        """The version before this one."""
        place = self.shown.index(one) + 1
        return self.shown[place] if place < len(self.shown) else None

    @property
    def current(self) -> Shown | None:
        """The version under the cursor."""
        key = self.query_one(VirtualList).key
        return next((one for one in self.shown if one.key == key), None)

    def on_virtual_list_highlighted(self) -> None:
        """The answers follow the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        one = self.current
        lines: list[Cell] = []
        if one is not None and one.version is None:
            lines = [("The plan as it stands", "title"), "", ("enter shows what changed since it was frozen", "dim")]
        elif one is not None and one.version is not None:
            lines = [(f"Frozen {one.title}", "title")]
            for name, question in QUESTIONS.items():
                answer = str(getattr(one.version, name))
                lines += ["", (question, "dim")]
                lines += answer.splitlines() or [("not answered", "dim")]
        self.query_one("#why", Lines).show(lines)
        self.query_one("#below", Lines).show([line for line in lines[1:] if line])

    def action_pick(self) -> None:
        """Pick the version under the cursor as one side; again lets it go."""
        if (one := self.current) is None:
            self.refuse("there is no version to pick")
            return
        self.picked = None if one.key == self.picked else one.key
        self._show()

    async def action_open(self) -> None:
        """Lay two versions side by side, the older one on the left."""
        one = self.current
        if one is None:
            self.refuse("there is no version to compare")
            return
        other = next((each for each in self.shown if each.key == self.picked and each is not one), self._before(one))
        sides = [one] if other is None else sorted((one, other), key=self.shown.index)
        newer, older = sides[0], sides[-1]
        from kamtui.screens.plan_compare import PlanCompareScreen

        before = () if other is None else older.sections
        title = "nothing before" if other is None else older.title
        await self.app.push_screen(PlanCompareScreen(self.account, (title, before), (newer.title, newer.sections)))
