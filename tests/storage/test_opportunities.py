"""Opportunities in the file: stages with their refusals, parking, forecasts, the pipeline and where they come from."""

from datetime import date, timedelta
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.models.accounts import Account
from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.health import HealthCheck
from kamtui.models.revenue import Contract
from kamtui.models.value import ValueEntry
from kamtui.storage import expansion, opportunities
from kamtui.storage import opportunities_changes as changes
from kamtui.storage.database import Database
from kamtui.storage.opportunities import OpportunityRow, Pipeline
from kamtui.storage.opportunities_from import from_competitor, from_trigger
from tests.storage.records import account, actions, add, change, person

TODAY = date(2026, 11, 20)
PARTS: dict[str, Any] = {
    "observation": "two systems",
    "connection": "one does both",
    "invitation": "what would that change?",
}
HOSTILE = "R&D [/x] \x1b[31m\u202e =1+1 👩‍👩‍👧 " + "x" * 10_000


@pytest.fixture
def acme(database: Database) -> int:
    return database.run(add, account("Acme"))[0]


def made(database: Database, owner: int = 1, **values: Any) -> int:
    return database.run(changes.add_opportunity, owner, {"name": "Rollout", "annual_value": 40_000_00, **values})


def row(database: Database, key: int) -> OpportunityRow:
    found = opportunities.opportunity(database.connection, key, Practice())
    assert found is not None
    return found


def ready(database: Database) -> int:
    return made(database, **PARTS)


def pipeline(database: Database) -> Pipeline:
    return database.read(opportunities.pipeline, TODAY, Practice())


def label(database: Database) -> str:
    return actions(database.connection)[-1][0]


