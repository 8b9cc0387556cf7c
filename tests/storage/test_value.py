"""The value dimension: what the user does to it, and what is read back."""

from datetime import date
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.storage import value_changes as value
from kamtui.storage.database import Database
from kamtui.storage.value import value_of

TODAY = date(2026, 11, 20)
ADJACENT = {"kind": "adjacent", "what": "Returns take weeks", "amount": 4_000_000, "evidence": "Jo said so"}


def account(session: Any, name: str = "Northwind") -> int:
    from kamtui.models.accounts import Account

    made = Account(name=name, name_key=name.casefold(), tier=1, created_on=date(2026, 1, 1))
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id


def person(session: Any, account_id: int) -> int:
    from kamtui.models.stakeholders import Stakeholder

    made = Stakeholder(account_id=account_id, name="Åsa Berg")
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id


@pytest.fixture
def northwind(database: Database) -> int:
    return database.run(account)


@pytest.mark.rule("M-6")
def test_an_entry_is_cleaned_and_dated_today_unless_said(database: Database, northwind: int) -> None:
    asa = database.run(person, northwind)
    database.run(value.add_value, northwind, {"what": " Saved\n two days ", "stakeholder_id": asa, "on": None})
    database.run(value.add_value, northwind, {**ADJACENT, "on": date(2026, 10, 1), "unit": "Nordics"})
    delivered, adjacent = value_of(database.connection, northwind)
    assert (delivered.entry.what, delivered.entry.on, delivered.stakeholder) == ("Saved two days", TODAY, "Åsa Berg")
    assert (delivered.entry.kind, delivered.entry.amount, delivered.opportunity) == ("delivered", None, "")
    assert (adjacent.entry.amount, adjacent.entry.on, adjacent.unit) == (4_000_000, date(2026, 10, 1), "Nordics")
    assert (adjacent.evidence, adjacent.stakeholder, adjacent.stakeholder_id) == ("Jo said so", "", None)


@pytest.mark.rule("M-6")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"what": ""}, "The what is empty"),
        ({"what": "A", "kind": "lost"}, "“lost” is not a known kind"),
        ({"what": "A", "amount": -1}, "negative"),
        ({"what": "A", "colour": "red"}, "a value entry has no colour"),
        ({"what": "A", "stakeholder_id": 99}, "no longer there"),
    ],
)
def test_what_makes_no_entry_is_refused(database: Database, northwind: int, values: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        database.run(value.add_value, northwind, values)
    assert value_of(database.connection, northwind) == ()


def test_nobody_from_another_account_is_named(database: Database, northwind: int) -> None:
    stranger = database.run(person, database.run(account, "Contoso"))
    with pytest.raises(Refused, match="not on the account's map"):
        database.run(value.add_value, northwind, {"what": "A", "stakeholder_id": stranger})


def test_an_entry_is_changed_and_removed_and_both_are_undone(database: Database, northwind: int) -> None:
    key = database.run(value.add_value, northwind, ADJACENT)
    database.run(value.edit_value, key, {"amount": None, "evidence": ""})
    (row,) = value_of(database.connection, northwind)
    assert (row.entry.amount, row.evidence, row.entry.what) == (None, "", "Returns take weeks")
    assert database.run(value.remove_value, key) == "Returns take weeks"
    assert value_of(database.connection, northwind) == ()
    assert [database.undo(), database.undo()] == [
        "value Returns take weeks removed",
        "changes to value Returns take weeks",
    ]
    assert value_of(database.connection, northwind)[0].entry.amount == 4_000_000


@pytest.mark.rule("M-11")
def test_none_known_is_said_only_where_there_is_nothing_and_an_entry_takes_it_back(
    database: Database, northwind: int
) -> None:
    def marked() -> int:
        return int(database.connection.execute("SELECT value_none_known FROM account").fetchone()[0])

    database.run(value.value_none_known, northwind, True)
    assert marked() == 1
    database.run(value.value_none_known, northwind, False)
    assert marked() == 0
    database.run(value.value_none_known, northwind, True)
    database.run(value.add_value, northwind, ADJACENT)
    assert marked() == 0
    with pytest.raises(Refused, match="only an empty list"):
        database.run(value.value_none_known, northwind, True)


@pytest.mark.rule("M-6")
def test_an_adjacent_entry_becomes_an_opportunity_once_and_says_so(database: Database, northwind: int) -> None:
    key = database.run(value.add_value, northwind, ADJACENT)
    bare = database.run(value.add_value, northwind, {"kind": "adjacent", "what": "Audits are by hand"})
    made = database.run(value.open_opportunity, key)
    columns = "name, kind, annual_value, stage, observation, probability"
    found = database.connection.execute(f"SELECT {columns} FROM opportunity WHERE id = ?", (made,)).fetchone()
    assert found == ("Returns take weeks", "cross_sell", 4_000_000, "idea", "Jo said so", None)
    stages = {row.id: row.opportunity for row in value_of(database.connection, northwind)}
    assert stages == {key: "idea", bare: ""}
    with pytest.raises(Refused, match="an opportunity already, in stage idea"):
        database.run(value.open_opportunity, key)
    database.run(value.edit_value, key, {"what": "Returns take months"})
    with pytest.raises(Refused, match="an opportunity already"):
        database.run(value.open_opportunity, key)
    database.run(value.open_opportunity, bare)
    database.undo()
    database.undo()
    assert database.undo() == "opportunity Returns take weeks"
    made = database.run(value.open_opportunity, bare)
    (observation,) = database.connection.execute("SELECT observation FROM opportunity").fetchone()
    assert observation == "Audits are by hand"


@pytest.mark.rule("M-6")
def test_delivered_value_is_no_opportunity(database: Database, northwind: int) -> None:
    key = database.run(value.add_value, northwind, {"what": "Saved two days"})
    with pytest.raises(Refused, match="only an adjacent entry"):
        database.run(value.open_opportunity, key)
