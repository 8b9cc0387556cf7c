"""Beginning, keeping and finishing the Friday review (rule F-1)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.reviews import MOST_FOR_NEXT_WEEK, Friday, ReviewKind
from kamtui.domain.text import clean_line, clean_text
from kamtui.storage.documents import raw
from kamtui.storage.reviews import UnderWay, under_way
from kamtui.storage.work import describe, fill, the

if TYPE_CHECKING:
    from sqlmodel import Session

LEFT_FOR = timedelta(days=6)
"""A review left for longer begins anew; what was typed is kept."""


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What a review's screen holds: where it is, and everything that was typed, entered or not."""

    review: Friday
    summary: str = ""
    unsaved_line: str = ""
    unsaved_priority: str = ""

    @property
    def untouched(self) -> bool:
        """Whether nothing was done in it yet."""
        typed = self.summary or self.unsaved_line or self.unsaved_priority
        return not (typed or self.review.step or self.review.minutes_used or self.review.next_week)


def begin(session: "Session") -> UnderWay:
    """Start the Friday review, or go on where it was left. To be called through `note`: there is nothing to undo.

    One that was left open for a week starts again at its first step, with what was typed and planned.
    """
    from kamtui.models.reviews import Review

    found, now = under_way(raw(session)), session.info["now"]
    if found is None:
        session.add(Review(kind=ReviewKind.FRIDAY, started_at=now))
    elif now - found.started_at > LEFT_FOR:
        fill(the(session, Review, found.id), {"started_at": now, "step": 0, "seconds": 0})
    session.flush()
    begun = under_way(raw(session))
    assert begun is not None  # noqa: S101  it was written above
    return begun


def keep(session: "Session", review_id: int, on_screen: OnScreen) -> None:
    """Keep a review as it stands on the screen. To be called through `note`, as often as something is typed."""
    from kamtui.models.reviews import Review

    record = the(session, Review, review_id)
    if record.ended_at is None:
        fill(record, {**_kept(on_screen), "summary": clean_text(on_screen.summary)})


def leave(session: "Session", review_id: int, on_screen: OnScreen) -> bool:
    """Leave a review for later; one in which nothing was done goes. Returns whether it was kept. Through `note`."""
    from kamtui.models.reviews import Review

    if not on_screen.untouched:
        keep(session, review_id, on_screen)
        return True
    record = session.get(Review, review_id)
    if record is not None and record.ended_at is None:
        session.delete(record)
    return False


def finish(session: "Session", review_id: int, on_screen: OnScreen, summary: str) -> None:
    """Finish the review: its summary, minutes and plan are kept with this moment (rule F-1).

    Raises Refused when it was finished before or plans more than five things.
    """
    from kamtui.models.reviews import Review

    record = the(session, Review, review_id)
    if record.ended_at is not None:
        raise Refused("this review is finished already; r starts another one")
    if len(on_screen.review.next_week) > MOST_FOR_NEXT_WEEK:
        raise Refused(f"next week takes {MOST_FOR_NEXT_WEEK} at most: take some off first")
    describe(session, "the Friday review finished")
    fill(record, {**_kept(on_screen), "summary": clean_text(summary).strip(), "ended_at": session.info["now"]})


def _kept(on_screen: OnScreen) -> dict[str, object]:
    review = on_screen.review
    return {
        "step": int(review.step),
        "seconds": review.seconds,
        "priorities": [clean_line(each) for each in review.next_week],
        "unsaved_line": clean_line(on_screen.unsaved_line),
        "unsaved_priority": clean_line(on_screen.unsaved_priority),
    }
