"""What the health round changes: checks, the check-ins they open, and the scores that clients give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from kamtui import wordlists
from kamtui.domain import health
from kamtui.domain.errors import Refused
from kamtui.domain.health import Colour, Rating, Signal, Trend
from kamtui.domain.practice import Practice
from kamtui.domain.stopwatch import MOST_MINUTES
from kamtui.domain.text import clean_line, clean_text
from kamtui.storage.work import by_uid, describe, fill, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.health import CheckIn, HealthCheck

_USUAL = Practice()


@dataclass(frozen=True, slots=True)
class SavedCheck:
    """What a saved check says: its colour, the one before, the trend, and the check-in that is open after a red one.

    `opened` says that this save opened the check-in.
    """

    colour: Colour
    was: Colour | None
    trend: Trend | None
    check_in_due: date | None = None
    check_in_uid: str | None = None
    opened: bool = False


@cache
def openings() -> tuple[str, ...]:
    """The questions a check-in may begin with (rule H-6)."""
    return wordlists.load("check_in.toml", _openings).value


def _openings(lists: Mapping[str, Any]) -> tuple[str, ...]:
    found = tuple(str(each) for each in lists["openings"])
    if not found:
        raise ValueError("openings is empty")
    return found


def save_check(
    session: "Session",
    account_id: int,
    ratings: Mapping[Signal, Rating],
    notes: str | None = None,
    minutes: int | None = None,
    practice: Practice = _USUAL,
) -> SavedCheck:
    """Keep today's check of an account and, when it is red, open a check-in (rules H-1, H-2, H-4, H-6, Y-17).

    A second check on one day replaces the ratings of the first; without `notes` its notes stay, its minutes add up.
    Raises Refused when a signal has no rating.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.health import HealthCheck

    account = the(session, Account, account_id)
    try:
        verdict = health.colour(ratings)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    on = today(session)
    last = _checks_up_to(session, account_id, on)
    check = last[0] if last and last[0].on == on else HealthCheck(account_id=account_id, on=on)
    before = next((_ratings_of(one) for one in last if one.on < on), None)
    fill(check, {signal.value: Rating(ratings[signal]).value for signal in Signal})
    if notes is not None:
        fill(check, {"notes": clean_text(notes).strip()})
    if minutes is not None:
        fill(check, {"minutes": min(MOST_MINUTES, max(1, minutes) + (check.minutes or 0))})
    session.add(check)
    session.flush()
    describe(session, f"health check of {account.name}")
    was = None if before is None else health.colour(before)
    direction = None if before is None else health.trend(ratings, before)
    if not health.opens_check_in(verdict):
        _drop_untouched(session, check)
        return SavedCheck(verdict, was, direction)
    check_in, opened = _check_in_for(session, check, practice)
    return SavedCheck(verdict, was, direction, check_in.due, check_in.uid, opened)


def remove_last_check(session: "Session", account_id: int) -> date:
    """Take the newest check away, with the check-in it opened as long as nobody worked on it; returns its day.

    Raises Refused when there is none.
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    checks = _checks_up_to(session, account_id, today(session))
    if not checks:
        raise Refused(f"{account.name} has no check to remove")
    _drop_untouched(session, checks[0])
    session.delete(checks[0])
    describe(session, f"removal of the health check of {account.name} on {checks[0].on}")
    return checks[0].on


def edit_check_in(session: "Session", check_in_uid: str, question: str, due: date | None) -> None:
    """Make an open check-in one's own: its opening question and its day. Raises Refused without either."""
    check_in = _open_check_in(session, check_in_uid)
    question = clean_text(question).strip()
    if not question:
        raise Refused("a check-in needs an opening question")
    if due is None or due < check_in.opened_on:
        raise Refused(f"a check-in is due on {check_in.opened_on}, the day of the check, or later")
    fill(check_in, {"question": question, "due": due})
    describe(session, f"check-in with {_name(session, check_in.account_id)}")


