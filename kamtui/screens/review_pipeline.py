"""The pipeline as a step of a review: what stalls gets a next step, what was heard a day to look again."""

from kamtui.domain.text import shorten
from kamtui.domain.week import WeekItem
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.review_keeping import Keeping
from kamtui.screens.week_forms import DAY_HINT, give_next_step
from kamtui.storage import deadline_changes


class PipelineStep(Keeping):
    """A review with a step in which the pipeline is read."""

    # For the reviews to fill in

    @property
    def in_pipeline(self) -> bool:
        """Whether that step is shown."""
        raise NotImplementedError

    # What they share

    async def snooze(self, line: WeekItem) -> None:
        """Put it off; in the pipeline, a day to look again or a next step."""
        if not self.in_pipeline or line.activity == "look_again":
            await super().snooze(line)
        elif line.activity == "stalled_opportunity":
            await give_next_step(self, line)
        else:
            form = FormScreen(
                [("Look again at ", "title"), (line.account or "", "title")],
                [Field("day", "On", "date", required=True, hint=DAY_HINT)],
                deadline_changes.look_again,
                always={"line": line},
                more=(shorten(line.why, 300), "dim"),
            )
            if saved := await self.app.push_screen_wait(form):
                self.tell(f"{saved.value} · u undoes it")
