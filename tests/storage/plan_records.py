"""What the tests of plans share: reading a plan, and writing in it."""

from datetime import date

from kamtui.domain.plans import PlanPart
from kamtui.domain.practice import Practice
from kamtui.storage.database import Database
from kamtui.storage.plans import PlanPage, the_plan
from kamtui.storage.plans_changes import save_action
from kamtui.storage.plans_writing import Writing, keep_text
from tests.storage.records import actions

TODAY = date(2026, 11, 20)
USUAL = Practice()


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
