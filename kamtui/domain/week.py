"""The week's list: one line for each thing due, its order, and what fits into the half hour."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import With
from kamtui.domain.dates import Calendar, Period
from kamtui.domain.frozen import frozen
from kamtui.domain.rhythm import SNOOZES_TO_CALL_OUT, Duty, Occurrence, OccurrenceStatus, occurrence_for
from kamtui.domain.wording import day_words

DEADLINE_CLASS, OVERDUE_CLASS, DUE_CLASS, SOFT_CLASS = range(4)
DEADLINE, RHYTHM, SOFT = "deadline", "rhythm", "soft"
_USUAL = Calendar()


@frozen
class AccountFacts:
    """What a line of the list needs to know of its account; the value is the current annual value in cents."""

    id: int
    uid: str
    name: str
    tier: Tier
    value: int = 0


@frozen
class WeekItem:
    """One line of the week's list (rules Y-10, Y-11).

    `klass` is 0 for deadlines past or in the week, 1 overdue, 2 due, 3 soft; `value` is the account's current annual
    value in cents; `record_kind` and `record_uid` name what a screen opens. A container is a review in which other
    work is done. The portfolio's own work has no account and no tier. `at` is the local time of day, where a deadline
    has one; `snoozes` counts how often the occurrence was put off.
    """

    klass: int
    kind: str
    activity: str
    account: str | None
    account_uid: str | None
    tier: Tier | None
    due: date
    status: OccurrenceStatus
    minutes: int
    with_: With
    why: str
    value: int = 0
    record_kind: str = ""
    record_uid: str = ""
    account_id: int | None = None
    container: bool = False
    title: str = ""
    at: str = ""
    snoozes: int = 0

    @property
    def called_out(self) -> bool:
        """Whether it was put off so often that it says so (rule Y-16)."""
        return self.snoozes >= SNOOZES_TO_CALL_OUT

    @property
    def subject(self) -> str:
        """What it is and whose: `health check of Contoso`; the portfolio's own work by its title alone."""
        title = self.title or self.activity.replace("_", " ")
        return f"{title} of {self.account}" if self.account else title


@frozen
class Packing:
    """The list divided (rule Y-12): desk work that fits, desk work that does not, client work, the reviews themselves.

    `minutes` is what the packed work takes; it exceeds the budget only where the first item alone does.
    """

    packed: tuple[WeekItem, ...]
    left_out: tuple[WeekItem, ...]
    client: tuple[WeekItem, ...]
    reviews: tuple[WeekItem, ...]
    budget: int

    @property
    def minutes(self) -> int:
        """Minutes of the work that was packed."""
        return sum(item.minutes for item in self.packed)

    @property
    def minutes_left_out(self) -> int:
        """Minutes of the desk work that does not fit."""
        return sum(item.minutes for item in self.left_out)


def in_order(items: Iterable[WeekItem]) -> list[WeekItem]:
    """Sort the list (rule Y-11): class, day, tier, current value descending, name; the portfolio's own work last.

    Equal to that point, lines go by activity, exact name, record and account. No two lines share all of these, so the
    order is the same every time.
    """
    return sorted(items, key=_place)


def _place(item: WeekItem) -> tuple[int, date, int, int, str, str, str, str, str, str]:
    name = item.account or ""
    return (
        item.klass,
        item.due,
        item.tier or 4,
        -item.value,
        name.casefold(),
        item.activity,
        name,
        item.record_kind,
        item.record_uid,
        item.account_uid or "",
    )


