"""One account of a health round: its four signals, what they come to, the note, and the keys that rate."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.catalogue import activity_named
from kamtui.domain.health import Rating, Signal
from kamtui.domain.wording import MONTHS
from kamtui.screens import health_lines as lines
from kamtui.screens.base import CockpitScreen
from kamtui.screens.health_draft import Draft, Drafts, Turns, drafts_of
from kamtui.screens.health_note import NoteArea
from kamtui.storage.health_round import RoundRow
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

if TYPE_CHECKING:
    from kamtui.domain.stopwatch import Stopwatch
    from kamtui.storage import health, health_round

SIGNALS = tuple(Signal)


class HealthRatingScreen(CockpitScreen):
    """Shows the account at hand and takes its ratings; which account that is, and saving, are the round's."""

    PLAIN = True

    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self.turns = turns
        self.found: health_round.HealthRound | None = None
        self.beside: health.Beside | None = None
        self.cursor = 0
        self.opened: int | None = None
        self.stopwatch: Stopwatch | None = None

    def body(self) -> ComposeResult:
        """Who it is, the four signals, what they come to, the note."""
        yield Lines(id="who", wrapped=False)
        yield Lines(id="signals", wrapped=False)
        yield Lines(id="verdict", wrapped=False)
        yield Lines(id="beside", wrapped=False)
        with Horizontal(id="note-row"):
            yield Lines([("note", "dim")], id="note-label")
            yield NoteArea(compact=True, id="note", placeholder="e or tab: what you saw, what you heard")
        yield Lines(id="next", wrapped=False)

    # What is shown

    @property
    def account_row(self) -> RoundRow | None:
        """The account at hand, once all of it is on the screen."""
        at = self.turns.at
        return None if self.found is None or at is None or self.opened != at else self.found.row(at)

    @property
    def drafts(self) -> Drafts:
        """What was begun and not saved, by account."""
        return drafts_of(self.app)

    @property
    def draft(self) -> Draft:
        """What was rated and typed for it."""
        return self.drafts.setdefault(self.opened or 0, Draft())

    @property
    def signal(self) -> Signal:
        """The signal under the cursor."""
        return SIGNALS[self.cursor]

    def redraw(self) -> None:
        """Show everything anew; cheap enough for every key."""
        found, row, beside = self.found, self.account_row, self.beside
        if found is None or row is None or beside is None:
            return
        today, width, given = self.desk.today, max(20, self.size.width - 2), self.draft.ratings
        before, days = beside.before(today), self.desk.settings.check_in_days
        done = f" · {MONTHS[today.month - 1]} · {found.done} of {found.total} done"
        self.show_status("", (self._time_words(), "dim"), [("Health round", "title"), done])
        cursor = None if isinstance(self.focused, NoteArea) else self.cursor
        shown = lines.signal_lines(given, beside, before, cursor, width)
        verdict = lines.verdict_line(given, row.account, before)
        self._show("who", lines.account_line(row.account, today, width))
        self._show("signals", *shown, lines.reason_line(given, beside, self.signal))
        self._show("verdict", verdict, lines.consequence_line(given, beside.open_check_in, today, days))
        self._show("beside", *lines.beside_lines(beside, today, 2 if self.size.height >= 30 else 1))
        after = self.turns.next()
        name = next((each.account.name for each in found.rows if each.account.id == after), None)
        self._show("next", lines.next_line(name, len(self.turns.left), can_undo=bool(self.turns.saved)))

    def _show(self, name: str, *cells: Cell) -> None:
        self.query_one(f"#{name}", Lines).show(cells)

    def _time_words(self) -> str:
        asked = activity_named("health_check", self.desk.settings.practice().catalogue).minutes
        return f"{self.stopwatch.minutes if self.stopwatch else 1} of {asked} min"

    def on_resize(self) -> None:
        """The lines are made for the width."""
        self.redraw()

    def on_descendant_blur(self) -> None:
        """The cursor is among the signals again."""
        self.call_after_refresh(self.redraw)
        self.call_after_refresh(self.show_keys)

    def on_text_area_changed(self) -> None:
        """The note belongs to the draft as it is typed."""
        if self.account_row is not None:
            self.draft.note = self.query_one(NoteArea).text
            self.tick()

    @property
    def scopes(self) -> tuple[str, ...]:
        """While the note is typed, only its keys work."""
        return (NoteArea.SCOPE,) if isinstance(self.focused, NoteArea) else super().scopes

    def tick(self) -> None:
        """Something was done: it counts for the time spent (rule Y-17)."""
        if self.stopwatch is not None:
            self.stopwatch = self.stopwatch.at(self.desk.clock.now())

    # Rating

    def action_rate(self, rating: str) -> None:
        """Rate the signal under the cursor and go to the next."""
        self.tick()
        self.draft.ratings[self.signal] = Rating(rating)
        self.cursor = min(self.cursor + 1, len(SIGNALS) - 1)
        self.redraw()

    def action_accept(self) -> None:
        """Take the suggestion of the signal under the cursor: that is the user's own rating from now on."""
        suggestion = self.beside.evidence.suggestions.get(self.signal) if self.beside else None
        if suggestion is None:
            self.refuse(f"there is too little on record to suggest a rating of {lines.NAMES[self.signal]}")
        else:
            self.action_rate(suggestion.rating.value)

    def action_move(self, by: int) -> None:
        """Another signal."""
        self.tick()
        self.cursor = (self.cursor + by) % len(SIGNALS)
        self.redraw()

    def action_edit(self) -> None:
        """Write the note."""
        self.query_one(NoteArea).go()
        self.redraw()
