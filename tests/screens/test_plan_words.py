"""The plan's page as lines: headings, broken lines, the meter, and the second column."""

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.plan_document import Entry, PlanFacts, Section, compose
from kamtui.domain.plan_drawn import Known
from kamtui.domain.plan_length import Length
from kamtui.domain.plans import PlanPart
from kamtui.domain.practice import Practice
from kamtui.models.plans import Objective as StoredObjective
from kamtui.screens import plan_side
from kamtui.screens.plan_rows import Spot, broken, meter, rows, spot_near
from kamtui.storage import plans
from kamtui.storage.database import Database
from kamtui.widgets.ink import plain
from kamtui.widgets.rows import Heading, Row
from tests.screens.plan_book import TODAY, ahead, plan_book
from tests.storage.records import change


@pytest.fixture
def owner(database: Database) -> int:
    return plan_book(database)


def empty() -> tuple[Section, ...]:
    return compose(PlanFacts(known=Known(tier=Tier.GROWTH)), TODAY)


@pytest.mark.rule("P-7")
def test_a_gap_names_the_conversation_that_fills_it() -> None:
    lines = rows(empty(), 120)
    texts = [plain(line.cells[0]) for line in lines if isinstance(line, Row)]
    assert len(texts) == len(PlanPart)
    assert all(text.partition("– ")[2].endswith((".", "?")) for text in texts)


def test_the_parts_stand_under_their_headings_and_unknown_ones_are_left_out() -> None:
    lines = rows([*empty(), Section("weather", "Weather")], 40)
    assert [plain(line.title) for line in lines if isinstance(line, Heading)][:2] == ["Aims", "Objectives"]
    assert "Weather" not in str(lines)


def test_lines_are_broken_to_the_width_without_the_spaces_they_were_broken_at() -> None:
    section = Section("client_profile", "1 Client profile", (Entry("word " * 30),))
    texts = [plain(line.cells[0]) for line in rows([section], 34) if isinstance(line, Row)]
    assert all(len(text) <= 34 and not text.endswith(" ") for text in texts)
    assert texts[0].startswith("word")
    assert texts[1].startswith("  word")
    assert broken("", 20) == [[]]


def test_the_cursor_goes_from_part_to_part_and_round() -> None:
    lines = rows(empty(), 80)
    first = spot_near(lines, None, 1)
    assert first == Spot(PlanPart.THEIR_OBJECTIVE, "", 0)
    assert spot_near(lines, first, -1) == Spot(PlanPart.PREDICTIONS, "", 0)
    assert spot_near([], None, 1) is None


@pytest.mark.rule("P-5")
def test_the_meter_says_too_long_in_words() -> None:
    assert plain(meter(Length(29.5, 1))) == "████     0.5 of 1 page"
    assert plain(meter(Length(59.0, 1)))[8:] == " 1.0 of 1 page"
    assert meter(Length(62.0, 1))[1] == (" 1.1 of 1 page, 3 lines too long", "late")


@pytest.mark.rule("P-3")
def test_the_second_column_says_what_an_objective_lacks_and_where_it_comes_from(database: Database, owner: int) -> None:
    found = database.read(plans.the_plan, owner, TODAY, Practice())
    assert found is not None
    uid = found.facts.objectives[0].uid
    lacking = plan_side.remarks_on(found, Spot(PlanPart.OBJECTIVES, uid, 0), TODAY)
    assert lacking == ["Not yet SMART: no owner and no date."]
    assert plan_side.remarks_on(found, Spot(PlanPart.OBJECTIVES, "", 0), TODAY) == []
    database.run(change, StoredObjective, 1, due=ahead(-3))
    late = database.read(plans.the_plan, owner, TODAY, Practice())
    assert late is not None
    assert plan_side.remarks_on(late, Spot(PlanPart.OBJECTIVES, uid, 0), TODAY)[1] == "It is 3 d late."
    database.run(change, StoredObjective, 1, origin="qbr", status="done")
    now = database.read(plans.the_plan, owner, TODAY, Practice())
    assert now is not None
    assert plan_side.remarks_on(now, Spot(PlanPart.OBJECTIVES, uid, 0), TODAY) == ["It comes from a QBR."]
    assert plan_side.remarks_on(now, Spot(PlanPart.OUR_OBJECTIVE, "", 0), TODAY) == ["49 of 140 characters."]
