"""Contract lines as they are written: each change with its event, in one action."""

from datetime import date, timedelta

import pytest

from kamtui.domain.errors import Refused
from kamtui.storage import revenue_changes as changes
from kamtui.storage.database import Database
from tests.storage.records import DAY, actions
from tests.storage.revenue_records import ago, client, happened, line, page, stored

YEAR = date(2025, 11, 20)


# Changes


@pytest.mark.rule("R-1")
def test_the_first_line_is_new_and_another_one_an_expansion(database: Database) -> None:
    owner = client(database)
    database.run(changes.add_line, owner, {"description": " Seats\n", "annual_value": 100_00, "start": ago(500)})
    database.run(changes.add_line, owner, {"annual_value": 40_00, "reason": "second plant"})
    assert happened(database) == [
        ("new", 100_00, str(ago(500)), ""),
        ("expansion", 40_00, str(DAY), "second plant"),
    ]
    assert stored(database, "description", "start")[0] == ("Seats", str(ago(500)))
    assert actions(database.connection)[-1][0] == "contract line of Nord"
    found = page(database, owner)
    assert (found.ledger.current, found.ledger.value_on(ago(1)), found.year_ago) == (140_00, 100_00, 100_00)
    database.undo()
    assert (len(happened(database)), len(stored(database, "id"))) == (1, 1)


@pytest.mark.rule("R-1")
def test_a_line_without_a_value_or_that_cannot_be_is_refused_whole(database: Database) -> None:
    owner = client(database)
    with pytest.raises(Refused, match="before it begins"):
        database.run(changes.add_line, owner, {"annual_value": 5, "start": DAY, "end": ago(1)})
    with pytest.raises(Refused, match="negative"):
        database.run(changes.add_line, owner, {"annual_value": -5})
    with pytest.raises(Refused, match="has no colour"):
        database.run(changes.add_line, owner, {"annual_value": 5, "colour": "red"})
    assert stored(database, "id") == []
    database.run(changes.add_line, owner, {"description": None})
    assert happened(database) == []
    assert stored(database, "annual_value", "description") == [(0, "")]


@pytest.mark.rule("R-1")
def test_a_new_value_writes_its_event_in_the_same_action(database: Database) -> None:
    owner = client(database)
    key = line(database, owner, description="Seats")
    database.run(changes.edit_line, key, {"annual_value": 130_00, "reason": "more seats"})
    database.run(changes.edit_line, key, {"annual_value": 120_00})
    database.run(changes.edit_line, key, {"description": "Chairs", "annual_value": None})
    assert happened(database) == [
        ("expansion", 30_00, str(DAY), "more seats"),
        ("contraction", 10_00, str(DAY), ""),
    ]
    assert page(database, owner).ledger.value_on(ago(1)) == 100_00
    assert actions(database.connection)[-1][0] == "changes to Chairs of Nord"
    with pytest.raises(Refused, match="negative"):
        database.run(changes.edit_line, key, {"annual_value": -1})


@pytest.mark.rule("R-1")
def test_what_was_only_typed_wrong_or_is_over_leaves_no_event(database: Database) -> None:
    owner = client(database)
    key, over = line(database, owner), line(database, owner, end=ago(9))
    later = line(database, owner, start=DAY + timedelta(days=9))
    database.run(changes.edit_line, key, {"annual_value": 99_00}, correction=True)
    database.run(changes.edit_line, over, {"annual_value": 99_00})
    database.run(changes.edit_line, later, {"annual_value": 101_00})
    assert happened(database) == [("expansion", 1_00, str(DAY + timedelta(days=9)), "")]


