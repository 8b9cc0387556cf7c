"""The people of a map: what the user does to them, and what is read back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.storage import stakeholders
from kamtui.storage import stakeholders_changes as people
from kamtui.storage.database import Database

TODAY = date(2026, 11, 20)


def account(session: Any, name: str = "Northwind", **more: Any) -> int:
    from kamtui.models.accounts import Account

    made = Account(name=name, name_key=name.casefold(), tier=1, created_on=date(2026, 1, 1), **more)
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id


def columns(database: Database, key: int, *names: str) -> tuple[Any, ...]:
    statement = f"SELECT {', '.join(names)} FROM stakeholder WHERE id = ?"
    found: tuple[Any, ...] = database.connection.execute(statement, (key,)).fetchone()
    return found


def qualities(database: Database, key: int) -> list[tuple[str, str]]:
    return database.connection.execute(
        'SELECT "on", quality FROM quality_change WHERE stakeholder_id = ? ORDER BY id', (key,)
    ).fetchall()


def label(database: Database) -> str:
    return str(database.connection.execute("SELECT label FROM journal_action ORDER BY id DESC LIMIT 1").fetchone()[0])


@pytest.fixture
def northwind(database: Database) -> int:
    return database.run(account)


@pytest.fixture
def asa(database: Database, northwind: int) -> int:
    return database.run(people.add_stakeholder, northwind, {"name": "Åsa Berg", "quality": "strong"})


@pytest.mark.rule("M-1")
def test_a_new_person_is_cleaned_and_everything_not_said_takes_its_default(database: Database, northwind: int) -> None:
    key = database.run(
        people.add_stakeholder,
        northwind,
        {
            "name": " Åsa\x1b[31m  Berg\n",
            "email": "Asa.Berg@Example.COM ",
            "roles": ["champion", "economic_buyer"],
            "function": None,
            "frequency": None,
            "quality": None,
            "stance": "",
            "notes": "likes\r\nfigures ",
            "primary_contact": True,
        },
    )
    assert columns(database, key, "name", "email", "roles", "function", "frequency", "quality", "stance", "notes") == (
        "Åsa Berg",
        "asa.berg@example.com",
        '["economic_buyer", "champion"]',
        "other",
        "as_needed",
        "unknown",
        "unknown",
        "likes\nfigures",
    )
    assert columns(database, key, "primary_contact") == (1,)
    assert qualities(database, key) == []
    assert label(database) == "new person Åsa Berg at Northwind"


@pytest.mark.rule("M-1")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " \u200b"}, "The name is empty"),
        ({"name": "A", "roles": ["king"]}, "“king” is not a known role"),
        ({"name": "A", "function": "sales"}, "“sales” is not a known function"),
        ({"name": "A", "quality": "great"}, "“great” is not a known quality"),
        ({"name": "A", "stance": "friend"}, "“friend” is not a known stance"),
        ({"name": "A", "influence": "huge"}, "“huge” is not a known influence"),
        ({"name": "A", "frequency": "hourly"}, "“hourly” is not a known frequency"),
        ({"name": "A", "outreach_what": "call"}, "does not say by when"),
        ({"name": "A", "outreach_due": TODAY}, "does not say what will be done"),
        ({"name": "A", "reports_to_id": 99}, "the manager is not on this account's map"),
        ({"name": "A", "shoe_size": 42}, "a person has no shoe size"),
    ],
)
def test_what_makes_no_person_is_refused_in_one_line_and_changes_nothing(
    database: Database, northwind: int, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        database.run(people.add_stakeholder, northwind, values)
    assert database.connection.execute("SELECT count(*) FROM stakeholder").fetchone() == (0,)


def test_nobody_is_added_to_an_account_that_is_gone(database: Database) -> None:
    with pytest.raises(Refused, match="no longer there"):
        database.run(people.add_stakeholder, 7, {"name": "Åsa"})


@pytest.mark.rule("M-2")
def test_every_change_of_the_relationship_keeps_its_date(database: Database, asa: int) -> None:
    database.run(people.rate_quality, asa, "at_risk")
    database.run(people.edit_stakeholder, asa, {"quality": "neutral", "title": "CFO"})
    database.run(people.edit_stakeholder, asa, {"quality": "neutral"})
    day = "2026-11-20"
    assert qualities(database, asa) == [(day, "strong"), (day, "at_risk"), (day, "neutral")]
    assert columns(database, asa, "title", "quality") == ("CFO", "neutral")


@pytest.mark.rule("M-2", "M-10")
def test_a_rating_that_says_nothing_new_or_is_not_known_is_refused(
    database: Database, northwind: int, asa: int
) -> None:
    with pytest.raises(Refused, match="strong already"):
        database.run(people.rate_quality, asa, "strong")
    with pytest.raises(Refused, match="not a known quality"):
        database.run(people.rate_quality, asa, "superb")
    nobody = database.run(people.add_stakeholder, northwind, {"name": "Head of procurement", "placeholder": True})
    with pytest.raises(Refused, match="role without a name counts as unknown"):
        database.run(people.rate_quality, nobody, "strong")


@pytest.mark.rule("M-3")
def test_a_card_is_placed_in_one_action_that_undo_takes_back(database: Database, asa: int) -> None:
    database.run(people.place_on_chart, asa, "ally", "high")
    assert columns(database, asa, "stance", "influence") == ("ally", "high")
    assert database.undo() == "Åsa Berg on the wall chart: stance ally, influence high"
    assert columns(database, asa, "stance", "influence") == ("unknown", "unknown")
    with pytest.raises(Refused, match="not a known stance"):
        database.run(people.place_on_chart, asa, "foe", "high")
    with pytest.raises(Refused, match="not a known influence"):
        database.run(people.place_on_chart, asa, "ally", "vast")


@pytest.mark.rule("M-4")
def test_an_outreach_says_what_and_by_when_and_is_done_once(database: Database, asa: int) -> None:
    with pytest.raises(Refused, match="no outreach to Åsa Berg is planned"):
        database.run(people.outreach_done, asa)
    with pytest.raises(Refused, match="does not say by when"):
        database.run(people.set_outreach, asa, "lunch", None)
    database.run(people.set_outreach, asa, "lunch\n", date(2026, 11, 27))
    assert columns(database, asa, "outreach_what", "outreach_due") == ("lunch", "2026-11-27")
    database.run(people.outreach_done, asa)
    assert columns(database, asa, "outreach_done_on") == ("2026-11-20",)
    with pytest.raises(Refused, match="no outreach"):
        database.run(people.outreach_done, asa, TODAY)
    database.run(people.set_outreach, asa, "dinner", date(2026, 12, 1))
    database.run(people.outreach_done, asa, date(2026, 11, 19))
    assert columns(database, asa, "outreach_done_on") == ("2026-11-19",)
    database.run(people.set_outreach, asa, "", None)
    assert columns(database, asa, "outreach_what", "outreach_due", "outreach_done_on") == ("", None, None)
    assert label(database) == "no outreach to Åsa Berg"


@pytest.mark.rule("T-1")
def test_there_is_one_primary_contact(database: Database, northwind: int, asa: int) -> None:
    ida = database.run(people.add_stakeholder, northwind, {"name": "Ida Sol", "primary_contact": True})
    database.run(people.make_primary, asa)
    assert columns(database, ida, "primary_contact") == (0,)
    with pytest.raises(Refused, match="the primary contact already"):
        database.run(people.make_primary, asa)
    database.run(people.edit_stakeholder, ida, {"primary_contact": True})
    assert (columns(database, ida, "primary_contact"), columns(database, asa, "primary_contact")) == ((1,), (0,))
    database.run(people.edit_stakeholder, ida, {"primary_contact": False})
    database.run(people.edit_stakeholder, ida, {"primary_contact": False})
    assert columns(database, ida, "primary_contact") == (0,)


@pytest.mark.rule("M-10")
def test_neither_a_role_without_a_name_nor_somebody_who_left_becomes_the_primary_contact(
    database: Database, northwind: int, asa: int
) -> None:
    nobody = database.run(people.add_stakeholder, northwind, {"name": "Head of procurement", "placeholder": True})
    with pytest.raises(Refused, match="role without a name"):
        database.run(people.make_primary, nobody)
    database.run(people.mark_left, asa, TODAY)
    with pytest.raises(Refused, match="Åsa Berg has left"):
        database.run(people.make_primary, asa)
    database.run(people.mark_left, asa, date(2026, 12, 31))
    database.run(people.make_primary, asa)


@pytest.mark.rule("M-10")
def test_who_leaves_is_kept_with_the_date_and_can_come_back(database: Database, northwind: int, asa: int) -> None:
    database.run(people.edit_stakeholder, asa, {"roles": ["champion"]})
    database.run(people.mark_left, asa, date(2026, 11, 1))
    (row,) = stakeholders.people_of(database.connection, northwind, TODAY)
    assert (row.person.name, row.person.left_on, row.person.roles) == ("Åsa Berg", date(2026, 11, 1), {"champion"})
    database.run(people.mark_left, asa, None)
    assert columns(database, asa, "left_on") == (None,)
    assert label(database) == "Åsa Berg is back"
    with pytest.raises(Refused, match="has not left"):
        database.run(people.mark_left, asa, None)


@pytest.mark.rule("M-1")
def test_a_circle_of_reporting_is_refused(database: Database, northwind: int, asa: int) -> None:
    ida = database.run(people.add_stakeholder, northwind, {"name": "Ida Sol", "reports_to_id": asa})
    jo = database.run(people.add_stakeholder, northwind, {"name": "Jo Lind", "reports_to_id": ida})
    with pytest.raises(Refused, match="report to themselves"):
        database.run(people.edit_stakeholder, asa, {"reports_to_id": jo})
    with pytest.raises(Refused, match="report to themselves"):
        database.run(people.edit_stakeholder, asa, {"reports_to_id": asa})
    database.run(people.edit_stakeholder, jo, {"reports_to_id": None})
    database.run(people.edit_stakeholder, asa, {"reports_to_id": jo})
    assert columns(database, asa, "reports_to_id") == (jo,)


def test_removing_a_person_is_undone_with_all_they_had(database: Database, northwind: int, asa: int) -> None:
    ida = database.run(people.add_stakeholder, northwind, {"name": "Ida Sol", "reports_to_id": asa})
    assert database.run(people.remove_stakeholder, asa) == "Åsa Berg"
    assert columns(database, ida, "reports_to_id") == (None,)
    assert database.undo() == "Åsa Berg removed"
    assert columns(database, ida, "reports_to_id") == (asa,)
    assert qualities(database, asa) == [("2026-11-20", "strong")]
    with pytest.raises(Refused, match="no longer there"):
        database.run(people.remove_stakeholder, 999)


@pytest.mark.rule("M-10")
def test_who_moves_to_another_client_is_one_person_with_two_engagements(
    database: Database, northwind: int, asa: int
) -> None:
    contoso = database.run(account, "Contoso")
    database.run(people.edit_stakeholder, asa, {"phone": "123", "stance": "ally", "roles": ["champion"]})
    there = database.run(people.move_to_account, asa, contoso, date(2026, 11, 1))
    assert columns(database, asa, "left_on", "roles") == ("2026-11-01", '["champion"]')
    assert columns(database, there, "name", "quality", "phone", "stance", "roles", "left_on") == (
        "Åsa Berg", "strong", "123", "unknown", "[]", None,
    )  # fmt: skip
    assert columns(database, asa, "person") == columns(database, there, "person") != (None,)
    assert qualities(database, there) == [("2026-11-20", "strong")]
    (old,) = stakeholders.engagements_of(database.connection, northwind)[asa]
    (new,) = stakeholders.engagements_of(database.connection, contoso)[there]
    assert (old.account, old.left_on, new.account, new.left_on) == ("Contoso", None, "Northwind", "2026-11-01")
    assert database.undo() == "Åsa Berg moved to Contoso"
    assert columns(database, asa, "left_on", "person") == (None, None)
    assert stakeholders.engagements_of(database.connection, northwind) == {}


@pytest.mark.rule("M-10")
def test_a_move_that_makes_no_sense_is_refused(database: Database, northwind: int, asa: int) -> None:
    contoso = database.run(account, "Contoso")
    with pytest.raises(Refused, match="at Northwind already"):
        database.run(people.move_to_account, asa, northwind)
    with pytest.raises(Refused, match="no longer there"):
        database.run(people.move_to_account, asa, 999)
    nobody = database.run(people.add_stakeholder, northwind, {"name": "Head of procurement", "placeholder": True})
    with pytest.raises(Refused, match="without a name cannot move"):
        database.run(people.move_to_account, nobody, contoso)
    database.run(people.move_to_account, asa, contoso)
    assert columns(database, asa, "left_on") == ("2026-11-20",)
    with pytest.raises(Refused, match="on the map of Contoso already"):
        database.run(people.move_to_account, asa, contoso)
    adatum = database.run(account, "Adatum")
    unmet = database.run(people.add_stakeholder, northwind, {"name": "Max Rau"})
    there = database.run(people.move_to_account, unmet, adatum)
    assert qualities(database, there) == []
    database.run(people.move_to_account, asa, adatum)
    assert len(stakeholders.engagements_of(database.connection, northwind)[asa]) == 2


@pytest.mark.rule("Y-4")
def test_a_map_is_marked_reviewed_once_a_day(database: Database, northwind: int) -> None:
    database.run(people.review_map, northwind)
    database.run(people.review_map, northwind)
    reviews = database.connection.execute('SELECT account_id, "on" FROM map_review').fetchall()
    assert reviews == [(northwind, "2026-11-20")]
    assert database.undo() == "map review of Northwind"
    assert database.connection.execute("SELECT count(*) FROM map_review").fetchone() == (0,)


@pytest.mark.rule("I-4", "M-9")
def test_recent_touches_say_who_took_part_and_leave_out_notes_and_the_far_past(
    database: Database, northwind: int, asa: int
) -> None:
    def touches(session: Any) -> None:
        from kamtui.models.touchpoints import Touchpoint, TouchpointPerson

        ida = people.add_stakeholder(session, northwind, {"name": "Ida Sol"})
        for day, internal, who in (
            (date(2026, 11, 1), False, [asa, ida]),
            (date(2026, 11, 2), True, [asa]),
            (date(2026, 11, 3), False, []),
            (date(2026, 1, 1), False, [asa]),
        ):
            at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            touch = Touchpoint(account_id=northwind, at=at, internal=internal)
            session.add(touch)
            session.flush()
            session.add_all(TouchpointPerson(touchpoint_id=touch.id, stakeholder_id=one) for one in who)

    database.run(touches)
    found = stakeholders.touches_of(database.connection, northwind, TODAY)
    assert [(touch.on.day, len(touch.people)) for touch in found] == [(1, 2), (3, 0)]


def test_an_account_that_is_gone_has_nobody(database: Database) -> None:
    assert stakeholders.people_of(database.connection, 7, TODAY) == ()
