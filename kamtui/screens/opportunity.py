"""The page of one opportunity: everything known about it, with the same keys as in the pipeline."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kamtui.screens.opportunity_work import OpportunityWork
from kamtui.screens.pipeline_words import opportunity_lines
from kamtui.storage import opportunities
from kamtui.storage.opportunities import OpportunityRow
from kamtui.widgets.lines import Lines

GONE = "This opportunity is no longer there. escape goes back, u brings back what was removed."


class OpportunityScreen(OpportunityWork):
    """One opportunity on a page of its own; it lies on the screen it was opened from."""

    SCOPE = "opportunity"
    CSS_PATH = "opportunity.tcss"
    HELP = (
        "One opportunity. It leaves the idea only with an observation, a connection and an invitation, and becomes "
        "invited only once you have answered for whose benefit it mainly is."
    )

    def __init__(self, key: int) -> None:
        super().__init__()
        self._key = key
        self.found: OpportunityRow | None = None

    def body(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Lines()

    @property
    def opportunity(self) -> OpportunityRow | None:
        """The one that is shown."""
        return self.found

    async def load(self) -> None:
        """Read it."""
        found = self.found = await self.read(opportunities.opportunity, self._key, self.desk.settings.practice())
        today, currency = self.desk.today, self.desk.settings.currency
        lines = [(GONE, "dim")] if found is None else opportunity_lines(found, today, currency)
        self.query_one(Lines).show(lines)
        self.show_status(right=(found.deal.stage, "dim") if found else "")
