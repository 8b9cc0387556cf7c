"""Undo and redo, from anywhere: what is asked before, and what is said after."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kamtui.screens.base import data_changed
from kamtui.screens.confirm import ConfirmScreen
from kamtui.storage.errors import Unusable
from kamtui.storage.journal import import_to_undo

if TYPE_CHECKING:
    from kamtui.everywhere import Everywhere


async def undo(app: "Everywhere") -> None:
    """Take the newest change back; asks before a whole import goes, unless it is the one on the screen."""
    with suppress(Unusable):
        label = await app.database.read(import_to_undo)
        if label is not None and getattr(app.screen, "SCOPE", "") != "import":
            question = ConfirmScreen(f"Take back the {label}, with all it brought?", yes="take back", no="keep")
            if not await app.push_screen_wait(question):
                return
    await _stepping(app, app.database.undo, "undone", "there is nothing to undo")


async def redo(app: "Everywhere") -> None:
    """Do what was undone again."""
    await _stepping(app, app.database.redo, "done again", "there is nothing to do again")


async def _stepping(app: "Everywhere", step: Callable[[], Any], done: str, nothing: str) -> None:
    try:
        label = await step()
    except (ValueError, Unusable) as problem:
        app.refuse(str(problem))
        return
    if label is None:
        app.refuse(nothing)
        return
    app.notify(done if app.desk.shielded else f"{done}: {label}")
    data_changed(app)
