"""The pipeline: opportunities ranked, triggers with their window and verdict, stages and forecasts as small charts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain import money
from kamtui.domain.opportunities import review_key
from kamtui.domain.wording import plural
from kamtui.screens import pipeline_rows, pipeline_words
from kamtui.screens.trigger_work import TriggerWork
from kamtui.storage import opportunities
from kamtui.storage.expansion import Judged
from kamtui.storage.opportunities import OpportunityRow, Pipeline
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell, Part
    from kamtui.widgets.rows import Line

NO_OPPORTUNITY = "No opportunities yet. n adds one, i makes one of a trigger; value on the map becomes one too."
NO_TRIGGER = "No triggers. g notes one, c captures one from anywhere."
NOTHING_FITS = "Nothing fits the filter. escape shows all of it."


class PipelineScreen(TriggerWork):
    """Two lists, opportunities and triggers; the keys act on the line under the cursor of the one in focus."""

    SCOPE = "pipeline"
    CSS_PATH = "pipeline.tcss"
    FILTERS = True
    HELP = (
        "Opportunities by probability × value; ‼ marks what stalls, * a probability of your own. Bars are as long as a "
        "stage's value, solid as far as it is likely. A trigger says act now when the signal is strong, the "
        "relationship secure and results are proven; else it is filed with a day to look again."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self.found: Pipeline | None = None
        self.stalled_first = False
        self._keep: tuple[str, int] | None = None

    def body(self) -> ComposeResult:
        """The charts, the two lists, and why."""
        with Horizontal():
            with Vertical(id="left"):
                with Horizontal(id="charts"):
                    yield Lines(id="stages", wrapped=False)
                    yield Lines(id="calibration", wrapped=False)
                yield VirtualList(*pipeline_rows.OPPORTUNITY_COLUMNS, id="opportunities")
                yield VirtualList(*pipeline_rows.TRIGGER_COLUMNS, id="triggers")
                yield Lines(id="below", wrapped=False)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the whole pipeline."""
        desk = self.desk
        self.found = await self.read(opportunities.pipeline, desk.today, desk.settings.practice())
        self.apply_filter(self.filter_text)

    # Showing

    def apply_filter(self, text: str) -> None:
        """Show the lines that hold every word."""
        found = self.found
        if found is None:
            return
        words, today = text.casefold().split(), self.desk.today
        empty = NOTHING_FITS if words else NO_OPPORTUNITY
        lines = self._opportunity_lines(found, words)
        self.query_one("#opportunities", VirtualList).show(lines, empty=empty, keep=self._keep)
        self._keep = None
        heard = [pipeline_rows.trigger_row(each, today) for each in found.triggers if _holds(each, words)]
        self.query_one("#triggers", VirtualList).show(heard, empty=NOTHING_FITS if words else NO_TRIGGER)
        self.call_after_refresh(self._fit)
        self._show_top(found)
        self._show_why()

    def _opportunity_lines(self, found: Pipeline, words: Sequence[str]) -> "list[Line]":
        today = self.desk.today
        moving: Sequence[OpportunityRow] = found.moving
        if self.stalled_first:
            moving = sorted(moving, key=lambda row: review_key(row.deal, today))
        parts: list[tuple[str, Sequence[OpportunityRow]]] = [
            ("", moving),
            (f"parked until there is new evidence: {len(found.parked)}", found.parked),
            (f"closed: {len(found.closed)}", found.closed),
        ]
        lines: list[Line] = []
        for title, rows in parts:
            fitting = [row for row in rows if _fits(row, words)]
            if fitting and title:
                lines.append(Heading(title))
            lines += [pipeline_rows.opportunity_row(row, today) for row in fitting]
        return lines

    def _show_charts(self, found: Pipeline) -> None:
        stages = self.query_one("#stages", Lines)
        stages.show(pipeline_rows.stage_chart(found.bars, stages.size.width))
        self.query_one("#calibration", Lines).show(pipeline_rows.calibration_lines(found.calibration))

    def _show_top(self, found: Pipeline) -> None:
        sums = found.totals
        if not sums.count and not sums.parked:
            self.show_status()
            return
        middle = f"{sums.count} open · {money.short(sums.value)} a year · weighs {money.short(sums.weighted)}"
        right: list[Part] = []
        if sums.stalled:
            right.append((f"{pipeline_rows.STALLED_SIGN} {sums.stalled} stalled", "late"))
        if self.stalled_first:
            right.append((" first", "dim"))
        self.show_status(middle, right)

    def on_resize(self) -> None:
        """The charts follow the width."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.found is not None:
            self._show_charts(self.found)

    # Why

    @property
    def opportunity(self) -> OpportunityRow | None:
        """The opportunity under the cursor, while the opportunities have the focus."""
        key, found = self.list.key, self.found
        if found is None or key is None or key[0] != "opportunity":
            return None
        everything = (*found.moving, *found.parked, *found.closed)
        return next((row for row in everything if row.id == key[1]), None)

    @property
    def trigger(self) -> Judged | None:
        """The trigger under the cursor, while the triggers have the focus."""
        key, found = self.list.key, self.found
        if found is None or key is None or key[0] != "trigger":
            return None
        return next((each for each in found.triggers if each.trigger.uid == key[1]), None)

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The why follows the focus too."""
        super().on_descendant_focus(event)
        self._show_why()

    def _show_why(self) -> None:
        today, currency = self.desk.today, self.desk.settings.currency
        wide: list[Cell] = []
        short: list[Cell] = []
        if (row := self.opportunity) is not None:
            wide = pipeline_words.opportunity_lines(row, today, currency)
            short = pipeline_words.opportunity_short(row, today, currency)
        elif (each := self.trigger) is not None:
            wide = pipeline_words.trigger_lines(each, today)
            short = pipeline_words.trigger_short(each, today)
        self.query_one("#why", Lines).show(wide)
        self.query_one("#below", Lines).show(short)

    # What the keys do

    def action_switch(self) -> None:
        """To the triggers, and back."""
        other = "#opportunities" if self.list.id == "triggers" else "#triggers"
        self.query_one(other, VirtualList).focus()

    def action_sort(self) -> None:
        """What stalls first, as in a review; again ranks by weight (rule X-7)."""
        self.stalled_first = not self.stalled_first
        self.apply_filter(self.filter_text)
        self.query_one("#opportunities", VirtualList).action_first()

    async def action_open(self) -> None:
        """The page of the opportunity, or the trigger in full."""
        from kamtui.screens.details import DetailsScreen
        from kamtui.screens.opportunity import OpportunityScreen

        if (row := self.opportunity) is not None:
            await self.app.push_screen(OpportunityScreen(row.id))
        elif (each := self.trigger) is not None:
            await self.app.push_screen(DetailsScreen(pipeline_words.trigger_lines(each, self.desk.today)))
        else:
            self.refuse("there is nothing to open; n adds an opportunity, g a trigger")

    @work
    async def action_new(self) -> None:
        """A new opportunity, with the cursor on it."""
        from kamtui.screens.opportunity_form import OpportunityForm

        near = self.opportunity or (self.trigger.trigger if self.trigger is not None else None)
        account = near.account_id if near is not None else self.desk.account_id
        saved = await self.app.push_screen_wait(OpportunityForm(account))
        if saved is not None:
            self.point_at(saved.value)

    def point_at(self, key: int) -> None:
        """Put the cursor on an opportunity that was just added."""
        opportunities_list = self.query_one("#opportunities", VirtualList)
        opportunities_list.focus()
        self._keep = ("opportunity", key)
        self.reload()

    async def action_history(self) -> None:
        """How the forecasts and the triggers of the past turned out (rules X-2, X-8)."""
        from kamtui.screens.details import DetailsScreen

        found = self.found
        if found is None:
            return
        closed = plural(found.calibration.settled, "closed opportunity", "closed opportunities")
        lines: list[Cell] = [("How your forecasts turned out", "title"), (f"from {closed} with a forecast", "dim")]
        lines += pipeline_rows.calibration_lines(found.calibration)
        lines += ["", ("Triggers that became an opportunity", "title"), ("by the age at which you acted", "dim")]
        lines += pipeline_rows.conversion_lines(found.conversions)
        await self.app.push_screen(DetailsScreen(lines))

    async def action_tiers(self) -> None:
        """The quarterly tier review."""
        from kamtui.screens.tier_review import TierReviewScreen

        await self.app.push_screen(TierReviewScreen())


def _fits(row: OpportunityRow, words: Sequence[str]) -> bool:
    deal = row.deal
    said = f"{deal.name} {row.account} {deal.kind} {deal.stage} {'parked' if deal.parked else ''} {deal.next_step}"
    return _all_in(said, words)


def _holds(each: Judged, words: Sequence[str]) -> bool:
    row = each.trigger
    return _all_in(f"{row.heard} {row.account} {row.kind} {row.who} {row.state} {each.timing.verdict}", words)


def _all_in(text: str, words: Sequence[str]) -> bool:
    said = text.casefold().replace("_", " ")
    return all(word in said for word in words)
