"""Contract lines of an import, with the events that say how the annual value came about (rule R-1).

A line with a first day is new on that day, or an expansion where the account paid for something else already: without
the event it would count as paid all along, and retention would measure a new client as one of last year. A line without
a first day is taken as paid all along and has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamtui.domain.ledger import change_of
from kamtui.domain.revenue import RevenueKind
from kamtui.storage import imports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamtui.exchange.bench import Bench

REASON = "imported"


def add_line(bench: Bench, values: Mapping[str, Any], uid: str = "") -> None:
    """Write a new line; its event follows once all lines are there, as files are in any order."""
    line_id = bench.add("contract", values, uid)
    if values.get("start") and values["annual_value"]:
        bench.begun.append((values["start"], line_id))


def change_line(bench: Bench, line_id: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Change a line; another value is an expansion or a contraction of today. Gives the columns that changed."""
    old = bench.row("contract", line_id)
    changed = bench.change("contract", old, values)
    new_value = values.get("annual_value", old["annual_value"])
    if (moved := change_of(old["annual_value"], new_value)) is not None:
        _note(bench, {**old, **values}, *moved, bench.today.isoformat())
    return changed


def resolve_beginnings(bench: Bench) -> None:
    """Write how each new line began, the earliest first."""
    for start, line_id in sorted(bench.begun):
        line = bench.row("contract", line_id)
        asked = {"account": line["account_id"], "id": line_id, "start": start}
        paid = bench.connection.execute(imports.PAID_BEFORE_SQL, asked).fetchone()[0]
        _note(bench, line, RevenueKind.EXPANSION if paid else RevenueKind.NEW, line["annual_value"], start)
    bench.begun.clear()


def _note(bench: Bench, line: Mapping[str, Any], kind: RevenueKind, amount: int, on: str) -> None:
    given = {"account_id": line["account_id"], "contract_id": line["id"], "kind": kind.value, "amount": amount}
    bench.add("revenue_event", {**given, "on": on, "reason": REASON})
