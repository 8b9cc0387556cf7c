"""What all screens share: the database, the settings, today, and the account that is carried between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import date
    from pathlib import Path

    from textual.dom import DOMNode

    from kamtui.clock import Clock
    from kamtui.keys import Place
    from kamtui.settings import Settings
    from kamtui.storage.database_thread import DatabaseThread
    from kamtui.storage.week import Week


DEMO = 10
"""The status of a cockpit that was left for the demo."""


@dataclass(slots=True)
class Desk:
    """The state between the screens; `version` counts the changes, so a screen knows when it is behind.

    `account_order` is the order of the account list as the user last saw it: (id, name); `[` and `]` step through it.
    Until the list was shown, `find_accounts(connection)` gives the order. `first_loaded` is called once, when the first
    screen has its data; `ahead` is that data, where it was asked for before there was a screen. `shielded` says that
    the privacy shield is up or going up, `veiled` that everything is read behind the veil by now.
    """

    database: DatabaseThread
    settings: Settings
    clock: Clock
    account_id: int | None = None
    account_name: str = ""
    account_order: Sequence[tuple[int, str]] = ()
    find_accounts: Callable[[Any], Sequence[tuple[int, str]]] | None = None
    places: tuple[Place, ...] = ()
    rescue_folder: Path | None = None
    version: int = 0
    first_loaded: Callable[[], object] | None = None
    ahead: Future[Week] | None = None
    shielded: bool = False
    veiled: bool = False

    @property
    def today(self) -> date:
        """The day that everything is judged on."""
        return self.clock.today()


def desk_of(node: DOMNode) -> Desk:
    """The desk of the app that a screen or widget belongs to."""
    return cast("Desk", cast("Any", node.app).desk)
