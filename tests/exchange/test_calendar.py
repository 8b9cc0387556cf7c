"""The calendar file: read back by icalendar, its rules unfolded by dateutil, imported again and again."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, Component

from kamtui.domain.catalogue import FRIDAY_REVIEW, MONTH_END_REVIEW, activity_named
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.dates import Cadence, periods_between
from kamtui.domain.dates import Calendar as Days
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import scheduled_on
from kamtui.exchange.calendar import EPOCH, MOST, as_calendar, sequence
from kamtui.exchange.calendar_reviews import Series, review_series
from kamtui.models.accounts import Account
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.expansion import Trigger
from kamtui.models.issues import Issue
from kamtui.storage.calendar_work import Settled, calendar_work
from kamtui.storage.database import Database
from tests.storage.records import account, change, person
from tests.storage.week_records import LONG_AGO, PRACTICE, TODAY, client, put

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)
AT = time(14)
HOSTILE = (
    "R&D [/x]", "[@click=app.quit]x[/]", "=1+1", "A; B, C: \\n D\\", "\U0001f469\u200d\U0001f680 Åsa مرحبا", "a" * 3000,
    'END:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:"x"',
)  # fmt: skip


def export(database: Database, now: datetime = NOW, today: date = TODAY) -> bytes:
    work = database.read(calendar_work, today, PRACTICE)
    return as_calendar(review_series(PRACTICE, work.started or today, AT), work.items, work.settled, now)


def parts(content: bytes) -> dict[str, Component]:
    """Everything in the file by its uid, each of which is there once."""
    (calendar,) = Calendar.from_ical(content, multiple=True)
    found = {str(each["UID"]): each for each in calendar.subcomponents}
    assert len(found) == len(calendar.subcomponents)
    return found


def to_dos(content: bytes, *words: str) -> list[tuple[str, Component]]:
    return [
        (uid, each)
        for uid, each in parts(content).items()
        if each.name == "VTODO" and all(word in each["CATEGORIES"].cats for word in words)
    ]


def to_do(content: bytes, word: str) -> tuple[str, Component]:
    (found,) = to_dos(content, word)
    return found


def starts(series: Series, until: date) -> list[datetime]:
    """The days of a series as the file says them."""
    event = next(iter(parts(as_calendar([series], [], [], NOW)).values()))
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event["DTSTART"].dt)
    out = event.get("EXDATE")
    without = {each.dt for each in out.dts} if out else set()
    return [
        each
        for each in rule.between(datetime.fromisoformat("2000-01-01"), datetime.combine(until, time(23)))
        if each not in without
    ]


def blocks(practice: Practice, begins: date = LONG_AGO, at: time = AT) -> list[Any]:
    return list(review_series(practice, begins, at))


@pytest.mark.rule("Y-14")
@pytest.mark.parametrize("review_day", range(7))
@pytest.mark.parametrize("placing", ["last_working_day", "first_review_day", "last_review_day"])
def test_the_series_fall_on_the_days_of_the_rhythm(review_day: int, placing: str) -> None:
    changes = {MONTH_END_REVIEW: {"placing": placing}, FRIDAY_REVIEW: {"placing": placing}}
    practice = Practice(calendar=Days(review_day), catalogue=edited(changes)[0])
    friday, month_end = blocks(practice)
    until = date(2030, 2, 28)
    for series, name, cadence in (
        (friday, FRIDAY_REVIEW, Cadence.WEEKLY),
        (month_end, MONTH_END_REVIEW, Cadence.MONTHLY),
    ):
        activity = activity_named(name, practice.catalogue)
        days = [
            scheduled_on(activity, period, 0, practice.calendar) for period in periods_between(LONG_AGO, until, cadence)
        ]
        assert [each.date() for each in starts(series, until)] == [day for day in days if LONG_AGO <= day <= until]


@pytest.mark.rule("Y-14")
def test_a_review_stands_at_its_local_time_as_long_as_it_takes_and_warns(database: Database) -> None:
    client(database)
    friday, month_end = [each for each in parts(export(database)).values() if each.name == "VEVENT"]
    assert friday["DTSTART"].dt == datetime.fromisoformat("2026-10-30T14:00")
    assert friday["DURATION"].dt == timedelta(minutes=30)
    assert month_end["DTSTART"].dt == datetime.fromisoformat("2026-10-30T14:30")
    assert month_end["DURATION"].dt == timedelta(minutes=60)
    for each in (friday, month_end):
        assert each["DTSTART"].params.get("TZID") is None
        (alarm,) = each.subcomponents
        assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(minutes=-10))


def test_a_late_month_end_review_stays_on_its_day() -> None:
    assert [each.start.time() for each in blocks(PRACTICE, at=time(23, 15))] == [time(23, 15), time(23, 15)]


@pytest.mark.rule("Y-13")
def test_a_review_in_the_days_away_moves_before_them_or_is_left_out() -> None:
    away = ((date(2026, 12, 17), date(2026, 12, 31)), (date(2020, 1, 1), date(2020, 1, 31)))
    friday, friday_moved, month_end, month_end_moved = blocks(Practice(calendar=Days(away=away)))
    days = [each.date() for each in starts(friday, date(2027, 1, 8))]
    assert days[-3:] == [date(2026, 12, 11), date(2027, 1, 1), date(2027, 1, 8)]
    assert friday_moved.start == datetime.fromisoformat("2026-12-16T14:00")
    assert [each.date() for each in starts(month_end, date(2027, 1, 31))][-2:] == [
        date(2026, 11, 30),
        date(2027, 1, 29),
    ]
    assert month_end_moved.start == datetime.fromisoformat("2026-12-16T14:30")
    found = parts(as_calendar([friday, friday_moved, month_end, month_end_moved], [], [], NOW)).values()
    assert ["RRULE" in each for each in found] == [True, False, True, False]


@pytest.mark.rule("Y-1", "Y-14")
@pytest.mark.parametrize("placing", ["last_working_day", "first_review_day", "last_review_day"])
@pytest.mark.parametrize("until", [date(2026, 10, 27), date(2026, 11, 18), date(2026, 11, 30), date(2026, 12, 1)])
def test_a_changed_review_day_moves_the_events_ahead_and_leaves_the_past_ones(placing: str, until: date) -> None:
    changes = {MONTH_END_REVIEW: {"placing": placing}, FRIDAY_REVIEW: {"placing": "first_review_day"}}
    catalogue, away = edited(changes)[0], ((date(2027, 2, 1), date(2027, 2, 12)),)
    before = Practice(calendar=Days(4, away=away), catalogue=catalogue)
    after = Practice(calendar=Days(0, away=away, earlier=((2, date(2020, 1, 1)), (4, until))), catalogue=catalogue)
    last = date(2027, 4, 30)

    def days(practice: Practice, name: str) -> list[date]:
        own = [each for each in blocks(practice) if each.key[0] == name]
        several = [starts(each, last) if isinstance(each, Series) else [each.start] for each in own]
        return sorted(each.date() for found in several for each in found)

    for name, cadence in ((FRIDAY_REVIEW, Cadence.WEEKLY), (MONTH_END_REVIEW, Cadence.MONTHLY)):
        activity = activity_named(name, catalogue)
        asked = [scheduled_on(activity, one, 0, after.calendar) for one in periods_between(LONG_AGO, last, cadence)]
        held = [day for day in asked if not after.calendar.is_away(day) and LONG_AGO <= day <= last]
        assert days(after, name) == held
        assert [day for day in held if day < until] == [day for day in days(before, name) if day < until]


@pytest.mark.rule("Y-14")
def test_dated_work_is_a_to_do_with_its_day_why_and_rank(database: Database) -> None:
    owner = client(database)
    put(database, Commitment(account_id=owner, side="ours", what="send the offer", due=date(2026, 11, 24)))
    _, found = to_do(export(database), "commitment")
    assert found["DUE"].dt == date(2026, 11, 24)
    assert found["SUMMARY"] == "Nordwind: commitment · We promised: send the offer"
    assert found["DESCRIPTION"] == "We promised: send the offer"
    assert (found["PRIORITY"], found["STATUS"], found["CLASS"]) == (5, "NEEDS-ACTION", "PRIVATE")
    assert found["CATEGORIES"].cats == ["kamtui", "commitment", "Growth"]


def test_a_deadline_with_an_hour_keeps_it(database: Database) -> None:
    put(database, Issue(account_id=client(database), title="x", severity="P1", opened_at=NOW))
    assert to_do(export(database), "issue")[1]["DUE"].dt == datetime.fromisoformat("2026-11-21T15:10")


def test_soft_work_ranks_last(database: Database) -> None:
    put(database, person(client(database), frequency="weekly"))
    assert to_do(export(database), "keep in touch")[1]["PRIORITY"] == 9


@pytest.mark.rule("Y-14")
def test_a_second_export_has_the_same_parts_under_the_same_uids(database: Database) -> None:
    full(database)
    first, second = parts(export(database)), parts(export(database, NOW + timedelta(seconds=1)))
    assert first.keys() == second.keys()
    for uid, each in first.items():
        assert second[uid]["SEQUENCE"] == each["SEQUENCE"] + 1
        for name in ("SUMMARY", "DUE", "DTSTART", "RRULE", "STATUS"):
            assert second[uid].get(name) == each.get(name)


@pytest.mark.rule("Y-14")
def test_a_moved_date_keeps_its_uid_and_raises_the_sequence(database: Database) -> None:
    (key,) = put(database, Commitment(account_id=client(database), side="ours", what="x", due=TODAY))
    uid, before = to_do(export(database), "commitment")
    database.run(change, Commitment, key, due=date(2026, 12, 1))
    same, after = to_do(export(database, NOW + timedelta(seconds=5)), "commitment")
    assert same == uid
    assert (before["DUE"].dt, after["DUE"].dt) == (TODAY, date(2026, 12, 1))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


@pytest.mark.rule("Y-16")
def test_the_turns_of_client_work_and_of_renewals_share_one_to_do(database: Database) -> None:
    owner = client(database, renewal_date=date(2027, 1, 10))
    now = export(database)
    database.run(change, Account, owner, renewal_date=date(2027, 2, 10))
    later = export(database, today=date(2026, 12, 4))
    for word in ("value touchpoint", "renewal talk"):
        assert to_do(now, word)[0] == to_do(later, word)[0]
        assert to_do(now, word)[1]["DUE"].dt < to_do(later, word)[1]["DUE"].dt


def test_a_trigger_that_is_filed_and_a_talk_that_gets_a_date_keep_their_to_do(database: Database) -> None:
    owner = client(database)
    trigger, talk = put(
        database,
        Trigger(account_id=owner, kind="milestone", noted_on=TODAY, heard="x"),
        Conversation(account_id=owner, noted_on=LONG_AGO, happened="x"),
    )
    before = export(database)
    database.run(change, Trigger, trigger, state="filed", look_again_on=date(2026, 12, 1))
    database.run(change, Conversation, talk, state="committed", committed_on=date(2026, 12, 2))
    after = export(database)
    assert to_do(before, "trigger window")[0] == to_do(after, "look again")[0]
    assert to_do(before, "undated talk")[0] == to_do(after, "hard conversation")[0]


@pytest.mark.rule("Y-14")
def test_settled_work_ticks_its_to_do_off_and_work_given_up_cancels_it(database: Database) -> None:
    owner = client(database)
    kept, broken = put(
        database,
        Commitment(account_id=owner, side="ours", what="kept", due=TODAY),
        Commitment(account_id=owner, side="ours", what="broken", due=TODAY),
    )
    before = {each["SUMMARY"][-6:].strip(): uid for uid, each in to_dos(export(database), "commitment")}
    database.run(change, Commitment, kept, state="kept", settled_on=TODAY)
    database.run(change, Commitment, broken, state="broken", settled_on=TODAY)
    after = parts(export(database))
    assert after[before[": kept"]]["STATUS"] == "COMPLETED"
    assert after[before[": kept"]]["COMPLETED"].dt.date() == TODAY
    assert after[before["broken"]]["STATUS"] == "CANCELLED"
    assert "COMPLETED" not in after[before["broken"]]


def test_work_that_is_open_again_is_not_ticked_off(database: Database) -> None:
    trigger = Trigger(account_id=client(database), kind="milestone", noted_on=TODAY, heard="x")
    put(database, trigger)
    work = database.read(calendar_work, TODAY, PRACTICE)
    (item,) = [each for each in work.items if each.activity == "trigger_window"]
    done = Settled("trigger_window", item.record_uid, "Nordwind", TODAY, "", met=True)
    (found,) = parts(as_calendar([], [item], [done], NOW)).values()
    assert found["STATUS"] == "NEEDS-ACTION"
    (found,) = parts(as_calendar([], [], [done], NOW)).values()
    assert found["SUMMARY"] == "Nordwind: trigger window"


def full(database: Database) -> None:
    """Accounts and promises with every hostile name."""
    for name in HOSTILE:
        owner = client(database, name, renewal_date=date(2027, 1, 10))
        put(database, Commitment(account_id=owner, side="ours", what=name, due=TODAY))
        put(database, Commitment(account_id=owner, side="ours", what=name, due=TODAY, state="kept", settled_on=TODAY))


def test_hostile_text_stays_text_and_lines_are_folded(database: Database) -> None:
    full(database)
    content = export(database)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = to_dos(content, "commitment")
    said = {str(each["DESCRIPTION"]).removeprefix("We promised: ") for _, each in found if "DESCRIPTION" in each}
    assert said == set(HOSTILE)
    assert {each.name for each in parts(content).values()} == {"VEVENT", "VTODO"}
    assert sum(each.name == "VEVENT" for each in parts(content).values()) == 2


def test_an_empty_cockpit_has_its_reviews_from_today(database: Database) -> None:
    assert [each["DTSTART"].dt.date() for each in parts(export(database)).values()] == [TODAY, date(2026, 11, 30)]


def test_the_sequence_counts_up_and_stays_what_a_calendar_can_hold() -> None:
    assert sequence(EPOCH) == 0
    assert sequence(NOW) < sequence(NOW + timedelta(seconds=1))
    assert sequence(datetime(2150, 1, 1, tzinfo=UTC)) == MOST
    assert sequence(datetime(1999, 1, 1, tzinfo=UTC)) == 0


def test_an_ended_account_leaves_the_calendar(database: Database) -> None:
    put(database, account("Alt", status="ended", created_on=LONG_AGO))
    assert to_dos(export(database)) == []
