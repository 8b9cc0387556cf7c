"""Beginning, keeping and finishing reviews: Friday's, the month's, and the guided ones (rules F-1, F-2, Y-4)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.guided import GUIDED, MOST_CHOSEN, Guided, GuidedKind
from kamtui.domain.practice import Practice
from kamtui.domain.reviews import MOST_FOR_NEXT_WEEK, Friday, ReviewKind
from kamtui.domain.rhythm import OccurrenceState
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.storage import guided
from kamtui.storage.documents import raw
from kamtui.storage.guided import GuidedUnderWay
from kamtui.storage.portfolio import accounts
from kamtui.storage.reviews import UnderWay, under_way
from kamtui.storage.work import describe, fill, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.reviews import Review

LEFT_FOR = timedelta(days=6)
"""A Friday review left for longer begins anew; what was typed is kept."""
GUIDED_LEFT_FOR = timedelta(days=20)
"""The same for the guided ones, which may take several sittings."""
ACCOUNT = 40


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What a review's screen holds: where it is, and everything that was typed, entered or not."""

    review: Friday | Guided
    summary: str = ""
    unsaved_line: str = ""
    unsaved_priority: str = ""

    @property
    def untouched(self) -> bool:
        """Whether nothing was done in it yet."""
        review = self.review
        typed = self.summary or self.unsaved_line or self.unsaved_priority or review.minutes_used
        if isinstance(review, Guided):
            return not (typed or review.notes or review.chosen or review.figures)
        return not (typed or review.step or review.next_week)


def begin(session: "Session") -> UnderWay:
    """Start the Friday review, or go on where it was left. To be called through `note`: there is nothing to undo.

    One that was left open for a week starts again at its first step, with what was typed and planned.
    """
    _begin(session, ReviewKind.FRIDAY, None, under_way(raw(session)), LEFT_FOR)
    begun = under_way(raw(session))
    assert begun is not None  # noqa: S101  it was written above
    return begun


def begin_guided(session: "Session", kind: ReviewKind, account_id: int | None = None) -> GuidedUnderWay:
    """Start a guided review, or go on where it was left (rule F-2). Through `note`, as `begin`."""
    _begin(session, kind, account_id, guided.left(raw(session), kind, account_id), GUIDED_LEFT_FOR)
    begun = guided.left(raw(session), kind, account_id)
    assert begun is not None  # noqa: S101  it was written above
    return begun


def _begin(
    session: "Session", kind: ReviewKind, account_id: int | None, found: UnderWay | GuidedUnderWay | None,
    left_for: timedelta,
) -> None:  # fmt: skip
    from kamtui.models.reviews import Review

    now = session.info["now"]
    if found is None:
        session.add(Review(kind=kind, started_at=now, account_id=account_id))
    elif now - found.started_at > left_for:
        fill(the(session, Review, found.id), {"started_at": now, "step": 0, "seconds": 0, "place": ""})
    session.flush()


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
    """Finish the Friday review: its summary, minutes and plan are kept with this moment (rule F-1).

    Raises Refused when it was finished before or plans more than five things.
    """
    record = _open(session, review_id)
    assert isinstance(on_screen.review, Friday)  # noqa: S101  the screens give what they began
    if len(on_screen.review.next_week) > MOST_FOR_NEXT_WEEK:
        raise Refused(f"next week takes {MOST_FOR_NEXT_WEEK} at most: take some off first")
    describe(session, "the Friday review finished")
    _end(session, record, on_screen, summary)


def finish_guided(session: "Session", review_id: int, on_screen: OnScreen, summary: str, practice: Practice) -> str:
    """Finish a guided review: it is kept with this moment and completes its activity (rules F-2, Y-4, Y-5).

    Returns its title. Raises Refused when it was finished before, chooses more than three things, or is not complete.
    """
    record = _open(session, review_id)
    kind = GUIDED[ReviewKind(record.kind)]
    assert isinstance(on_screen.review, Guided)  # noqa: S101  the screens give what they began
    if len(on_screen.review.chosen) > MOST_CHOSEN:
        raise Refused(f"{MOST_CHOSEN} {kind.chosen} at most: take some off first")
    _end(session, record, on_screen, summary)
    title = f"the {kind.title}"
    if kind.kind is ReviewKind.READINESS_ASSESSMENT:
        from kamtui.storage.readiness_changes import assess

        assess(session, on_screen.review)
    elif kind.kind is not ReviewKind.MONTH_END:
        title += _mark_done(session, kind, record.account_id, on_screen.review, practice)
    describe(session, f"{title} finished")
    return title


def _mark_done(session: "Session", kind: GuidedKind, account_id: int | None, review: Guided, practice: Practice) -> str:
    """Mark the activity done in its period, unless it is already; returns whose it was, in words."""
    from sqlmodel import select

    from kamtui.models.rhythm import Occurrence

    rows = accounts(raw(session), today(session), practice, account_id) if account_id is not None else []
    row = rows[0] if rows else None
    period = guided.period_for(kind.activity, today(session), practice, row)
    if period is not None:
        those = select(Occurrence).where(
            Occurrence.activity == kind.activity, Occurrence.period == period.key,
            Occurrence.account_id == account_id, Occurrence.state == OccurrenceState.DONE.value,
        )  # fmt: skip
        if session.exec(those).first() is None:
            session.add(
                Occurrence(
                    account_id=account_id, activity=kind.activity, period=period.key, state=OccurrenceState.DONE.value,
                    on=today(session), minutes=review.minutes_used or None,
                )
            )  # fmt: skip
    return f" of {shorten(row.name, ACCOUNT)}" if row is not None else ""


def _open(session: "Session", review_id: int) -> "Review":
    from kamtui.models.reviews import Review

    record = the(session, Review, review_id)
    if record.ended_at is not None:
        raise Refused("this review is finished already; r starts another one")
    return record


def _end(session: "Session", record: "Review", on_screen: OnScreen, summary: str) -> None:
    ended = {"summary": clean_text(summary).strip(), "ended_at": session.info["now"]}
    fill(record, {**_kept(on_screen), **ended})


def _kept(on_screen: OnScreen) -> dict[str, object]:
    review = on_screen.review
    lines = {
        "seconds": review.seconds,
        "unsaved_line": clean_line(on_screen.unsaved_line),
        "unsaved_priority": clean_line(on_screen.unsaved_priority),
    }
    if isinstance(review, Guided):
        notes = {key: clean_text(text).strip() for key, text in review.notes.items()}
        chosen = [clean_line(each) for each in review.chosen]
        return lines | {"place": review.place, "priorities": chosen, "notes": notes, "figures": dict(review.figures)}
    return lines | {"step": int(review.step), "priorities": [clean_line(each) for each in review.next_week]}
