"""Readiness assessments in the file, the evidence beside each dimension, and what the report is made of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.domain.guided import Guided
from kamtui.domain.practice import Practice
from kamtui.domain.readiness import Dimension
from kamtui.domain.reviews import ReviewKind
from kamtui.models.expansion import Trigger
from kamtui.models.health import CheckIn, Score
from kamtui.models.issues import Issue, Milestone
from kamtui.models.plans import PlanAction, PlanVersion
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract
from kamtui.models.reviews import Assessment
from kamtui.models.touchpoints import Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry
from kamtui.storage import guided
from kamtui.storage.database import Database
from kamtui.storage.readiness import assessments, evidence
from kamtui.storage.readiness_changes import remove
from kamtui.storage.readiness_report import ReadinessReport, readiness_report
from kamtui.storage.reviews_changes import OnScreen, begin_guided, finish_guided, keep
from kamtui.storage.rhythm import timings
from tests.storage.records import person
from tests.storage.week_records import client, line, lines, put

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRACTICE = Practice()
WHOLE = Guided(
    "end", 600, ("book the workshop",), {each.value: "first\nsecond" for each in Dimension},
    {each.value: 3 for each in Dimension} | {"retention": 4},
)  # fmt: skip
FINDINGS = {"strategy": ["Tiers hold"], "engagement": ["Thin"]}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def moment(days: int) -> datetime:
    return NOW - timedelta(days=days)


def said(database: Database, dimension: Dimension) -> list[tuple[str, str, bool]]:
    return [(one.label, one.words, one.asks) for one in database.read(evidence, TODAY, PRACTICE)[dimension]]


def report(database: Database, *which: int) -> ReadinessReport:
    return database.read(readiness_report, TODAY, PRACTICE, NOW, *which)


@pytest.mark.rule("A-1", "A-3", "Y-4")
def test_a_finished_assessment_is_kept_with_its_date_and_completes_the_year(database: Database):
    database.clock = Clock(date(2026, 1, 2))
    client(database, created_on=date(2025, 12, 1))
    assert line(database, "readiness_assessment", date(2026, 1, 2)).minutes == 60
    begun = database.note(begin_guided, ReviewKind.READINESS_ASSESSMENT)
    database.note(keep, begun.id, OnScreen(WHOLE))
    assert database.run(finish_guided, begun.id, OnScreen(WHOLE), "Ripe.", PRACTICE) == "the readiness assessment"
    (found,) = database.read(assessments, date(2026, 1, 2))
    assert (found.on, found.overall, found.findings[Dimension.ISSUES]) == (date(2026, 1, 2), 3.2, ("first", "second"))
    assert lines(database, "readiness_assessment", date(2026, 1, 2)) == []
    assert database.undo() == "the readiness assessment finished"
    assert database.read(assessments, TODAY) == ()
    assert database.read(guided.left, ReviewKind.READINESS_ASSESSMENT).review == WHOLE


@pytest.mark.rule("A-1")
def test_an_assessment_without_all_scores_and_findings_is_refused_and_stays_as_it_was(database: Database):
    begun = database.note(begin_guided, ReviewKind.READINESS_ASSESSMENT)
    database.note(keep, begun.id, OnScreen(WHOLE))
    half = Guided("end", 600, (), {}, {"strategy": 3})
    with pytest.raises(Refused, match=r"^strategy and segmentation has no finding yet: write one or two$"):
        database.run(finish_guided, begun.id, OnScreen(half), "", PRACTICE)
    assert database.read(assessments, TODAY) == ()
    assert database.read(guided.left, ReviewKind.READINESS_ASSESSMENT).review == WHOLE


@pytest.mark.rule("A-1", "A-2")
def test_the_six_steps_show_the_evidence_and_what_was_said_the_last_time(database: Database):
    put(database, Assessment(on=ago(365), scores={"strategy": 3}, findings=FINDINGS))
    found = database.read(guided.page, "readiness_assessment", TODAY, PRACTICE)
    assert [step.key for step in found.steps] == [*(each.value for each in Dimension), "end"]
    assert found.steps[0].before == f"3 Defined, {ago(365)}: Tiers hold"
    assert found.steps[5].before == f"not scored, {ago(365)}"
    assert found.steps[0].lines[0].text == "nothing to count yet"


@pytest.mark.rule("A-4")
def test_assessments_are_read_as_far_as_they_make_sense_and_can_be_removed(database: Database):
    odd, _, _ = put(
        database,
        Assessment(on=ago(9), scores={"strategy": 9, "issues": True, "engagement": "3", "reviews": 4, "x": 1},
                   findings={"strategy": "one", "issues": ["", 7], "retention": {}, "x": ["y"]}),
        Assessment(on=TODAY + timedelta(days=1)),
        Assessment(on=ago(400)),
    )  # fmt: skip
    database.connection.execute("UPDATE assessment SET scores = '[]', findings = '[]' WHERE id = 3")
    first, second = database.read(assessments, TODAY)
    assert first.scores == {Dimension.REVIEWS: 4}
    assert first.findings == {Dimension.STRATEGY: ("one",), Dimension.ISSUES: ("7",), Dimension.RETENTION: ()}
    assert (second.scores, second.findings) == ({}, {})
    assert database.run(remove, odd) == f"readiness assessment of {ago(9)}"
    assert len(database.read(assessments, TODAY)) == 1
    assert database.undo() == f"readiness assessment of {ago(9)} removed"


@pytest.mark.rule("A-2")
def test_strategy_and_engagement_count_the_key_accounts(database: Database):
    owner, other = client(database, "A", tier=1), client(database, "B", tier=2)
    client(database, "C", tier=3)
    ida, jo = put(
        database,
        person(owner, "Ida", quality="strong", roles=["executive_sponsor"]),
        person(owner, "Jo", quality="neutral"),
    )
    (talk,) = put(database, Touchpoint(account_id=owner, at=moment(3), summary="a call"))
    put(
        database,
        *(TouchpointPerson(touchpoint_id=talk, stakeholder_id=who) for who in (ida, jo)),
        PlanVersion(account_id=owner, frozen_on=date(2026, 10, 1)),
        PlanVersion(account_id=other, frozen_on=date(2026, 9, 30)),
    )
    assert said(database, Dimension.STRATEGY) == [
        ("plan reviewed", "1 of 2 key accounts this quarter, 50 %", True),
        ("plan frozen", "2 of 2 key accounts at all, 100 %", False),
    ]
    assert said(database, Dimension.ENGAGEMENT) == [
        ("multi-threaded", "1 of 2 key accounts, 50 %", True),
        ("sponsor", "1 of 2 key accounts with an executive sponsor, 50 %", True),
    ]


@pytest.mark.rule("A-2")
def test_onboarding_and_issues_count_what_was_kept_in_time(database: Database):
    owner, other = client(database, "A", client_since=ago(50)), client(database, "B")
    put(
        database,
        Milestone(account_id=owner, day=30, what="use", due=ago(20), met_on=ago(21)),
        Milestone(account_id=owner, day=60, what="run", due=ago(5)),
        Milestone(account_id=owner, day=90, what="review", due=TODAY + timedelta(days=9)),
        ValueEntry(account_id=owner, kind="delivered", what="hours", on=ago(8)),
        Issue(account_id=owner, title="slow", severity="P1", opened_at=moment(9), status="resolved",
              resolved_at=moment(9) + timedelta(hours=2), theme="Speed"),
        Issue(account_id=other, title="slow too", severity="P1", opened_at=moment(8), theme="speed"),
    )  # fmt: skip
    assert said(database, Dimension.ONBOARDING) == [
        ("milestones", "1 of 2 met by their date, twelve months, 50 %", True),
        ("first value", "42 d, the median of 1 account", False),
    ]
    assert said(database, Dimension.ISSUES) == [
        ("SLA", "1 of 2 issues within their target, 50 %", True),
        ("themes", "speed (2 accounts)", True),
    ]


@pytest.mark.rule("A-2")
def test_reviews_and_retention_count_what_was_held_begun_and_acted_on_in_time(database: Database):
    owner = client(database, created_on=date(2026, 8, 1))
    put(
        database,
        Qbr(account_id=owner, scheduled_on=ago(30), state="held"),
        Qbr(account_id=owner, scheduled_on=ago(20), state="cancelled"),
        Contract(account_id=owner, annual_value=1, end=TODAY + timedelta(days=20)),
        Contract(account_id=owner, annual_value=1, end=TODAY + timedelta(days=40), renewal_stage="terms"),
        CheckIn(account_id=owner, opened_on=ago(40), due=ago(30), done_on=ago(30)),
        CheckIn(account_id=owner, opened_on=ago(40), due=ago(30), done_on=ago(29)),
        CheckIn(account_id=owner, opened_on=ago(11), due=ago(1)),
        CheckIn(account_id=owner, opened_on=ago(10), due=TODAY),
        Trigger(account_id=owner, kind="milestone", noted_on=ago(40), state="acted", acted_on=ago(26)),
        Trigger(account_id=owner, kind="milestone", noted_on=ago(40), state="acted", acted_on=ago(25)),
        Trigger(account_id=owner, kind="milestone", noted_on=ago(15)),
        Trigger(account_id=owner, kind="milestone", noted_on=ago(14)),
        Trigger(account_id=owner, kind="milestone", noted_on=ago(90), state="filed"),
    )
    assert said(database, Dimension.RETENTION) == [
        ("renewals", "1 of 2 renewals within 42 days begun, 50 %", True),
        ("check-ins", "1 of 3 held within 10 days, 33 %", True),
        ("triggers", "1 of 3 acted on within 14 days, 33 %", True),
    ]
    held, rhythm, sent = said(database, Dimension.REVIEWS)
    assert held == ("QBRs held", "1 of 2 scheduled, twelve months, 50 %", True)
    assert rhythm[0] == "adherence"
    assert " missed" in rhythm[1]
    assert sent == ("follow-ups", "nothing to count yet", False)


@pytest.mark.rule("A-2")
def test_an_empty_database_has_no_evidence_and_asks_for_nothing(database: Database):
    found = [one for each in Dimension for one in said(database, each)]
    assert [label for label, _, asks in found if asks] == []
    assert {label: words for label, words, _ in found}["themes"] == "none came up on two accounts in 90 days"


@pytest.mark.rule("A-4")
def test_the_report_needs_an_assessment_and_is_about_the_one_that_is_named(database: Database):
    with pytest.raises(Refused, match="no readiness assessment yet"):
        report(database)
    old, middle, new = put(database, *(Assessment(on=ago(days)) for days in (700, 365, 9)))
    assert (report(database).assessment.id, report(database).earlier.id) == (new, middle)
    assert (report(database, middle).earlier.id, report(database, new, old).earlier.id) == (old, old)
    assert report(database, old).earlier is None
    with pytest.raises(Refused):
        report(database, 99)


@pytest.mark.rule("A-4")
def test_the_report_gathers_top_accounts_issues_and_what_comes_in_ninety_days(database: Database):
    owners = [client(database, f"A{number}") for number in range(6)]
    put(database, Assessment(on=ago(9)))
    put(database, *(Contract(account_id=key, annual_value=key * 100) for key in owners))
    put(
        database,
        Contract(account_id=owners[0], annual_value=1, end=TODAY + timedelta(days=50)),
        Contract(account_id=owners[1], annual_value=1, end=TODAY + timedelta(days=50), renewal_stage="renewed"),
        Qbr(account_id=owners[0], scheduled_on=TODAY + timedelta(days=30)),
        Milestone(account_id=owners[0], day=60, what="run", due=TODAY + timedelta(days=31)),
        PlanAction(account_id=owners[0], what="the one", due=TODAY + timedelta(days=90), most_important=True),
        PlanAction(account_id=owners[0], what="too far", due=TODAY + timedelta(days=91), most_important=True),
        Issue(account_id=owners[0], title="open", opened_at=moment(200)),
        Issue(account_id=owners[0], title="lately", opened_at=moment(80), status="resolved", resolved_at=moment(79)),
        Issue(account_id=owners[0], title="old", opened_at=moment(300), status="resolved", resolved_at=moment(200)),
        Issue(account_id=owners[0], title="long", opened_at=moment(300), status="resolved", resolved_at=moment(20)),
        Score(account_id=owners[0], kind="csat", value=8, on=ago(9)),
        Score(account_id=owners[0], kind="nps", value=-40, on=ago(9)),
    )
    found = report(database)
    assert [row.name for row in found.top] == ["A5", "A4", "A3", "A2", "A1"]
    assert sorted(row.issue.title for row in found.issues) == ["lately", "long", "open"]
    assert [[each.what for each in found.within(*span)] for span in ((-1, 30), (30, 60), (60, 90))] == [
        ["QBR"], ["milestone", "renewal"], ["action"],
    ]  # fmt: skip
    assert (found.csat, found.answers, found.first_steps) == (8.0, 1, ())


@pytest.mark.rule("A-4")
def test_the_first_steps_of_an_assessment_come_into_its_report(database: Database):
    begun = database.note(begin_guided, ReviewKind.READINESS_ASSESSMENT)
    database.run(finish_guided, begun.id, OnScreen(WHOLE), "Ripe.", PRACTICE)
    assert report(database).first_steps == ("book the workshop",)


@pytest.mark.rule("Y-17")
def test_the_minutes_of_assessments_are_learned(database: Database):
    for _ in range(5):
        begun = database.note(begin_guided, ReviewKind.READINESS_ASSESSMENT)
        database.run(finish_guided, begun.id, OnScreen(WHOLE), "Ripe.", PRACTICE)
    assert database.read(timings, PRACTICE.catalogue)["readiness_assessment"].measured == 10
