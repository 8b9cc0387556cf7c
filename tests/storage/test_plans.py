"""The plan as it is read, and the records in it: objectives, actions, predictions and the team."""

from datetime import timedelta
from typing import Any

import pytest

from kamtui.domain.account_team import Member
from kamtui.domain.errors import Refused
from kamtui.domain.plans import PlanPart
from kamtui.models.accounts import Account
from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.plans import Objective, Plan, PlanAction, Prediction
from kamtui.models.revenue import Contract
from kamtui.storage.database import Database
from kamtui.storage.plans import the_plan
from kamtui.storage.plans_changes import (
    finish_action,
    mark_in_plan,
    mark_most_important,
    reach_objective,
    remove_member,
    remove_record,
    save_action,
    save_member,
    save_objective,
    save_prediction,
    settle_prediction,
)
from tests.storage.plan_records import TODAY, USUAL, action, labels, lines, page
from tests.storage.records import account, add, change, person


@pytest.fixture
def owner(database: Database) -> int:
    return database.run(add, account("Nordwind"))[0]


# What is shown


def test_an_account_that_is_gone_has_no_plan(database: Database) -> None:
    assert database.read(the_plan, 7, TODAY, USUAL) is None


@pytest.mark.rule("P-7")
def test_a_new_account_has_a_plan_of_gaps(database: Database, owner: int) -> None:
    found = page(database, owner)
    assert all(section.gap for section in found.sections)
    assert (found.account, found.frozen_on, found.score.settled) == ("Nordwind", None, 0)


@pytest.mark.rule("P-1")
def test_what_the_database_knows_is_drawn_live(database: Database, owner: int) -> None:
    database.run(
        add,
        person(owner, "Ida", primary_contact=True, quality="strong", roles=["champion"]),
        HealthCheck(account_id=owner, on=TODAY),
        Opportunity(account_id=owner, name="More seats", annual_value=10_000_00, stage="exploring"),
        Opportunity(account_id=owner, name="Closed", stage="lost"),
        Contract(account_id=owner, annual_value=100_000_00, description="Platform"),
        Competitor(account_id=owner, provider="Other", kind="vulnerability", position="ahead"),
    )
    assert lines(database, owner, PlanPart.RELATIONSHIP_MAP)[0] == "Ida · champion · strong · primary contact"
    assert lines(database, owner, PlanPart.ENGAGEMENT_HEALTH)[0].startswith("◐ yellow · checked 2026-11-20")
    assert lines(database, owner, PlanPart.EXPANSION) == ("1. More seats · upsell · 10k a year · exploring 50 %",)
    assert lines(database, owner, PlanPart.REVENUE)[1].startswith("Next twelve months 100k: contracted 100k")
    assert lines(database, owner, PlanPart.COMPETITION) == ("Other · could displace us · we are ahead",)
    database.run(change, Account, owner, competition_none_known=True, their_objective="Grow")
    assert lines(database, owner, PlanPart.THEIR_OBJECTIVE) == ("Grow",)


def test_a_plan_that_another_program_wrote_is_read_as_far_as_it_goes(database: Database, owner: int) -> None:
    database.run(add, Plan(account_id=owner, remarks=["x"], swot={"threats": ["a", 2], "luck": "x"}, team=["Ada"]))
    assert lines(database, owner, PlanPart.THREATS) == ("a", "2")
    assert lines(database, owner, PlanPart.TEAM) == ()


def test_dropped_objectives_and_actions_done_long_ago_are_not_shown(database: Database, owner: int) -> None:
    database.run(
        add,
        Objective(account_id=owner, what="dropped", status="dropped"),
        PlanAction(account_id=owner, what="old", done_on=TODAY - timedelta(days=91)),
        PlanAction(account_id=owner, what="new", done_on=TODAY - timedelta(days=90)),
    )
    facts = page(database, owner).facts
    assert (facts.objectives, [one.what for one in facts.actions]) == ((), ["new"])


# Objectives


@pytest.mark.rule("P-3")
def test_an_objective_is_added_changed_reached_and_removed(database: Database, owner: int) -> None:
    values: dict[str, Any] = {"what": "Grow", "measure": "", "target": "", "owner": None, "due": None, "priority": 2,
                              "quick_win": False, "origin": None, "status": "open"}  # fmt: skip
    said = database.run(save_objective, owner, None, **values)
    assert said == "“Grow” is not yet SMART: no measure, no owner and no date"
    uid = page(database, owner).facts.objectives[0].uid
    better = {**values, "measure": "users", "owner": " Ada ", "due": TODAY, "origin": "map"}
    assert database.run(save_objective, owner, uid, **better) == "“Grow” is SMART"
    assert lines(database, owner, PlanPart.OBJECTIVES) == ("2 Grow · users · Ada · by 2026-11-20",)
    assert database.run(reach_objective, uid) == "“Grow” is reached"
    with pytest.raises(Refused, match="done already"):
        database.run(reach_objective, uid)
    with pytest.raises(Refused, match="priority is 1, 2 or 3"):
        database.run(save_objective, owner, uid, **{**better, "priority": 9})
    database.run(remove_record, "objectives", uid)
    assert page(database, owner).facts.objectives == ()
    assert labels(database)[-1] == "“Grow” is removed"


# Actions


