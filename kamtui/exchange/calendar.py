"""The calendar file (RFC 5545, rule Y-14): the reviews as recurring events, dated work and work to book as to-dos."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from kamtui import __version__
from kamtui.domain.accounts import Tier
from kamtui.domain.deadlines import title_of
from kamtui.domain.text import clean_text, shorten
from kamtui.domain.week import RHYTHM, SOFT, WeekItem
from kamtui.exchange.calendar_reviews import Block, Series
from kamtui.exchange.document_values import derived_uid
from kamtui.storage.calendar_work import Settled

if TYPE_CHECKING:
    from icalendar import Component

ALARM_MINUTES: Final = 10
LOWEST: Final = 9
PRIORITIES: Final = {Tier.STRATEGIC: 1, Tier.GROWTH: 5, Tier.MAINTAIN: LOWEST}
ONE_RECORD: Final = {
    "trigger_window": "trigger",
    "look_again": "trigger",
    "draft_conversation": "conversation",
}
"""Kinds of work that the same record asks for, one at a time: they share a to-do."""
EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
MOST: Final = 2**31 - 1


def as_calendar(
    reviews: Iterable[Series | Block], items: Iterable[WeekItem], settled: Iterable[Settled], now: datetime
) -> bytes:
    """The calendar as the bytes of a file; `now` is the moment it was made, aware.

    Reviews and times of day are local wherever the calendar is read. Every part keeps its uid, and a later file has
    higher sequence numbers: importing it again changes what is there and doubles nothing.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//kamtui//kamtui {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "kamtui")
    made = now.astimezone(UTC).replace(microsecond=0)
    for review in reviews:
        calendar.add_component(_review(review, made))
    open_uids = set()
    for item in items:
        open_uids.add(uid_of(item))
        calendar.add_component(_to_do(item, made))
    for each in settled:
        if (uid := _uid(each.kind, each.uid)) not in open_uids:
            calendar.add_component(_settled(each, uid, made))
    content: bytes = calendar.to_ical()
    return content


def uid_of(item: WeekItem) -> str:
    """The uid of an item's to-do: of its record, or of the account where there is but one such work at a time."""
    rolling = item.kind == RHYTHM or item.activity.startswith("renewal_")
    return _uid(item.activity, str(item.account_uid) if rolling else item.record_uid)


def sequence(now: datetime) -> int:
    """A number that is higher in every later file: the seconds since 2020, as far as calendars can count."""
    return max(0, min(int((now - EPOCH).total_seconds()), MOST))


def _uid(kind: str, record: str) -> str:
    return derived_uid("calendar", ONE_RECORD.get(kind, kind), record)


def _part(component: "Component", uid: str, summary: str, made: datetime) -> "Component":
    component.add("uid", uid)
    component.add("dtstamp", made)
    component.add("last-modified", made)
    component.add("sequence", sequence(made))
    component.add("class", "PRIVATE")
    component.add("summary", summary)
    return component


def _review(review: Series | Block, made: datetime) -> "Component":
    from icalendar import Alarm, Event

    event = _part(Event(), derived_uid("calendar", *review.key), review.title, made)
    event.add("dtstart", review.start)
    event.add("duration", review.length)
    event.add("description", review.words)
    event.add("categories", ["kamtui"])
    if isinstance(review, Series):
        event.add("rrule", dict(review.rule))
        if review.left_out:
            event.add("exdate", list(review.left_out))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", review.title)
    alarm.add("trigger", review.warning)
    event.add_component(alarm)
    return event


def _to_do(item: WeekItem, made: datetime) -> "Component":
    from icalendar import Todo

    title = item.title or title_of(item.activity)
    summary = f"{item.account}: {title}" + ("" if item.kind == RHYTHM else f" · {shorten(item.why, 60)}")
    to_do = _part(Todo(), uid_of(item), _line(summary), made)
    to_do.add("due", _due(item.due, item.at))
    to_do.add("description", clean_text(item.why))
    to_do.add("status", "NEEDS-ACTION")
    to_do.add("priority", LOWEST if item.kind == SOFT else PRIORITIES.get(item.tier or Tier.MAINTAIN, LOWEST))
    words: list[Any] = ["kamtui", title]
    to_do.add("categories", [*words, item.tier.name.capitalize()] if item.tier else words)
    return to_do


def _settled(each: Settled, uid: str, made: datetime) -> "Component":
    from icalendar import Todo

    said = f" · {shorten(each.what, 60)}" if each.what else ""
    to_do = _part(Todo(), uid, _line(f"{each.account}: {title_of(each.kind)}{said}"), made)
    to_do.add("status", "COMPLETED" if each.met else "CANCELLED")
    if each.met:
        to_do.add("completed", datetime.combine(each.on, time(12)).astimezone(UTC))
        to_do.add("percent-complete", 100)
    to_do.add("categories", ["kamtui", title_of(each.kind)])
    return to_do


def _line(text: str) -> str:
    return shorten(text, 200)


def _due(day: date, at: str) -> date | datetime:
    return datetime.combine(day, time.fromisoformat(at)) if at else day
