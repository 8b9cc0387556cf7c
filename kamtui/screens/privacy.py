"""The privacy shield: names, texts and amounts leave the screen until it is lifted (rule G-2).

While it is up, everything is read behind a veil (`kamtui.storage.veil`) and no amount is said. A curtain falls over
what is in sight at once; it goes up again when all that lies beneath has been read anew. It stays over windows and
over screens on which somebody types: those show real text, and what is on them is kept as it is.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.worker import WorkerError, WorkerState

from kamtui.domain import money
from kamtui.domain.veil import masked
from kamtui.screens.base import CockpitScreen, catch_up
from kamtui.screens.desk import desk_of
from kamtui.screens.leaving import Leaving
from kamtui.screens.shielded import SHIELDED
from kamtui.storage.errors import Unusable
from kamtui.storage.lookup import account_names
from kamtui.storage.veil import Veil
from kamtui.widgets.lines import EmptyState, StatusLine

if TYPE_CHECKING:
    from kamtui.everywhere import Everywhere

TYPING = "What lies beneath is kept as it is, but it shows what was typed: it comes back when the shield is lifted."
READING = "Everything is read anew, without names and amounts."
UNREAD = "What lies beneath could not be read anew."
LIFTS = (("p", "lifts the shield"), ("1–9 0", "go to the other screens"))
ROUNDS = 3
"""How often to look whether what lies beneath still draws something."""


class Curtain(Leaving):
    """Covers everything; goes by itself when what lies beneath shows nothing real any more."""

    COVERS = True

    DEFAULT_CSS = """
    Curtain { background: $background; }
    """

    def compose(self) -> ComposeResult:
        """The sign, and why it stays."""
        yield StatusLine()
        yield EmptyState(READING)

    def on_screen_resume(self) -> None:
        """In sight: look at what lies beneath, or go where the shield is lifted already."""
        self.query_one(StatusLine).show(SHIELDED)
        if not desk_of(self).shielded:
            self.dismiss()
        elif desk_of(self).veiled:
            self.rise()

    @work(group="rise", exclusive=True)
    async def rise(self) -> None:
        """Read everything beneath anew and go; stay where that does not take the real text away."""
        if self.app.screen is not self:
            return  # it comes in sight again, and looks then
        beneath = self.app.screen_stack[: self.app.screen_stack.index(self)]
        if any(not isinstance(one, CockpitScreen) or one.PLAIN or one.HOLDS for one in beneath):
            self._stay(TYPING)
        elif not await read_anew(beneath):
            self._stay(UNREAD)
        elif desk_of(self).shielded:
            self.dismiss()

    def _stay(self, why: str) -> None:
        self.query_one(EmptyState).show([why, "", *(f"{key:>6}  {words}" for key, words in LIFTS)])


async def read_anew(screens: list[Screen[Any]]) -> bool:
    """Load all of them again, and wait until they have drawn it; False when one could not be read."""
    try:
        for screen in screens:
            if isinstance(screen, CockpitScreen):
                if screen.filter_row is not None or screen.filter_text:
                    screen.leave_filter(keep=False)
                if not await screen.caught_up():
                    return False
        for _ in range(ROUNDS):
            for screen in screens:
                await _answered(screen)
            workers = [one for one in screens[0].app.workers if getattr(one.node, "_screen", None) in screens]
            for worker in workers:
                if worker.state in (WorkerState.PENDING, WorkerState.RUNNING):
                    await worker.wait()
    except WorkerError:
        return False
    return True


async def _answered(screen: Screen[Any]) -> None:
    """Every widget of the screen has dealt with the messages that were waiting for it."""
    for node in [*screen.query("*"), screen]:
        done = asyncio.Event()
        if node.is_running and node.call_later(done.set):
            await done.wait()


async def toggle(app: "Everywhere") -> None:
    """Raise the shield, or lift it."""
    await (lift(app) if app.desk.shielded else put_up(app))


async def put_up(app: "Everywhere") -> None:
    """Cover what is in sight, then read behind the veil."""
    desk = app.desk
    desk.shielded = True
    money.hide(on=True)
    app.clear_notifications()
    for mode in list(app._screen_stacks):
        if not isinstance(app._screen_stacks[mode][-1], Curtain):
            await app.push_screen(Curtain(), mode=mode)
    try:
        await app.database.veil(Veil.SCREEN)
        await _rename(app)
    except Unusable as problem:
        await lift(app)
        app.refuse(f"the privacy shield is not up: {problem}")
        return
    desk.veiled = True
    desk.version += 1
    if isinstance(app.screen, Curtain):
        app.screen.rise()


async def lift(app: "Everywhere") -> None:
    """Read plainly again and show everything."""
    desk = app.desk
    await app.database.veil(None)
    money.hide(on=False)
    desk.shielded = desk.veiled = False
    desk.version += 1
    with suppress(Unusable):
        await _rename(app)
    if isinstance(app.screen, Curtain):
        app.screen.dismiss()
    else:
        while _holds_masked(app.screen):
            await app.screen.dismiss()
    catch_up(app)


def _holds_masked(screen: Screen[Any]) -> bool:
    """Whether a screen was opened behind the shield and would go on showing masked names."""
    held = [each for each in vars(screen).values() if isinstance(each, str | tuple)]
    return bool(getattr(screen, "HOLDS", False)) and masked(repr(held))


async def _rename(app: "Everywhere") -> None:
    """The names that are carried from screen to screen, as they are read now."""
    desk = app.desk
    names = await app.database.read(account_names)
    desk.account_order = [(key, names.get(key, name)) for key, name in desk.account_order]
    if desk.account_id is not None:
        desk.account_name = names.get(desk.account_id, "")
