import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.commitments import Side
from kamtui.domain.practice import Practice
from kamtui.domain.qbr import Completion, Participant, Phase, QbrState
from kamtui.domain.qbr_clock import Clock
from kamtui.models.commitments import Commitment
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.storage import qbr_follow_ups, qbr_proposals, qbrs
from kamtui.storage.database import Database
from kamtui.storage.qbr_words import words
from tests.storage.qbr_records import IDA, MAX, client, days, ida, review
from tests.storage.records import DAY, add, person

ENDED = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)
SENTENCES = words().value.follow_up


def one(database: Database, key: int) -> qbrs.Qbr:
    found = qbrs.qbr(database.connection, key)
    assert found is not None
    return found


def test_a_review_is_read_whole(database: Database) -> None:
    owner = client(database)
    started = ENDED - timedelta(hours=1)
    key = database.run(
        review, owner, notes="! a", seconds=60, state="running", started_at=started, counted_at=ENDED, phase="vision",
        prep={"results": "r", "done": ["results"]}, follow_up_parts={"reasons": {"ours": "none"}},
    )  # fmt: skip
    found = one(database, key)
    assert (found.account, found.tier, found.state) == ("Northwind", Tier.STRATEGIC, QbrState.RUNNING)
    assert found.clock == Clock(Phase.VISION, dict.fromkeys(Phase, 60), ENDED, running=True)
    assert found.prep == {"results": "r", "intelligence": "", "hypothesis": ""}
    assert found.prep_done == ("results",)
    assert found.notes == {**dict.fromkeys(Phase, ""), Phase.ALIGNMENT: "! a"}
    assert found.participants == (IDA, MAX)
    assert found.of_side(Side.OURS) == (MAX,)
    assert found.reasons == {"ours": "none"}
    assert found.held_on == DAY
    assert qbrs.qbr(database.connection, 999) is None


def test_what_a_document_brought_is_read_even_where_it_is_odd(database: Database) -> None:
    owner = client(database)
    (key,) = database.run(
        add, Qbr(account_id=owner, scheduled_on=DAY, prep=["x"], participants={"a": 1}, follow_up_parts=["y"])
    )
    (other,) = database.run(
        add,
        Qbr(account_id=owner, scheduled_on=DAY, prep={"done": "all"}, participants=[3, {"name": " "}, {"name": "A"}]),
    )
    database.run(add, *(QbrPhase(qbr_id=key, phase="results", seconds=5, notes=text) for text in ("a", "", "b")))
    found = one(database, key)
    assert (found.prep_done, found.participants, dict(found.agreed), found.reasons) == ((), (), {}, {})
    assert (found.notes[Phase.RESULTS], found.clock.used[Phase.RESULTS]) == ("a\nb", 15)
    assert found.held_on == DAY
    assert one(database, other).participants == (Participant("A", Side.THEIRS),)
    assert one(database, other).prep_done == ()


def test_the_list_holds_every_review_the_latest_first(database: Database) -> None:
    owner = client(database)
    early = database.run(review, owner, scheduled_on=days(-40), state="held", ended_at=ENDED - timedelta(days=40))
    late = database.run(review, owner, scheduled_on=days(5), seconds=12)
    database.run(add, Commitment(account_id=owner, side="ours", what="x", source={"uid": one(database, early).uid}))
    rows = qbrs.qbrs(database.connection)
    assert [row.id for row in rows] == [late, early]
    assert (rows[0].seconds, rows[0].open_promises, rows[1].open_promises) == (60, 0, 1)
    assert rows[0].participants == (IDA, MAX)


@pytest.mark.rule("Q-9")
def test_who_takes_part_defaults_to_those_of_the_last_review_who_are_still_there(database: Database) -> None:
    owner, other = client(database), client(database, "Other")
    database.run(add, ida(owner), person(owner, "Gone", left_on=days(-1)), person(owner, "Boss", placeholder=True))
    database.run(review, other, participants=[{"name": "Zoe", "side": "ours"}])
    database.run(
        review, owner, state="held", ended_at=ENDED,
        participants=[{"name": "Ida Sol", "stakeholder": "ida", "side": "theirs", "came": True},
                      {"name": "Left", "stakeholder": "left", "side": "theirs"}, {"name": "Max Hill", "side": "ours"}],
    )  # fmt: skip
    found = qbrs.choice(database.connection, owner, DAY)
    assert [each.name for each in found.people] == ["Ida Sol"]
    assert set(found.ours) == {"Zoe", "Max Hill"}
    assert found.last == (IDA, MAX)
    assert qbrs.last_participants(database.connection, other) == ()
    assert len(qbrs.last_participants(database.connection, owner)) == 3


