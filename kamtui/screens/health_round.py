"""The health round: one account at a time, four signals, one keystroke a rating."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.catalogue import activity_named
from kamtui.domain.health import Rating, Signal
from kamtui.domain.stopwatch import Stopwatch
from kamtui.domain.wording import MONTHS, plural
from kamtui.screens import health_lines as lines
from kamtui.screens.base import CockpitScreen, data_changed
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.health_draft import Draft, Drafts, Turns, drafts_of, rescue_drafts
from kamtui.screens.health_note import NoteArea
from kamtui.storage import health, health_changes, health_round
from kamtui.storage.errors import Unusable
from kamtui.storage.health_changes import SavedCheck
from kamtui.storage.health_round import RoundRow
from kamtui.storage.portfolio import AccountRow
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

SIGNALS = tuple(Signal)


class HealthRoundScreen(CockpitScreen):
    """Checks the accounts that are due, beginning with `first`; gives how many were saved.

    `accounts` are the ones to go through, those that are due unless given.
    """

    PLAIN = True
    SCOPE = "health_round"
    NAME = "Health round"
    CSS_PATH = "health_round.tcss"
    AUTO_FOCUS = ""
    HELP = (
        "g w p . rate the signal under the cursor and go to the next; space takes what the evidence suggests. "
        "The fourth rating shows the colour, enter saves it and goes on. Nothing is saved that you did not rate."
    )

    def __init__(self, first: int | None = None, *, accounts: Sequence[int] | None = None) -> None:
        super().__init__()
        self.turns = Turns(first, accounts)
        self.found: health_round.HealthRound | None = None
        self.beside: health.Beside | None = None
        self.cursor = 0
        self._opened: int | None = None
        self._watch: Stopwatch | None = None
        self._saving = False

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

    async def load(self) -> None:
        """The round as it stands, and the account at hand."""
        practice = self.desk.settings.practice()
        self.found = await self.read(health_round.the_round, self.desk.today, practice)
        self.turns.follow(self.found)
        if self.turns.at is None:
            if not self._saving:
                self._finish()
            return
        self.beside = await self.read(health.beside, self.turns.at, self.desk.today)
        if self._opened != self.turns.at:
            self._open(self.turns.at, self.beside)
        self.redraw()

    def _open(self, account_id: int, beside: health.Beside) -> None:
        self._opened = account_id
        draft = self.drafts.setdefault(account_id, Draft.of(beside.held_on(self.desk.today)))
        self.cursor = SIGNALS.index(draft.missing) if draft.missing else 0
        self._watch = Stopwatch(self.desk.clock.now())
        if (row := self.account_row) is not None:
            self.desk.account_id, self.desk.account_name = account_id, row.account.name
        self.query_one(NoteArea).write(draft.note)
        self.set_focus(None)

    @property
    def account_row(self) -> RoundRow | None:
        """The account at hand, once all of it is on the screen."""
        at = self.turns.at
        return None if self.found is None or at is None or self._opened != at else self.found.row(at)

    @property
    def drafts(self) -> Drafts:
        """What was begun and not saved, by account."""
        return drafts_of(self.app)

    @property
    def draft(self) -> Draft:
        """What was rated and typed for it."""
        return self.drafts.setdefault(self._opened or 0, Draft())

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
        return f"{self._watch.minutes if self._watch else 1} of {asked} min"

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
            self._tick()

    @property
    def scopes(self) -> tuple[str, ...]:
        """While the note is typed, only its keys work."""
        return (NoteArea.SCOPE,) if isinstance(self.focused, NoteArea) else super().scopes

    def _tick(self) -> None:
        """Something was done: it counts for the time spent (rule Y-17)."""
        if self._watch is not None:
            self._watch = self._watch.at(self.desk.clock.now())

    # Rating

    def action_rate(self, rating: str) -> None:
        """Rate the signal under the cursor and go to the next."""
        self._tick()
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
        self._tick()
        self.cursor = (self.cursor + by) % len(SIGNALS)
        self.redraw()

    def action_edit(self) -> None:
        """Write the note."""
        self.query_one(NoteArea).go()
        self.redraw()

    # Saving and going on

    @work(group="save")
    async def action_save(self) -> None:
        """Save the check and go to the next account."""
        row, draft = self.account_row, self.draft
        if row is None or self._saving:
            return
        if draft.missing is not None:
            self.cursor = SIGNALS.index(draft.missing)
            self.set_focus(None)
            self.redraw()
            self.refuse(f"{lines.NAMES[draft.missing]} is not rated yet: g good, w watch, p poor, . not observed")
            return
        self._saving = True
        try:
            await self._save(row.account, draft)
        finally:
            self._saving = False

    async def _save(self, account: AccountRow, draft: Draft) -> None:
        self._tick()
        minutes, practice = self._watch.minutes if self._watch else None, self.desk.settings.practice()
        work = health_changes.save_check
        done = await self.change(work, account.id, dict(draft.ratings), draft.note, minutes, practice)
        if done is None:
            return
        self.drafts.pop(account.id, None)
        self.turns.was_saved(draft, f"health check of {account.name}")
        self._opened = None
        self.tell(lines.saved_words(account.name, done.value))
        if done.value.opened:
            await self._make_it_ones_own(account, done.value)
        if self.turns.at is None:
            self._finish()

    async def _make_it_ones_own(self, account: AccountRow, saved: SavedCheck) -> None:
        """Show the check-in that the check opened, its question ready to be changed (rule H-6)."""
        from kamtui.screens.check_in_form import edit_form

        every = await self.read(health.check_ins, account.id)
        opened = next(one for one in every if one.uid == saved.check_in_uid)
        await self.app.push_screen_wait(edit_form(opened, account.name, self.desk.settings.check_in_days))

    def _finish(self) -> None:
        if self.is_current:
            checked = plural(len(self.turns.saved), "account")
            self.tell(f"the round is done: {checked} checked" if self.turns.saved else "nothing is left to check here")
            self.dismiss(len(self.turns.saved))

    # Moving between accounts, undoing, leaving

    async def step_account(self, by: int) -> None:
        """The next or previous account of the round; what was rated waits."""
        if self.turns.step(by):
            self.reload()
        else:
            self.refuse("this is the round's last account" if by > 0 else "this is the round's first account")

    @work(group="undo")
    async def action_undo(self) -> None:
        """Take the last saved check back and return to it."""
        if not self.turns.saved:
            self.refuse("no check was saved in this round yet")
            return
        try:
            label = await self.desk.database.undo()
        except (ValueError, Unusable) as problem:
            self.refuse(str(problem))
            return
        draft = self.turns.taken_back(label)
        if draft is not None and self.turns.at is not None:
            self.drafts[self.turns.at], self._opened = draft, None
        self.tell(f"undone: {label}" if label else "there is nothing to undo")
        data_changed(self.app)

    def action_back(self) -> None:
        """Leave; asks only when ratings or a note were not saved."""
        self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        draft = self.drafts.get(self._opened or 0)
        if draft is not None and draft.changed:
            question = f"Leave {plural(len(draft.ratings), 'rating')} and the note unsaved?"
            more = ("They wait for you here until the cockpit is closed.", "dim")
            if not await self.app.push_screen_wait(ConfirmScreen(question, yes="leave", no="go on", more=more)):
                return
        self.dismiss(len(self.turns.saved))

    async def flush(self) -> None:
        """A check that was begun and not saved goes to a rescue file before the cockpit ends."""
        rescue_drafts(self.desk, self.drafts, self.found)