def pack(items: Sequence[WeekItem], minutes: int) -> Packing:
    """Fill the half hour from the top of an ordered list (rule Y-12).

    Going down the list, each desk item that still fits into the minutes left is taken; the first desk item always is.
    A long item that does not fit does not keep shorter ones below it out, so the time is used; it is not forgotten
    either, because it rises as it gets later, and at the top it always fits. Packed work keeps the order of the list.
    Client work and the reviews themselves take no minutes of the budget.
    """
    packed: list[WeekItem] = []
    left_out: list[WeekItem] = []
    used = 0
    for item in items:
        if item.container or item.with_ is With.CLIENT:
            continue
        if not packed or used + item.minutes <= minutes:
            packed.append(item)
            used += item.minutes
        else:
            left_out.append(item)
    return Packing(
        tuple(packed),
        tuple(left_out),
        tuple(item for item in items if item.with_ is With.CLIENT and not item.container),
        tuple(item for item in items if item.container),
        minutes,
    )


def belongs_in(week: Period, due: date) -> bool:
    """Whether a deadline is past or in the week, and so on its list (rule Y-11)."""
    return due <= week.end


def deadline_status(due: date, today: date) -> OccurrenceStatus:
    """Say whether a deadline is past, `overdue`, or still to be met, `due`: a deadline counts by the day."""
    return OccurrenceStatus.OVERDUE if due < today else OccurrenceStatus.DUE


def rhythm_item(
    occurrence: Occurrence, account: AccountFacts | None, today: date, minutes: int | None = None
) -> WeekItem | None:
    """Return the list's line for an occurrence that is due or overdue, None for any other (rules Y-6, Y-11).

    `minutes` are the learned ones (rule Y-17), the catalogue's when left out.
    """
    if occurrence.status not in (OccurrenceStatus.DUE, OccurrenceStatus.OVERDUE):
        return None
    activity = occurrence.activity
    return WeekItem(
        klass=DUE_CLASS if occurrence.status is OccurrenceStatus.DUE else OVERDUE_CLASS,
        kind=RHYTHM,
        activity=activity.name,
        account=account.name if account else None,
        account_uid=account.uid if account else None,
        tier=account.tier if account else None,
        due=occurrence.due,
        status=occurrence.status,
        minutes=activity.minutes if minutes is None else minutes,
        with_=activity.with_,
        why=why(occurrence, today),
        value=account.value if account else 0,
        record_kind="occurrence",
        record_uid=occurrence.period.key,
        account_id=account.id if account else None,
        container=activity.container,
        title=activity.title,
        snoozes=occurrence.snoozes,
    )


def rhythm_items(
    duties: Iterable[tuple[Duty, AccountFacts | None]],
    today: date,
    week: Period | None = None,
    calendar: Calendar = _USUAL,
    minutes: Mapping[str, int] | None = None,
) -> list[WeekItem]:
    """Return the lines of all duties that the week asks for, in no order; the learned minutes by activity name."""
    learned = minutes or {}
    found = []
    for duty, account in duties:
        occurrence = occurrence_for(duty, today, week, calendar)
        if occurrence is not None:
            item = rhythm_item(occurrence, account, today, learned.get(duty.activity.name))
            if item is not None:
                found.append(item)
    return found


def why(occurrence: Occurrence, today: date) -> str:
    """Say in a line or two why an occurrence is on the list (rules Y-11, Y-16)."""
    activity, period = occurrence.activity, occurrence.period
    parts = [f"The {period.cadence.replace('_', '-')} {activity.title}, scheduled for {occurrence.scheduled}"]
    if occurrence.moved_from:
        parts.append(f", moved from {day_words(occurrence.moved_from)}: you are away")
    if occurrence.snoozes:
        times = "once" if occurrence.snoozes == 1 else f"{occurrence.snoozes} times"
        parts.append(
            f", snoozed {times}, last to {occurrence.due}" + (f" ({occurrence.reason})" * bool(occurrence.reason))
        )
    late = (today - occurrence.due).days
    if late > 0:
        parts.append(f", {late} {'day' if late == 1 else 'days'} late")
    parts.append(f". Counts until {period.end} ({period.key}); completed by {activity.done_by}.")
    if occurrence.called_out:
        parts.append(" Put off again and again: do it, shorten it, or skip it with a reason.")
    return "".join(parts)