@pytest.mark.rule("R-1")
def test_a_line_that_is_carried_on_is_renewed_not_new(database: Database) -> None:
    owner = client(database)
    old = line(database, owner, description="Seats", start=ago(400), end=ago(3))
    line(database, owner, 5_00, description="Other", end=ago(3))
    assert {each.id for each in page(database, owner).ledger.unanswered} == {old, old + 1}
    database.run(changes.add_line, owner, {"description": "seats", "annual_value": 90_00, "start": ago(2)})
    assert happened(database) == [("renewal", 90_00, str(ago(3)), ""), ("contraction", 10_00, str(ago(2)), "")]
    found = page(database, owner).ledger
    assert [each.id for each in found.unanswered] == [old + 1]
    assert (found.value_on(ago(3)), found.current) == (105_00, 90_00)
    assert stored(database, "renewal_stage")[0] == ("renewed",)


def test_a_line_after_one_that_was_lost_is_new(database: Database) -> None:
    owner = client(database)
    old = line(database, owner, description="Seats", start=ago(400), end=ago(3))
    database.run(changes.lose_lines, [old])
    database.run(changes.add_line, owner, {"description": "seats", "annual_value": 90_00, "start": ago(1)})
    assert [each[0] for each in happened(database)] == ["churn", "new"]


# The three answers


@pytest.mark.rule("R-1")
def test_renewed_carries_the_line_on_as_it_was(database: Database) -> None:
    owner = client(database, renewal_date=ago(12))
    key = line(database, owner, description="Reports", start=ago(377), end=ago(12))
    database.run(changes.renew_as_it_was, key)
    assert happened(database) == [("renewal", 100_00, str(ago(12)), "")]
    assert stored(database, "start", "end", "annual_value", "renewal_stage")[1] == (
        str(ago(11)), str(DAY + timedelta(days=354)), 100_00, "not_started",
    )  # fmt: skip
    found = page(database, owner)
    assert (found.ledger.unanswered, found.ledger.current, found.ledger.value_on(ago(12))) == ((), 100_00, 100_00)
    assert found.renewal_date == DAY + timedelta(days=354)
    assert actions(database.connection)[-1][0] == "Reports of Nord renewed"
    with pytest.raises(Refused, match="renewed already"):
        database.run(changes.renew_as_it_was, key)
    with pytest.raises(Refused, match="renewed already"):
        database.run(changes.lose_lines, [key])
    database.undo()
    assert [each.id for each in page(database, owner).ledger.unanswered] == [key]


def test_a_line_that_runs_on_is_not_renewed(database: Database) -> None:
    key = line(database, client(database))
    with pytest.raises(ValueError, match="runs on by itself"):
        database.run(changes.renew_as_it_was, key)


@pytest.mark.rule("R-1", "R-2")
def test_shrunk_needs_its_reason_in_value(database: Database) -> None:
    owner = client(database)
    key = line(database, owner, description="Reports", end=ago(12))
    with pytest.raises(Refused, match="needs the reason"):
        database.run(changes.renew_lines, {key: 60_00}, ago(12), None, " \n")
    assert happened(database) == []
    database.run(changes.renew_lines, {key: 60_00}, ago(12), None, "half the sites closed")
    assert happened(database) == [
        ("renewal", 60_00, str(ago(12)), "half the sites closed"),
        ("contraction", 40_00, str(ago(11)), "half the sites closed"),
    ]
    found = page(database, owner).ledger
    assert (found.value_on(ago(12)), found.value_on(ago(11)), found.current) == (100_00, 60_00, 60_00)


@pytest.mark.rule("R-1")
def test_lost_is_churn_on_the_end_date(database: Database) -> None:
    owner = client(database)
    key = line(database, owner, description="", end=ago(12))
    before = page(database, owner).ledger.value_on(YEAR)
    database.run(changes.lose_lines, [key], reason="went to a rival")
    assert happened(database) == [("churn", 100_00, str(ago(12)), "went to a rival")]
    found = page(database, owner).ledger
    assert (found.unanswered, found.value_on(YEAR), before) == ((), 100_00, 100_00)
    assert actions(database.connection)[-1][0] == "contract line of Nord lost"
    with pytest.raises(Refused, match="lost already"):
        database.run(changes.renew_as_it_was, key)


