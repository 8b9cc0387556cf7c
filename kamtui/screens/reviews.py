"""All reviews: to start, to resume, and to read what was finished."""

from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.guided import END, GUIDED
from kamtui.domain.readiness import Dimension
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, due_words, minutes_words, past_words
from kamtui.screens.details import DetailsScreen
from kamtui.screens.week_work import ListScreen
from kamtui.storage.guided import PastReview
from kamtui.storage.review_list import ReviewLine, ReviewList, review_list
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.virtual_list import VirtualList


class ReviewsScreen(ListScreen):
    """What the rhythm of the whole portfolio asks for, and every review that was finished."""

    SCOPE = "reviews"
    FILTERS = True
    HELP = (
        "On top what is done once for all accounts: enter or r starts it, or goes on where it was left. Below, what "
        "was finished: enter shows all that was written in it. The relationship review belongs to an account: it is "
        "on the week's list when it is due."
    )

    def __init__(self) -> None:
        super().__init__()
        self.shown: ReviewList | None = None

    def body(self) -> ComposeResult:
        """The list, and what was written beside it."""
        with Horizontal():
            yield VirtualList(
                Column("", 22), Column("", 14), Column("", 16), Column("", share=1, least=12), titles=False,
                empty="No review fits the filter. escape shows all.",
            )  # fmt: skip
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read them all."""
        self.shown = await self.read(review_list, self.desk.today, self.desk.settings.practice())
        self.apply_filter(self.filter_text)

    def apply_filter(self, text: str) -> None:
        """Those that hold every word."""
        found, words = self.shown, text.casefold().split()
        if found is None:
            return
        today = self.desk.today
        lines: list[Line] = [
            _line(one, today) for one in found.lines if all(word in one.activity.title.casefold() for word in words)
        ]
        kept = [
            _kept(one) for one in found.kept
            if all(word in f"{one.title} {one.account} {one.summary} {one.on}".casefold() for word in words)
        ]  # fmt: skip
        if kept:
            lines += [Heading(f"finished: {len(kept)}"), *kept]
        self.list.show(lines)
        self.show_status(f"{len(found.kept)} finished" if found.kept else "")
        self._show_why()

    # What was written

    @property
    def kept(self) -> PastReview | None:
        """The finished review under the cursor."""
        key = self.list.key
        if self.shown is None or not isinstance(key, tuple) or key[0] != "kept":
            return None
        return next((one for one in self.shown.kept if one.id == key[1]), None)

    def on_virtual_list_highlighted(self) -> None:
        """What was written follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        kept, key = self.kept, self.list.key
        shown: list[Cell] = []
        if kept is not None and self.shown is not None:
            shown = kept_lines(kept, self.shown)
        elif self.shown is not None and isinstance(key, tuple):
            line = next((one for one in self.shown.lines if one.name == key[1]), None)
            last = next((one for one in self.shown.kept if line and _activity_of(one) == line.name), None)
            if line is not None:
                done = f"It is done by {line.activity.done_by}."
                shown = [(line.activity.title.capitalize(), "title"), done, ""]
            if last is not None:
                shown += kept_lines(last, self.shown)
        self.query_one("#why", Lines).show(shown)

    # What the keys do

    async def action_open(self) -> None:
        """Start or resume it; a finished one is shown in full."""
        kept = self.kept
        if kept is not None and self.shown is not None:
            await self.app.push_screen(DetailsScreen(kept_lines(kept, self.shown)))
        else:
            await self.action_review()

    async def action_review(self) -> None:
        """Start the review under the cursor, or go on with it."""
        key = self.list.key
        if self.shown is None or not isinstance(key, tuple) or key[0] != "review":
            self.refuse("a finished review is not started again: go up to the reviews themselves")
        elif not await self.open_review(str(key[1])):
            self.refuse("this one has no screen of its own: d on the week's line marks it done")


def _activity_of(kept: PastReview) -> str:
    known = GUIDED.get(kept.kind)
    return known.activity if known is not None else "friday_review"


def _line(one: ReviewLine, today: date) -> Row:
    due: Part = ("no day ahead", "dim")
    if one.due is not None:
        due = (due_words(one.due, today), "late" if one.due < today else "soon" if one.due == today else "")
    last: Part = ("never done" if one.last is None else f"done {past_words(one.last, today)}", "dim")
    used = one.minutes_used
    said: Part = (one.cadence.value.replace("_", "-"), "dim")
    if used is not None:
        said = (f"under way, {minutes_words(used)}" if used else "under way", "accent")
    return Row([one.activity.title.capitalize(), due, last, said], key=("review", one.name))


def _kept(one: PastReview) -> Row:
    title = one.title.capitalize()
    words: Cell = [f"{one.account}: ", one.summary] if one.account else one.summary
    return Row([title, f"{day_words(one.on)} {one.on.year % 100:02}", (minutes_words(one.minutes), "dim"), words],
               key=("kept", one.id))  # fmt: skip


def kept_lines(one: PastReview, found: ReviewList) -> list[Cell]:
    """Everything that was written in a finished review."""
    about = f" · {one.account}" if one.account else ""
    lines: list[Cell] = [
        [(one.title.capitalize(), "title"), about],
        (f"{day_words(one.on)} {one.on.year} · {minutes_words(one.minutes)}", "dim"),
        "",
        shorten(one.summary, 2000) or ("no summary", "dim"),
    ]
    if one.chosen:
        lines += ["", (_chosen_title(one), "strong")]
        lines += [f"{place}. {shorten(text, 300)}" for place, text in enumerate(one.chosen, 1)]
    notes = {key: text for key, text in one.notes.items() if text.strip() and key != END}
    if notes:
        lines += ["", ("notes", "strong")]
        full = {each.value: each.full for each in Dimension}
        for key, text in notes.items():
            name = found.names.get(key) or full.get(key, key)
            lines.append([(f"{shorten(name, 60)}: ", "dim"), shorten(" · ".join(text.splitlines()), 400)])
    return lines


def _chosen_title(one: PastReview) -> str:
    known = GUIDED.get(one.kind)
    return known.chosen if known is not None else "next week"
