"""Starting a playbook, from its own screen or from an account's page."""

import asyncio
from typing import TYPE_CHECKING

from kamtui.screens.choose import ChooseScreen
from kamtui.screens.playbook_forms import StartForm
from kamtui.storage import playbooks

if TYPE_CHECKING:
    from kamtui.domain.playbooks import Playbook
    from kamtui.screens.base import CockpitScreen
    from kamtui.widgets.ink import Cell


async def ask_to_start(screen: "CockpitScreen", playbook: "Playbook | None", account: int | None) -> None:
    """Ask which playbook (unless it is known), on which account and from which day; start it and say so."""
    accounts = await screen.read(playbooks.startable)
    if not accounts:
        screen.refuse("there is no account to start it on; n on screen 2 adds one")
        return
    chosen = playbook or await _choose(screen)
    if chosen is None:
        return
    if not chosen.steps:
        screen.refuse("it has no steps yet; enter opens it, n adds the first one")
        return
    there = account if account in [key for key, _, _ in accounts] else None
    form = StartForm(chosen, accounts, there, screen.desk.today)
    if saved := await screen.app.push_screen_wait(form):
        screen.tell(f"{saved.value} · u takes it back")


async def _choose(screen: "CockpitScreen") -> "Playbook | None":
    loaded = await asyncio.to_thread(playbooks.shipped)
    known = [*await screen.read(playbooks.own), *loaded.value]
    options: list[tuple[int, Cell]] = [
        (place, [each.name, (f"  {each.about}", "dim")]) for place, each in enumerate(known)
    ]
    place = await screen.app.push_screen_wait(ChooseScreen("Start which playbook?", options))
    return None if place is None else known[place]
