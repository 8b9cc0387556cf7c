"""The last step of a guided review: what is chosen, the summary, and the end."""

from dataclasses import replace

from textual import work
from textual.widgets import Input, TextArea

from kamtui.domain import guided as rules
from kamtui.domain.guided import END
from kamtui.domain.text import clean_line
from kamtui.domain.wording import plural
from kamtui.screens import guided_rows, review_rows
from kamtui.screens.guided_keeping import KeptGuided
from kamtui.storage import reviews_changes
from kamtui.widgets.virtual_list import VirtualList


class GuidedEnd(KeptGuided):
    """What a guided review ends with."""

    def proposal(self) -> str:
        """What was gone through and chosen, counted."""
        return rules.proposal(self.review, self.kind, self.page.steps if self.page is not None else ())

    def show_plan(self) -> None:
        """What was noted, what is chosen of it, and the proposed summary."""
        if self.page is None or self.step.key != END:
            return
        rows = guided_rows.note_rows(self.page, self.review)
        self.query_one("#known", VirtualList).show(rows, empty=self.step.nothing)
        self.query_one("#chosen", VirtualList).show(guided_rows.chosen_rows(self.page, self.review))
        self.propose()

    def action_pick(self) -> None:
        """Choose the line, or take it off again."""
        key, page = self.list.key, self.page
        place = review_rows.place_of(key)
        if page is None or self.step.key != END:
            self.refuse("lines are chosen in the last step")
        elif place is not None:
            self.choose(rules.without_chosen, place)
        elif isinstance(key, tuple) and key[0] == "note":
            step = next(each for each in page.steps if each.key == key[1])
            text = clean_line(guided_rows.choice_of(step, self.review.notes[step.key].strip()))
            chosen = self.review.chosen
            self.choose(*((rules.without_chosen, chosen.index(text)) if text in chosen else (rules.with_chosen, text)))
        else:
            self.refuse("there is nothing to choose: n writes a line of your own")

    def action_new(self) -> None:
        """A line of one's own."""
        if self.page is not None and self.step.key == END:
            self.query_one("#own", Input).focus()
        else:
            self.refuse("lines of your own are written in the last step")

    def action_remove(self) -> None:
        """Take a chosen line off."""
        place = review_rows.place_of(self.list.key)
        if place is None or self.page is None or self.step.key != END:
            self.refuse("there is no chosen line here to take off")
        else:
            self.choose(rules.without_chosen, place)

    @work(group="finish", exclusive=True)
    async def action_save(self) -> None:
        """Finish the review: its notes, its figures and its summary are kept, and its activity is done."""
        page = self.page
        if self.under_way is None or page is None or self.step.key != END:
            self.refuse("the review is finished from its last step: f6 goes on")
            return
        self.count()
        self.propose()
        written = self.query_one("#summary", TextArea).text.strip() or self.proposed
        if not await self.keep_now():
            return
        self.review = replace(self.review, figures={**page.figures, **self.review.figures})
        practice = self.desk.settings.practice()
        done = await self.change(reviews_changes.finish_guided, self.under_way.id, self.on_screen, written, practice)
        if done:
            self.over = True
            self.tell(f"{done.value} is finished, {plural(self.review.minutes_used, 'minute')} · u opens it again")
            self.dismiss(None)
