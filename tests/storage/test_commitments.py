"""The ledger of promises in the file."""

from datetime import date, timedelta
from typing import Any

import pytest

from kamtui.domain.commitments import Promises, Side
from kamtui.domain.errors import Refused
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.qbr import Qbr
from kamtui.storage import commitments
from kamtui.storage import commitments_changes as changes
from kamtui.storage.database import Database
from tests.storage.records import DAY, MOMENT, account, actions, add, touch

HOSTILE = "[@click=app.quit]x[/] \x1b[31m=1+1 \u202eevil\nsecond"


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture
def owner(database: Database) -> int:
    (key,) = database.run(add, account("Nordwind"))
    return key


def promise(owner: int, what: str = "send the list", **more: Any) -> Commitment:
    return Commitment(**{"account_id": owner, "side": "ours", "what": what, **more})


def put(database: Database, *records: Any) -> list[int]:
    return database.run(add, *records)


def stored(database: Database, key: int) -> tuple[Any, ...]:
    row: tuple[Any, ...] = database.connection.execute(
        "SELECT state, settled_on, reason FROM commitment WHERE id = ?", (key,)
    ).fetchone()
    return row


@pytest.mark.rule("C-1")
def test_open_promises_come_first_by_their_date_then_the_settled_ones_the_latest_first(
    database: Database, owner: int
) -> None:
    (other,) = put(database, account("Acme", tier=2))
    put(
        database, promise(owner, "no date"), promise(owner, "far", due=ago(-40)), promise(other, "gone", due=ago(4)),
        promise(owner, "old", state="kept", settled_on=ago(60)), promise(other, "new", state="broken", settled_on=DAY),
        promise(owner, "unsaid", state="late"),
    )  # fmt: skip
    found = database.read(commitments.ledger)
    assert [row.promise.what for row in found] == ["gone", "far", "no date", "new", "old", "unsaid"]
    assert found[0].promise.overdue(DAY)
    assert {row.account for row in found} == {"Acme", "Nordwind"}
    assert [row.promise.what for row in database.read(commitments.ledger, other)] == ["gone", "new"]


@pytest.mark.rule("C-1")
def test_every_promise_says_where_it_came_from(database: Database, owner: int) -> None:
    call, qbr, talk = touch(owner, channel="email", uid="t1"), Qbr, Conversation
    put(
        database, call, qbr(account_id=owner, uid="q1", scheduled_on=ago(9)),
        qbr(account_id=owner, uid="q2", scheduled_on=ago(9), ended_at=MOMENT),
        talk(account_id=owner, uid="c1", noted_on=ago(3)),
    )  # fmt: skip
    kinds = [("touchpoint", "t1"), ("qbr", "q1"), ("qbr", "q2"), ("conversation", "c1"), ("plan", "p"), ("qbr", "gone")]
    put(database, *(promise(owner, source={"kind": kind, "uid": uid}) for kind, uid in kinds))
    put(database, promise(owner), promise(owner, source={"kind": "hand", "uid": None}))
    words = [row.source.words(DAY) for row in database.read(commitments.ledger)]
    assert words == ["e-mail, today", "QBR, 9 d ago", "QBR, today", "talk, 3 d ago", "plan", "QBR", *["by hand"] * 2]


@pytest.mark.rule("C-2")
def test_both_shares_are_counted_per_account(database: Database, owner: int) -> None:
    (other,) = put(database, account("Acme"))
    put(
        database, promise(owner, state="kept", settled_on=ago(3)), promise(owner, state="late", settled_on=ago(3)),
        promise(owner, side="theirs"), promise(other, state="broken", settled_on=ago(3)),
    )  # fmt: skip
    found = commitments.shares(database.read(commitments.ledger, owner), DAY)
    assert found == {Side.OURS: Promises(1, 2, 0, 1), Side.THEIRS: Promises(0, 0, 1, 0)}
    assert found[Side.THEIRS].share is None
    assert database.read(commitments.kept_by, owner, Side.OURS, DAY) == found[Side.OURS]


@pytest.mark.rule("C-1")
def test_a_promise_is_written_down_changed_and_removed_each_as_one_action(database: Database, owner: int) -> None:
    key = database.run(changes.add_commitment, {"account_id": owner, "side": "theirs", "what": HOSTILE, "who": " Ida "})
    (row,) = database.read(commitments.ledger)
    assert (row.promise.what, row.promise.who) == ("[@click=app.quit]x[/] =1+1 evil second", "Ida")
    assert row.source.kind == "hand"
    (acme,) = put(database, account("Acme"))
    database.run(changes.edit_commitment, key, {"account_id": acme, "what": "call", "due": DAY})
    assert database.run(changes.remove_commitment, key) == "call"
    assert database.read(commitments.ledger) == ()
    database.undo()
    (row,) = database.read(commitments.ledger)
    assert (row.account, row.promise.what, row.promise.due) == ("Acme", "call", DAY)
    assert [label for label, _ in actions(database.connection)][-1] == "promise call removed"


