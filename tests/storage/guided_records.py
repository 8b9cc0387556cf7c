"""The days and the pages of guided reviews, for the tests of them."""

from datetime import UTC, date, datetime

from kamtui.domain.practice import Practice
from kamtui.domain.reviews import ReviewKind
from kamtui.storage import guided
from kamtui.storage.database import Database
from kamtui.storage.guided import GuidedPage

TODAY = date(2026, 11, 30)
PRACTICE = Practice()
ON_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
MONTH_END = ReviewKind.MONTH_END


def page(database: Database, activity: str, account: int | None = None, today: date = TODAY) -> GuidedPage:
    return database.read(guided.page, activity, today, PRACTICE, account)


def told(found: GuidedPage, key: str) -> list[tuple[str, str, bool]]:
    (step,) = [step for step in found.steps if step.key == key]
    return [(line.label, line.text, line.asks) for line in step.lines]
