"""The health round: one account at a time, four signals, one keystroke a rating."""

from collections.abc import Sequence

from textual import work

from kamtui.domain.stopwatch import Stopwatch
from kamtui.domain.wording import plural
from kamtui.screens import health_lines as lines
from kamtui.screens.base import data_changed
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.health_draft import Draft, Turns, rescue_drafts
from kamtui.screens.health_note import NoteArea
from kamtui.screens.health_rating import SIGNALS, HealthRatingScreen
from kamtui.storage import health, health_changes, health_round
from kamtui.storage.errors import Unusable
from kamtui.storage.health_changes import SavedCheck
from kamtui.storage.portfolio import AccountRow


class HealthRoundScreen(HealthRatingScreen):
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
        super().__init__(Turns(first, accounts))
        self._saving = False

    # The round

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
        if self.opened != self.turns.at:
            self._open(self.turns.at, self.beside)
        self.redraw()

    def _open(self, account_id: int, beside: health.Beside) -> None:
        self.opened = account_id
        draft = self.drafts.setdefault(account_id, Draft.of(beside.held_on(self.desk.today)))
        self.cursor = SIGNALS.index(draft.missing) if draft.missing else 0
        self.stopwatch = Stopwatch(self.desk.clock.now())
        if (row := self.account_row) is not None:
            self.desk.account_id, self.desk.account_name = account_id, row.account.name
        self.query_one(NoteArea).write(draft.note)
        self.set_focus(None)

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
        self.tick()
        minutes, practice = self.stopwatch.minutes if self.stopwatch else None, self.desk.settings.practice()
        work = health_changes.save_check
        done = await self.change(work, account.id, dict(draft.ratings), draft.note, minutes, practice)
        if done is None:
            return
        self.drafts.pop(account.id, None)
        self.turns.was_saved(draft, f"health check of {account.name}")
        self.opened = None
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
            self.drafts[self.turns.at], self.opened = draft, None
        self.tell(f"undone: {label}" if label else "there is nothing to undo")
        data_changed(self.app)

    def action_back(self) -> None:
        """Leave; asks only when ratings or a note were not saved."""
        self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        draft = self.drafts.get(self.opened or 0)
        if draft is not None and draft.changed:
            question = f"Leave {plural(len(draft.ratings), 'rating')} and the note unsaved?"
            more = ("They wait for you here until the cockpit is closed.", "dim")
            if not await self.app.push_screen_wait(ConfirmScreen(question, yes="leave", no="go on", more=more)):
                return
        self.dismiss(len(self.turns.saved))

    async def flush(self) -> None:
        """A check that was begun and not saved goes to a rescue file before the cockpit ends."""
        rescue_drafts(self.desk, self.drafts, self.found)
