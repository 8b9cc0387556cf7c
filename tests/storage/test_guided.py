"""Guided reviews in the file: begun, kept, resumed, finished, and what each of them looks at."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.clock import Clock
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.errors import Refused
from kamtui.domain.guided import END, PIPELINE, Guided
from kamtui.domain.practice import Practice
from kamtui.domain.reviews import ReviewKind
from kamtui.models.commitments import Commitment
from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.plans import Objective, PlanAction, PlanVersion
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract, RevenueEvent
from kamtui.models.reviews import Review
from kamtui.models.rhythm import Occurrence
from kamtui.models.stakeholders import QualityChange
from kamtui.models.touchpoints import Referral, Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry
from kamtui.storage import guided
from kamtui.storage.database import Database
from kamtui.storage.guided import GuidedPage
from kamtui.storage.month_end import key_accounts
from kamtui.storage.review_list import review_list
from kamtui.storage.reviews import last_finished, of_the_month, under_way
from kamtui.storage.reviews_changes import OnScreen, begin, begin_guided, finish_guided, keep, leave
from kamtui.storage.week_changes import done
from tests.storage.records import actions, add, change, person
from tests.storage.week_records import GIVEN, client, line, lines, put, week

TODAY = date(2026, 11, 30)
PRACTICE = Practice()
MONTH_END = ReviewKind.MONTH_END
GOOD = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
ON_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
HALF_WAY = OnScreen(
    Guided("u", 754, ("call Jo",), {"u": "call Jo\nagain", "v": ""}, {"x": 2}), "a good", unsaved_priority="ask I"
)


@pytest.fixture
def month(database: Database) -> Database:
    """The database on the last working day of the month."""
    database.clock = Clock(TODAY)
    return database


def page(database: Database, activity: str, account: int | None = None, today: date = TODAY) -> GuidedPage:
    return database.read(guided.page, activity, today, PRACTICE, account)


def told(found: GuidedPage, key: str) -> list[tuple[str, str, bool]]:
    (step,) = [step for step in found.steps if step.key == key]
    return [(line.label, line.text, line.asks) for line in step.lines]


@pytest.mark.rule("F-2")
def test_a_review_that_was_left_goes_on_where_it_was_with_everything_typed(month: Database):
    begun = month.note(begin_guided, MONTH_END)
    month.note(keep, begun.id, HALF_WAY)
    found = month.note(begin_guided, MONTH_END)
    assert (found.id, found.review, found.summary, found.unsaved) == (begun.id, HALF_WAY.review, "a good", "ask I")
    assert month.undo() is None
    month.clock = Clock(TODAY + timedelta(days=21))
    again = month.note(begin_guided, MONTH_END)
    assert (again.id, again.review) == (begun.id, replace(HALF_WAY.review, place="", seconds=0))


@pytest.mark.rule("F-1", "F-2")
def test_reviews_of_different_kinds_and_accounts_do_not_mix(month: Database):
    owner = client(month)
    friday, month_end = month.note(begin).id, month.note(begin_guided, MONTH_END).id
    own = month.note(begin_guided, ReviewKind.RELATIONSHIP_REVIEW, owner).id
    assert len({friday, month_end, own}) == 3
    assert month.read(under_way).id == friday
    assert month.read(guided.left, ReviewKind.RELATIONSHIP_REVIEW, owner).id == own
    assert month.read(guided.left, ReviewKind.RELATIONSHIP_REVIEW) is None


@pytest.mark.rule("F-2")
def test_one_in_which_nothing_was_done_goes_when_it_is_left(month: Database):
    begun = month.note(begin_guided, MONTH_END)
    assert month.note(leave, begun.id, OnScreen(Guided("u", 59))) is False
    assert month.read(guided.left, MONTH_END) is None
    begun = month.note(begin_guided, MONTH_END)
    assert month.note(leave, begun.id, OnScreen(Guided(figures={"strategy": 3}))) is True


@pytest.mark.rule("F-2", "Y-4", "Y-5")
def test_a_finished_month_end_completes_the_month_and_is_kept_with_its_priorities(month: Database):
    client(month)
    assert line(month, "month_end_review", TODAY).container
    begun = month.note(begin_guided, MONTH_END)
    month.note(keep, begun.id, HALF_WAY)
    assert month.run(finish_guided, begun.id, HALF_WAY, "Solid.\n", PRACTICE) == "the month-end review"
    assert lines(month, "month_end_review", TODAY) == []
    (kept,) = month.read(guided.finished, TODAY)
    assert (kept.kind, kept.on, kept.minutes, kept.summary, kept.chosen) == (
        MONTH_END, TODAY, 12, "Solid.", ("call Jo",),
    )  # fmt: skip
    assert (kept.notes, kept.title) == ({"u": "call Jo\nagain", "v": ""}, "month-end review")
    assert month.read(last_finished, TODAY) is None
    assert week(month, TODAY).month.priorities == ("call Jo",)
    assert month.read(of_the_month, TODAY + timedelta(days=35)).on == TODAY
    assert month.read(of_the_month, TODAY + timedelta(days=36)) is None
    with pytest.raises(Refused, match="finished already"):
        month.run(finish_guided, begun.id, HALF_WAY, "", PRACTICE)
    assert month.undo() == "the month-end review finished"
    assert month.read(guided.left, MONTH_END).review == HALF_WAY.review


@pytest.mark.rule("F-2")
def test_more_than_three_priorities_are_refused(month: Database):
    begun = month.note(begin_guided, MONTH_END)
    full = OnScreen(Guided(chosen=("1", "2", "3", "4")))
    with pytest.raises(Refused, match="3 priorities for the month at most"):
        month.run(finish_guided, begun.id, full, "", PRACTICE)


@pytest.mark.rule("Y-4", "Y-17")
@pytest.mark.parametrize("kind", ["expansion_strategy", "portfolio_health"])
def test_finishing_a_review_of_the_portfolio_marks_it_done_once(month: Database, kind: str):
    client(month)
    begun = month.note(begin_guided, ReviewKind(kind))
    month.run(finish_guided, begun.id, HALF_WAY, "Done.", PRACTICE)
    begun = month.note(begin_guided, ReviewKind(kind))
    month.run(finish_guided, begun.id, HALF_WAY, "Again.", PRACTICE)
    marks = month.read(lambda c: c.execute("SELECT activity, period, minutes FROM occurrence").fetchall())
    assert marks == [(kind, "2026-Q4" if kind == "expansion_strategy" else "2026", 12)]
    assert actions(month.connection)[-1] == (f"the {kind.replace('_', ' ')} finished", "done")
    (found, *_) = [each for each in month.read(review_list, TODAY, PRACTICE).lines if each.name == kind]
    assert (found.last, found.minutes_used) == (TODAY, None)


@pytest.mark.rule("Y-4")
def test_a_relationship_review_belongs_to_its_account_and_to_the_periods_of_its_tier(month: Database):
    key, small = client(month), client(month, "Small", tier=3)
    for owner in (key, small):
        begun = month.note(begin_guided, ReviewKind.RELATIONSHIP_REVIEW, owner)
        title = month.run(finish_guided, begun.id, HALF_WAY, "Good talk.", PRACTICE)
    assert title == "the relationship review of Small"
    assert month.read(lambda c: c.execute("SELECT account_id, period FROM occurrence").fetchall()) == [(key, "2026")]
    kept = month.read(guided.last, ReviewKind.RELATIONSHIP_REVIEW, TODAY, key)
    assert (kept.account, kept.account_id) == ("Nordwind", key)
    assert month.read(guided.last, ReviewKind.RELATIONSHIP_REVIEW, TODAY) is None


@pytest.mark.rule("Y-4")
def test_only_a_finished_review_completes_the_month_end_and_the_assessment(month: Database):
    client(month, created_on=date(2025, 12, 1))
    with pytest.raises(Refused, match="a finished review completes it"):
        month.run(done, line(month, "month_end_review", TODAY), GIVEN)
    month.clock = Clock(date(2026, 1, 2))
    asked = line(month, "readiness_assessment", date(2026, 1, 2))
    with pytest.raises(Refused, match="an assessment completes it"):
        month.run(done, asked, GIVEN)


@pytest.mark.rule("F-2")
def test_the_month_end_goes_through_every_key_account_and_says_what_moved(month: Database):
    owner = client(month, "Nordwind", tier=1)
    client(month, "Contoso")
    client(month, "Small", tier=3)
    client(month, "Gone", status="ended")
    deal, won = put(
        month, Opportunity(account_id=owner, name="Rollout", annual_value=4_000_000),
        Opportunity(account_id=owner, name="Add-on", stage="won", closed_on=date(2026, 11, 20)),
    )  # fmt: skip
    goal, _ = put(month, Objective(account_id=owner, what="two sponsors"), Objective(account_id=owner, what="speed"))
    month.connection.execute("UPDATE journal_action SET at = '2026-10-01T08:00:00Z'")
    put(
        month,
        Contract(account_id=owner, annual_value=24_000_000),
        HealthCheck(account_id=owner, on=date(2026, 10, 20), **GOOD),
        HealthCheck(account_id=owner, on=date(2026, 11, 20), response_time="poor", tone="poor"),
        Touchpoint(account_id=owner, at=ON_TUESDAY, summary="a call", transactional=False),
        Touchpoint(account_id=owner, at=ON_TUESDAY, summary="a mail"),
        Touchpoint(account_id=owner, at=ON_TUESDAY, summary="a note", internal=True),
        PlanAction(account_id=owner, what="call the CFO", done_on=date(2026, 11, 3)),
        PlanAction(account_id=owner, what="map the floor", due=date(2026, 12, 1), most_important=True),
        RevenueEvent(account_id=owner, kind="expansion", amount=1_200_000, on=date(2026, 11, 5)),
        ValueEntry(account_id=owner, kind="delivered", what="hours saved", on=date(2026, 11, 6)),
        Qbr(account_id=owner, scheduled_on=date(2026, 11, 9), state="held"),
        PlanVersion(account_id=owner, frozen_on=date(2026, 10, 2)),
    )
    month.run(change, Opportunity, deal, stage="invited")
    month.run(change, Opportunity, won, notes="signed")
    month.run(change, Objective, goal, status="done")
    found = page(month, "month_end_review")
    assert [step.title for step in found.steps] == ["Nordwind", "Contoso", "pipeline", "priorities for the month"]
    assert found.keys[-2:] == (PIPELINE, END)
    assert told(found, found.keys[0]) == [
        ("health", "green → red, declining · checked Fri 20 Nov", True),
        ("touchpoints", "2 touchpoints, 1 with nothing to sell", False),
        ("done", "two sponsors · Mon 30 Nov", False),
        ("opportunity", "Rollout: idea → invited · Mon 30 Nov", False),
        ("opportunity", "Add-on: won · Fri 20 Nov", False),
        ("QBR", "held · Mon 9 Nov", False),
        ("value", "hours saved · Fri 6 Nov", False),
        ("revenue", "expansion · 12k · Thu 5 Nov", False),
        ("done", "call the CFO · Tue 3 Nov", False),
        ("plan", "frozen Fri 2 Oct", False),
        ("action", "map the floor · the most important · tomorrow", False),
        ("opportunity", "Rollout: invited, 40k · no next step", True),
        ("objective", "speed", False),
    ]
    assert found.steps[0].about == "Strategic · 240k · since Sat 31 Oct"
    assert told(found, found.keys[1])[0] == ("health", "never checked", True)


@pytest.mark.rule("F-2")
def test_last_months_priority_stands_beside_the_account(month: Database):
    owner = client(month, renewal_date=date(2027, 1, 4))
    (row,) = month.read(key_accounts, TODAY, PRACTICE)
    ended = datetime(2026, 10, 30, 15, tzinfo=UTC)
    put(month, Review(kind="month_end", started_at=ended, ended_at=ended, notes={row.uid: "call Jo", "odd": 7}))
    step = page(month, "month_end_review").steps[0]
    assert (step.before, step.about) == ("call Jo", "Growth · 0 · renewal in 35 d · since Fri 30 Oct")
    assert owner == row.id


@pytest.mark.rule("T-4", "M-6", "M-7", "R-5")
def test_the_expansion_strategy_looks_at_gaps_needs_rivals_and_loops(month: Database):
    north = client(month, "Nordwind", potential_value=9_000_000, expansion_observation="a second plant")
    con = client(month, "Contoso", potential_value=5_000_000)
    gone = client(month, "Gone", status="ended", potential_value=99_000_000)
    put(
        month,
        Contract(account_id=north, annual_value=3_000_000),
        Contract(account_id=con, annual_value=1_000_000),
        ValueEntry(account_id=north, kind="adjacent", what="stock", amount=2_000_000, on=TODAY),
        ValueEntry(account_id=north, kind="adjacent", what="yard", on=TODAY),
        ValueEntry(account_id=con, kind="adjacent", what="Rollout", on=TODAY),
        ValueEntry(account_id=gone, kind="adjacent", what="nothing", on=TODAY),
        Opportunity(account_id=con, name="Rollout"),
        Competitor(
            account_id=con, provider="Rival", kind="consolidation", area="forms", contract_end=date(2026, 12, 9)
        ),
        Competitor(account_id=con, provider="Old", kind="consolidation", contract_end=date(2026, 1, 9)),
        Competitor(account_id=north, provider="Threat"),
    )
    found = page(month, "expansion_strategy")
    assert told(found, "gaps") == [
        ("60k", "Nordwind · a second plant", False),
        ("40k", "Contoso · no expansion observation written yet", True),
    ]
    assert told(found, "adjacent") == [("20k", "Nordwind · stock", False), ("no amount", "Nordwind · yard", False)]
    assert told(found, "consolidate") == [
        ("competitor", "Contoso · Old · we are level", False),
        ("competitor", "Contoso · Rival · forms · we are level · their contract ends in 9 d", False),
    ]
    assert [label for label, _, _ in told(found, "loops")] == [
        "retention", "expansion", "referral", "retention", "expansion", "referral",
    ]  # fmt: skip
    assert [step.before for step in found.steps] == [""] * 5
    put(month, Review(kind="expansion_strategy", started_at=ON_TUESDAY, ended_at=ON_TUESDAY, notes={"gaps": "ask"}))
    assert page(month, "expansion_strategy").steps[0].before == "ask"


@pytest.mark.rule("R-5")
def test_an_account_with_all_loops_running_says_so(month: Database):
    north = client(month, client_since=date(2020, 1, 1))
    put(
        month,
        Contract(account_id=north, annual_value=3_000_000),
        RevenueEvent(account_id=north, kind="expansion", amount=1_000_000, on=date(2026, 5, 1)),
        Referral(account_id=north, on=date(2026, 6, 1), referred="Fabrikam"),
    )
    assert told(page(month, "expansion_strategy"), "loops") == [("all three", "Nordwind · all loops run", False)]


@pytest.mark.rule("R-7")
def test_portfolio_health_compares_with_the_figures_that_were_kept(month: Database):
    north, con = client(month, "Nordwind", tier=1), client(month, "Contoso")
    put(
        month,
        Contract(account_id=north, annual_value=3_000_000),
        Contract(account_id=con, annual_value=1_000_000),
        HealthCheck(account_id=con, on=date(2026, 11, 20), response_time="poor", tone="poor"),
        Touchpoint(account_id=north, at=ON_TUESDAY, summary="a call", minutes=60),
    )
    ida, jo = put(month, person(con, "Ida", quality="strong"), person(con, "Jo", quality="neutral"))
    (talk,) = put(month, Touchpoint(account_id=con, at=ON_TUESDAY, summary="in passing", minutes=0))
    put(month, *(TouchpointPerson(touchpoint_id=talk, stakeholder_id=who) for who in (ida, jo)))
    first = page(month, "portfolio_health")
    assert told(first, "concentration")[:2] == [("largest", "75 %", False), ("largest three", "100 %", False)]
    assert told(first, "concentration")[-1] == ("10k", "Contoso", False)
    assert told(first, "engagement")[-1] == ("one thread", "Nordwind · 0 live threads", False)
    assert told(first, "risk") == [
        ("red accounts", "1", False), ("at stake", "10k · a year", False), ("10k", "Contoso", True),
    ]  # fmt: skip
    assert told(first, "attention")[1:] == [
        ("over", "Nordwind · 80 % of minutes, 75 % of value", False),
        ("under", "Contoso · 20 % of minutes, 25 % of value", False),
    ]
    assert (first.figures["at_risk_value"], first.figures["strategic_unrated"]) == (10_000, 1)
    begun = month.note(begin_guided, ReviewKind.PORTFOLIO_HEALTH)
    kept = {**first.figures, "top1": 0.6, "at_risk_value": 20_000}
    month.run(finish_guided, begun.id, OnScreen(Guided(notes={"risk": "two"}, figures=kept)), "Fine.", PRACTICE)
    again = page(month, "portfolio_health")
    assert told(again, "concentration")[:2] == [
        ("largest", "75 %, was 60 %", True), ("largest three", "100 %, as before", False),
    ]  # fmt: skip
    assert told(again, "risk")[1] == ("at stake", "10k, was 20k · a year", False)
    assert next(step for step in again.steps if step.key == "risk").before == "two"


@pytest.mark.rule("R-7")
def test_an_empty_portfolio_has_no_attention_to_weigh(month: Database):
    assert "off_balance" not in page(month, "portfolio_health").figures


@pytest.mark.rule("M-2", "M-9")
def test_the_relationship_review_tells_a_year_of_one_account(month: Database):
    owner = client(month)
    ida, jo, left = put(
        month,
        person(owner, "Ida Sol", quality="strong", influence="high", roles=["champion"], primary_contact=True),
        person(owner, "Jo Lind", title="CFO"),
        person(owner, "Max", left_on=date(2026, 1, 1)),
    )
    put(
        month,
        QualityChange(account_id=owner, stakeholder_id=ida, on=date(2025, 1, 1), quality="neutral"),
        QualityChange(account_id=owner, stakeholder_id=ida, on=date(2026, 5, 1), quality="strong"),
        QualityChange(account_id=owner, stakeholder_id=jo, on=date(2026, 6, 1), quality="at_risk"),
        ValueEntry(account_id=owner, kind="delivered", what="hours saved", amount=100_000, on=date(2026, 3, 2)),
        Commitment(account_id=owner, side="ours", what="the list", state="kept", settled_on=date(2026, 4, 1)),
        Commitment(account_id=owner, side="theirs", what="the intro", state="late", settled_on=date(2026, 4, 2)),
        Referral(account_id=owner, on=date(2026, 5, 4), referred="Fabrikam"),
        RevenueEvent(account_id=owner, kind="expansion", amount=500_000, on=date(2026, 6, 1)),
    )
    put(month, Review(kind="relationship_review", account_id=owner, started_at=ON_TUESDAY, ended_at=ON_TUESDAY,
                      notes={"people": "finance"}))  # fmt: skip
    found = page(month, "relationship_review", owner)
    assert (found.account.name, found.steps[0].before, left) == ("Nordwind", "finance", left)
    assert told(found, "people") == [
        ("strong", "Ida Sol · champion · last never", False),
        ("unknown", "Jo Lind · CFO · last never", True),
    ]
    assert told(found, "changes") == [
        ("quality", "Jo Lind · at risk · Mon 1 Jun", True),
        ("quality", "Ida Sol · neutral → strong · Fri 1 May", False),
    ]
    assert told(found, "departure") == [
        ("lost *", "Ida Sol · roles uncovered: champion · build Jo Lind", True),
        ("lost", "Jo Lind", True),
    ]
    assert told(found, "value") == [
        ("expansion", "expansion · 5k · Mon 1 Jun", False),
        ("referral", "recommended us to Fabrikam · Mon 4 May", False),
        ("they kept", "the intro · Thu 2 Apr", False),
        ("we kept", "the list · Wed 1 Apr", False),
        ("delivered", "hours saved · 1k · Mon 2 Mar", False),
    ]


@pytest.mark.rule("M-9")
def test_without_a_primary_contact_or_an_account_the_review_says_so(month: Database):
    owner = client(month)
    assert told(page(month, "relationship_review", owner), "departure") == [
        ("primary", "no primary contact is named", True)
    ]
    assert page(month, "relationship_review", 99).keys == (END,)
    assert page(month, "relationship_review").keys == (END,)
    with pytest.raises(KeyError):
        page(month, "health_check")


@pytest.mark.rule("F-2", "Y-4")
def test_all_reviews_stand_in_one_list_with_what_is_under_way(month: Database):
    empty = month.read(review_list, TODAY, PRACTICE)
    assert (empty.lines, empty.kept) == ((), ())
    client(month, created_on=date(2026, 10, 1))
    begun = month.note(begin_guided, MONTH_END)
    month.note(keep, begun.id, HALF_WAY)
    put(month, Occurrence(activity="tier_review", period="2026-Q4", state="done", on=date(2026, 11, 20)))
    found = month.read(review_list, TODAY, PRACTICE)
    by_name = {each.name: each for each in found.lines}
    assert by_name["month_end_review"].minutes_used == 12
    assert (by_name["month_end_review"].due, by_name["month_end_review"].last) == (TODAY, None)
    assert by_name["tier_review"].last == date(2026, 11, 20)
    assert list(found.names.values()) == ["Nordwind"]


@pytest.mark.rule("Y-4")
def test_an_activity_that_was_switched_off_is_still_kept_but_marks_nothing(month: Database):
    client(month)
    catalogue, problems = edited({"relationship_review": {"growth": "never"}})
    assert problems == []
    begun = month.note(begin_guided, ReviewKind.RELATIONSHIP_REVIEW, 1)
    month.run(finish_guided, begun.id, HALF_WAY, "Fine.", replace(PRACTICE, catalogue=catalogue))
    assert month.read(lambda c: c.execute("SELECT count(*) FROM occurrence").fetchone()) == (0,)


def test_what_was_kept_by_another_hand_is_read_as_far_as_it_goes(month: Database):
    put(
        month,
        Review(kind="friday", started_at=ON_TUESDAY, ended_at=ON_TUESDAY + timedelta(minutes=20)),
        Review(kind="month_end", started_at=ON_TUESDAY, figures={"a": True, "b": "2", "c": 2.5}),
    )
    month.connection.execute("UPDATE review SET notes = '[]', figures = '[]' WHERE kind = 'friday'")
    (kept,) = month.read(guided.finished, TODAY)
    assert (kept.title, kept.minutes, kept.notes, kept.figures) == ("Friday review", 20, {}, {})
    assert month.read(guided.left, MONTH_END).review.figures == {"c": 2.5}
    assert month.run(add) == []
