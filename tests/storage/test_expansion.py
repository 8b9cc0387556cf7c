"""Triggers: noted, settled, opened again, and their windows."""

from datetime import date
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.expansion import TriggerState
from kamtui.storage import expansion
from kamtui.storage import expansion_changes as changes
from kamtui.storage.database import Database
from tests.storage.records import account, actions, add, person

TODAY = date(2026, 11, 20)


@pytest.fixture
def jane(database: Database) -> int:
    acme, other = database.run(add, account("Acme"), account("Zenith"))
    return database.run(add, person(acme, "Jane Doe"), person(other, "Ida Sol"))[0]


def noted(database: Database, **values: Any) -> str:
    key = database.run(changes.add_trigger, 1, {"kind": "org_change", "heard": "new COO", **values})
    return str(database.connection.execute("SELECT uid FROM expansion_trigger WHERE id = ?", (key,)).fetchone()[0])


def row(database: Database, uid: str, today: date = TODAY) -> expansion.TriggerRow:
    found = expansion.trigger(database.connection, uid, today)
    assert found is not None
    return found


def label(database: Database) -> str:
    return actions(database.connection)[-1][0]


@pytest.mark.rule("X-1")
def test_a_trigger_keeps_what_was_heard_from_whom_when_and_how_strong(database: Database, jane: int) -> None:
    found = row(database, noted(database, stakeholder_id=jane, strength="strong", noted_on=date(2026, 11, 18)))
    assert (found.kind, found.heard, found.who, found.strength) == ("org_change", "new COO", "Jane Doe", "strong")
    assert (found.noted_on, found.state, found.account) == (date(2026, 11, 18), TriggerState.OPEN, "Acme")
    assert label(database) == "org change trigger at Acme"
    changed = row(database, noted(database, strength=None, noted_on=None))
    assert (changed.strength, changed.noted_on, changed.who) == ("weak", TODAY, "")


@pytest.mark.rule("X-2")
def test_the_window_is_fourteen_days_and_then_the_trigger_is_expired(database: Database, jane: int) -> None:
    uid = noted(database)
    assert (row(database, uid).window, row(database, uid).days_left) == ("closes in 14 days", 14)
    assert row(database, uid, date(2026, 12, 4)).window == "closes today"
    late = row(database, uid, date(2026, 12, 5))
    assert (late.state, late.window) == (TriggerState.EXPIRED, "expired 1 day ago")
    assert expansion.triggers(database.connection, TODAY, 3)[0].days_left == 3


@pytest.mark.rule("X-2")
def test_a_trigger_is_acted_on_filed_let_go_and_opened_again(database: Database, jane: int) -> None:
    uid = noted(database)
    database.run(changes.settle_trigger, uid, "acted")
    assert (row(database, uid).state, row(database, uid).acted_on) == (TriggerState.ACTED, TODAY)
    assert label(database) == "org change trigger at Acme acted on"
    database.run(changes.settle_trigger, uid, "filed", date(2026, 12, 1))
    assert (row(database, uid).state, row(database, uid).acted_on) == (TriggerState.FILED, None)
    assert row(database, uid).look_again_on == date(2026, 12, 1)
    database.run(changes.settle_trigger, uid, "expired")
    assert row(database, uid).state is TriggerState.EXPIRED
    database.run(changes.settle_trigger, uid, "open")
    assert (row(database, uid).state, row(database, uid).look_again_on) == (TriggerState.OPEN, date(2026, 12, 4))
    database.run(changes.settle_trigger, uid, "acted")
    acted_on = row(database, uid).acted_on
    database.run(changes.settle_trigger, uid, "acted")
    assert row(database, uid).acted_on == acted_on


@pytest.mark.parametrize(
    ("state", "day", "words"),
    [
        ("gone", None, "cannot be “gone”"),
        ("acted", date(2026, 12, 1), "not looked at again"),
        ("expired", date(2026, 12, 1), "not looked at again"),
        ("filed", TODAY, "choose a later one"),
    ],
)
def test_a_state_that_cannot_be_is_refused(
    database: Database, jane: int, state: str, day: date | None, words: str
) -> None:
    uid = noted(database)
    with pytest.raises(Refused, match=words):
        database.run(changes.settle_trigger, uid, state, day)
    assert row(database, uid).state is TriggerState.OPEN


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"heard": " "}, "heard is empty"),
        ({"kind": "gossip"}, "kind"),
        ({"noted_on": date(2026, 11, 21)}, "still to come"),
        ({"stakeholder_id": 2}, "no longer on the map"),
        ({"stakeholder_id": 99}, "no longer on the map"),
        ({"state": "acted"}, "has no state"),
    ],
)
def test_a_trigger_that_cannot_be_is_refused(database: Database, jane: int, values: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        noted(database, **values)
    assert expansion.triggers(database.connection, TODAY) == []


def test_a_trigger_is_changed_and_removed_and_undone(database: Database, jane: int) -> None:
    uid = noted(database)
    database.run(changes.edit_trigger, uid, {"kind": "renewal"})
    assert (row(database, uid).kind, row(database, uid).heard) == ("renewal", "new COO")
    assert label(database) == "changes to the renewal trigger at Acme"
    assert database.run(changes.remove_trigger, uid) == "renewal trigger at Acme"
    assert expansion.trigger(database.connection, uid, TODAY) is None
    database.undo()
    assert row(database, uid).kind == "renewal"


def test_triggers_come_newest_first_for_one_account_or_all(database: Database, jane: int) -> None:
    first, second = noted(database, noted_on=date(2026, 11, 1)), noted(database)
    assert [one.uid for one in expansion.triggers(database.connection, TODAY)] == [second, first]
    assert expansion.triggers(database.connection, TODAY, account=2) == []