def test_a_promise_that_came_from_a_record_remembers_it(database: Database, owner: int) -> None:
    asked = {"account_id": owner, "side": "ours", "what": "x"}
    database.run(changes.add_commitment, asked, {"kind": "touchpoint", "uid": "t1"})
    (row,) = database.read(commitments.ledger)
    assert (row.source.kind, row.source.uid) == ("touchpoint", "t1")


@pytest.mark.rule("C-1")
def test_keeping_decides_between_kept_and_late_and_undo_takes_it_back(database: Database, owner: int) -> None:
    early, late = put(database, promise(owner, due=DAY), promise(owner, due=ago(1)))
    assert database.run(changes.keep_commitment, early) == "kept"
    assert database.run(changes.keep_commitment, late) == "late"
    assert stored(database, late) == ("late", str(DAY), "")
    database.undo()
    assert stored(database, late) == ("open", None, "")
    with pytest.raises(Refused, match="it is kept already"):
        database.run(changes.keep_commitment, early)


@pytest.mark.rule("C-1")
def test_broken_waived_and_open_again(database: Database, owner: int) -> None:
    one, two = put(database, promise(owner), promise(owner))
    database.run(changes.break_commitment, one)
    with pytest.raises(Refused, match="reason"):
        database.run(changes.waive_commitment, two, " \x1b ")
    database.run(changes.waive_commitment, two, "no\nneed")
    assert [stored(database, key) for key in (one, two)] == [
        ("broken", str(DAY), ""),
        ("waived", str(DAY), "no need"),
    ]
    database.run(changes.reopen_commitment, two)
    assert stored(database, two) == ("open", None, "")


def test_accounts_to_choose_from_are_clients_first(database: Database, owner: int) -> None:
    put(database, account("Gone", status="ended"), account("Zeta"))
    assert [name for _, name in database.read(commitments.accounts_to_choose)] == ["Nordwind", "Zeta", "Gone"]


def test_a_date_is_moved(database: Database, owner: int) -> None:
    (key,) = put(database, promise(owner, due=ago(3)))
    database.run(changes.move_commitment, key, ago(-7))
    assert database.read(commitments.ledger)[0].promise.due == ago(-7)
    with pytest.raises(Refused, match="gone"):
        database.run(changes.move_commitment, key, ago(1))


@pytest.mark.rule("C-1")
def test_correcting_the_day_it_was_kept_decides_anew(database: Database, owner: int) -> None:
    (key,) = put(database, promise(owner, due=ago(3), state="late", settled_on=DAY))
    database.run(changes.edit_commitment, key, {"settled_on": ago(3)})
    assert stored(database, key) == ("kept", str(ago(3)), "")
    with pytest.raises(Refused, match="not come"):
        database.run(changes.edit_commitment, key, {"settled_on": ago(-3)})


def test_an_open_promise_has_no_day_of_settling_and_no_reason(database: Database, owner: int) -> None:
    (key,) = put(database, promise(owner))
    database.run(changes.edit_commitment, key, {"settled_on": ago(3), "reason": "why"})
    assert stored(database, key) == ("open", None, "")


def test_what_makes_no_promise_is_refused_and_nothing_is_written(database: Database, owner: int) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"account_id": owner, "side": "ours", "what": " "}, "what is empty"),
        ({"account_id": owner, "side": "x", "what": "y"}, "not a known side"),
        ({"account_id": 99, "side": "ours", "what": "y"}, "no longer there"),
        ({"account_id": None, "side": "ours", "what": "y"}, "no longer there"),
        ({"account_id": owner, "side": "ours", "what": "y", "colour": 1}, "no colour"),
    ]
    for values, why in refused:
        with pytest.raises(Refused, match=why):
            database.run(changes.add_commitment, values)
    assert database.read(commitments.ledger) == ()
    (key,) = put(database, promise(owner))
    with pytest.raises(Refused, match="no longer there"):
        database.run(changes.edit_commitment, key, {"account_id": 99})
    with pytest.raises(Refused, match="no longer there"):
        database.run(changes.keep_commitment, 99)
