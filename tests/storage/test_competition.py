"""The competition dimension: what the user does to it, and what is read back."""

from datetime import date
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.storage import competition_changes as competition
from kamtui.storage.competition import competitors_of
from kamtui.storage.database import Database


@pytest.fixture
def northwind(database: Database) -> int:
    def account(session: Any) -> int:
        from kamtui.models.accounts import Account

        made = Account(name="Northwind", name_key="northwind", tier=1, created_on=date(2026, 1, 1))
        session.add(made)
        session.flush()
        assert made.id is not None
        return made.id

    return database.run(account)


@pytest.mark.rule("M-7")
def test_the_contract_that_ends_first_stands_on_top(database: Database, northwind: int) -> None:
    database.run(competition.add_competitor, northwind, {"provider": "Zeta", "notes": " old\r\nfriends "})
    database.run(competition.add_competitor, northwind, {"provider": "Late", "contract_end": date(2028, 1, 1)})
    database.run(
        competition.add_competitor,
        northwind,
        {"provider": " Soon\n", "area": "IT", "kind": "consolidation", "position": "ahead",
         "contract_end": date(2027, 1, 1)},
    )  # fmt: skip
    first, _, last = competitors_of(database.connection, northwind)
    assert (first.competitor.provider, first.competitor.area, first.competitor.kind) == ("Soon", "IT", "consolidation")
    assert (first.competitor.position, first.competitor.contract_end) == ("ahead", date(2027, 1, 1))
    assert (last.competitor.provider, last.competitor.kind, last.competitor.position) == (
        "Zeta",
        "vulnerability",
        "level",
    )
    assert last.notes == "old\nfriends"


@pytest.mark.rule("M-7")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"provider": ""}, "The provider is empty"),
        ({"provider": "A", "kind": "foe"}, "“foe” is not a known kind"),
        ({"provider": "A", "position": "top"}, "“top” is not a known position"),
        ({"provider": "A", "colour": "red"}, "a competitor has no colour"),
    ],
)
def test_what_makes_no_competitor_is_refused(
    database: Database, northwind: int, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        database.run(competition.add_competitor, northwind, values)
    assert competitors_of(database.connection, northwind) == ()


def test_a_competitor_is_changed_and_removed_and_both_are_undone(database: Database, northwind: int) -> None:
    key = database.run(competition.add_competitor, northwind, {"provider": "Zeta"})
    database.run(competition.edit_competitor, key, {"position": "behind"})
    assert competitors_of(database.connection, northwind)[0].competitor.position == "behind"
    assert database.run(competition.remove_competitor, key) == "Zeta"
    assert competitors_of(database.connection, northwind) == ()
    assert [database.undo(), database.undo()] == ["competitor Zeta removed", "changes to competitor Zeta"]
    assert competitors_of(database.connection, northwind)[0].competitor.position == "level"


@pytest.mark.rule("M-11")
def test_none_known_is_said_only_where_there_is_nothing_and_a_competitor_takes_it_back(
    database: Database, northwind: int
) -> None:
    def marked() -> int:
        return int(database.connection.execute("SELECT competition_none_known FROM account").fetchone()[0])

    database.run(competition.competition_none_known, northwind, True)
    assert marked() == 1
    database.run(competition.competition_none_known, northwind, False)
    assert marked() == 0
    database.run(competition.competition_none_known, northwind, True)
    database.run(competition.add_competitor, northwind, {"provider": "Zeta"})
    assert marked() == 0
    with pytest.raises(Refused, match="only an empty list"):
        database.run(competition.competition_none_known, northwind, True)
