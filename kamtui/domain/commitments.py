"""The ledger of what was promised, by us and by them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kamtui.domain.dates import add_months
from kamtui.domain.errors import Refused
from kamtui.domain.frozen import frozen
from kamtui.domain.problems import NAME_LIMIT, Problem, choice_problems, name_problems
from kamtui.domain.wording import plural


class Side(StrEnum):
    """Who promised (rule C-1)."""

    OURS = "ours"
    THEIRS = "theirs"


class CommitmentState(StrEnum):
    """What became of a promise (rule C-1)."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WAIVED = "waived"


SHARE_MONTHS: Final = 12
"""Months over which the kept-on-time share is counted (rule C-2)."""

RECENT_DAYS: Final = 90
"""Within so many days promises of ours that were late or broken are evidence (rule C-2)."""

CALLED_OUT_FROM: Final = 2
"""How many of them are called out (rule C-2)."""


@frozen
class Promise:
    """One promise as the ledger's rules see it (rule C-1).

    `settled_on` is the day on which it was kept, broken or waived; `reason` says why, where it was waived.
    """

    side: str
    what: str
    who: str = ""
    due: date | None = None
    state: str = CommitmentState.OPEN
    settled_on: date | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be kept."""
        return self.state == CommitmentState.OPEN

    def overdue(self, today: date) -> bool:
        """Whether it is open and its day is gone."""
        return self.open and self.due is not None and self.due < today


@frozen
class Promises:
    """How one side kept its promises: of those settled in twelve months how many in time, and how many are open.

    `missed_lately` counts those that were late or broken in the last 90 days (rule C-2).
    """

    kept: int
    settled: int
    open: int
    missed_lately: int

    @property
    def share(self) -> float | None:
        """The kept-on-time share, 0 to 1; None while nothing was settled (rule C-2)."""
        return self.kept / self.settled if self.settled else None

    @property
    def called_out(self) -> bool:
        """Whether two or more were late or broken in 90 days (rule C-2)."""
        return self.missed_lately >= CALLED_OUT_FROM

    @property
    def evidence(self) -> str:
        """What that says beside a health check, and what it suggests; nothing while fewer were missed (rule C-2)."""
        if not self.called_out:
            return ""
        return f"{self.missed_lately} late or broken in {RECENT_DAYS} days: worth a difficult conversation"


def kept_state(due: date | None, on: date) -> CommitmentState:
    """What a promise becomes when it is kept on a day: `late` when that is after its due date (rule C-1)."""
    return CommitmentState.LATE if due is not None and on > due else CommitmentState.KEPT


def settled(promise: Promise, wanted: str, on: date, reason: str = "") -> Promise:
    """The promise once it is settled; for one that was kept the date decides between kept and late (rule C-1).

    `wanted` is kept, broken or waived. Raises Refused in one line when it is settled already, and for one that is
    waived without a reason.
    """
    if not promise.open:
        raise Refused(f"it is {promise.state} already")
    state = kept_state(promise.due, on) if wanted == CommitmentState.KEPT else CommitmentState(wanted)
    if state is CommitmentState.WAIVED and not reason.strip():
        raise Refused("waiving a promise needs a reason")
    return replace(promise, state=state, settled_on=on, reason=reason.strip())


def reopened(promise: Promise) -> Promise:
    """The promise open again; raises Refused when it is open already."""
    if promise.open:
        raise Refused("it is open already")
    return replace(promise, state=CommitmentState.OPEN, settled_on=None, reason="")


def moved(promise: Promise, to: date, today: date) -> Promise:
    """The promise with another due date, today or later; raises Refused when it is settled or the day is gone."""
    if not promise.open:
        raise Refused(f"it is {promise.state} already: its date does not move any more")
    if to < today:
        raise Refused(f"{to} is gone: choose today or a later day")
    return replace(promise, due=to)


def corrected(promise: Promise, today: date) -> Promise:
    """A promise whose due date or day of settling was changed: kept in time or late is worked out anew (rule C-1).

    Raises Refused for a day of settling that has not come yet.
    """
    if promise.settled_on is not None and promise.settled_on > today:
        raise Refused(f"{promise.settled_on} has not come yet")
    if promise.state in (CommitmentState.KEPT, CommitmentState.LATE) and promise.settled_on is not None:
        return replace(promise, state=kept_state(promise.due, promise.settled_on))
    return promise


def validate_commitment(promise: Promise) -> tuple[Problem, ...]:
    """Everything that is wrong with a promise as entered or imported (rule C-1)."""
    found = choice_problems("side", Side, promise.side)
    found += name_problems("what", promise.what)
    found += choice_problems("state", CommitmentState, promise.state)
    if len(promise.who) > NAME_LIMIT:
        found += name_problems("who", promise.who)
    if promise.state == CommitmentState.WAIVED and not promise.reason.strip():
        found.append(Problem("reason", "A waived promise needs its reason."))
    return tuple(found)


def kept_so_far(promises: Iterable[Promise], side: str, today: date) -> Promises:
    """How one side kept what it promised (rule C-2): settled in twelve months, missed in 90 days, open now.

    What was waived is left out. One without a day of settling counts on its due date, else today.
    """
    year_ago, recently = add_months(today, -SHARE_MONTHS), today - timedelta(days=RECENT_DAYS)
    mine = [each for each in promises if each.side == side]
    counted = [(CommitmentState(each.state), each.settled_on or each.due or today) for each in mine if not each.open]
    over = [(state, on) for state, on in counted if state is not CommitmentState.WAIVED and on <= today]
    year = [state for state, on in over if on >= year_ago]
    missed = [state for state, on in over if state is not CommitmentState.KEPT and on >= recently]
    return Promises(
        kept=year.count(CommitmentState.KEPT),
        settled=len(year),
        open=sum(each.open for each in mine),
        missed_lately=len(missed),
    )


def days_late(promise: Promise) -> int:
    """How many days after its due date a late promise was kept; 0 for all others."""
    if promise.state != CommitmentState.LATE or promise.due is None or promise.settled_on is None:
        return 0
    return (promise.settled_on - promise.due).days


def outcome_words(promise: Promise, today: date) -> str:
    """What became of a promise: `kept`, `kept 3 days late`, `broken`, `waived: …`, `open`, `open, 5 days late`."""
    if promise.overdue(today):
        assert promise.due is not None  # noqa: S101  overdue ones have a date
        return f"open, {plural((today - promise.due).days, 'day')} late"
    if promise.state == CommitmentState.LATE:
        late = days_late(promise)
        return f"kept {plural(late, 'day')} late" if late > 0 else "kept late"
    if promise.state == CommitmentState.WAIVED and promise.reason:
        return f"waived: {promise.reason}"
    return str(promise.state)
