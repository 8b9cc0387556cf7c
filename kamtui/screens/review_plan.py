"""The last step of the review: what will be done next week, and the summary."""

from dataclasses import replace

from textual import work
from textual.widgets import Input, TextArea

from kamtui.domain.reviews import FridayCounts, FridayStep, summary, with_next_week, without_next_week
from kamtui.domain.text import clean_line
from kamtui.domain.wording import plural
from kamtui.screens import review_rows
from kamtui.screens.review_keeping import KeptReview
from kamtui.storage import reviews_changes
from kamtui.widgets.virtual_list import VirtualList


class NextWeek(KeptReview):
    """The plan of the review and its end."""

    counts = FridayCounts()

    def show_plan(self) -> None:
        """Next week's list, what is picked of it, and the proposed summary."""
        week = self.week
        if week is None or self.review.step != FridayStep.NEXT_WEEK:
            return
        desk_work = replace(week, items=tuple(one for one in week.items if not one.container))
        picked = set(self.review.next_week)
        self.query_one("#next", VirtualList).show(review_rows.next_rows(desk_work, picked, self.desk.today))
        chosen = review_rows.chosen_rows(self.review.next_week)
        self.query_one("#chosen", VirtualList).show(chosen)
        self.propose()

    def proposal(self) -> str:
        """What was done and what is planned, counted."""
        return summary(self.review, self.counts)

    def action_pick(self) -> None:
        """Pick the line for next week, or take it off again."""
        place = review_rows.place_of(self.list.key)
        if self.review.step != FridayStep.NEXT_WEEK:
            self.refuse("lines are picked in the last step")
        elif place is not None:
            self._take_off(place)
        elif self.item is None:
            self.refuse("there is nothing to pick: n writes a line of your own")
        else:
            text = review_rows.plan_of(self.item)
            if text in self.review.next_week:
                self._take_off(self.review.next_week.index(text))
            else:
                self._add(text)

    def _add(self, text: str, typed: Input | None = None) -> None:
        self.choose(with_next_week, text, typed)

    def _take_off(self, place: int) -> None:
        self.choose(without_next_week, place)

    def add_own(self, typed: Input) -> None:
        """Put a line of one's own on the plan."""
        self._add(clean_line(typed.value), typed)

    def action_new(self) -> None:
        """A line of one's own."""
        if self.review.step == FridayStep.NEXT_WEEK:
            self.query_one("#own", Input).focus()
        else:
            self.refuse("lines of your own are written in the last step")

    def action_remove(self) -> None:
        """Take a picked line off."""
        place = review_rows.place_of(self.list.key)
        if (
            place is None
            and self.item is not None
            and (text := review_rows.plan_of(self.item)) in self.review.next_week
        ):
            place = self.review.next_week.index(text)
        if self.review.step != FridayStep.NEXT_WEEK or place is None:
            self.refuse("there is no picked line here to take off")
        else:
            self._take_off(place)

    @work(group="finish", exclusive=True)
    async def action_save(self) -> None:
        """Finish the review: its summary and its plan are kept."""
        if self.under_way is None or self.review.step != FridayStep.NEXT_WEEK:
            self.refuse("the review is finished from its last step, next week: f6 goes on")
            return
        self.count()
        self.propose()
        written = self.query_one("#summary", TextArea).text.strip() or self.proposed
        if await self.keep_now() and await self.change(
            reviews_changes.finish, self.under_way.id, self.on_screen, written
        ):
            self.over = True
            self.tell(f"the review is finished, {plural(self.review.minutes_used, 'minute')} · u opens it again")
            self.dismiss(None)
