"""The form that changes an account's tier, with the reason and the day, above the history of the tier (rule T-6)."""

from collections.abc import Sequence

from textual.app import ComposeResult

from kamtui.domain.accounts import Tier, TierChange
from kamtui.domain.text import shorten
from kamtui.screens.account_form import TIERS
from kamtui.screens.base import CockpitScreen, Saved
from kamtui.screens.form import Field, FormScreen
from kamtui.storage.accounts import tier_history
from kamtui.storage.accounts_changes import change_tier
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

MOST_SHOWN = 8


class TierForm(FormScreen):
    """Asks for the tier, why, and since when."""

    DEFAULT_CSS = """
    TierForm .history { margin-top: 1; }
    """

    def __init__(self, account_id: int, name: str, tier: Tier, history: Sequence[TierChange]) -> None:
        fields = [
            Field("tier", "Tier", "choice", int(tier), options=TIERS),
            Field("reason", "Why", required=True, hint="the history keeps it"),
            Field("on", "Since", "date", hint="today; yesterday, 1 nov", past=True),
        ]
        super().__init__(f"Tier of {shorten(name, 50)}", fields, change_tier, always={"account_id": account_id})
        self._history = history

    def body(self) -> ComposeResult:
        """The fields, and the history."""
        yield from super().body()
        yield Lines(history_lines(self._history), classes="history")


def history_lines(history: Sequence[TierChange]) -> list[Cell]:
    """Every change of tier, newest first, with its reason (rule T-6)."""
    lines: list[Cell] = []
    for change in history[:MOST_SHOWN]:
        came = f"{change.from_tier.name.capitalize()} → " if change.from_tier else ""
        said = f"  {shorten(change.reason, 200)}" if change.reason else ""
        lines.append([(f"{change.on}  ", "dim"), f"{came}{change.to_tier.name.capitalize()}", (said, "dim")])
    if len(history) > MOST_SHOWN:
        lines.append((f"and {len(history) - MOST_SHOWN} before", "dim"))
    return lines


async def ask_for_tier(screen: CockpitScreen, account_id: int, name: str, tier: Tier) -> Saved[None] | None:
    """Ask for another tier and save it; await it in a worker."""
    history = await screen.read(tier_history, account_id)
    saved: Saved[None] | None = await screen.app.push_screen_wait(TierForm(account_id, name, tier, history))
    return saved
