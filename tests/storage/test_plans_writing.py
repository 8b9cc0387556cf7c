"""Writing the parts of a plan: one visit is one action."""

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.plans import DRAWN, TITLES, WRITTEN, PlanPart
from kamtui.storage.database import Database
from kamtui.storage.plans_writing import keep_text
from tests.storage.plan_records import begin, labels, page, write
from tests.storage.records import account, add

HOSTILE = "R&D [/x] [ACME] =1+1 \x1b]0;x\x07\u202eabc"


@pytest.fixture
def owner(database: Database) -> int:
    return database.run(add, account("Nordwind"))[0]


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
