"""Renewals: seen ninety days ahead, talked about at forty-two, and planned backwards from their day (rule R-2)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from kamtui.domain.dates import LAST_YEAR, ONE_DAY, add_months
from kamtui.domain.deadlines import RENEWAL_MAPPED_DAYS
from kamtui.domain.frozen import frozen
from kamtui.domain.ledger import successor
from kamtui.domain.problems import known
from kamtui.domain.revenue import Line, RenewalStage

CONVERSATION_DAYS = 42
SAME_DAYS = 3
"""How far the renewal date written at an account may lie from the end of a line and mean the same renewal."""

NO_REASON = "a renewal below the old value needs the reason, in the value it has for them"

STAGES = tuple(RenewalStage)


class Step(StrEnum):
    """The steps to a renewal, from the first to the last."""

    MAPPED = "mapped"
    RESULTS = "results reviewed"
    FORWARD = "their next year"
    TERMS = "terms"
    RENEWED = "renewed"


STEP_WORDS = {
    Step.MAPPED: "who decides, and what could go wrong",
    Step.RESULTS: "what was achieved, in their words",
    Step.FORWARD: "what they want from the next twelve",
    Step.TERMS: "price and length come last",
    Step.RENEWED: "signed, or lost",
}

_DONE_AT = {
    Step.MAPPED: RenewalStage.RESULTS_REVIEWED,
    Step.RESULTS: RenewalStage.RESULTS_REVIEWED,
    Step.FORWARD: RenewalStage.FORWARD_TALK,
    Step.TERMS: RenewalStage.TERMS,
    Step.RENEWED: RenewalStage.RENEWED,
}


@frozen
class Planned:
    """A step of a renewal: the day it should be done by, and whether it is."""

    step: Step
    by: date
    done: bool

    def late(self, today: date) -> int:
        """Days it is late; 0 when it is done or still has time."""
        return 0 if self.done else max(0, (today - self.by).days)


@frozen
class Renewal:
    """One renewal of an account: its day, the lines it is about (minor units a year), and how far it has come."""

    account_id: int
    on: date
    lines: tuple[Line, ...]
    stage: RenewalStage

    @property
    def value(self) -> int:
        """What is renewed, in minor units a year."""
        return sum(line.annual_value for line in self.lines)

    @property
    def settled(self) -> bool:
        """Whether it is renewed or lost."""
        return self.stage in (RenewalStage.RENEWED, RenewalStage.LOST)

    def days(self, today: date) -> int:
        """Days to go."""
        return (self.on - today).days


def renewals(
    account_id: int,
    lines: Sequence[Line],
    renewal_date: date | None,
    today: date,
    ahead: int | None = RENEWAL_MAPPED_DAYS,
) -> tuple[Renewal, ...]:
    """The renewals of one account in the next `ahead` days, today included, the nearest first (rule R-2).

    Without a number of days, all that are known.

    The ends of the lines in force make them, and the renewal date written at the account: lines that end within
    three days of it belong to it, and where none does it is about the lines that end later or not at all.
    """
    ending: dict[date, list[Line]] = {}
    running = [line for line in lines if line.in_force(today)]
    for line in running:
        if line.end is not None:
            ending.setdefault(_meant(line.end, renewal_date), []).append(line)
    if renewal_date is not None and renewal_date not in ending:
        ending[renewal_date] = [line for line in running if line.end is None or line.end > renewal_date]
    found = []
    for on in sorted(ending):
        if on >= today and (ahead is None or (on - today).days <= ahead):
            those = tuple(ending[on])
            found.append(Renewal(account_id, on, those, stage_of(those, lines)))
    return tuple(found)


def _meant(end: date, renewal_date: date | None) -> date:
    if renewal_date is not None and abs((end - renewal_date).days) <= SAME_DAYS:
        return renewal_date
    return end


def stage_of(those: Iterable[Line], lines: Sequence[Line]) -> RenewalStage:
    """How far lines that renew together have come: as far as the one that is behind; a successor means renewed."""
    stages = [
        RenewalStage.RENEWED if successor(line, lines) else known(RenewalStage, line.stage, RenewalStage.NOT_STARTED)
        for line in those
    ]
    open_ones = [stage for stage in stages if stage is not RenewalStage.LOST]
    if not stages:
        return RenewalStage.NOT_STARTED
    return min(open_ones, key=STAGES.index, default=RenewalStage.LOST)


def timeline(
    renewal: Renewal, *, mapped: bool = False, conversation_days: int = CONVERSATION_DAYS
) -> tuple[Planned, ...]:
    """The backward timeline of a renewal (rule R-2): mapped 90 days ahead, the conversation at 42, terms last.

    The talk about their next year has until two thirds of the conversation's days, terms until one third.
    """
    ahead = {
        Step.MAPPED: max(RENEWAL_MAPPED_DAYS, conversation_days),
        Step.RESULTS: conversation_days,
        Step.FORWARD: conversation_days * 2 // 3,
        Step.TERMS: conversation_days // 3,
        Step.RENEWED: 0,
    }
    reached = STAGES.index(renewal.stage)
    return tuple(
        Planned(
            step,
            renewal.on - timedelta(days=days),
            reached >= STAGES.index(_DONE_AT[step]) or (step is Step.MAPPED and mapped),
        )
        for step, days in ahead.items()
    )


def late_steps(renewal: Renewal, steps: Sequence[Planned], today: date) -> tuple[Planned, ...]:
    """The steps that are late, the nearest to the renewal first; none once it is settled.

    From the day on which the conversation falls due the mapping is not asked for any more: it is part of it.
    """
    if renewal.settled:
        return ()
    late = [each for each in reversed(steps) if each.late(today)]
    conversation = any(each.step is Step.RESULTS and each.by <= today for each in steps)
    return tuple(each for each in late if not (conversation and each.step is Step.MAPPED))


def next_stage(stage: str) -> RenewalStage | None:
    """The stage after this one, up to terms; None where the next word is renewed or lost."""
    place = STAGES.index(known(RenewalStage, stage, RenewalStage.NOT_STARTED))
    return STAGES[place + 1] if place < STAGES.index(RenewalStage.TERMS) else None


def needs_reason(old: int, new: int, reason: str) -> str:
    """Why a renewal cannot be written yet; empty where it can: a discount needs a written reason of value (R-2)."""
    return NO_REASON if new < old and not reason.strip() else ""


def term_after(line: Line, today: date) -> date:
    """The last day of the next term of a line that ends, in whole terms until it holds today (rule R-1).

    A term is as long as the line was, in months where it was whole months; twelve where its start is unknown. Raises
    ValueError when the line has no end.
    """
    if line.end is None or line.end.year > LAST_YEAR:
        raise ValueError("this line has no end in sight: it runs on by itself")
    begins = line.end + ONE_DAY
    start = line.start or add_months(begins, -12)
    months = (begins.year - start.year) * 12 + begins.month - start.month
    whole = months > 0 and add_months(start, months) == begins
    end, terms = line.end, 0
    while not terms or end < today:
        terms += 1
        end = (add_months(begins, months * terms) if whole else begins + terms * (begins - start)) - ONE_DAY
    return end
