"""An account's timeline, and what is taken off it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.domain.errors import Refused
from kamtui.models.accounts import TierChange
from kamtui.models.health import CheckIn, HealthCheck
from kamtui.models.issues import Issue, Milestone
from kamtui.models.qbr import Qbr
from kamtui.models.stakeholders import QualityChange
from kamtui.models.touchpoints import Referral, Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry
from kamtui.storage.database import Database
from kamtui.storage.timeline import TITLES, TimelineLine, timeline
from kamtui.storage.timeline_changes import KEPT, remove_line
from tests.storage.records import DAY, account, add, dump, person, whole_account


def lines(database: Database, key: int) -> dict[str, TimelineLine]:
    return {line.kind: line for line in database.read(timeline, key)}


def call(owner: int, days_ago: int, hour: int = 9, **more: object) -> Touchpoint:
    at = datetime(2026, 11, 20, hour, tzinfo=UTC) - timedelta(days=days_ago)
    return Touchpoint(account_id=owner, at=at, channel="call", **more)


def test_every_kind_of_record_is_on_the_timeline(database: Database) -> None:
    key = database.run(whole_account)
    database.run(whole_account, "Other")
    found = database.read(timeline, key)
    assert {line.kind for line in found} == set(TITLES)
    assert len(found) == len(TITLES)
    assert all(line.on == DAY and line.uid for line in found)


def test_the_newest_comes_first_and_pages_follow_each_other(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, *(call(key, days, hour, summary=f"{days}-{hour}") for days in (3, 1, 2) for hour in (8, 12)))
    whole = [line.text for line in database.read(timeline, key)]
    assert whole == ["1-12", "1-8", "2-12", "2-8", "3-12", "3-8"]
    paged = [database.read(timeline, key, 4, skip) for skip in (0, 4, 8)]
    assert [line.text for page in paged for line in page] == whole
    assert [len(page) for page in paged] == [4, 2, 0]


def test_a_touchpoint_says_who_how_and_what_comes_next(database: Database) -> None:
    (key,) = database.run(add, account())
    ida, jo = database.run(add, person(key, "Ida"), person(key, "Jo [/x]"))
    (talk,) = database.run(
        add, call(key, 0, summary="they grow", tone="warm", transactional=False, next_step="send the case")
    )
    database.run(add, *(TouchpointPerson(touchpoint_id=talk, stakeholder_id=who) for who in (ida, jo)))
    line = lines(database, key)["touchpoint"]
    assert (line.what, line.text, line.tone, line.value) == ("call", "they grow", "warm", True)
    assert line.more == "Ida, Jo [/x] · next: send the case"


@pytest.mark.rule("I-4")
def test_an_internal_note_is_called_a_note(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, call(key, 0, internal=True, transactional=False))
    line = lines(database, key)["touchpoint"]
    assert (line.what, line.internal, line.value, line.more) == ("note", True, False, "")


def test_the_other_lines_say_what_happened(database: Database) -> None:
    (key,) = database.run(add, account())
    (ida,) = database.run(add, person(key, "Ida"))
    good = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
    database.run(
        add,
        HealthCheck(account_id=key, on=DAY, **{**good, "tone": "poor"}, notes="cool on the phone"),
        CheckIn(account_id=key, opened_on=DAY, due=DAY, done_on=DAY, question="how is it?", discovered="new boss"),
        TierChange(account_id=key, on=DAY, from_tier=2, to_tier=1, reason="they doubled"),
        QualityChange(account_id=key, stakeholder_id=ida, on=DAY, quality="at_risk"),
        ValueEntry(account_id=key, kind="delivered", what="hours saved", amount=12_000_00, on=DAY, unit="north"),
        Referral(account_id=key, on=DAY, referrer_id=ida, referred="Jo", solicited=True, outcome="met"),
        Qbr(account_id=key, scheduled_on=DAY, state="followed_up", rating=4, learned="results first"),
    )
    found = {kind: (line.text, line.more) for kind, line in lines(database, key).items()}
    assert found == {
        "health_check": ("tone poor", "cool on the phone"),
        "check_in": ("new boss", ""),
        "tier_change": ("from Growth to Strategic", "they doubled"),
        "quality_change": ("Ida is at risk", ""),
        "value_entry": ("hours saved", "12k · north"),
        "referral": ("Jo", "by Ida · asked for · met"),
        "qbr": ("results first", "followed up, rated 4 of 5"),
    }
    assert lines(database, key)["health_check"].tone == "yellow"
    assert lines(database, key)["value_entry"].value


def test_short_lines_leave_out_what_nobody_said(database: Database) -> None:
    (key,) = database.run(add, account())
    good = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
    database.run(
        add,
        HealthCheck(account_id=key, on=DAY, **good),
        CheckIn(account_id=key, opened_on=DAY, due=DAY, done_on=DAY, question="how is it?"),
        ValueEntry(account_id=key, kind="adjacent", what="their archive", on=DAY),
        Referral(account_id=key, on=DAY, referred="Jo"),
        Qbr(account_id=key, scheduled_on=DAY + timedelta(days=9)),
    )
    found = {kind: (line.what, line.text, line.more) for kind, line in lines(database, key).items()}
    assert found == {
        "health_check": ("health check", "all four signals good", ""),
        "check_in": ("check-in", "how is it?", ""),
        "value_entry": ("next door", "their archive", ""),
        "referral": ("referral", "Jo", "unasked"),
        "qbr": ("QBR", "", "planned"),
    }


@pytest.mark.rule("S-1", "O-1")
def test_issues_and_milestones_say_how_they_went(database: Database) -> None:
    key, other = database.run(add, account(), account("Other"))
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    database.run(
        add,
        Issue(account_id=key, title="Link is down", severity="P2", opened_at=at, status="resolved", resolved_at=at,
              theme="links", root_cause="a [certificate]"),
        Milestone(account_id=key, day=30, what="first use", success_measure="ten users", due=DAY, met_on=DAY),
        Milestone(account_id=key, day=60, what="open still", due=DAY),
        Issue(account_id=other, title="Slow", opened_at=at, status="escalated", escalated_to="Helen", theme="speed"),
        Milestone(account_id=other, day=30, what="first use", due=at.date(), met_on=DAY),
    )  # fmt: skip
    found = {kind: (line.what, line.text, line.more) for kind, line in lines(database, key).items()}
    assert found == {
        "issue": ("issue P2", "Link is down", "links"),
        "issue_resolved": ("issue P2 resolved", "Link is down", "a [certificate]"),
        "milestone": ("day 30 milestone met", "first use", "ten users"),
    }
    there = lines(database, other)
    assert (there["issue"].tone, there["issue"].more) == ("open", "speed · escalated to Helen")
    assert there["milestone"].what == "day 30 milestone met late"


def test_a_line_is_found_by_all_its_words(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, call(key, 0, summary="They GROW in Ålesund", tone="warm"))
    line = lines(database, key)["touchpoint"]
    assert line.fits(["grow", "call", "warm", "2026-11"])
    assert line.fits(["åle"])
    assert not line.fits(["grow", "cool"])


@pytest.mark.parametrize("kind", sorted(set(TITLES) - set(KEPT)))
def test_a_line_is_removed_and_comes_back(database: Database, kind: str) -> None:
    key = database.run(whole_account)
    before = dump(database.connection)
    assert database.run(remove_line, kind, lines(database, key)[kind].id) == TITLES[kind]
    assert kind not in lines(database, key)
    assert database.undo() == f"{TITLES[kind]} of Nordwind removed"
    assert dump(database.connection) == before


@pytest.mark.parametrize("kind", sorted(KEPT))
@pytest.mark.rule("T-6", "M-2")
def test_what_is_history_or_kept_elsewhere_stays(database: Database, kind: str) -> None:
    key = database.run(whole_account)
    with pytest.raises(Refused, match=re.escape(KEPT[kind])):
        database.run(remove_line, kind, lines(database, key)[kind].id)


def test_a_day_is_the_local_one(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, call(key, 0, 23))
    assert lines(database, key)["touchpoint"].on == date(2026, 11, 20)
