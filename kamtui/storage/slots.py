"""Whose week is whose: each account's slot, the load of the 48 weeks, and what a rebalance would make of it."""

import sqlite3
from dataclasses import dataclass, field
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import Activity
from kamtui.domain.practice import Practice
from kamtui.domain.slots import Rebalance, Slotted, loads, rebalance
from kamtui.storage.portfolio import accounts


@dataclass(frozen=True, slots=True)
class SlotRow:
    """An account with its slot and the slot that a rebalance would give it (rule Y-3)."""

    id: int
    uid: str
    name: str
    tier: Tier
    slot: int
    proposed: int

    @property
    def moves(self) -> bool:
        """Whether a rebalance would move it."""
        return self.slot != self.proposed


@dataclass(frozen=True, slots=True)
class Slots:
    """Every client by its slot, with the minutes of each template week before and after a rebalance."""

    rows: tuple[SlotRow, ...]
    proposal: Rebalance
    activities: tuple[Activity, ...] = field(repr=False)

    @property
    def moving(self) -> tuple[SlotRow, ...]:
        """The accounts that a rebalance would move."""
        return tuple(row for row in self.rows if row.moves)

    def loads_with(self, account_id: int, slot: int) -> tuple[int, ...]:
        """The minutes of each week with one account in another slot; raises ValueError for a slot that is none."""
        return loads(
            (Slotted(row.uid, row.tier, slot if row.id == account_id else row.slot) for row in self.rows),
            self.activities,
        )


def the_slots(connection: sqlite3.Connection, today: date, practice: Practice) -> Slots:
    """The slots of all clients, the earliest week first (rule Y-3)."""
    found = [row for row in accounts(connection, today, practice) if row.open]
    stands = [Slotted(row.uid, row.tier, row.slot) for row in sorted(found, key=lambda row: (row.tier, row.id))]
    proposal = rebalance(stands, practice.catalogue)
    rows = [SlotRow(row.id, row.uid, row.name, row.tier, row.slot, proposal.slots[row.uid]) for row in found]
    rows.sort(key=lambda row: (row.slot, row.tier, row.name.casefold()))
    return Slots(tuple(rows), proposal, practice.catalogue)
