"""What the user added to the cockpit's own lists, behind the veil: activities and playbooks (rule G-2)."""

import sqlite3
from collections.abc import Callable
from typing import Final

from kamtui.domain.catalogue import CATALOGUE
from kamtui.domain.playbooks import FILE
from kamtui.wordlists import packaged

DATED_TURNS: Final = frozenset({"renewal_mapping", "renewal_conversation"})
"""Work that is kept by its day where activities are kept by their period."""


def functions(connection: sqlite3.Connection, text: Callable[[str | None], str | None]) -> None:
    """Give a connection what leaves the names that come along as they are.

    The name of any other playbook is masked as `text` masks; any other activity is told apart by a number.
    """
    ours = frozenset(each["name"] for each in packaged(FILE).values())
    known, added = {one.name for one in CATALOGUE} | DATED_TURNS, dict[str, int]()

    def playbook(value: str) -> str | None:
        return value if value in ours else text(value)

    def activity(value: str) -> str:
        return value if value in known else f"own_activity_{added.setdefault(value, len(added) + 1)}"

    connection.create_function("veil_playbook", 1, playbook, deterministic=True)
    connection.create_function("veil_activity", 1, activity, deterministic=True)
