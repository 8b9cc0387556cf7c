"""Versions of a plan: frozen with three answers, and never changed again."""

import json
from datetime import date
from typing import Any

import pytest

from kamtui.demo import portfolio
from kamtui.domain.errors import Refused
from kamtui.domain.plan_diff import Pair, changed_lines, compare
from kamtui.domain.plans import DRAWN, WRITTEN, PlanPart
from kamtui.exchange.document import import_document
from kamtui.exchange.document import read_document as read_file
from kamtui.models.accounts import Account
from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.revenue import Contract
from kamtui.storage import plans, plans_changes
from kamtui.storage.account_page import account_page
from kamtui.storage.database import Database
from kamtui.storage.plans_changes import finish_action, save_member, save_objective, settle_prediction
from kamtui.storage.plans_freezing import freeze
from tests.storage.plan_records import TODAY, USUAL, page, write
from tests.storage.records import account, add, change, person, remove, whole_account

ANSWERS = ("Finance joined", "The budget held", "They compare us")


@pytest.fixture
def owner(database: Database) -> int:
    return database.run(add, account("Nordwind"))[0]


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
