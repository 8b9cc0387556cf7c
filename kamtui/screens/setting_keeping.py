"""Changing settings from the cockpit: into the file first, then at once on every screen, and back again with `u`."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kamtui import paths
from kamtui.domain.errors import Refused
from kamtui.screens.base import CockpitScreen, data_changed
from kamtui.settings import load
from kamtui.settings_file import change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

    from kamtui.settings import Settings
    from kamtui.toml_lines import Place

NOTHING = "no setting was changed since the cockpit was opened; on other screens u takes back changes of the records"


@dataclass(frozen=True, slots=True)
class Step:
    """A change that was made: how it was called, and the changes that take it back."""

    said: str
    back: "Mapping[Place, Any]"


_TURN: "WeakKeyDictionary[App[Any], asyncio.Lock]" = WeakKeyDictionary()
_MADE: "WeakKeyDictionary[App[Any], list[Step]]" = WeakKeyDictionary()


async def keep(app: "App[Any]", changes: "Mapping[Place, Any]", said: str) -> None:
    """Write settings into the user's file, None for the default, and let the cockpit follow them at once.

    `said` is what undo calls it. Raises Refused, with nothing changed.
    """
    async with _TURN.setdefault(app, asyncio.Lock()):
        back = await _write(app, changes)
        if any(back[place] != changes.get(place) for place in back):
            _MADE.setdefault(app, []).append(Step(said, back))


async def take_back(app: "App[Any]") -> str:
    """Undo the newest change of a setting and give what it was called; raises Refused where there is none."""
    made = _MADE.setdefault(app, [])
    async with _TURN.setdefault(app, asyncio.Lock()):
        if not made:
            raise Refused(NOTHING)
        await _write(app, made[-1].back)
        return made.pop().said


async def _write(app: "Any", changes: "Mapping[Place, Any]") -> "Mapping[Place, Any]":
    file = paths.settings()
    back = await asyncio.to_thread(change, file, changes, app.desk.today)
    follow(app, await asyncio.to_thread(load, file))
    return back


def follow(app: "Any", settings: "Settings") -> None:
    """Let the cockpit go by these settings from now on."""
    before, app.desk.settings = app.desk.settings, settings
    if settings.theme != before.theme:
        app.theme = settings.theme
    if settings.keys != before.keys:
        app.set_keymap(dict(settings.keys))
    data_changed(app)


class SettingsWork(CockpitScreen):
    """A screen that changes settings; `u` takes the newest change of a setting back."""

    async def put(self, changes: "Mapping[Place, Any]", said: str) -> bool:
        """Change settings; False when that was refused, and the user has been told why."""
        try:
            await keep(self.app, changes, said)
        except Refused as reason:
            self.refuse(str(reason))
            return False
        return True

    async def action_undo(self) -> None:
        """Take the newest change of a setting back."""
        try:
            self.tell(f"undone: {await take_back(self.app)}")
        except Refused as reason:
            self.refuse(str(reason))