@pytest.mark.rule("T-3")
def test_the_rhythm_proposes_reviews_for_accounts_of_every_tier_that_have_none_ahead(database: Database) -> None:
    first, second = client(database, "Adatum", slot=2), client(database, "Contoso", slot=0)
    growth = client(database, "Fabrikam", tier=2, slot=11)
    small = client(database, "Small", tier=3, slot=22)
    planned = client(database, "Planned")
    database.run(review, planned, scheduled_on=days(3))
    found = qbr_proposals.proposals(database.connection, DAY, Practice())
    assert [(each.account_id, each.on) for each in found] == [
        (first, DAY),
        (second, DAY),
        (small, date(2026, 12, 4)),
        (growth, date(2026, 12, 18)),
    ]
    assert (found[1].asked_for, found[1].tier) == (date(2026, 11, 6), Tier.STRATEGIC)
    saturday = date(2026, 11, 21)
    on = {each.account_id: each.on for each in qbr_proposals.proposals(database.connection, saturday, Practice())}
    assert on[second] == date(2026, 11, 23)


@pytest.mark.rule("Q-7")
def test_the_follow_up_is_composed_from_records_and_from_what_was_agreed(database: Database) -> None:
    owner = client(database)
    database.run(add, ida(owner))
    key = database.run(
        review, owner, state="held", ended_at=ENDED, notes="^ renewal: early talk\n+ saved 84k\n? who signs",
        follow_up_parts={"results": ["saved 90k"], "expansion": [{"kind": "?", "heard": "parcels lost"}, 3]},
    )  # fmt: skip
    uid = one(database, key).uid
    database.run(
        add,
        Commitment(account_id=owner, side="theirs", what="name the lead", due=days(9), source={"uid": uid}),
        Commitment(account_id=owner, side="ours", what="send it", due=days(7), source={"uid": uid}),
        Commitment(account_id=owner, side="ours", what="never mind", state="waived", source={"uid": uid}),
        Commitment(account_id=owner, side="ours", what="elsewhere", source={"uid": "other"}),
    )
    text = qbr_follow_ups.text(database.connection, one(database, key), SENTENCES)
    assert "Dear Ida Sol," in text
    assert "- send it, by Fri 27 Nov" in text
    assert "- name the lead, by Sun 29 Nov" in text
    assert "never mind" not in text
    assert "- saved 90k" in text
    assert "parcels lost" in text
    assert "early talk" not in text


@pytest.mark.rule("Q-7")
def test_a_review_that_was_closed_elsewhere_is_read_from_its_notes(database: Database) -> None:
    owner = client(database)
    key = database.run(
        review, owner, state="held", ended_at=ENDED, notes="^ renewal: early talk\n+ saved 84k\n? who signs\n! do it"
    )
    database.run(review, owner, scheduled_on=days(80))
    text = qbr_follow_ups.draft(database.connection, one(database, key), SENTENCES)
    assert "- saved 84k" in text
    assert "- who signs" in text
    assert "early talk" in text
    sent = database.run(review, owner, state="held", ended_at=ENDED, follow_up="my own words")
    assert qbr_follow_ups.text(database.connection, one(database, sent), SENTENCES) == "my own words"


def test_the_mail_goes_to_the_clients_people_who_came(database: Database) -> None:
    owner = client(database)
    database.run(add, ida(owner), person(owner, "Jo", uid="jo", email="jo@x.test"), person(owner, "No", uid="no"))
    people = [
        {"name": name, "stakeholder": uid, "side": "theirs", "came": came}
        for name, uid, came in (("Ida Sol", "ida", True), ("Jo", "jo", False), ("No", "no", True), ("New", None, True))
    ]
    key = database.run(review, owner, participants=people)
    assert qbr_follow_ups.addresses(database.connection, one(database, key), DAY) == ("ida@northwind.test",)


@pytest.mark.rule("Q-10")
def test_completion_counts_the_reviews_whose_day_was_in_the_period(database: Database) -> None:
    owner, growth = client(database), client(database, "Other", tier=2)
    for on, state in ((-10, "held"), (-9, "cancelled"), (-400, "held"), (0, "prepared"), (5, "planned")):
        database.run(review, owner, scheduled_on=days(on), state=state)
    database.run(review, growth, scheduled_on=days(-1), state="followed_up")
    found = qbrs.completed(database.connection, days(-365), DAY)
    assert found == {None: Completion(2, 3), Tier.STRATEGIC: Completion(1, 2), Tier.GROWTH: Completion(1, 1)}


def test_reading_changes_nothing(database: Database) -> None:
    database.connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_INSERT) else 0
    )
    assert qbrs.qbrs(database.connection) == ()
    assert qbr_proposals.proposals(database.connection, DAY, Practice()) == ()
