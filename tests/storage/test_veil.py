"""The file behind the privacy veil: every text masked, every statement still answered, nothing masked stored."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from kamtui import models
from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.errors import Refused
from kamtui.domain.playbooks import Playbook, Step
from kamtui.domain.veil import MASK
from kamtui.exchange.document import import_document, read_document
from kamtui.models.accounts import Account
from kamtui.models.issues import Issue
from kamtui.models.rhythm import Occurrence
from kamtui.storage import database as database_module
from kamtui.storage.account_history import account_history
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from kamtui.storage.lookup import account_names
from kamtui.storage.playbooks import runs
from kamtui.storage.playbooks_changes import start
from kamtui.storage.veil import Veil, told, unnamed
from kamtui.storage.week import the_week
from kamtui.storage.work import describe
from tests.storage import records
from tests.storage.test_statements import prepare, statements
from tests.storage.week_records import PRACTICE, TODAY, client

assert models
OPENED = datetime(2026, 11, 20, 17, tzinfo=UTC)


@pytest.fixture
def demo(database: Database) -> Iterator[Database]:
    database.run(import_document, read_document(json.dumps(portfolio(date(2026, 11, 20), accounts=6))))
    yield database
    database.veil(None)


def known_texts(connection: sqlite3.Connection) -> set[str]:
    """Every text that a user could have typed, as the file holds it: what is longer than a word of the practice."""
    columns = {
        "account": ("name", "name_key", "industry", "domain", "our_objective", "notes"),
        "stakeholder": ("name", "title", "email", "phone", "notes"),
        "touchpoint": ("summary", "next_step"),
        "opportunity": ("name", "observation", "invitation"),
        "commitment": ("what", "who"),
        "competitor": ("provider", "notes"),
        "contract": ("description",),
        "value_entry": ("what", "evidence"),
        "issue": ("title", "owner"),
    }
    asked = [f'SELECT "{name}" FROM "{table}"' for table, names in columns.items() for name in names]
    return {text for each in asked for (text,) in connection.execute(each) if text and len(text) > 3}


def everything(connection: sqlite3.Connection) -> str:
    tables = [*SQLModel.metadata.tables, "journal_action", "journal_change"]
    return "\n".join(str(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"').fetchall())


@pytest.mark.rule("G-2")
@pytest.mark.parametrize("how", list(Veil))
def test_no_text_of_the_file_can_be_read_through_the_veil(demo: Database, how: Veil) -> None:
    texts = known_texts(demo.connection)
    assert len(texts) > 500
    demo.veil(how)
    seen = demo.read(everything)
    assert [text for text in texts if text in seen] == []


@pytest.mark.rule("G-2")
@pytest.mark.parametrize("how", list(Veil))
def test_every_statement_of_the_cockpit_is_answered_through_the_veil(demo: Database, how: Veil) -> None:
    demo.veil(how)
    for name, text in statements():
        if text.lstrip().startswith(("SELECT", "WITH")):
            try:
                demo.read(prepare, text)
            except Unusable as problem:
                raise AssertionError(f"{name} does not work through the veil") from problem


def test_rows_are_told_apart_by_a_number_and_keep_their_uids_on_the_screen(demo: Database) -> None:
    uids = demo.read(lambda connection: connection.execute("SELECT uid FROM account ORDER BY id").fetchall())
    demo.veil(Veil.SCREEN)
    assert demo.read(account_names)[1] == f"{MASK * 6} 1"
    assert demo.read(lambda connection: connection.execute("SELECT uid FROM account ORDER BY id").fetchall()) == uids
    demo.veil(None)
    assert MASK not in "".join(demo.read(account_names).values())


@pytest.mark.rule("G-2")
def test_a_file_to_give_away_has_other_uids_and_no_amounts(demo: Database) -> None:
    def asked(connection: sqlite3.Connection) -> list[Any]:
        statement = "SELECT uid, name, email, phone, external_ids, person FROM stakeholder ORDER BY id LIMIT 1"
        amounts = "SELECT annual_value, (SELECT max(potential_value) FROM account) FROM contract LIMIT 1"
        return [*connection.execute(statement).fetchone(), *connection.execute(amounts).fetchone()]

    plain = demo.read(asked)
    demo.veil(Veil.FILE)
    uid, *rest = demo.read(asked)
    assert uid != plain[0]
    assert rest[:4] == ["Person 1", "", "", "{}"]
    assert rest[4] is None or rest[4] != plain[5]
    assert rest[5:] == [0, None]
    demo.veil(None)
    demo.veil(Veil.FILE)
    assert demo.read(asked)[0] == uid


def test_references_in_structures_still_point_to_their_records(demo: Database) -> None:
    def kept(connection: sqlite3.Connection) -> int:
        statement = "SELECT count(*) FROM commitment c JOIN qbr q ON q.uid = json_extract(c.source, '$.uid')"
        return int(connection.execute(statement).fetchone()[0])

    plain = demo.read(kept)
    assert plain
    for how in Veil:
        demo.veil(how)
        assert demo.read(kept) == plain


@pytest.mark.rule("G-2")
def test_notes_by_account_follow_their_account_into_a_file_to_give_away(demo: Database) -> None:
    def kept(connection: sqlite3.Connection) -> tuple[set[str], set[str]]:
        keys = "SELECT DISTINCT key FROM review, json_each(review.notes) WHERE kind = 'month_end' AND length(key) = 36"
        asked = (keys, "SELECT uid FROM account")
        found, accounts = ({text for (text,) in connection.execute(each)} for each in asked)
        return found, accounts

    plain, _ = demo.read(kept)
    assert plain
    for how in Veil:
        demo.veil(how)
        found, accounts = demo.read(kept)
        assert len(found) == len(plain)
        assert found <= accounts
        assert (found == plain) is (how is Veil.SCREEN)


@pytest.mark.rule("G-2")
def test_steps_of_a_playbook_keep_their_days(demo: Database) -> None:
    asked = "SELECT json_extract(steps, '$[0].day'), json_extract(steps, '$[0].what') FROM playbook"
    for how in Veil:
        demo.veil(how)
        day, what = demo.read(lambda connection: connection.execute(asked).fetchone())
        assert (day, what.isascii()) == (-90, how is Veil.FILE)


@pytest.mark.rule("G-2")
@pytest.mark.parametrize(("how", "own"), [(Veil.SCREEN, f"{MASK * 4} {MASK * 9}"), (Veil.FILE, "(left out)")])
def test_a_playbook_of_the_users_own_is_masked_where_it_is_under_way_and_one_that_came_along_is_not(
    database: Database, how: Veil, own: str
) -> None:
    owner = client(database)
    for name in ("Save Northwind", "Renewal runway"):
        database.run(start, owner, Playbook(name, "", "start", (Step(0, "us", "Call"),)), TODAY)
    database.veil(how)
    assert {run.playbook for run in database.read(runs, TODAY)} == {own, "Renewal runway"}
    whys = [one.why for one in database.read(the_week, TODAY, PRACTICE).items if one.activity == "action"]
    assert not any("Northwind" in why for why in whys)


@pytest.mark.rule("G-2", "S-3")
def test_one_theme_is_not_taken_for_another(database: Database) -> None:
    def two_themes(session: Session) -> None:
        (client,) = records.add(session, records.account("Northwind"))
        for theme in ("Sync", "data", " sync ", ""):
            records.add(session, Issue(account_id=client, title="slow", severity="P1", opened_at=OPENED, theme=theme))

    def read(connection: sqlite3.Connection) -> list[str]:
        return [theme for (theme,) in connection.execute("SELECT theme FROM issue ORDER BY id DESC")]

    database.run(two_themes)
    database.veil(Veil.SCREEN)
    assert database.read(read) == ["", f"{MASK * 6} 1", f"{MASK * 6} 2", f"{MASK * 6} 1"]
    database.veil(Veil.FILE)
    assert database.read(read) == ["", "Theme 1", "Theme 2", "Theme 1"]


@pytest.mark.rule("G-2")
def test_amounts_are_not_said_where_they_are_read_but_stay_themselves(database: Database) -> None:
    def value(connection: sqlite3.Connection) -> tuple[int, str]:
        (cents,) = connection.execute("SELECT potential_value FROM account").fetchone()
        return cents, money.short(cents)

    database.run(written, potential_value=24_000_000)
    database.veil(Veil.SCREEN)
    assert database.read(value) == (24_000_000, "▒▒▒")
    assert database.read_plainly(value) == (24_000_000, "240k")


def _the(session: Session, uid: str) -> Account:
    return session.exec(select(Account).where(Account.uid == uid)).one()


def written(session: Session, **more: Any) -> str:
    client = records.account("Northwind", **more)
    records.add(session, client)
    return client.uid


def renamed(session: Session, uid: str, name: str) -> str:
    _the(session, uid).notes = name
    describe(session, f"notes of {name}")
    return name


@pytest.mark.rule("G-2")
def test_what_is_changed_behind_the_veil_is_stored_as_it_is(database: Database) -> None:
    uid = database.run(written)
    database.veil(Veil.SCREEN)
    assert database.run(renamed, uid, "as agreed") == "as agreed"
    database.veil(None)
    assert database.read(lambda c: c.execute("SELECT notes FROM account").fetchone()) == ("as agreed",)
    assert database.undo() == "notes of as agreed"


@pytest.mark.rule("G-2")
def test_nothing_masked_is_ever_stored(database: Database) -> None:
    uid = database.run(written)
    database.run(renamed, uid, "first")
    database.veil(Veil.SCREEN)
    for write in (database.run, database.note):
        with pytest.raises(Refused, match="privacy shield"):
            write(renamed, uid, f"{MASK * 6} 1")
    assert database.read_plainly(lambda c: c.execute("SELECT notes FROM account").fetchone()) == ("first",)
    database.note(renamed, uid, "noted")
    database.run(_labelled, uid, f"promise of {MASK * 6} 1")
    assert database.undo() == "labelled"


def _labelled(session: Session, uid: str, label: str) -> None:
    _the(session, uid).tier = Tier.GROWTH.value
    describe(session, label)


def test_a_sign_that_was_there_before_can_stay(database: Database) -> None:
    uid = database.run(written, notes=f"drawn: {MASK}")
    database.veil(Veil.SCREEN)
    database.run(renamed, uid, f"drawn: {MASK}")


@pytest.mark.rule("G-2")
def test_the_history_is_masked_too(database: Database) -> None:
    key = database.run(records.whole_account, "Northwind")
    uid = database.read(lambda c: c.execute("SELECT uid FROM account").fetchone()[0])
    database.run(renamed, uid, "prefers mornings")
    database.veil(Veil.SCREEN)
    said = str(database.read(account_history, key))
    assert "notes" in said
    assert not any(word in said for word in ("Northwind", "Ida", "Hours saved", "mornings"))


@pytest.mark.rule("G-2")
@pytest.mark.parametrize(("how", "own"), [(Veil.SCREEN, f"{MASK * 5} {MASK * 9}"), (Veil.FILE, "own activity")])
def test_titles_that_the_user_gave_to_activities_are_masked_and_those_of_the_catalogue_are_there(
    database: Database, how: Veil, own: str
) -> None:
    added = {"bucket": "execution", "cadence": "weekly", "minutes": 5, "title": "Visit Northwind"}
    catalogue, problems = edited({"visit_northwind": added, "map_review": {"title": "map of Northwind"}})
    practice = replace(PRACTICE, catalogue=catalogue)
    owner = client(database)
    done = Occurrence(account_id=owner, activity="visit_northwind", period="2026-W46", state="done", on=TODAY)
    database.run(records.add, done, *(_settled(name) for name in ("renewal_mapping", "tier_review", "calls")))
    plain = {item.title for item in database.read(the_week, TODAY, practice).items}
    assert {"Visit Northwind", "map of Northwind"} <= plain
    database.veil(how)
    found = database.read(the_week, TODAY, practice=practice)
    assert {item.title for item in found.items} == (plain - {"Visit Northwind", "map of Northwind"}) | {
        own,
        "map review",
    }
    assert "Northwind" not in " ".join(item.why for item in found.items)
    names = database.read(lambda c: [name for (name,) in c.execute("SELECT activity FROM occurrence ORDER BY id")])
    others = ["visit_northwind", "calls"] if how is Veil.SCREEN else ["own_activity_1", "own_activity_2"]
    assert names == [others[0], "renewal_mapping", "tier_review", others[1]]
    assert problems == []


def _settled(activity: str) -> Occurrence:
    return Occurrence(activity=activity, period="2026-Q4", state="done", on=TODAY)


@dataclass(frozen=True, slots=True)
class Given:
    name: str
    tier: Tier


def test_what_a_change_gives_back_is_masked_but_for_words_of_the_practice() -> None:
    uid = "31567201-1fbd-4926-aa9a-f3c151badbdb"
    assert unnamed(["Åsa", uid, 5, None]) == [MASK * 3, uid, 5, None]
    assert unnamed({"name": ("Bo",)}) == {"name": (MASK * 2,)}
    assert unnamed(Given("Åsa", Tier.GROWTH)) == Given(MASK * 3, Tier.GROWTH)


@pytest.mark.rule("G-2")
def test_a_refusal_keeps_its_words_but_no_name_and_no_figure(demo: Database) -> None:
    connection = demo.connection
    (name,) = connection.execute("SELECT name FROM account LIMIT 1").fetchone()
    (what,) = connection.execute("SELECT what FROM commitment WHERE length(what) > 25 LIMIT 1").fetchone()
    (member,) = connection.execute("SELECT json_extract(team, '$[0].person') FROM plan LIMIT 1").fetchone()
    said = told(connection, f"{name} and {name} have 240k of {what[:20]}… with {member}")
    assert not any(word in said for word in (name, what[:12], member, "240"))
    assert said.count(" have ") == 1
    assert " with " in said


def test_a_file_that_cannot_be_read_again_says_so(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(tmp_path / "empty.db")
        connection.execute("CREATE TABLE account (id INTEGER)")
        connection.execute("CREATE TEMP VIEW account AS SELECT 1")
        return connection

    monkeypatch.setattr(database_module, "connect", broken)
    with pytest.raises(Unusable):
        database.veil(Veil.SCREEN)
    assert database.read(account_names) == {}


def test_closing_lets_go_of_both_connections(database_file: Path, clock: Clock) -> None:
    opened = Database.open(database_file, clock)
    opened.veil(Veil.SCREEN)
    opened.close()
    with pytest.raises(Unusable):
        opened.read(account_names)
