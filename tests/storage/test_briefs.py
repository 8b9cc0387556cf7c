"""The brief: what the file holds since the last review, and nothing from before it."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.domain.brief import Brief, Section
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.exchange.document import import_document
from kamtui.exchange.document_in import read_document
from kamtui.models.commitments import Commitment
from kamtui.models.expansion import Trigger
from kamtui.models.health import CheckIn, HealthCheck, Score
from kamtui.models.issues import Issue
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.models.revenue import Contract, RevenueEvent
from kamtui.models.stakeholders import QualityChange
from kamtui.models.touchpoints import Referral, Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry
from kamtui.storage.briefs import brief_of
from kamtui.storage.database import Database
from kamtui.storage.stakeholders_changes import add_stakeholder
from tests.storage.records import account, add, person

TODAY = date(2026, 11, 20)
HELD = datetime(2026, 10, 19, 15, tzinfo=UTC)
PRACTICE = Practice()
GOOD: dict[str, Any] = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
TITLES = [
    "Value delivered", "Health then and now", "Issues opened and closed", "Touchpoints and referrals", "Triggers",
    "Changes on the map", "Promised in the last QBR", "Open questions carried over", "Contract and renewal ahead",
]  # fmt: skip


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def put(database: Database, *records: Any) -> list[int]:
    return database.run(add, *records)


def owner_of(database: Database, **more: Any) -> int:
    (key,) = put(database, account(**{"name": "Nordwind", "created_on": ago(400), **more}))
    return key


def held(owner: int, ended: datetime = HELD, **more: Any) -> Qbr:
    start = ended - timedelta(hours=1)
    return Qbr(
        **{"account_id": owner, "scheduled_on": ended.date(), "state": "followed_up", "started_at": start,
           "ended_at": ended, **more}
    )  # fmt: skip


def touch(owner: int, summary: str, at: datetime, **more: Any) -> Touchpoint:
    return Touchpoint(account_id=owner, summary=summary, at=at, **more)


def compiled(database: Database, owner: int, qbr: str | None = None, today: date = TODAY) -> Brief:
    return database.read(brief_of, owner, today, PRACTICE, qbr)


def section(brief: Brief, title: str) -> Section:
    return next(one for one in brief.sections if one.title.startswith(title))


def texts(brief: Brief, title: str) -> list[str]:
    return [line.text for line in section(brief, title).lines]


@pytest.mark.rule("Q-3")
def test_a_brief_without_a_review_looks_back_twelve_months_and_says_every_blank(database: Database) -> None:
    brief = compiled(database, owner_of(database))
    assert [one.title for one in brief.sections] == TITLES
    assert (brief.account, brief.since, brief.last_qbr_uid) == ("Nordwind", date(2025, 11, 20), None)
    assert brief.since_words == "no QBR was held yet: the last twelve months, since 2025-11-20"
    assert [(one.lines, one.summary) for one in brief.sections] == [((), "")] * len(TITLES)
    assert [one.blank for one in brief.sections] == [
        "no value entry since 2025-11-20: ask what changed for them",
        "no health check since 2025-11-20: ask how working with us feels from their side",
        "no issue since 2025-11-20: ask what went wrong that nobody reported",
        "no touchpoint since 2025-11-20: say so, and ask how they want to be kept posted",
        "no trigger since 2025-11-20: listen for what begins, ends or hurts",
        "no change on the map since 2025-11-20: ask who is new and who decides",
        "no QBR was held yet, so nothing was promised in one",
        "no question was left open",
        "no renewal date is known: ask when their budget is decided",
    ]


@pytest.mark.rule("Q-3")
def test_value_is_summed_and_nothing_from_before_the_review_is_in_it(database: Database) -> None:
    owner = owner_of(database)
    put(
        database, held(owner, uid="q1"), Qbr(account_id=owner, scheduled_on=ago(1), state="cancelled"),
        *(
            ValueEntry(account_id=owner, kind=kind, what=what, on=on, amount=amount, evidence=evidence, uid=what)
            for kind, what, on, amount, evidence in (
                ("delivered", "before", date(2026, 10, 18), 100, ""),
                ("delivered", "faster", date(2026, 10, 19), 60_000_00, "time sheets"),
                ("delivered", "calmer", ago(2), None, ""),
                ("adjacent", "next door", ago(2), 9_000_00, ""),
                ("delivered", "tomorrow", ago(-1), 5_00, ""),
            )
        ),
    )  # fmt: skip
    brief = compiled(database, owner)
    assert (brief.since_words, brief.last_qbr_uid) == ("since the QBR of Mon 19 Oct", "q1")
    found = section(brief, "Value")
    assert (found.summary, found.blank) == ("2, worth 60k", "")
    assert [(line.text, line.record_kind, line.record_uid, line.on) for line in found.lines] == [
        ("faster · 60k · time sheets", "value_entry", "faster", date(2026, 10, 19)),
        ("calmer", "value_entry", "calmer", ago(2)),
    ]
    put(database, ValueEntry(account_id=owner, kind="delivered", what="x", on=ago(1)))
    database.connection.execute("UPDATE value_entry SET amount = NULL")
    assert section(compiled(database, owner), "Value").summary == "3"


@pytest.mark.rule("Q-3")
def test_health_then_and_now_with_check_ins_and_scores(database: Database) -> None:
    owner = owner_of(database)
    put(database, held(owner), HealthCheck(account_id=owner, on=date(2026, 10, 1), **GOOD))
    assert section(compiled(database, owner), "Health").summary == "green → not checked since"
    put(
        database, HealthCheck(account_id=owner, on=ago(20), **{**GOOD, "tone": "poor"}, notes="short"),
        HealthCheck(account_id=owner, on=ago(2), **{**GOOD, "tone": "poor", "response_time": "poor"}),
        CheckIn(account_id=owner, opened_on=ago(2), due=ago(-8), question="How is it?"),
        CheckIn(account_id=owner, opened_on=ago(90), due=ago(80), done_on=ago(19), discovered="tired", action="call"),
        CheckIn(account_id=owner, opened_on=ago(90), due=ago(80), done_on=ago(80), discovered="old"),
        CheckIn(account_id=owner, opened_on=ago(18), due=ago(10), done_on=ago(17), question="asked"),
        Score(account_id=owner, kind="nps", value=40, on=ago(15), source="survey"),
        Score(account_id=owner, kind="nps", value=1, on=ago(150)),
    )  # fmt: skip
    found = section(compiled(database, owner), "Health")
    assert (found.summary, found.blank) == ("green → red, declining", "")
    assert [line.text for line in found.lines] == [
        "then: green, all four signals good",
        "yellow, tone poor · short",
        "now: red, response time poor and tone poor, declining",
        "check-in held · tired · call",
        "check-in held · asked",
        "NPS 40 · survey",
        "check-in open, due Sat 28 Nov · How is it?",
    ]
    assert {line.record_kind for line in found.lines} == {"health_check", "check_in", "score"}
    late = section(compiled(database, owner, today=date(2027, 2, 1)), "Health")
    assert late.lines[2].text.endswith("declining, stale")


@pytest.mark.rule("Q-3")
def test_one_check_since_without_one_before(database: Database) -> None:
    owner = owner_of(database)
    put(database, held(owner), HealthCheck(account_id=owner, on=ago(2), **GOOD))
    found = section(compiled(database, owner), "Health")
    assert (found.summary, [line.text for line in found.lines]) == ("green", ["now: green, all four signals good"])
    put(database, HealthCheck(account_id=owner, on=ago(1), **GOOD))
    assert section(compiled(database, owner), "Health").summary == "green"


@pytest.mark.rule("Q-3")
def test_issues_opened_and_closed(database: Database) -> None:
    owner = owner_of(database)
    opened, before = HELD + timedelta(days=5), HELD - timedelta(days=5)
    put(
        database, held(owner), Issue(account_id=owner, title="new", severity="P2", opened_at=opened),
        Issue(account_id=owner, title="old", opened_at=before, status="escalated"),
        Issue(account_id=owner, title="gone", opened_at=before, resolved_at=before, status="resolved"),
        Issue(account_id=owner, title="mended", opened_at=before, resolved_at=opened, status="resolved",
              root_cause="a cable"),
        Issue(account_id=owner, title="quick", opened_at=opened, resolved_at=opened, status="resolved"),
    )  # fmt: skip
    found = section(compiled(database, owner), "Issues")
    assert found.summary == "2 opened, 2 closed, 2 open now"
    assert [line.text for line in found.lines] == [
        "P2 new · opened Sat 24 Oct, still open",
        "P3 mended · resolved Sat 24 Oct · a cable",
        "P3 quick · opened Sat 24 Oct, resolved Sat 24 Oct",
    ]
    database.connection.execute("DELETE FROM issue WHERE title <> 'old'")
    only_old = section(compiled(database, owner), "Issues")
    assert (only_old.lines, only_old.summary) == ((), "0 opened, 0 closed, 1 open now")


@pytest.mark.rule("Q-3")
def test_touchpoints_are_counted_and_the_last_five_told(database: Database) -> None:
    owner = owner_of(database)
    (ida,) = put(database, person(owner, "Ida Sol"))
    calls = [
        touch(owner, f"call {n}", at=HELD + timedelta(days=n), channel="call", tone="warm", transactional=False)
        for n in range(1, 6)
    ]
    *_, key = put(
        database, held(owner), touch(owner, "in it", at=HELD), touch(owner, "note", at=HELD, internal=True),
        touch(owner, "secret", at=HELD + timedelta(days=2), internal=True),
        touch(owner, "a mail", at=HELD + timedelta(days=9), channel="email"),
        touch(owner, "planned", at=HELD + timedelta(days=90)),
        Referral(account_id=owner, on=ago(3), referrer_id=ida, referred="Contoso", outcome="met"),
        Referral(account_id=owner, on=ago(2), referred="Fabrikam", solicited=True),
        Referral(account_id=owner, on=ago(200), referred="Old"), *calls,
    )  # fmt: skip
    put(database, TouchpointPerson(touchpoint_id=key, stakeholder_id=ida))
    found = section(compiled(database, owner), "Touchpoints")
    assert found.summary == "5 calls, 1 e-mail · 5 warm · 5 gave value"
    assert [line.text for line in found.lines] == [
        "e-mail · a mail",
        "call, warm · Ida Sol · call 5",
        *(f"call, warm · call {n}" for n in (4, 3, 2)),
        "referral: Contoso · by Ida Sol · unasked · met",
        "referral: Fabrikam · asked for",
    ]


@pytest.mark.rule("Q-3")
def test_triggers_and_what_became_of_them(database: Database) -> None:
    owner = owner_of(database)
    facts: tuple[tuple[str, date, dict[str, Any]], ...] = (
        ("expired", ago(28), {}), ("acted", ago(90), {"state": "acted", "acted_on": ago(3)}),
        ("filed", ago(6), {"state": "filed", "look_again_on": ago(-5)}),
        ("open", ago(2), {}), ("done", ago(1), {"state": "acted"}),
        ("before", ago(90), {}),
    )  # fmt: skip
    put(
        database,
        held(owner),
        *(Trigger(account_id=owner, kind="org_change", heard=heard, noted_on=on, **more) for heard, on, more in facts),
    )
    found = section(compiled(database, owner), "Triggers")
    assert found.summary == "1 expired, 1 filed, 2 acted, 1 open"
    assert [line.text.removeprefix("org change, weak · ") for line in found.lines] == [
        "expired · expired 14 days ago",
        "filed · look again in 5 days",
        "acted · acted on Tue 17 Nov",
        "open · closes in 12 days",
        "done · acted",
    ]


@pytest.mark.rule("Q-3")
@pytest.mark.rule("M-10")
def test_who_came_who_left_and_which_roles_nobody_holds(database: Database) -> None:
    owner = owner_of(database)
    gone, old, new, silent = put(
        database, person(owner, "Jo Lind", title="CFO", roles=["economic_buyer", "champion"], left_on=ago(5)),
        person(owner, "Max Rau", roles=["champion"], quality="strong"), person(owner, "Ida Sol", quality="neutral"),
        person(owner, "Nobody Yet"),
    )  # fmt: skip
    database.connection.execute("UPDATE journal_action SET batch = 'import'")
    put(
        database, held(owner), QualityChange(account_id=owner, stakeholder_id=old, on=ago(300), quality="neutral"),
        QualityChange(account_id=owner, stakeholder_id=old, on=ago(4), quality="strong"),
        QualityChange(account_id=owner, stakeholder_id=new, on=ago(3), quality="neutral"),
        QualityChange(account_id=owner, stakeholder_id=gone, on=ago(300), quality="neutral"),
    )  # fmt: skip
    database.run(add_stakeholder, owner, {"name": "Ann Ek"})
    assert silent
    brief = compiled(database, owner, today=date(2026, 12, 20))
    found = section(brief, "Changes")
    assert found.summary == "2 joined, 1 left, 1 changed"
    assert [(line.text, line.record_kind) for line in found.lines] == [
        ("Jo Lind, CFO · left · nobody now: economic buyer", "stakeholder"),
        ("Max Rau · relationship neutral → strong", "quality_change"),
        ("Ida Sol · new on the map", "stakeholder"),
        ("Ida Sol · relationship neutral", "quality_change"),
        ("Ann Ek · new on the map", "stakeholder"),
    ]


@pytest.mark.rule("Q-3")
@pytest.mark.rule("C-1")
def test_what_was_promised_and_asked_in_the_last_review_is_told_with_its_outcome(database: Database) -> None:
    owner = owner_of(database)
    older, last = put(database, held(owner, HELD - timedelta(days=90), uid="q0"), held(owner, uid="q1"))
    put(
        database, QbrPhase(qbr_id=older, phase="results", notes="? an old question"),
        QbrPhase(qbr_id=last, phase="alignment", notes="plain\n? who decides next year"),
        Commitment(account_id=owner, side="ours", what="the list", due=ago(9), state="late", settled_on=ago(7),
                   source={"kind": "qbr", "uid": "q1"}),
        Commitment(account_id=owner, side="theirs", what="the intro", who="Ida", source={"kind": "qbr", "uid": "q1"}),
        Commitment(account_id=owner, side="ours", what="old", source={"kind": "qbr", "uid": "q0"}),
        Commitment(account_id=owner, side="ours", what="elsewhere", source={"kind": "hand", "uid": None}),
    )  # fmt: skip
    brief = compiled(database, owner)
    assert texts(brief, "Promised") == [
        "we: the list · due Wed 11 Nov · kept 2 days late",
        "they: the intro · Ida · open",
    ]
    assert section(brief, "Promised").summary == "1 open, 1 late"
    (question,) = section(brief, "Open questions").lines
    assert (question.text, question.record_kind, question.record_uid) == ("who decides next year", "qbr", "q1")
    for agreed, told in (('{"questions": ["as kept"]}', ["as kept"]), ('{"questions": 7}', ["who decides next year"])):
        database.connection.execute("UPDATE qbr SET follow_up_parts = ? WHERE uid = 'q1'", (agreed,))
        assert texts(compiled(database, owner), "Open questions") == told
    before = compiled(database, owner, "q1")
    assert (before.last_qbr_uid, before.until) == ("q0", date(2026, 10, 18))
    assert texts(before, "Open questions") == ["an old question"]
    assert compiled(database, owner, "q0").last_qbr_uid is None
    database.connection.execute("DELETE FROM commitment")
    assert section(compiled(database, owner), "Promised").blank.startswith("nothing was promised in it")


@pytest.mark.rule("Q-3")
def test_the_brief_of_a_held_review_tells_what_was_known_when_it_began(database: Database) -> None:
    owner = owner_of(database)
    put(
        database, held(owner, uid="q1"), held(owner, HELD - timedelta(days=30), uid="q0"),
        held(owner, HELD - timedelta(days=60), uid="imported", started_at=None, ended_at=None),
        touch(owner, "that morning", at=HELD - timedelta(hours=3)), touch(owner, "after it", at=HELD + timedelta(1)),
        touch(owner, "that spring", at=HELD - timedelta(days=45)),
        ValueEntry(account_id=owner, kind="delivered", what="told in it", on=HELD.date()),
    )  # fmt: skip
    assert texts(compiled(database, owner, "q1"), "Touchpoints") == ["touchpoint · that morning"]
    assert texts(compiled(database, owner, "q1"), "Value") == []
    assert texts(compiled(database, owner, "q0"), "Touchpoints") == ["touchpoint · that spring"]
    assert compiled(database, owner, "imported").last_qbr_uid is None
    assert compiled(database, owner, "imported").until == date(2026, 8, 19)


@pytest.mark.rule("Q-3")
@pytest.mark.rule("R-1")
def test_the_contract_ahead(database: Database) -> None:
    owner = owner_of(database, renewal_date=ago(-37), auto_renew=True)
    put(
        database, held(owner), Contract(account_id=owner, annual_value=60_000_00, end=ago(-37), description="Licences"),
        Contract(account_id=owner, annual_value=40_000_00, end=ago(-300), auto_renew=True),
        Contract(account_id=owner, annual_value=20_000_00, end=ago(-600)),
        RevenueEvent(account_id=owner, kind="expansion", amount=9_000_00, on=ago(3), reason="second plant"),
        RevenueEvent(account_id=owner, kind="expansion", amount=9_000_00, on=ago(90)),
    )  # fmt: skip
    found = section(compiled(database, owner), "Contract")
    assert (found.summary, found.blank) == ("120k a year, renews in 37 days", "")
    assert [(line.text, line.record_kind) for line in found.lines] == [
        ("120k a year in force", "account"),
        ("renews Sun 27 Dec, in 37 days, by itself", "account"),
        ("60k a year ends Sun 27 Dec · Licences · renewal not started", "contract"),
        ("40k a year ends 2027-09-16 · renews by itself", "contract"),
        ("expansion of 9k · second plant", "revenue_event"),
    ]
    late = section(compiled(database, owner, today=ago(-38)), "Contract")
    assert late.summary == "60k a year, renews in 262 days"  # the next line that ends, once the written day is over
    alone = owner_of(database, name="Adatum", name_key="adatum", renewal_date=ago(-37))
    assert section(compiled(database, alone, today=ago(-38)), "Contract").summary == "renews 1 d late"


def test_the_brief_of_an_account_that_is_gone_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="no longer there"):
        compiled(database, 99)


# The demo, against statements of its own


@pytest.fixture(scope="module")
def demo(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(migrated_file, file)
    database = Database.open(file, Clock(TODAY))
    database.run(import_document, read_document(json.dumps(portfolio(TODAY))))
    yield database
    database.close()


def held_before(demo: Database, owner: int) -> tuple[str, str, str]:
    found: tuple[str, str, str] | None = demo.connection.execute(
        "SELECT uid, date(ended_at), ended_at FROM qbr WHERE account_id = ? AND ended_at IS NOT NULL"
        " AND state IN ('held', 'followed_up') ORDER BY ended_at DESC",
        (owner,),
    ).fetchone()
    return found or ("", "2025-11-20", "2025-11-19T23:59:59Z")


OF_THE_FILE = {
    ("Value", "value_entry"): """SELECT uid FROM value_entry WHERE account_id = :id AND kind = 'delivered'
        AND "on" >= :day AND "on" <= :today""",
    ("Health", "check_in"): """SELECT uid FROM check_in WHERE account_id = :id
        AND (opened_on >= :day AND opened_on <= :today OR done_on >= :day AND done_on <= :today)""",
    ("Health", "score"): """SELECT uid FROM score WHERE account_id = :id AND "on" >= :day AND "on" <= :today""",
    ("Health", "health_check"): """SELECT uid FROM health_check WHERE account_id = :id AND "on" <= :today AND "on" >= (
        SELECT coalesce(max("on"), '') FROM health_check WHERE account_id = :id AND "on" <= :day)""",
    ("Issues", "issue"): """SELECT uid FROM issue WHERE account_id = :id
        AND (opened_at > :at OR resolved_at > :at)""",
    ("Touchpoints", "touchpoint"): """SELECT uid FROM touchpoint WHERE account_id = :id AND internal = 0
        AND at > :at AND date(at) <= :today ORDER BY at DESC LIMIT 5""",
    ("Touchpoints", "referral"): """SELECT uid FROM referral WHERE account_id = :id AND "on" >= :day""",
    ("Triggers", "expansion_trigger"): """SELECT uid FROM expansion_trigger WHERE account_id = :id
        AND (noted_on >= :day OR acted_on >= :day)""",
    ("Changes", "quality_change"): """SELECT uid FROM quality_change WHERE account_id = :id AND "on" >= :day""",
    ("Promised", "commitment"): """SELECT uid FROM commitment WHERE account_id = :id
        AND json_extract(source, '$.uid') = :qbr""",
    ("Contract", "revenue_event"): """SELECT uid FROM revenue_event WHERE account_id = :id AND "on" >= :day
        AND "on" <= :today""",
}


def same_as_the_file(demo: Database, owner: int, brief: Brief) -> None:
    """Every record of the file since the review is in its section, and no other one is."""
    qbr, day, at = held_before(demo, owner)
    asked = {"id": owner, "qbr": qbr, "day": day, "at": at, "today": str(TODAY)}
    for (title, kind), statement in OF_THE_FILE.items():
        told = [line.record_uid for line in section(brief, title).lines if line.record_kind == kind]
        stored = [uid for (uid,) in demo.connection.execute(statement, asked)]
        assert sorted(told) == sorted(stored), (owner, kind)
    for part in brief.sections:
        ahead = part.title in ("Contract and renewal ahead", "Promised in the last QBR")
        days = [line.on for line in part.lines if line.on is not None and not line.text.startswith("then: ")]
        assert ahead or all(date.fromisoformat(day) <= on <= TODAY for on in days), part


@pytest.mark.rule("Q-3")
def test_the_brief_of_the_richest_account_says_what_the_file_holds_since_the_last_review(demo: Database) -> None:
    keys = [key for (key,) in demo.connection.execute("SELECT id FROM account")]
    briefs = {key: demo.read(brief_of, key, TODAY, PRACTICE) for key in keys}
    richest = max(keys, key=lambda key: sum(len(one.lines) for one in briefs[key].sections))
    filled = [one.title for one in briefs[richest].sections if one.lines]
    assert len(filled) >= 7, filled
    value = section(briefs[richest], "Value")
    _, day, _ = held_before(demo, richest)
    worth = demo.connection.execute(
        "SELECT count(*), sum(amount) FROM value_entry WHERE account_id = ? AND kind = 'delivered' AND \"on\" >= ?",
        (richest, day),
    ).fetchone()
    assert value.summary.startswith(f"{worth[0]}")
    for key in keys:
        same_as_the_file(demo, key, briefs[key])
