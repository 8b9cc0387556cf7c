"""What was changed about an account, in words, as the journal kept it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kamtui.domain.accounts import Tier
from kamtui.domain.money import full
from kamtui.domain.names import merged_uids
from kamtui.domain.problems import spoken
from kamtui.domain.text import shorten
from kamtui.storage.journal import Change, former_keys, history

UNTOLD = frozenset({"id", "uid", "changed_at", "name_key", "account_id", "person", "external_ids"})
MONEY = frozenset({"annual_value", "potential_value", "amount"})
MARKS = frozenset(
    {"auto_renew", "transactional", "internal", "assumed", "placeholder", "primary_contact", "solicited", "in_plan"}
    | {"most_important", "quick_win", "value_none_known", "competition_none_known", "rewrite", "came_true"}
)
CHOICES = frozenset(
    {"quality", "stance", "influence", "function", "frequency", "kind", "state", "status", "stage", "renewal_stage"}
    | {"response_time", "meeting_engagement", "referral_activity", "tone", "activity"}
)
TITLES = {
    "touchpoint_person": "who took part",
    "plan_action": "action",
    "expansion_trigger": "trigger",
    "stakeholder": "person",
    "qbr": "QBR",
    "contract": "contract line",
}
SAID = ("name", "title", "what", "summary", "provider", "heard", "referred", "statement", "description", "activity")
"""The columns that say which record it is, the first that is there."""

NAMES = "SELECT id, name FROM stakeholder WHERE account_id = ?"
IDS = "SELECT external_ids FROM account WHERE id = ?"
SHOWN = 60
"""How many terminal cells of a value are repeated."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing the user did: when, what it was called, and each change in words."""

    at: datetime
    label: str
    lines: tuple[str, ...]


def account_history(connection: sqlite3.Connection, account_id: int, limit: int = 200) -> tuple[HistoryEntry, ...]:
    """What was done to an account and all it has, and to those that were merged into it, the newest first."""
    names = {str(key): name for key, name in connection.execute(NAMES, (account_id,)).fetchall()}
    found = connection.execute(IDS, (account_id,)).fetchone()
    former = former_keys(connection, merged_uids(found[0])) if found else []
    return tuple(
        HistoryEntry(datetime.fromisoformat(action.at), action.label, tuple(_told(action.changes, names, account_id)))
        for action in history(connection, [account_id, *former], limit)
    )


def _told(changes: tuple[Change, ...], names: Mapping[str, str], account_id: int) -> Iterator[str]:
    for change in changes:
        title = TITLES.get(change.table) or change.table.replace("_", " ")
        before, after = change.before, change.after
        if before is not None and after is not None:
            own = change.table == "account" and change.row_id == account_id
            which = "" if own else f"{title} {_which(after)}: ".replace(" : ", ": ")
            yield from (f"{which}{line}" for line in _differences(before, after, names))
        elif change.table != "touchpoint_person":
            image = after or before or {}
            yield f"{'new' if before is None else 'removed'}: {title} {_which(image)}".rstrip()


def _which(image: Mapping[str, Any]) -> str:
    found = next((str(image[name]) for name in SAID if image.get(name)), None)
    return shorten(found or str(image.get("on") or ""), SHOWN)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for column, value in after.items():
        if column not in UNTOLD and before.get(column) != value:
            word = column.removesuffix("_id").replace("_", " ")
            yield f"{word}: {_value(column, before.get(column), names)} → {_value(column, value, names)}"


def _value(column: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "nothing"
    if column in MARKS:
        return "yes" if value else "no"
    if column in MONEY:
        return full(int(value))
    if column in ("tier", "to_tier", "from_tier"):
        return Tier(value).name.capitalize()
    if column in ("reports_to_id", "stakeholder_id", "referrer_id"):
        return shorten(names.get(str(value), "somebody"), SHOWN)
    if column == "roles":
        return ", ".join(spoken(role) for role in json.loads(value)) or "nothing"
    return shorten(spoken(str(value)) if column in CHOICES else str(value), SHOWN)
