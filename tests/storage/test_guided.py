"""What each guided review shows of the records: what moved, what lies beside it, and what asks for attention."""

from datetime import UTC, date, datetime

import pytest

from kamtui.clock import Clock
from kamtui.domain.guided import END, PIPELINE, Guided
from kamtui.domain.reviews import ReviewKind
from kamtui.models.commitments import Commitment
from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.plans import Objective, PlanAction, PlanVersion
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract, RevenueEvent
from kamtui.models.reviews import Review
from kamtui.models.stakeholders import QualityChange
from kamtui.models.touchpoints import Referral, Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry
from kamtui.storage.database import Database
from kamtui.storage.month_end import key_accounts
from kamtui.storage.reviews_changes import OnScreen, begin_guided, finish_guided
from tests.storage.guided_records import ON_TUESDAY, PRACTICE, TODAY, page, told
from tests.storage.records import change, person
from tests.storage.week_records import client, put

GOOD = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")


@pytest.fixture
def month(database: Database) -> Database:
    """The database on the last working day of the month."""
    database.clock = Clock(TODAY)
    return database


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
