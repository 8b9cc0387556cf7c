"""Everything a successor needs to know of one account, read at once (rule G-1)."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from kamtui.domain.practice import Practice
from kamtui.domain.week import WeekItem
from kamtui.storage import map as maps
from kamtui.storage.account_page import AccountPage, account_page
from kamtui.storage.commitments import LedgerRow, ledger
from kamtui.storage.health import Beside, beside
from kamtui.storage.onboarding import Onboarding, onboarding
from kamtui.storage.plans import PlanPage, the_plan
from kamtui.storage.timeline import TimelineLine, timeline

PRIVATE = frozenset({"conversation", "draft_conversation"})
"""Work that tells of a private note."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One account as it is handed over; conversations that somebody puts off are private and not in it."""

    page: AccountPage
    map: maps.AccountMap
    plan: PlanPage
    health: Beside
    ledger: tuple[LedgerRow, ...]
    happened: tuple[TimelineLine, ...]
    start: Onboarding | None

    @property
    def work(self) -> tuple[WeekItem, ...]:
        """What is open, without what is private."""
        return tuple(item for item in self.page.work if item.activity not in PRIVATE)


def handover_of(connection: sqlite3.Connection, account_id: int, today: date, practice: Practice) -> Handover | None:
    """The hand-over pack of an account; None when it is gone."""
    page = account_page(connection, account_id, today, practice)
    found = maps.the_map(connection, account_id, today, practice)
    plan = the_plan(connection, account_id, today, practice)
    if page is None or found is None or plan is None:
        return None
    return Handover(
        page=page,
        map=found,
        plan=plan,
        health=beside(connection, account_id, today),
        ledger=ledger(connection, account_id),
        happened=timeline(connection, account_id),
        start=onboarding(connection, account_id, today),
    )