@pytest.mark.rule("R-1", "R-3")
def test_lines_are_ended_today_or_ahead_of_time(database: Database) -> None:
    owner = client(database)
    runs, ends = line(database, owner), line(database, owner, end=DAY + timedelta(days=30))
    database.run(changes.lose_lines, [runs, ends])
    assert happened(database) == [
        ("churn", 100_00, str(DAY), ""),
        ("churn", 100_00, str(DAY + timedelta(days=30)), ""),
    ]
    assert actions(database.connection)[-1][0] == "contract line of Nord and 1 more lost"
    assert page(database, owner).ledger.current == 200_00
    with pytest.raises(Refused, match="before it begins"):
        database.run(changes.lose_lines, [line(database, owner, start=DAY)], ago(3))


@pytest.mark.rule("R-2")
def test_several_lines_renew_in_one_action_and_nothing_ends_one(database: Database) -> None:
    end = DAY + timedelta(days=20)
    owner = client(database, renewal_date=end)
    keys = [line(database, owner, description=name, start=ago(300), end=end) for name in ("A", "B")]
    runs = line(database, owner, description="C")
    until = DAY + timedelta(days=400)
    worth = {keys[0]: 150_00, keys[1]: 0, runs: 160_00}
    database.run(changes.renew_lines, worth, end, until, "")
    assert stored(database, "description", "annual_value", "renewal_stage", "end") == [
        ("A", 100_00, "renewed", str(end)),
        ("B", 100_00, "lost", str(end)),
        ("C", 160_00, "not_started", None),
        ("A", 150_00, "not_started", str(until)),
    ]
    assert [each[:2] for each in happened(database)] == [
        ("renewal", 150_00), ("expansion", 50_00), ("churn", 100_00), ("renewal", 160_00), ("expansion", 60_00),
    ]  # fmt: skip
    assert page(database, owner).renewal_date == until
    database.undo()
    assert len(stored(database, "id")) == 3


def test_a_renewal_elsewhere_leaves_the_renewal_date_alone(database: Database) -> None:
    owner = client(database, renewal_date=date(2027, 5, 1))
    key = line(database, owner, end=ago(3))
    database.run(changes.renew_as_it_was, key)
    assert page(database, owner).renewal_date == date(2027, 5, 1)


# Removing, and events of their own


def test_a_line_that_never_was_goes_with_its_own_events(database: Database) -> None:
    owner = client(database)
    key = database.run(changes.add_line, owner, {"annual_value": 5_00})
    database.run(changes.put_event, owner, {"kind": "new", "amount": 7_00, "on": ago(5), "reason": "by hand"})
    assert database.run(changes.remove_line, key) == "contract line of Nord"
    assert happened(database) == [("new", 7_00, str(ago(5)), "by hand")]
    database.undo()
    assert len(happened(database)) == 2


@pytest.mark.rule("R-1")
def test_events_are_noted_put_right_and_removed(database: Database) -> None:
    owner = client(database)
    line(database, owner)
    key = database.run(changes.put_event, owner, {"amount": 20_00, "on": ago(100)})
    assert page(database, owner).ledger.value_on(ago(101)) == 80_00
    database.run(changes.put_event, owner, {"kind": "churn", "on": None, "reason": "x"}, key)
    assert happened(database) == [("churn", 20_00, str(ago(100)), "x")]
    for wrong, said in (({"kind": "loss"}, "not a known kind"), ({"amount": -1}, "negative")):
        with pytest.raises(Refused, match=said):
            database.run(changes.put_event, owner, wrong)
    assert database.run(changes.remove_event, key) == "churn of Nord"
    assert happened(database) == []
    for gone in (changes.remove_event, changes.remove_line):
        with pytest.raises(Refused, match="no longer there"):
            database.run(gone, key + 99)
