"""Playbooks: the runs under way and how far they are, those that come along, and one's own."""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.playbooks import Playbook
from kamtui.domain.text import shorten
from kamtui.screens.base import CockpitScreen
from kamtui.screens.playbook_start import ask_to_start
from kamtui.screens.playbook_words import fit_key, fit_lines, fit_row, playbook_lines, playbook_row, run_lines, run_row
from kamtui.storage import playbooks
from kamtui.storage import playbooks_changes as changes
from kamtui.storage.playbooks import Fit, Run
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Row
from kamtui.widgets.virtual_list import Column, VirtualList

COLUMNS = (
    Column("", share=2, least=18),
    Column("account", share=2, least=16),
    Column("", 8, right=True),
    Column("next", 10, right=True),
    Column("", 7, right=True, keep=4),
)
NAME = 40


class PlaybooksScreen(CockpitScreen):
    """Runs first, then playbooks; the steps of the one under the cursor stand beside."""

    SCOPE = "playbooks"
    CSS_PATH = "playbooks.tcss"
    FILTERS = True
    HELP = (
        "A playbook is a list of steps with their days. Started on an account, each step is an action in the week's "
        "list. b starts one, t copies it so that it can be edited; d does the next step of a run, x stops it."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.runs: tuple[Run, ...] = ()
        self.fits: tuple[Fit, ...] = ()
        self.own: tuple[Playbook, ...] = ()
        self.shipped: tuple[Playbook, ...] | None = None
        self._new: str | None = None

    def body(self) -> ComposeResult:
        """The list, and the steps."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*COLUMNS, empty="Nothing fits. escape shows all.")
                yield Lines(id="below", wrapped=False)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the runs and playbooks; the words file is read once."""
        if self.shipped is None:
            loaded = await asyncio.to_thread(playbooks.shipped)
            self.shipped = loaded.value
            if loaded.problem:
                self.refuse(loaded.problem)
        self.runs = await self.read(playbooks.runs, self.desk.today)
        self.own = await self.read(playbooks.own)
        practice = self.desk.settings.practice()
        self.fits = await self.read(playbooks.fitting, self.desk.today, practice, self.shipped)
        self.apply_filter(self.filter_text)
        if self._new is not None:
            self.list.go_to(("own", self._new))
            self._new = None
        late = sum(1 for run in self.runs if run.progress.late)
        going = sum(1 for run in self.runs if not run.progress.finished)
        self.show_status(f"{going} under way", (f"{late} with late steps", "late") if late else "")

    def apply_filter(self, text: str) -> None:
        """What holds every word: a run by its account too."""
        words = text.casefold().split()

        def fits(*texts: str) -> bool:
            return all(word in " ".join(texts).casefold() for word in words)

        today = self.desk.today
        runs = [run for run in self.runs if fits(run.playbook, run.account)]
        going = [run_row(run, today) for run in runs if not run.progress.finished]
        over = [run_row(run, today) for run in runs if run.progress.finished]
        would = [fit_row(fit) for fit in self.fits if fits(fit.playbook.name, fit.account, fit.why)]
        mine = [playbook_row(each, 0) for each in self.own if fits(each.name, each.about)]
        theirs = [
            playbook_row(each, place)
            for place, each in enumerate(self.shipped or ())
            if fits(each.name, each.about)
        ]  # fmt: skip
        lines: list[Row | Heading] = []
        groups = {"under way": going, "would fit now": would, "your own": mine, "that come along": theirs}
        for title, rows in (*groups.items(), ("finished", over)):
            lines += [Heading(f"{title} · {len(rows)}"), *rows] if rows else []
        self.list.show(lines)
        self._show_steps()

    @property
    def run(self) -> Run | None:
        """The run under the cursor."""
        return next((each for each in self.runs if ("run", each.uid) == self.list.key), None)

    @property
    def fit(self) -> Fit | None:
        """The proposal under the cursor."""
        return next((each for each in self.fits if fit_key(each) == self.list.key), None)

    @property
    def playbook(self) -> Playbook | None:
        """The playbook under the cursor."""
        if (fit := self.fit) is not None:
            return fit.playbook
        kind, key = self.list.key or ("", None)
        if kind == "shipped" and self.shipped is not None and isinstance(key, int):
            return self.shipped[key]
        return next((each for each in self.own if kind == "own" and each.uid == key), None)

    def on_virtual_list_highlighted(self) -> None:
        """The steps follow the cursor."""
        self._show_steps()

    def _show_steps(self) -> None:
        run, fit, playbook = self.run, self.fit, self.playbook
        lines = run_lines(run, self.desk.today) if run else fit_lines(fit) if fit else []
        lines = lines or (playbook_lines(playbook) if playbook else [])
        self.query_one("#why", Lines).show(lines)
        self.query_one("#below", Lines).show([line for line in lines if line])

    # What the keys do

    @work
    async def action_open(self) -> None:
        """The steps of a playbook; of a run, the account's page."""
        from kamtui.screens.account import AccountScreen
        from kamtui.screens.playbook import PlaybookScreen

        if (there := self.run or self.fit) is not None:
            await self.app.push_screen(AccountScreen(there.account_id, there.account))
        elif (playbook := self.playbook) is None:
            self.refuse("there is nothing to open here")
        elif playbook.own:
            await self.app.push_screen(PlaybookScreen(playbook))
        else:
            self.refuse("it comes along and stays as it is: t makes a copy of your own, b starts it")

    @work
    async def action_begin(self) -> None:
        """Start the one under the cursor; on a run, ask which."""
        fit = self.fit
        await ask_to_start(self, self.playbook, fit.account_id if fit else self.desk.account_id)

    @work
    async def action_done(self) -> None:
        """Do the next step of a run."""
        if (run := self.run) is None:
            self.refuse("this is no run: b starts a playbook")
        elif (step := run.next_step) is None:
            self.refuse("every step of it is done")
        elif saved := await self.change(changes.finish_step, step.uid):
            self.tell(f"{saved.value} · {run.progress.done + 1} of {run.progress.steps}")

    @work
    async def action_skip(self) -> None:
        """Stop a run."""
        if (run := self.run) is None:
            self.refuse("this is no run; only a run can be stopped")
        elif saved := await self.change(changes.stop, run.uid):
            self.tell(f"{saved.value} · u brings them back")

    @work
    async def action_new(self) -> None:
        """A playbook of one's own, and then its steps."""
        from kamtui.screens.playbook_forms import playbook_form

        if saved := await self.app.push_screen_wait(playbook_form()):
            await self._open_own(saved.value)

    @work
    async def action_copy(self) -> None:
        """Make a playbook one's own."""
        if (playbook := self.playbook) is None:
            self.refuse("put the cursor on a playbook to copy it")
        elif saved := await self.change(changes.copy_playbook, playbook):
            await self._open_own(saved.value)

    async def _open_own(self, uid: str) -> None:
        from kamtui.screens.playbook import PlaybookScreen

        mine = [each for each in await self.read(playbooks.own) if each.uid == uid]
        self._new = uid
        self.reload()
        if mine:
            await self.app.push_screen(PlaybookScreen(mine[0]))

    @work
    async def action_edit(self) -> None:
        """What is said of one's own playbook."""
        from kamtui.screens.playbook_forms import playbook_form

        if (playbook := self._mine("edited")) is not None:
            await self.app.push_screen_wait(playbook_form(playbook))

    @work
    async def action_remove(self) -> None:
        """Take one's own playbook away."""
        if (playbook := self._mine("removed")) is not None and (
            saved := await self.change(changes.remove_playbook, playbook.uid)
        ):
            self.tell(f"{shorten(saved.value, NAME)} is removed, runs go on · u brings it back")

    def _mine(self, what: str) -> Playbook | None:
        playbook = self.playbook
        if playbook is not None and playbook.own:
            return playbook
        self.refuse(f"only your own playbooks are {what}; t copies one, x stops a run")
        return None
