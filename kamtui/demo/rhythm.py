"""What was done when: the rhythm of eighteen months, kept about four times in five, and this week's open work."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kamtui.demo.book import Book, Client, ago, iso, words
from kamtui.domain.catalogue import account_activities, portfolio_activities
from kamtui.domain.dates import (
    Cadence,
    Period,
    add_months,
    first_review_day,
    last_review_day,
    next_period,
    period_of,
    periods_between,
    review_days,
    week_of,
)

_SLOTS = {Cadence.MONTHLY: 4, Cadence.QUARTERLY: 12, Cadence.HALF_YEARLY: 24, Cadence.YEARLY: 48}
_MARKED_DONE = ("relationship_review",)
_KEPT = 0.72


@dataclass(slots=True)
class Occurrence:
    """One activity of one client in one period, with the day it was done on."""

    client: Client
    activity: str
    period: Period
    scheduled: date
    done_on: date | None = None


def keep_the_rhythm(book: Book, clients: list[Client]) -> None:
    """Decide for every activity of every client on which days it was done; write the ones done or put off by hand."""
    today, rng = book.today, book.rng
    current: list[Occurrence] = []
    for client in clients:
        for activity, cadence in account_activities(client.tier):
            client.done.setdefault(activity.name, [])
            start = client.history_start
            previous_missed = False
            for period in periods_between(start, client.last_day, cadence):
                one = Occurrence(client, activity.name, period, _scheduled(client.slot, period))
                if one.scheduled < start:
                    continue
                if (period.end < today and not client.ended_on) or period.end < client.last_day:
                    nearly_now = period.end >= add_months(period_of(today, cadence).start, -1) and period.end < today
                    previous_missed = _past(book, one, previous_missed, must=nearly_now)
                elif not client.ended_on:
                    current.append(one)
    _current(book, current, len(clients), rng)


def _scheduled(slot: int, period: Period) -> date:
    return review_days(period)[slot % _SLOTS[period.cadence]]


def _past(book: Book, one: Occurrence, previous_missed: bool, *, must: bool) -> bool:
    """Decide about a period that is over; tell whether it was missed. The latest one is rarely missed."""
    client, rng = one.client, one.client.rng
    if client.has("stale") and one.activity == "health_check" and one.period.end >= ago(client.today, 62):
        return True
    if must or (previous_missed and one.activity == "health_check") or rng.random() < _KEPT:
        first = max(one.period.start, client.history_start)
        last = min(one.period.end, client.last_day)
        _done(book, one, client.day_between(max(first, one.scheduled - timedelta(days=5)),
                                            min(last, one.scheduled + timedelta(days=5))))  # fmt: skip
        return False
    if rng.random() < 0.2:
        reason = rng.choice(words()["desk"]["skip_reasons"])
        _write(book, one, "skipped", min(one.scheduled, client.last_day), reason=reason)
    return True


def _current(book: Book, current: list[Occurrence], accounts: int, rng: Random) -> None:
    """Do most of what fell due before, half of this week's, a little of what comes; put one off to a later day."""
    week = week_of(book.today)
    before = [one for one in current if one.scheduled < week.start]
    this_week = [one for one in current if one.scheduled in week]
    later = [one for one in current if one.scheduled > week.end]
    late = _pick(rng, before, round(accounts * 0.09), avoid=("qbr", "plan_rewrite", "health_check"))
    spill = sum(_scheduled(one.client.slot, next_period(one.period)) in week for one in current)
    due = _pick(rng, this_week, max(1, round(accounts * 0.18) - spill))
    for one in before + this_week:
        client = one.client
        if any(one is other for other in late + due) or (client.has("stale") and one.activity == "health_check"):
            continue
        first = max(one.period.start, client.history_start)
        near = max(first, min(one.scheduled, book.today) - timedelta(days=5))
        _done(book, one, client.day_between(near, min(book.today, one.scheduled + timedelta(days=5))))
    for one in later:
        start = max(one.period.start, one.client.history_start, ago(book.today, 20))
        if start < ago(book.today, 2) and one.client.chance(0.12) and one.activity != "qbr":
            _done(book, one, one.client.day_between(start, ago(book.today, 1)))
        elif one.activity == "qbr" and one.scheduled >= book.today:
            one.client.planned_qbrs.append(one.scheduled)
    for one in due:
        if one.activity == "qbr" and one.scheduled >= book.today:
            one.client.planned_qbrs.append(one.scheduled)
    _snooze(book, [one for one in (*late, *due, *later) if one.done_on is None])


def _pick(rng: Random, pool: list[Occurrence], count: int, avoid: tuple[str, ...] = ()) -> list[Occurrence]:
    """Draw some to stay open."""
    fit = [one for one in pool if one.activity not in avoid]
    return rng.sample(fit, min(count, len(fit)))


def _snooze(book: Book, still_open: list[Occurrence]) -> None:
    """Put one open occurrence off to a later day of its period."""
    fit = [one for one in still_open if one.period.end >= book.today and one.activity == "map_review"]
    fit = fit or [one for one in still_open if one.period.end >= book.today]
    if fit:
        one = max(fit, key=lambda other: (other.period.end > book.today, -other.scheduled.toordinal()))
        to = min(book.today + timedelta(days=6), one.period.end)
        reason = words()["desk"]["snooze_reasons"][0]
        on = max(one.period.start, ago(book.today, 1))
        _write(book, one, "snoozed", on, to=max(to, min(one.scheduled, one.period.end)), reason=reason)


def _done(book: Book, one: Occurrence, day: date) -> None:
    one.done_on = day
    one.client.done[one.activity].append(day)
    if one.activity in _MARKED_DONE:
        _write(book, one, "done", day)


def _write(book: Book, one: Occurrence, state: str, on: date, *, to: date | None = None, reason: str = "") -> None:
    book.add("occurrences", one.client, activity=one.activity, period=one.period.key, state=state, on=iso(on),
             to=iso(to), reason=reason)  # fmt: skip


def write_portfolio_rhythm(book: Book) -> None:
    """Write what is done once for the whole portfolio and marked done by hand."""
    today, rng = book.today, book.rng
    week = week_of(today)
    for activity, cadence in portfolio_activities():
        if activity.name in ("friday_review", "month_end_review", "readiness_assessment"):
            continue
        for period in periods_between(ago(today, 548), today, cadence):
            place = first_review_day if activity.placing == "first_review_day" else last_review_day
            day = place(period)
            over = period.end < today
            if day >= week.start or day < ago(today, 548) or (over and rng.random() > 0.85):
                continue
            book.add("occurrences", None, account=None, activity=activity.name, period=period.key, state="done",
                     on=iso(day), to=None, reason="")  # fmt: skip
