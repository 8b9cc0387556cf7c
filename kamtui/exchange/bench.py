"""What every row of an import is laid on: the connection, the known records, and what came of the rows so far."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kamtui.domain.accounts import Status, Tier
from kamtui.domain.names import base_source
from kamtui.domain.slots import Slotted, best_slot, loads
from kamtui.exchange.ledger import Action, Ledger, Outcome
from kamtui.exchange.matching import accounts_of, belongings_of, matched_form, people_of
from kamtui.storage import imports

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kamtui.domain.catalogue import Activity
    from kamtui.exchange.matching import Accounts, Belongings, Known


class Skipped(Exception):
    """A row that is left out on purpose; the message says why."""


class RowRef(NamedTuple):
    """Where a row stands: the place of its file in the import, and its number there."""

    file: int
    number: int


class Waiting(NamedTuple):
    """A person whose manager is looked for once everybody is there."""

    outcome: Outcome
    known: Known
    source: str
    manager_id: str | None
    manager_name: str | None


@dataclass(slots=True)
class Bench:
    """The import under way. `now` is stamped on every row, `today` dates what begins."""

    connection: sqlite3.Connection
    now: str
    today: date
    activities: Sequence[Activity]
    won_as_contracts: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    waiting: list[Waiting] = field(default_factory=list)
    begun: list[tuple[str, int]] = field(default_factory=list)
    accounts: Accounts = field(init=False)
    people: Belongings = field(init=False)
    deals: Belongings = field(init=False)
    issues: Belongings = field(init=False)
    loads: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Learn what is known."""
        ask = self.connection.execute
        found = ask(imports.ACCOUNTS_SQL).fetchall()
        self.accounts = accounts_of(found)
        placed = (Slotted("", Tier(tier), slot) for *_, tier, slot, status in found if status != Status.ENDED)
        self.loads = loads(placed, self.activities)
        self.people = people_of(ask(imports.PEOPLE_SQL))
        self.deals = belongings_of(ask(imports.DEALS_SQL))
        self.issues = belongings_of(ask(imports.ISSUES_SQL))

    def add(self, table: str, values: Mapping[str, Any], uid: str = "") -> int:
        """Write a new row and give its key."""
        return imports.add(self.connection, table, values, self.now, uid)

    def row(self, table: str, row_id: int) -> dict[str, Any]:
        """A row as it stands."""
        return imports.row(self.connection, table, row_id) or {}

    def change(self, table: str, old: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, ...]:
        """Write what differs, and name it."""
        return imports.change(self.connection, table, old, values, self.now)

    def slot(self, tier: Tier, status: str) -> int:
        """The slot that keeps the busiest week lightest, taken from now on (rule Y-3)."""
        slot = best_slot(self.loads, tier, self.activities)
        if status != Status.ENDED:
            more = loads([Slotted("", tier, slot)], self.activities)
            self.loads = tuple(map(int.__add__, self.loads, more))
        return slot

    def note(
        self, ref: RowRef, record: str, action: Action, name: str, why: Iterable[str] | str = "", remark: str = ""
    ) -> None:
        """Say what became of a row."""
        said = why if isinstance(why, str) else "; ".join(filter(None, why))
        self.ledger.note(Outcome(ref.file, ref.number, record, action, name, said), remark=remark)


def with_id(old: str, source: str, given_id: str | None) -> str:
    """The external ids of a row with one more; one that means the same is left as it is written."""
    ids = json.loads(old)
    known = {matched_form(name, given) for name, given in ids.items() if base_source(name) == source}
    if not given_id or matched_form(source, given_id) in known:
        return old
    return json.dumps({**ids, source: given_id}, ensure_ascii=False)


def changed_words(by: str, changed: Iterable[str]) -> str:
    """How a row was recognised and what it changes."""
    names = [name.replace("_", " ") for name in changed if name != "name_key"]
    return f"known by {_BY[by]}" + (f": {', '.join(names)}" if names else "")


_BY = {"id": "its id", "e-mail": "its e-mail", "domain": "its domain", "name": "its name"}


def notes_with(old: str, notes: Iterable[str], facts: Iterable[str] = ()) -> str:
    """The notes with what a file adds: each text once, and of each fact (`Label: value`) the newest value."""
    lines = old.split("\n") if old else []
    for fact in filter(None, facts):
        label = fact.partition(": ")[0] + ": "
        place = next((at for at, line in enumerate(lines) if line.startswith(label)), None)
        if place is None:
            lines.append(fact)
        else:
            lines[place] = fact
    text = "\n".join(lines)
    for note in filter(None, (each.strip() for each in notes)):
        if f"\n{note}\n" not in f"\n{text}\n":
            text = f"{text}\n{note}" if text else note
    return text
