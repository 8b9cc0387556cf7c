"""Readiness: every assessment, how it moved, and the report (rules A-1 to A-4)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.guided import GUIDED
from kamtui.domain.readiness import (
    HIGHEST,
    Assessment,
    Dimension,
    changes,
    moved_words,
    overall_words,
    score_words,
)
from kamtui.domain.reviews import ReviewKind
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, past_words
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.details import DetailsScreen
from kamtui.screens.fields import Field
from kamtui.storage import readiness, readiness_changes
from kamtui.widgets.columns import Column
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Row
from kamtui.widgets.strips import bar
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

SHORT = {
    Dimension.STRATEGY: "strategy",
    Dimension.ENGAGEMENT: "people",
    Dimension.ONBOARDING: "onboarding",
    Dimension.REVIEWS: "reviews",
    Dimension.ISSUES: "issues",
    Dimension.RETENTION: "retention",
}


class ReadinessScreen(CockpitScreen):
    """The assessments, the latest first; the scorecard of the one under the cursor below or beside."""

    SCOPE = "readiness"
    CSS_PATH = "readiness.tcss"
    FILTERS = True
    HELP = (
        "How ripe the practice is: six dimensions scored 1 to 5, each beside what the records say. n begins an "
        "assessment or goes on with the one that was left; o writes the report of the one under the cursor."
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Assessment, ...] = ()
        self.against: int | None = None

    def body(self) -> ComposeResult:
        """The list, and the scorecard."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("assessed", 15), Column("overall", 14), Column("moved", 9),
                    *(Column(SHORT[each], 10, right=True, keep=2) for each in Dimension),
                    empty="No assessment yet. n begins the first one; it takes about an hour.",
                )  # fmt: skip
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read them all; the cursor goes to one that was just made."""
        known = {one.id for one in self.found}
        self.found = await self.read(readiness.assessments, self.desk.today)
        self.apply_filter(self.filter_text)
        if known and self.found and self.found[0].id not in known:
            self.list.go_to(self.found[0].id)

    def apply_filter(self, text: str) -> None:
        """Those that hold every word."""
        words = text.casefold().split()
        fits = [one for one in self.found if all(word in _all_of(one).casefold() for word in words)]
        rows = [self._row(one) for one in fits]
        self.list.show(rows, empty="No assessment fits the filter. escape shows all." if words else None)
        latest = self.found[0] if self.found else None
        said = f"{overall_words(latest.overall)}, {past_words(latest.on, self.desk.today)}" if latest else ""
        self.show_status(said)
        self._show_card()

    def _row(self, one: Assessment) -> Row:
        before = self.before(one)
        moved = moved_words(one.overall, before.overall) if before is not None else ""
        scores: list[Cell] = [str(one.scores.get(each, "–")) for each in Dimension]
        day = f"{day_words(one.on)} {one.on.year % 100:02}"
        return Row([day, (overall_words(one.overall), "strong"), (moved, "dim"), *scores], key=one.id)

    # The one under the cursor

    @property
    def one(self) -> Assessment | None:
        """The assessment under the cursor."""
        return next((one for one in self.found if one.id == self.list.key), None)

    def before(self, one: Assessment) -> Assessment | None:
        """What an assessment is compared with: the one that was chosen, else the one before it."""
        chosen = next((each for each in self.found if each.id == self.against and each.id != one.id), None)
        place = self.found.index(one) + 1
        return chosen or (self.found[place] if place < len(self.found) else None)

    def on_virtual_list_highlighted(self) -> None:
        """The scorecard follows the cursor."""
        self._show_card()

    def _show_card(self) -> None:
        one = self.one
        self.query_one("#below", Lines).show(self.card(one, findings=False) if one is not None else [])
        self.query_one("#why", Lines).show(self.card(one) if one is not None else [])

    def card(self, one: Assessment, *, findings: bool = True) -> "list[Cell]":
        """The scorecard of an assessment beside the one it is compared with."""
        before = self.before(one)
        against = f"  compared with {before.on}" if before is not None else ""
        lines: list[Cell] = [[(overall_words(one.overall), "title"), f"  {one.on}", (against, "dim")], ""]
        for change in changes(one, before if before is not None else Assessment(0, one.on)):
            each = change.dimension
            name, score = each.full.capitalize(), score_words(change.now)
            moved = (change.words.replace("as before", "same"), "dim")
            gauge = f"{bar((change.now or 0) / HIGHEST, HIGHEST)}  " if not findings else ""
            lines.append([f"{name:<33}", (gauge, "accent"), f"{score:<13}", moved])
            if findings:
                lines += [[("  · ", "dim"), shorten(text, 300)] for text in one.findings.get(each, ())]
                lines.append("")
        return lines

    # What the keys do

    async def action_open(self) -> None:
        """The scorecard with its findings."""
        if (one := self.one) is None:
            self.refuse("there is no assessment here: n begins one")
        else:
            await self.app.push_screen(DetailsScreen(self.card(one)))

    async def action_new(self) -> None:
        """Begin an assessment, or go on with the one that was left."""
        from kamtui.screens.guided import GuidedScreen
        from kamtui.screens.open_reviews import show_review

        await show_review(self.app, GuidedScreen(GUIDED[ReviewKind.READINESS_ASSESSMENT]))

    @work
    async def action_compare(self) -> None:
        """Compare with any other assessment."""
        others: list[tuple[Any, Cell]] = [(0, "the one before it")]
        others += [(each.id, f"{each.on}  {overall_words(each.overall)}") for each in self.found]
        if len(self.found) < 2:
            self.refuse("there is no other assessment to compare with")
            return
        answer = await self.app.push_screen_wait(ChooseScreen("Compare with", others))
        if answer is not None:
            self.against = answer or None
            self.apply_filter(self.filter_text)

    @work
    async def action_export(self) -> None:
        """Write the report to a file, Markdown or a web page by its ending."""
        from kamtui.screens.readiness_file import ReportForm
        from kamtui.storage.readiness_report import readiness_report

        if (one := self.one) is None:
            self.refuse("there is no assessment to report on: n begins one")
            return
        desk, before = self.desk, self.before(one)
        report = await self.read(
            readiness_report, desk.today, desk.settings.practice(), desk.clock.now(), one.id,
            before.id if before is not None else None,
        )  # fmt: skip
        proposed = Path("~") / f"readiness-{one.on}.md"
        hint = "ends in .md or .html"
        form = ReportForm(report, [Field("file", "File", value=str(proposed), required=True, hint=hint)])
        if saved := await self.app.push_screen_wait(form):
            self.tell(f"the report is in {saved.value}")

    @work
    async def action_remove(self) -> None:
        """Take an assessment away."""
        if (one := self.one) is None:
            self.refuse("there is nothing to remove")
        elif saved := await self.change(readiness_changes.remove, one.id):
            self.tell(f"{saved.value} removed · u brings it back")


def _all_of(one: Assessment) -> str:
    findings = " ".join(text for texts in one.findings.values() for text in texts)
    return f"{one.on} {overall_words(one.overall)} {findings}"
