"""Finding words in everything that was written down."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.storage.database import Database
from kamtui.storage.search import KINDS, LONGEST, around, search
from tests.storage.records import account, add, person, touch, whole_account


def found(database: Database, text: str, most: int = 50) -> list[tuple[str, list[str]]]:
    groups = database.read(search, text, most)
    return [(group.kind, [one.text for one in group.found]) for group in groups]


def test_every_kind_of_writing_is_found(database: Database) -> None:
    owner = database.run(whole_account, "Nordwind")

    def write(session: Any) -> None:
        from kamtui.models.accounts import Account
        from kamtui.models.health import CheckIn, HealthCheck
        from kamtui.models.stakeholders import Stakeholder

        session.get(Account, owner).notes = "zebra in the notes"
        session.get(Stakeholder, 1).notes = "knows the zebra"
        session.get(HealthCheck, 1).notes = "zebra again"
        session.get(CheckIn, 1).discovered = "a zebra"

    database.run(write)
    database.run(add, touch(owner, "talked zebras", next_step="send the zebra", next_step_due=date(2026, 11, 27)))
    assert found(database, "zebra") == [
        ("touchpoint", ["talked zebras"]),
        ("next step", ["send the zebra"]),
        ("check-in", ["a zebra"]),
        ("note", ["zebra again", "zebra in the notes", "Boss: knows the zebra"]),
    ]
    for words, kind in {
        "boss": "person", "milestone": "trigger", "friend": "referral", "seats": "opportunity", "hours saved": "value",
        "other ltd": "competitor", "numbers": "commitment", "nordw": "account",
    }.items():  # fmt: skip
        assert kind in [group for group, _ in found(database, words)], words
    assert {group for group, _ in found(database, "e")} <= set(KINDS)


def test_all_words_have_to_be_there_and_one_may_be_the_account(database: Database) -> None:
    first, second = database.run(add, account("Northwind"), account("Contoso"))
    database.run(add, touch(first, "the audit went well"), touch(second, "the audit failed"))
    assert found(database, "audit well") == [("touchpoint", ["the audit went well"])]
    assert found(database, "contoso audit") == [("touchpoint", ["the audit failed"])]
    assert found(database, "contoso") == [("account", ["Contoso"])]
    assert found(database, "zebra") == []


def test_capitals_and_accents_do_not_matter(database: Database) -> None:
    (owner,) = database.run(add, account("Øresund Åkeri"))
    database.run(add, person(owner, "Åsa Bergström"), person(owner, "Zoe"))
    assert found(database, "ASA bergstrom") == [("person", ["Åsa Bergström"])]
    assert found(database, "åsa") == [("person", ["Åsa Bergström"])]
    assert found(database, "akeri zoe") == [("person", ["Zoe"])]


def test_the_newest_come_first_and_no_more_than_asked_for(database: Database) -> None:
    (owner,) = database.run(add, account())
    days = [3, 1, 2]
    database.run(add, *(touch(owner, f"call {day}") for day in days))
    for key, day in enumerate(days, 1):
        database.run(_move, key, datetime(2026, 11, day, 23, 30, tzinfo=UTC))
    (group,) = database.read(search, "call", 2)
    assert (group.count, [(one.text, one.on) for one in group.found]) == (
        3,
        [("call 3", date(2026, 11, 3)), ("call 2", date(2026, 11, 2))],
    )


def _move(session: Any, key: int, at: datetime) -> None:
    from kamtui.models.touchpoints import Touchpoint

    session.get(Touchpoint, key).at = at


@pytest.mark.parametrize("text", ["", "  ", "\x00"])
def test_nothing_finds_nothing(database: Database, text: str) -> None:
    database.run(whole_account)
    assert found(database, text) == []


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", '"', "*", "NEAR(", "[", "\\"])
def test_no_sign_means_anything_but_itself(database: Database, text: str) -> None:
    (owner,) = database.run(add, account("Acme"))
    database.run(add, touch(owner, "plain words"))
    assert found(database, text) == []
    database.run(add, touch(owner, f"with {text} in it"))
    assert found(database, text) == [("touchpoint", [" ".join(f"with {text} in it".split())])]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_text_can_be_looked_for(database: Database, text: str) -> None:
    search(database.connection, text)


def test_a_long_text_is_cut_around_the_word() -> None:
    text = "a " * 500 + "zebra" + " b" * 500
    cut = around(text, ["zebra", "missing"])
    assert cut.startswith("…")
    assert "zebra" in cut
    assert len(cut) == LONGEST + 1
    assert around("x" * 500, ["missing"]) == "x" * LONGEST