@pytest.mark.rule("X-4")
def test_an_opportunity_begins_as_an_idea_and_keeps_what_is_known(database: Database, acme: int) -> None:
    key = made(database, acme, name=" Nordic\trollout ", kind=None, probability=30, next_step_due=TODAY, notes=" a\nb ")
    found = row(database, key)
    assert (found.account, found.deal.name, found.deal.kind, found.deal.stage) == (
        "Acme",
        "Nordic rollout",
        "upsell",
        "idea",
    )
    assert (found.deal.probability, found.deal.next_step_due, found.notes) == (30, TODAY, "a\nb")
    assert label(database) == "opportunity at Acme: Nordic rollout"
    database.run(changes.edit_opportunity, key, {"name": "Rollout", "probability": None})
    assert (row(database, key).deal.name, row(database, key).deal.probability) == ("Rollout", None)
    assert opportunities.opportunity(database.connection, 99, Practice()) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "name is empty"),
        ({"kind": "gift"}, "kind"),
        ({"annual_value": -1}, "negative"),
        ({"probability": 101}, "between 0 and 100"),
        ({"stage": "won"}, "no stage that can be typed"),
    ],
)
def test_what_cannot_be_is_refused(database: Database, acme: int, values: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        made(database, acme, **values)
    assert pipeline(database).moving == ()


@pytest.mark.rule("X-5", "X-6")
def test_it_leaves_the_idea_with_its_parts_and_the_answer_alone(database: Database, acme: int) -> None:
    key = made(database, acme, observation="two systems")
    with pytest.raises(Refused, match="a connection and an invitation"):
        database.run(changes.move_opportunity, key, "invited")
    database.run(changes.edit_opportunity, key, PARTS)
    with pytest.raises(Refused, match="integrity question"):
        database.run(changes.move_opportunity, key, "invited")
    database.run(changes.answer_integrity, key, "theirs")
    assert label(database) == "Rollout: for their benefit"
    database.run(changes.move_opportunity, key, "invited")
    assert row(database, key).deal.stage == "invited"
    assert label(database) == "Rollout is invited now"
    database.run(changes.move_opportunity, key, "idea")
    assert label(database) == "Rollout is an idea now"
    with pytest.raises(Refused, match="no stage is called"):
        database.run(changes.move_opportunity, key, "maybe")


@pytest.mark.rule("X-6")
def test_the_answer_and_the_invitation_are_one_action(database: Database, acme: int) -> None:
    key = ready(database)
    database.run(changes.answer_integrity, key, "theirs", to="invited")
    assert (row(database, key).deal.stage, row(database, key).deal.integrity) == ("invited", "theirs")
    assert label(database) == "Rollout: for their benefit, invited now"
    database.undo()
    assert (row(database, key).deal.stage, row(database, key).deal.integrity) == ("idea", None)
    bare = made(database, acme)
    with pytest.raises(Refused, match="stays an idea"):
        database.run(changes.answer_integrity, bare, "theirs", to="invited")


@pytest.mark.rule("X-6")
def test_mine_parks_it_with_its_day_until_there_is_new_evidence(database: Database, acme: int) -> None:
    key = ready(database)
    database.run(changes.answer_integrity, key, "mine")
    deal = row(database, key).deal
    assert (deal.parked, deal.parked_on, deal.stage) == (True, TODAY, "idea")
    assert [each.id for each in pipeline(database).parked] == [key]
    with pytest.raises(Refused, match="parked"):
        database.run(changes.move_opportunity, key, "invited")
    with pytest.raises(Refused, match="parked already, since 2026-11-20"):
        database.run(changes.answer_integrity, key, "mine")
    with pytest.raises(Refused, match="say what is new"):
        database.run(changes.answer_integrity, key, "theirs", evidence=" ")
    database.run(changes.answer_integrity, key, "theirs", evidence="The COO asked for it.")
    found = row(database, key)
    assert (found.deal.parked, found.deal.parked_on) == (False, TODAY)
    assert found.notes == "2026-11-20 new evidence: The COO asked for it."
    assert label(database) == "Rollout: new evidence"


@pytest.mark.rule("X-6")
def test_the_question_has_two_answers_and_comes_before_the_close(database: Database, acme: int) -> None:
    key = made(database, acme)
    with pytest.raises(Refused, match="theirs or mine"):
        database.run(changes.answer_integrity, key, "ours")
    database.run(changes.move_opportunity, key, "lost")
    with pytest.raises(Refused, match="it is lost"):
        database.run(changes.answer_integrity, key, "mine")


@pytest.mark.rule("X-5")
def test_a_part_is_rewritten_but_never_emptied_once_it_left_the_idea(database: Database, acme: int) -> None:
    key = ready(database)
    database.run(changes.answer_integrity, key, "theirs", to="invited")
    database.run(changes.edit_opportunity, key, {"invitation": "shall we try?"})
    with pytest.raises(Refused, match="left the idea with its invitation"):
        database.run(changes.edit_opportunity, key, {"invitation": " "})
    assert row(database, key).deal.invitation == "shall we try?"


@pytest.mark.rule("X-8")
def test_closing_stamps_the_day_and_keeps_the_forecast(database: Database, acme: int) -> None:
    own, usual = made(database, acme, probability=60), ready(database)
    database.run(changes.move_opportunity, own, "lost", "budget\ncut")
    found = row(database, own)
    assert (found.deal.stage, found.deal.closed_on, found.deal.probability) == ("lost", TODAY, 60)
    assert found.notes == "2026-11-20 lost: budget\ncut"
    database.run(changes.answer_integrity, usual, "theirs", to="proposed")
    database.run(changes.move_opportunity, usual, "won")
    assert row(database, usual).deal.probability == 75
    with pytest.raises(Refused, match="forecasts are scored by"):
        database.run(changes.edit_opportunity, usual, {"probability": 99})
    database.run(changes.edit_opportunity, usual, {"name": "Won it", "probability": 75})
    database.run(changes.move_opportunity, usual, "lost")
    assert row(database, usual).deal.probability == 75


@pytest.mark.rule("X-4")
def test_what_is_opened_again_has_its_stage_s_probability_or_the_users_own(database: Database, acme: int) -> None:
    own, usual = made(database, acme, probability=60, **PARTS), ready(database)
    for key in (own, usual):
        database.run(changes.answer_integrity, key, "theirs", to="won")
        database.run(changes.move_opportunity, key, "exploring")
        assert row(database, key).deal.closed_on is None
    assert (row(database, own).deal.probability, row(database, usual).deal.probability) == (60, None)


@pytest.mark.rule("X-7")
def test_a_next_step_needs_words_and_a_day_ahead(database: Database, acme: int) -> None:
    key = made(database, acme)
    for what, due, words in ((" ", TODAY, "is needed"), ("call", TODAY - timedelta(days=1), "lies ahead")):
        with pytest.raises(Refused, match=words):
            database.run(changes.plan_next_step, key, what, due)
    database.run(changes.plan_next_step, key, "call Ida", TODAY)
    assert (row(database, key).deal.next_step, row(database, key).deal.next_step_due) == ("call Ida", TODAY)
    assert label(database) == "Rollout: next step by Fri 20 Nov"
    database.run(changes.move_opportunity, key, "lost")
    with pytest.raises(Refused, match="needs no next step"):
        database.run(changes.plan_next_step, key, "call", TODAY)


def test_it_is_removed_and_undone(database: Database, acme: int) -> None:
    key = made(database, acme)
    assert database.run(changes.remove_opportunity, key) == "Rollout"
    assert opportunities.opportunity(database.connection, key, Practice()) is None
    database.undo()
    assert row(database, key).deal.name == "Rollout"
    with pytest.raises(Refused, match="no longer there"):
        database.run(changes.remove_opportunity, 99)


@pytest.mark.rule("R-1")
def test_what_was_won_grows_the_contract_with_its_event(database: Database, acme: int) -> None:
    database.run(add, Contract(account_id=acme, annual_value=100_000_00), Contract(
        account_id=acme, annual_value=5_00, end=date(2026, 1, 1)))  # fmt: skip
    key = ready(database)
    with pytest.raises(Refused, match="only an opportunity that was won"):
        database.run(changes.grow_contract, key)
    database.run(changes.answer_integrity, key, "theirs", to="won")
    assert database.run(changes.grow_contract, key) == 140_000_00
    events = database.connection.execute("SELECT kind, amount, reason FROM revenue_event").fetchall()
    assert events == [("expansion", 40_000_00, "won: Rollout")]
    assert label(database) == "Acme pays more: Rollout"


@pytest.mark.rule("R-1")
@pytest.mark.parametrize(
    ("starts", "kind"), [((), "new"), ((None, None), "expansion"), ((None, date(2027, 1, 1)), "expansion")]
)
def test_what_was_won_becomes_a_line_of_its_own_where_no_single_one_could_grow(
    database: Database, acme: int, starts: tuple[date | None, ...], kind: str
) -> None:
    database.run(change, Account, acme, client_since=date(2020, 1, 1))
    database.run(add, *(Contract(account_id=acme, annual_value=10_00, start=start) for start in starts))
    key = ready(database)
    database.run(changes.answer_integrity, key, "theirs", to="won")
    pays = database.run(changes.grow_contract, key)
    assert pays == 40_000_00 + 10_00 * starts.count(None)
    (line,) = database.connection.execute('SELECT start, "end", annual_value FROM contract WHERE description = ?', (
        "Rollout",)).fetchall()  # fmt: skip
    assert line == (str(TODAY), None, 40_000_00)
    events = database.connection.execute('SELECT kind, amount, "on", reason FROM revenue_event').fetchall()
    assert events == [(kind, 40_000_00, str(TODAY), "won: Rollout")]
    database.undo()
    assert database.connection.execute("SELECT count(*) FROM contract").fetchone() == (len(starts),)


@pytest.mark.rule("X-7")
def test_the_pipeline_is_ranked_and_leaves_out_what_is_open_at_an_account_that_ended(database: Database) -> None:
    acme, gone = database.run(add, account("Acme"), account("Gone", status="ended"))
    database.run(
        add,
        Opportunity(account_id=acme, name="small", annual_value=10_00, stage="proposed"),
        Opportunity(account_id=acme, name="big", annual_value=100_00, stage="exploring", next_step="x",
                    next_step_due=TODAY),
        Opportunity(account_id=gone, name="open there", annual_value=10**9, stage="proposed"),
        Opportunity(account_id=gone, name="won there", stage="won", closed_on=date(2026, 2, 1)),
        Opportunity(account_id=acme, name="lost", stage="lost", closed_on=date(2026, 3, 1)),
        Opportunity(account_id=acme, name="undated", stage="lost"),
    )  # fmt: skip
    found = pipeline(database)
    assert [each.deal.name for each in found.moving] == ["big", "small"]
    assert [each.deal.name for each in found.closed] == ["lost", "won there", "undated"]
    assert (found.totals.count, found.totals.weighted, found.totals.stalled) == (2, 57_50, 1)
    assert (found.accounts, found.calibration.brier) == (1, None)
    assert database.read(opportunities.accounts_to_choose) == [(acme, "Acme")]


@pytest.mark.rule("X-8")
def test_ten_closed_ones_score_the_forecasts(database: Database, acme: int) -> None:
    closed = [
        Opportunity(account_id=acme, name=f"deal {number}", stage="won" if number < 5 else "lost", probability=50)
        for number in range(10)
    ]
    database.run(add, *closed)
    assert pipeline(database).calibration.brier == 0.25


@pytest.mark.rule("X-3")
def test_a_trigger_is_judged_by_its_account_its_person_and_the_value_delivered(database: Database) -> None:
    (acme,) = database.run(add, account("Acme"))
    ida, left = database.run(
        add, person(acme, "Ida", quality="strong"), person(acme, "Old Hand", quality="strong", left_on=TODAY)
    )
    database.run(
        add,
        ValueEntry(account_id=acme, kind="delivered", what="hours", on=date(2026, 11, 1)),
        Trigger(account_id=acme, kind="org_change", heard="now", noted_on=TODAY, strength="strong", stakeholder_id=ida),
        Trigger(account_id=acme, kind="org_change", heard="left", noted_on=TODAY, strength="strong",
                stakeholder_id=left, state="filed", look_again_on=date(2026, 11, 22)),
        Trigger(account_id=acme, kind="org_change", heard="filed", noted_on=TODAY, state="filed"),
        Trigger(account_id=acme, kind="org_change", heard="old", noted_on=date(2026, 10, 1)),
        Trigger(account_id=acme, kind="org_change", heard="acted", noted_on=TODAY, state="acted", acted_on=TODAY),
    )  # fmt: skip
    found = pipeline(database).triggers
    assert [(each.trigger.heard, each.timing.words) for each in found] == [
        ("left", "file: no secure relationship"),
        ("now", "act now"),
        ("filed", "file: no strong signal and no secure relationship"),
        ("old", "file: no strong signal and no secure relationship"),
    ]
    assert found[1].trigger.delivered_on == date(2026, 11, 1)
    database.run(add, HealthCheck(account_id=acme, on=TODAY, response_time="poor", tone="poor"))
    assert pipeline(database).triggers[1].timing.words == "file: no secure relationship"


@pytest.mark.rule("X-2")
def test_conversion_counts_the_triggers_that_became_an_opportunity(database: Database, acme: int) -> None:
    quick, slow = database.run(
        add,
        Trigger(account_id=acme, kind="renewal", heard="a", noted_on=date(2026, 11, 1), state="acted",
                acted_on=date(2026, 11, 3)),
        Trigger(account_id=acme, kind="renewal", heard="b", noted_on=date(2026, 11, 1), state="acted",
                acted_on=date(2026, 11, 30)),
    )  # fmt: skip
    database.run(add, Opportunity(account_id=acme, name="x", trigger_id=quick))
    found = expansion.conversion(database.connection)
    assert [(each.acted, each.converted) for each in found] == [(1, 1), (0, 0), (0, 0), (1, 0)]
    assert slow


@pytest.mark.rule("X-4")
@pytest.mark.parametrize(
    ("kind", "grows"), [("adjacent_problem", "cross_sell"), ("renewal", "renewal_growth"), ("milestone", "upsell")]
)
def test_a_trigger_becomes_an_idea_and_is_acted_on(database: Database, acme: int, kind: str, grows: str) -> None:
    database.run(add, Trigger(account_id=acme, kind=kind, heard="h" * 200, noted_on=TODAY, look_again_on=TODAY))
    uid = database.connection.execute("SELECT uid FROM expansion_trigger").fetchone()[0]
    found = row(database, database.run(from_trigger, uid))
    assert (found.deal.kind, found.deal.stage, found.deal.observation) == (grows, "idea", "h" * 200)
    assert (found.trigger, found.trigger_kind, found.heard_on, len(found.deal.name)) == (uid, kind, TODAY, 80)
    trigger = expansion.trigger(database.connection, uid, TODAY)
    assert trigger is not None
    assert (trigger.state, trigger.acted_on, trigger.opportunity) == ("acted", TODAY, found.uid)
    with pytest.raises(Refused, match="opportunity already"):
        database.run(from_trigger, uid)
    database.undo()
    assert pipeline(database).moving == ()


@pytest.mark.rule("M-7")
def test_a_provider_whose_part_we_could_absorb_becomes_an_idea(database: Database, acme: int) -> None:
    zeta, bare, threat = database.run(
        add,
        Competitor(account_id=acme, provider="Zeta", kind="consolidation", area="stores", notes="slow",
                   contract_end=date(2027, 3, 1)),
        Competitor(account_id=acme, provider="Eta", kind="consolidation"),
        Competitor(account_id=acme, provider="Theta", kind="vulnerability"),
    )  # fmt: skip
    deal = row(database, database.run(from_competitor, zeta)).deal
    assert (deal.name, deal.kind, deal.expected_close) == (
        "Take over from Zeta (stores)",
        "cross_sell",
        date(2027, 3, 1),
    )
    assert deal.observation == "Zeta does a part that we could do (stores). Their contract ends on 2027-03-01. slow"
    assert row(database, database.run(from_competitor, bare)).deal.name == "Take over from Eta"
    with pytest.raises(Refused, match="already, in stage idea"):
        database.run(from_competitor, zeta)
    with pytest.raises(Refused, match="could displace us"):
        database.run(from_competitor, threat)


def test_hostile_text_is_cleaned_and_kept_whole(database: Database, acme: int) -> None:
    key = made(database, acme, name=HOSTILE, next_step=HOSTILE, observation=HOSTILE)
    found = row(database, key)
    assert "\x1b" not in found.deal.name
    assert found.deal.name.endswith("x" * 10_000)
    assert len(label(database)) < 100
