"""One playbook of the user's own: its steps, written one by one."""

from textual import work
from textual.app import ComposeResult

from kamtui.domain.playbooks import Playbook, Step, day_of_step, in_order
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.playbook_start import ask_to_start
from kamtui.storage import playbooks
from kamtui.storage import playbooks_changes as changes
from kamtui.widgets.rows import Row
from kamtui.widgets.virtual_list import Column, VirtualList

NAME = 50
EMPTY = "No steps yet. n adds the first one."


class PlaybookScreen(CockpitScreen):
    """The steps by their day."""

    SCOPE = "playbook"
    HELP = (
        "The steps of your own playbook, by their day. n adds one, e changes it, ← and → move it by a day. Runs that "
        "are under way keep the steps they began with."
    )

    def __init__(self, playbook: Playbook) -> None:
        super().__init__()
        self.playbook = playbook

    def body(self) -> ComposeResult:
        """The steps."""
        yield VirtualList(Column("day", 11, right=True), Column("who", 18), Column("what", share=1), empty=EMPTY)

    async def load(self) -> None:
        """Read it again; where it is gone there is nothing to show."""
        found = [each for each in await self.read(playbooks.own) if each.uid == self.playbook.uid]
        if not found:
            self.dismiss()
            return
        self.playbook = found[0]
        rows = [
            Row([day_of_step(step.day, self.playbook.anchor), step.who, step.what], key=place)
            for place, step in enumerate(self.playbook.steps)
        ]
        self.list.show(rows)
        self.show_status(
            plural(len(rows), "step"),
            left=[("Playbooks", "title"), (" · ", "dim"), shorten(self.playbook.name, NAME)],
        )

    @property
    def place(self) -> int | None:
        """Which step the cursor is on."""
        key = self.list.key
        return key if isinstance(key, int) and key < len(self.playbook.steps) else None

    async def _save(self, steps: list[Step], at: Step | None = None) -> bool:
        """Store the steps; the cursor goes to `at`."""
        ordered = in_order(steps)
        if await self.change(changes.save_steps, self.playbook.uid, ordered) is None:
            return False
        if at is not None:
            await self.load()
            self.list.go_to(next(place for place, step in enumerate(ordered) if step is at))
        return True

    @work
    async def action_new(self) -> None:
        """One more step."""
        from kamtui.screens.playbook_forms import StepForm

        if saved := await self.app.push_screen_wait(StepForm(self.playbook.anchor)):
            await self._save([*self.playbook.steps, saved.value], saved.value)

    @work
    async def action_edit(self) -> None:
        """Change the step under the cursor."""
        from kamtui.screens.playbook_forms import StepForm

        if (place := self._asked()) is None:
            return
        steps = list(self.playbook.steps)
        if saved := await self.app.push_screen_wait(StepForm(self.playbook.anchor, steps[place])):
            steps[place] = saved.value
            await self._save(steps, saved.value)

    async def action_open(self) -> None:
        """Enter changes it too."""
        self.action_edit()

    @work
    async def action_remove(self) -> None:
        """Take the step out."""
        if (place := self._asked()) is None:
            return
        steps = list(self.playbook.steps)
        gone = steps.pop(place)
        if await self._save(steps):
            self.tell(f"“{shorten(gone.what, NAME)}” is out · u brings it back")

    def action_earlier(self) -> None:
        """A day earlier."""
        self._move(-1)

    def action_later(self) -> None:
        """A day later."""
        self._move(1)

    @work(group="move")
    async def _move(self, days: int) -> None:
        if (place := self._asked()) is None:
            return
        steps = list(self.playbook.steps)
        moved = steps[place] = Step(steps[place].day + days, steps[place].who, steps[place].what)
        await self._save(steps, moved)

    @work
    async def action_begin(self) -> None:
        """Start it on an account."""
        await ask_to_start(self, self.playbook, self.desk.account_id)

    @work
    async def action_rename(self) -> None:
        """What it is called and what its days count from."""
        from kamtui.screens.playbook_forms import playbook_form

        await self.app.push_screen_wait(playbook_form(self.playbook))

    def _asked(self) -> int | None:
        if self.place is None:
            self.refuse("there is no step here; n adds one")
        return self.place
