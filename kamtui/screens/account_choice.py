"""Another account for a screen that shows one."""

from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.storage.map import account_choices


async def choose_account(screen: CockpitScreen) -> None:
    """Ask which account the screens show from now on; it is found by typing."""
    accounts = await screen.read(account_choices)
    chosen = await screen.app.push_screen_wait(ChooseScreen("Which account?", accounts, chosen=screen.desk.account_id))
    if chosen is not None:
        screen.set_account(chosen, dict(accounts)[chosen])