def close_check_in(session: "Session", check_in_uid: str, discovered: str, action: str, on: date | None = None) -> None:
    """Close a check-in with what was discovered and what was done, today unless `on` says else (rule H-6).

    Raises Refused when either is missing, the day is not between the check and today, or it is closed already.
    """
    check_in = _open_check_in(session, check_in_uid)
    discovered, action = clean_text(discovered).strip(), clean_text(action).strip()
    if not discovered:
        raise Refused("say what was discovered, or leave the check-in open")
    if not action:
        raise Refused("say what was done about it, or leave the check-in open")
    on = on or today(session)
    if not check_in.opened_on <= on <= today(session):
        raise Refused(f"it was held between {check_in.opened_on} and today, not on {on}")
    fill(check_in, {"discovered": discovered, "action": action, "done_on": on})
    describe(session, f"check-in with {_name(session, check_in.account_id)} done")


def add_score(
    session: "Session", account_id: int, kind: str, value: float, on: date | None = None, source: str = ""
) -> None:
    """Keep a score that a client gave, with its date and source (rule H-9). Raises Refused for one that cannot be."""
    from kamtui.models.accounts import Account
    from kamtui.models.health import Score

    account = the(session, Account, account_id)
    problems = health.validate_score(kind, value)
    if problems:
        raise Refused(problems[0].text)
    on = on or today(session)
    if on > today(session):
        raise Refused("a score has been given already: its day is not in the future")
    session.add(Score(account_id=account_id, kind=kind, value=value, on=on, source=clean_line(source)))
    describe(session, f"{kind.upper()} score of {account.name}")


def _checks_up_to(session: "Session", account_id: int, on: date) -> "list[HealthCheck]":
    """The account's checks up to this day, the newest first."""
    from sqlmodel import col, select

    from kamtui.models.health import HealthCheck

    newest_first = (col(HealthCheck.on).desc(), col(HealthCheck.id).desc())
    wanted = select(HealthCheck).where(HealthCheck.account_id == account_id, HealthCheck.on <= on)
    return list(session.exec(wanted.order_by(*newest_first)))


def _ratings_of(check: "HealthCheck") -> dict[Signal, Rating]:
    return health.ratings(check.response_time, check.meeting_engagement, check.referral_activity, check.tone)


def _check_in_for(session: "Session", check: "HealthCheck", practice: Practice) -> "tuple[CheckIn, bool]":
    """The account's open check-in, or a new one due in exactly the practice's days; never a second one (rule H-6)."""
    from sqlmodel import col, select

    from kamtui.models.health import CheckIn

    every = list(session.exec(select(CheckIn).where(CheckIn.account_id == check.account_id).order_by(col(CheckIn.id))))
    still_open = [one for one in every if one.done_on is None]
    if still_open:
        return still_open[-1], False
    questions = openings()
    opened = CheckIn(
        account_id=check.account_id,
        health_check_id=check.id,
        opened_on=check.on,
        due=health.check_in_due(check.on, practice.check_in_days),
        question=questions[len(every) % len(questions)],
    )
    session.add(opened)
    session.flush()
    return opened, True


def _drop_untouched(session: "Session", check: "HealthCheck") -> None:
    """A check that is no longer red, or gone, takes its open check-in along unless its question was made one's own."""
    from sqlmodel import select

    from kamtui.models.health import CheckIn

    for one in session.exec(select(CheckIn).where(CheckIn.health_check_id == check.id)).all():
        if one.done_on is None and one.question in openings():
            session.delete(one)
    session.flush()


def _open_check_in(session: "Session", check_in_uid: str) -> "CheckIn":
    from kamtui.models.health import CheckIn

    found = by_uid(session, CheckIn, check_in_uid)
    if found.done_on is not None:
        raise Refused(f"this check-in was done on {found.done_on}")
    return found


def _name(session: "Session", account_id: int) -> str:
    from kamtui.models.accounts import Account

    return the(session, Account, account_id).name