@pytest.mark.rule("P-4")
def test_three_actions_are_marked_for_90_days_and_not_a_fourth(database: Database, owner: int) -> None:
    first = action(database, owner, "one", in_plan=True)
    action(database, owner, "two", in_plan=True)
    action(database, owner, "three", in_plan=True)
    fourth = action(database, owner, "four")
    with pytest.raises(Refused, match="3 actions are marked for the next 90 days, and that is the most"):
        database.run(mark_in_plan, fourth)
    with pytest.raises(Refused, match="take one off first"):
        database.run(save_action, owner, fourth, what="four", due=None, in_plan=True)
    with pytest.raises(Refused, match="take one off first"):
        database.run(save_action, owner, None, what="five", due=None, in_plan=True)
    assert database.run(mark_in_plan, first) == "“one” is off the next 90 days"
    assert database.run(mark_in_plan, fourth) == "“four” is one of the next 90 days"
    assert lines(database, owner, PlanPart.ACTIONS)[0] == "two · by 2026-11-20"


@pytest.mark.rule("P-4")
def test_there_is_one_most_important_action(database: Database, owner: int) -> None:
    one, two = action(database, owner, "one"), action(database, owner, "two")
    assert database.run(mark_most_important, one) == "“one” is the most important of the next 30 days"
    assert database.run(mark_most_important, two).endswith("of the next 30 days instead of “one”")
    assert lines(database, owner, PlanPart.ACTIONS) == ("★ two · by 2026-11-20",)
    database.run(finish_action, two)
    assert database.run(mark_most_important, one).endswith("30 days")
    assert database.run(mark_most_important, one) == "“one” is no longer the most important one"
    with pytest.raises(Refused, match="done already"):
        database.run(finish_action, two)
    with pytest.raises(Refused, match="only what is still to do"):
        database.run(mark_most_important, two)


def test_an_action_is_changed_and_removed_and_needs_words(database: Database, owner: int) -> None:
    uid = action(database, owner, "call")
    said = database.run(save_action, owner, uid, what=" call  Ida ", due=None, in_plan=True)
    assert said == "“call Ida” is in the next 90 days"
    assert database.run(save_action, owner, uid, what="call", due=None, in_plan=True)
    with pytest.raises(Refused, match="say what is to be done"):
        database.run(save_action, owner, None, what=None, due=None, in_plan=False)
    database.run(remove_record, "actions", uid)
    with pytest.raises(Refused, match="no longer there"):
        database.run(mark_in_plan, uid)


# Predictions


@pytest.mark.rule("P-6")
def test_a_prediction_is_noted_settled_once_and_scored_over_all_accounts(database: Database, owner: int) -> None:
    (other,) = database.run(add, account("Contoso"))
    database.run(add, *(Prediction(account_id=other, statement="x", probability=50, came_true=True) for _ in range(9)))
    values: dict[str, Any] = {"statement": "They renew", "probability": 80, "by": TODAY}
    assert database.run(save_prediction, owner, None, **values) == "noted: 80 % by 2026-11-20"
    uid = page(database, owner).facts.predictions[0].uid
    assert database.run(save_prediction, owner, uid, **{**values, "probability": 100}) == "changed: 100 % by 2026-11-20"
    assert page(database, owner).score.brier is None
    assert database.run(settle_prediction, uid, False) == "“They renew” did not come true, 100 % were given"
    assert page(database, owner).score.brier == pytest.approx((9 * 0.25 + 1) / 10)
    with pytest.raises(Refused, match="settled already: it did not come true"):
        database.run(settle_prediction, uid, True)
    with pytest.raises(Refused, match="not changed afterwards"):
        database.run(save_prediction, owner, uid, **values)
    database.undo()
    database.run(settle_prediction, uid, True)
    with pytest.raises(Refused, match="it came true"):
        database.run(settle_prediction, uid, True)
    database.run(remove_record, "predictions", uid)
    with pytest.raises(Refused, match="how sure you are"):
        database.run(save_prediction, owner, None, statement="x", probability=None, by=TODAY)
    with pytest.raises(Refused, match="By when"):
        database.run(save_prediction, owner, None, statement="x", probability=5, by=None)


# Team


@pytest.mark.rule("P-2")
def test_the_team_is_kept_one_by_one(database: Database, owner: int) -> None:
    def member(person: str, before: Member | None = None, role: str = "") -> str:
        return database.run(
            save_member, owner, before, person=person, role=role, may_authorise=None, overrules=None
        )  # fmt: skip

    assert member("Ada", role="lead") == "Ada is on the team for Nordwind"
    member("Ben")
    member("Ben", Member("Ben"), "sales")
    assert lines(database, owner, PlanPart.TEAM) == ("Ada · lead", "Ben · sales")
    with pytest.raises(Refused, match="changed meanwhile"):
        member("Ben", Member("Ben"), "other")
    database.run(remove_member, owner, Member("Ada", "lead"))
    assert lines(database, owner, PlanPart.TEAM) == ("Ben · sales",)
    database.undo()
    assert len(lines(database, owner, PlanPart.TEAM)) == 2
    with pytest.raises(Refused, match="person is empty"):
        member(" ")


def test_nobody_is_taken_off_a_team_that_is_not_there(database: Database, owner: int) -> None:
    with pytest.raises(Refused, match="changed meanwhile"):
        database.run(remove_member, owner, Member("Ada"))
