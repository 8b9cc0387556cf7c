"""The account plan in the file: what is drawn, what is written, the lists, and versions that never change."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from kamtui.demo import portfolio
from kamtui.domain.account_team import Member
from kamtui.domain.errors import Refused
from kamtui.domain.plan_diff import Pair, changed_lines, compare
from kamtui.domain.plans import DRAWN, TITLES, WRITTEN, PlanPart
from kamtui.domain.practice import Practice
from kamtui.exchange.document import import_document
from kamtui.exchange.document import read_document as read_file
from kamtui.models.accounts import Account
from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.plans import Objective, Plan, PlanAction, Prediction
from kamtui.models.revenue import Contract
from kamtui.storage import plans, plans_changes
from kamtui.storage.account_page import account_page
from kamtui.storage.database import Database
from kamtui.storage.plans import PlanPage, the_plan
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
from kamtui.storage.plans_freezing import freeze
from kamtui.storage.plans_writing import Writing, keep_text
from tests.storage.records import account, actions, add, change, person, remove, whole_account

TODAY = date(2026, 11, 20)
USUAL = Practice()
ANSWERS = ("Finance joined", "The budget held", "They compare us")
HOSTILE = "R&D [/x] [ACME] =1+1 \x1b]0;x\x07\u202eabc"


def page(database: Database, owner: int) -> PlanPage:
    found = database.read(the_plan, owner, TODAY, USUAL)
    assert found is not None
    return found


def lines(database: Database, owner: int, part: PlanPart) -> tuple[str, ...]:
    return next(each.lines for each in page(database, owner).sections if each.part is part)


def begin(database: Database, owner: int, part: PlanPart) -> Writing:
    text = page(database, owner).text(part)
    return Writing(owner, part, text, text)


def write(database: Database, owner: int, part: PlanPart, *texts: str) -> Writing:
    """One visit: saved after each of the texts."""
    writing = begin(database, owner, part)
    for text in texts:
        writing = database.run(keep_text, writing, text)
    return writing


def action(database: Database, owner: int, what: str, *, in_plan: bool = False, due: date | None = TODAY) -> str:
    database.run(save_action, owner, None, what=what, due=due, in_plan=in_plan)
    return page(database, owner).facts.actions[-1].uid


def labels(database: Database) -> list[str]:
    return [label for label, _ in actions(database.connection)]


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


# Writing


@pytest.mark.rule("P-1", "P-2")
@pytest.mark.parametrize("part", [*WRITTEN, *DRAWN])
def test_each_part_is_kept_where_it_belongs_and_undone_in_one(database: Database, owner: int, part: PlanPart) -> None:
    write(database, owner, part, "o", "one", "one two")
    assert page(database, owner).text(part) == "one two"
    assert len(labels(database)) == 2
    assert database.undo() == f"plan of Nordwind: {TITLES[part].lstrip('1234567 ').lower()}"
    assert page(database, owner).text(part) == ""
    database.redo()
    assert page(database, owner).text(part) == "one two"


def test_a_second_visit_is_an_action_of_its_own(database: Database, owner: int) -> None:
    write(database, owner, PlanPart.CLIENT_PROFILE, "first")
    write(database, owner, PlanPart.REVENUE, "r", "remark")
    write(database, owner, PlanPart.THREATS, "t", "threat")
    assert len(labels(database)) == 4
    database.undo()
    assert page(database, owner).text(PlanPart.THREATS) == ""
    assert page(database, owner).text(PlanPart.REVENUE) == "remark"
    database.undo()
    database.undo()
    assert database.connection.execute("SELECT count(*) FROM plan").fetchone() == (0,)


def test_a_visit_that_ends_as_it_began_leaves_no_trace(database: Database, owner: int) -> None:
    write(database, owner, PlanPart.CLIENT_PROFILE, "x", "")
    assert database.connection.execute("SELECT count(*) FROM plan").fetchone() == (0,)
    write(database, owner, PlanPart.OUR_OBJECTIVE, "x", "")
    write(database, owner, PlanPart.OUR_OBJECTIVE, "")
    assert len(labels(database)) == 1


def test_a_visit_that_made_the_plan_goes_on_after_somebody_else_wrote_in_it(database: Database, owner: int) -> None:
    mine = write(database, owner, PlanPart.CLIENT_PROFILE, "mine")
    write(database, owner, PlanPart.THREATS, "theirs")
    mine = database.run(keep_text, mine, "mine, longer")
    mine = database.run(keep_text, mine, "mine, longest")
    assert page(database, owner).text(PlanPart.CLIENT_PROFILE) == "mine, longest"
    assert page(database, owner).text(PlanPart.THREATS) == "theirs"
    assert len(labels(database)) == 4


def test_what_another_window_changed_is_not_written_over(database: Database, owner: int) -> None:
    mine = begin(database, owner, PlanPart.CLIENT_PROFILE)
    write(database, owner, PlanPart.CLIENT_PROFILE, "theirs")
    with pytest.raises(Refused, match="was changed elsewhere"):
        database.run(keep_text, mine, "mine")
    assert database.run(keep_text, mine, "theirs").kept == "theirs"


@pytest.mark.rule("P-2")
def test_our_objective_is_one_line_of_at_most_140_characters(database: Database, owner: int) -> None:
    writing = write(database, owner, PlanPart.OUR_OBJECTIVE, "a\n b", "x" * 140)
    assert page(database, owner).text(PlanPart.OUR_OBJECTIVE) == "x" * 140
    with pytest.raises(Refused, match="at most 140 characters; this one has 141"):
        database.run(keep_text, writing, "x" * 141)
    assert page(database, owner).text(PlanPart.OUR_OBJECTIVE) == "x" * 140


def test_hostile_text_is_kept_without_what_could_reach_a_terminal(database: Database, owner: int) -> None:
    write(database, owner, PlanPart.STRENGTHS, HOSTILE)
    assert page(database, owner).text(PlanPart.STRENGTHS) == "R&D [/x] [ACME] =1+1 abc"


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


# Freezing


def frozen(database: Database, owner: int, *, rewrite: bool = False) -> str:
    return database.run(freeze, owner, USUAL, *ANSWERS, rewrite)


def stored(database: Database) -> list[tuple[Any, ...]]:
    """Every version as its bytes lie in the file."""
    return database.connection.execute(
        "SELECT uid, frozen_on, rewrite, CAST(document AS BLOB), changed, predicted, now_seen, changed_at "
        "FROM plan_version ORDER BY id"
    ).fetchall()


@pytest.mark.rule("P-6")
def test_a_version_holds_the_plan_of_the_day_and_the_three_answers(database: Database, owner: int) -> None:
    write(database, owner, PlanPart.CLIENT_PROFILE, "They build pumps")
    assert frozen(database, owner) == "the plan of Nordwind is frozen as of 2026-11-20"
    (version,) = database.read(plans.versions, owner)
    assert (version.frozen_on, version.rewrite, version.changed) == (TODAY, False, "Finance joined")
    assert (version.predicted, version.now_seen) == ANSWERS[1:]
    assert changed_lines(compare(version.sections, page(database, owner).sections)) == ()
    assert page(database, owner).frozen_on == TODAY
    assert page(database, owner).document(TODAY) == json.loads(stored(database)[0][3])


@pytest.mark.rule("P-6")
def test_the_first_version_needs_no_answers_and_every_later_one_needs_all_three(database: Database, owner: int) -> None:
    database.run(freeze, owner, USUAL, "", " ", None)
    for at, question in enumerate(("What changed", "What did I predict", "What do I see")):
        answers = [answer if place != at else " " for place, answer in enumerate(ANSWERS)]
        with pytest.raises(Refused, match=question):
            database.run(freeze, owner, USUAL, *answers)
    assert len(database.read(plans.versions, owner)) == 1


@pytest.mark.rule("P-6")
def test_a_frozen_version_never_changes_whatever_is_edited_later(database: Database) -> None:
    owner = database.run(whole_account)
    for part in (*WRITTEN, *DRAWN):
        write(database, owner, part, f"first {part}")
    frozen(database, owner)
    before = stored(database)
    for part in (*WRITTEN, *DRAWN):
        write(database, owner, part, f"second {part}")
    facts = page(database, owner).facts
    database.run(change, Account, owner, name="Another", name_key="another", tier=3)
    objective = facts.objectives[0].uid
    database.run(save_objective, owner, objective, what="x", measure="m", target="", owner="Ada", due=None, priority=1,
                 quick_win=True, origin=None, status="open")  # fmt: skip
    database.run(finish_action, facts.actions[0].uid)
    database.run(settle_prediction, facts.predictions[0].uid, True)
    database.run(save_member, owner, None, person="Ada", role="", may_authorise="", overrules="")
    for model, key in ((Competitor, 1), (Opportunity, 1), (Contract, 1), (HealthCheck, 1)):
        database.run(remove, model, key)
    database.run(add, person(owner, "Newcomer", roles=["economic_buyer"]))
    frozen(database, owner, rewrite=True)
    database.run(plans_changes.remove_record, "objectives", objective)
    assert stored(database)[: len(before)] == before
    assert len(stored(database)) == len(before) + 1


@pytest.mark.rule("P-6")
def test_only_undo_takes_a_version_back(database: Database, owner: int) -> None:
    frozen(database, owner)
    before = stored(database)
    assert database.undo() == "the plan of Nordwind is frozen as of 2026-11-20"
    assert stored(database) == []
    database.redo()
    assert stored(database) == before


@pytest.mark.rule("P-6", "Y-4")
def test_freezing_completes_the_plan_review_and_a_rewrite_the_rewrite_too(database: Database) -> None:
    (owner,) = database.run(add, account("Nordwind", created_on=date(2025, 1, 7), tier=2))

    def asked() -> set[str]:
        found = database.read(account_page, owner, TODAY, USUAL)
        assert found is not None
        ours = {each.activity: each.due for each in found.coming if each.activity.startswith("plan_")}
        return {activity for activity, due in ours.items() if due <= date(2026, 12, 31)}

    assert asked() == {"plan_review", "plan_rewrite"}
    frozen(database, owner)
    assert asked() == {"plan_rewrite"}
    frozen(database, owner, rewrite=True)
    assert asked() == set()


# The demo


@pytest.fixture(scope="module")
def demo_document() -> str:
    return json.dumps(portfolio(TODAY, accounts=3))


@pytest.mark.rule("P-6")
def test_two_versions_of_the_demos_first_account_differ_in_exactly_the_edited_lines(
    database: Database, demo_document: str
) -> None:
    database.run(import_document, read_file(demo_document))
    owner = 1
    frozen(database, owner)
    written = page(database, owner).text(PlanPart.CLIENT_PROFILE)
    write(database, owner, PlanPart.CLIENT_PROFILE, written + "\nA new plant opens in spring.")
    write(database, owner, PlanPart.COMPETITION, "Nobody else is named any more.")
    objective = page(database, owner).facts.objectives[0]
    values = {name: getattr(objective, name) for name in ("what", "measure", "owner", "due", "priority", "quick_win",
                                                          "origin", "status")}  # fmt: skip
    database.run(save_objective, owner, objective.uid, **values, target="all of them")
    frozen(database, owner)
    newer, older, *_ = database.read(plans.versions, owner)
    changed = changed_lines(compare(older.sections, newer.sections))
    remark = [line for each in older.sections if each.part is PlanPart.COMPETITION for line in each.lines][-1]
    edited = page(database, owner).facts.objectives
    assert changed == (
        Pair(objective.line, next(each.line for each in edited if each.uid == objective.uid)),
        Pair(None, "A new plant opens in spring."),
        Pair(remark, "Remark: Nobody else is named any more."),
    )


def test_the_demos_own_versions_are_read(database: Database, demo_document: str) -> None:
    database.run(import_document, read_file(demo_document))
    found = database.read(plans.versions, 1)
    assert len(found) > 2
    assert all(any(section.part is PlanPart.CLIENT_PROFILE for section in each.sections) for each in found)
    assert found[0].frozen_on >= found[-1].frozen_on
