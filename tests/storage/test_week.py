"""The week's list, read from a real file."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.dates import Calendar, review_days, week_of
from kamtui.domain.health import Colour, Rating, Signal
from kamtui.domain.period_keys import parse_week
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import OccurrenceStatus
from kamtui.domain.week import DEADLINE, DEADLINE_CLASS, DUE_CLASS, OVERDUE_CLASS, RHYTHM, SOFT_CLASS
from kamtui.models.expansion import Opportunity
from kamtui.models.health import CheckIn, HealthCheck
from kamtui.models.plans import PlanAction
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract
from kamtui.models.reviews import Review
from kamtui.models.rhythm import Occurrence
from kamtui.models.stakeholders import MapReview
from kamtui.storage import health_changes
from kamtui.storage.accounts_changes import add_account, edit_account
from kamtui.storage.calendar_work import calendar_work
from kamtui.storage.database import Database
from kamtui.storage.portfolio import accounts
from kamtui.storage.week import kept, next_due, the_week
from tests.storage.records import touch
from tests.storage.week_records import LONG_AGO, PRACTICE, TODAY, client, line, lines, put, week

SIGNALS = ("response_time", "meeting_engagement", "referral_activity", "tone")


def check(owner: int, on: date = TODAY, rating: str = "good", **more: object) -> HealthCheck:
    return HealthCheck(account_id=owner, on=on, **{**dict.fromkeys(SIGNALS, rating), **more})


def test_without_accounts_nothing_is_due(database: Database):
    found = week(database)
    assert (found.items, found.accounts, found.streak, found.capacity.fits) == ((), 0, 0, True)


@pytest.mark.rule("Y-2", "Y-11")
def test_the_month_s_work_falls_on_the_account_s_own_friday(database: Database):
    client(database)
    assert {item.activity for item in week(database).items if item.kind == RHYTHM} >= {
        "health_check",
        "value_touchpoint",
        "map_review",
        "friday_review",
    }
    assert line(database, "health_check").due == TODAY
    assert not lines(database, "health_check", week=parse_week("2026-W46"))


@pytest.mark.rule("Y-11")
def test_a_qbr_that_is_asked_for_says_when_it_is_planned(database: Database):
    owner = client(database, tier=1)
    assert "planned" not in line(database, "qbr").why
    gone = TODAY - timedelta(days=1)
    put(database, Qbr(account_id=owner, scheduled_on=gone), Qbr(account_id=owner, scheduled_on=date(2026, 11, 25)))
    assert line(database, "qbr").why.endswith(" It is planned for Wed 25 Nov.")


@pytest.mark.rule("Y-5")
@pytest.mark.parametrize("on", [date(2026, 11, 1), TODAY])
def test_a_check_on_any_day_of_the_month_completes_it(database: Database, on: date):
    owner = client(database)
    put(database, check(owner, on))
    assert lines(database, "health_check") == []


@pytest.mark.rule("Y-5", "I-3", "I-4")
def test_only_a_touchpoint_with_nothing_to_sell_completes_the_value_touchpoint(database: Database):
    owner = client(database)
    put(database, touch(owner, transactional=True), touch(owner, transactional=False, internal=True))
    assert lines(database, "value_touchpoint")
    put(database, touch(owner, transactional=False))
    assert lines(database, "value_touchpoint") == []


@pytest.mark.rule("Y-5")
def test_a_map_marked_reviewed_completes_its_review(database: Database):
    owner = client(database)
    put(database, MapReview(account_id=owner, on=date(2026, 11, 3)))
    assert lines(database, "map_review") == []


@pytest.mark.rule("Y-6")
def test_what_was_due_in_an_earlier_week_of_the_month_is_overdue_and_comes_before_what_is_due(database: Database):
    client(database, "Early", slot=0)
    client(database, "Now")
    late, now = lines(database, "health_check")
    assert (late.account, late.status, late.klass) == ("Early", OccurrenceStatus.OVERDUE, OVERDUE_CLASS)
    assert (now.account, now.status, now.klass) == ("Now", OccurrenceStatus.DUE, DUE_CLASS)


@pytest.mark.rule("Y-6", "Y-16")
def test_however_long_it_was_ignored_only_this_month_s_check_is_asked_for(database: Database):
    client(database, created_on=date(2025, 1, 6))
    assert len(lines(database, "health_check")) == 1
    assert kept(database.connection, TODAY, PRACTICE).of_activity("health_check").missed >= 10


@pytest.mark.rule("Y-7")
def test_nobody_is_born_overdue(database: Database):
    client(database, "Young", slot=0, created_on=TODAY)
    assert [item.activity for item in week(database).items] == ["friday_review"]


@pytest.mark.rule("Y-7")
def test_a_client_that_comes_back_owes_nothing_of_the_time_it_was_none(database: Database):
    owner = client(database, slot=0, status="ended")
    assert lines(database, "health_check") == []
    database.run(edit_account, owner, {"status": "active"})
    assert lines(database, "health_check") == []
    assert line(database, "health_check", date(2026, 12, 4)).due == date(2026, 12, 4)
    database.run(edit_account, owner, {"notes": "glad to be back"})
    history = database.connection.execute("SELECT from_tier, to_tier, reason FROM tier_change").fetchall()
    assert history == [(None, 2, "a client again")]


@pytest.mark.rule("Y-7")
def test_a_change_of_tier_starts_its_rhythm_anew(database: Database):
    from kamtui.storage.accounts_changes import change_tier

    owner = client(database, slot=0)
    assert line(database, "health_check").status is OccurrenceStatus.OVERDUE
    database.run(change_tier, owner, Tier.STRATEGIC, "doubled its orders", TODAY)
    assert lines(database, "health_check") == []


@pytest.mark.rule("Y-8", "Y-16")
def test_a_line_snoozed_three_times_is_called_out(database: Database):
    owner = client(database, slot=0)
    put(
        database,
        *(
            Occurrence(account_id=owner, activity="health_check", period="2026-11", state="snoozed", on=on, to=to)
            for on, to in zip((6, 10, 12), (10, 12, 18), strict=True)
            for on, to in [(date(2026, 11, on), date(2026, 11, to))]
        ),
    )
    found = line(database, "health_check")
    assert (found.due, found.snoozes, found.called_out) == (date(2026, 11, 18), 3, True)
    assert "Put off again and again" in found.why


@pytest.mark.rule("Y-9")
def test_adherence_counts_done_and_missed_and_leaves_skipped_out(database: Database):
    owner = client(database, created_on=date(2026, 8, 1))
    put(
        database,
        check(owner, date(2026, 8, 21)),
        Occurrence(
            account_id=owner, activity="health_check", period="2026-09", state="skipped",
            on=date(2026, 9, 20), reason="holidays",
        ),
    )  # fmt: skip
    tally = kept(database.connection, TODAY, PRACTICE).of_activity("health_check")
    assert (tally.done, tally.missed, tally.skipped) == (1, 1, 1)


@pytest.mark.rule("Y-9", "T-6")
def test_adherence_judges_each_spell_by_its_own_tier(database: Database):
    owner = client(database, tier=3, created_on=date(2026, 1, 5))
    gone = client(database, "Gone", status="ended")
    from kamtui.models.accounts import TierChange

    put(
        database,
        TierChange(account_id=owner, on=date(2026, 1, 5), to_tier=3),
        TierChange(account_id=owner, on=date(2026, 9, 1), from_tier=3, to_tier=2),
    )
    found = kept(database.connection, TODAY, PRACTICE)
    assert found.of_tier(Tier.MAINTAIN).missed
    assert found.of_tier(Tier.GROWTH).missed
    assert gone


@pytest.mark.rule("Y-10", "Y-11")
def test_deadlines_come_first_and_soft_lines_last(database: Database):
    owner = client(database)
    put(
        database,
        PlanAction(account_id=owner, what="Send the numbers", due=TODAY + timedelta(days=2)),
        Opportunity(account_id=owner, name="More seats"),
    )
    classes = [item.klass for item in week(database).items]
    assert classes == sorted(classes)
    assert (classes[0], classes[-1]) == (DEADLINE_CLASS, SOFT_CLASS)


@pytest.mark.rule("Y-11")
def test_equal_lines_go_by_tier_then_value_then_name(database: Database):
    for name, tier, value in (("b", 2, 5), ("a", 2, 5), ("rich", 2, 9), ("key", 1, 0)):
        owner = client(database, name, tier=tier)
        put(database, Contract(account_id=owner, annual_value=value * 100))
    assert [item.account for item in lines(database, "health_check")] == ["key", "rich", "a", "b"]


@pytest.mark.rule("Y-12")
def test_the_half_hour_holds_what_fits_and_lists_the_rest_with_its_minutes(database: Database):
    for name in "abc":
        client(database, name)
    found = week(database)
    assert found.items[0].activity == "pipeline_review"
    assert found.packing.minutes <= 30 < found.packing.minutes + found.packing.minutes_left_out
    assert [found.items[place] for place in sorted(found.packed)] == list(found.packing.packed)
    assert {item.activity for item in found.packing.client} == {"value_touchpoint"}
    assert [item.activity for item in found.packing.reviews] == ["friday_review"]
    assert week(database, minutes=300).packing.left_out == ()


@pytest.mark.rule("Y-15")
def test_what_does_not_fit_is_said_with_what_would_make_it_fit(database: Database):
    for name in "abcdefgh":
        owner = client(database, name)
        put(database, *(check(owner, date(2026, month, 15)) for month in (9, 10, 11)))
    found = week(database).capacity
    assert not found.fits
    assert found.shortfall == found.needed - found.available
    assert len(found.suggestions) == 3
    assert "8 steady green accounts" in found.suggestions[2]


@pytest.mark.rule("Y-17")
@pytest.mark.parametrize(("times", "planned", "measured"), [(4, 15, None), (5, 8, 8)])
def test_minutes_are_learned_from_five_timed_checks(database: Database, times: int, planned: int, measured: int | None):
    client(database)
    other = client(database, "Timed", slot=1)
    put(database, *(check(other, date(2026, 11 - n, 3), minutes=8) for n in range(times)))
    assert line(database, "health_check").minutes == planned
    assert week(database).timings["health_check"].measured == measured


@pytest.mark.rule("H-3")
def test_a_stale_green_is_not_counted_as_green(database: Database):
    put(database, check(client(database, "Fresh")), check(client(database, "Stale"), date(2026, 9, 1)))
    client(database, "Never")
    client(database, "Ended", status="ended")
    assert week(database).colours == {Colour.GREEN: 1, Colour.UNRATED: 2}


@pytest.mark.rule("F-3")
def test_the_streak_counts_finished_fridays_in_a_row(database: Database):
    client(database)
    for weeks in (1, 2, 4):
        end = datetime(2026, 11, 20, 15, tzinfo=UTC) - timedelta(weeks=weeks)
        put(database, Review(started_at=end, ended_at=end))
    put(database, Review(started_at=datetime(2026, 11, 20, 15, tzinfo=UTC)))
    assert week(database).streak == 2


@pytest.mark.rule("H-2", "H-6", "Y-10")
def test_two_poor_signals_put_a_check_in_on_the_list_with_its_reason(database: Database):
    owner = client(database, slot=0)
    poor = dict.fromkeys(Signal, Rating.GOOD) | {Signal.TONE: Rating.POOR, Signal.RESPONSE_TIME: Rating.POOR}
    saved = database.run(health_changes.save_check, owner, poor)
    assert saved.colour is Colour.RED
    due = TODAY + timedelta(days=10)
    found = line(database, "check_in", week=week_of(due))
    assert (found.due, found.kind, found.account) == (due, DEADLINE, "Nordwind")
    assert "At risk since the check of 2026-11-20" in found.why
    one_poor = dict.fromkeys(Signal, Rating.GOOD) | {Signal.TONE: Rating.POOR}
    other = client(database, "Other", slot=0)
    assert database.run(health_changes.save_check, other, one_poor).colour is Colour.YELLOW
    assert [item.account for item in lines(database, "check_in", week=week_of(due))] == ["Nordwind"]


def test_what_a_closed_account_owes_is_not_asked_for(database: Database):
    owner = client(database, status="ended")
    put(database, CheckIn(account_id=owner, opened_on=TODAY, due=TODAY))
    assert {item.account for item in week(database).items} == {None}


def test_each_account_knows_what_its_rhythm_asks_for_next(database: Database):
    first, second = client(database, "First", slot=0), client(database, "Second", slot=3)
    put(database, check(second, TODAY))
    rows = database.read(accounts, TODAY, PRACTICE)
    found = database.read(next_due, rows, TODAY, PRACTICE)
    assert (found[first].activity, found[first].due) == ("health_check", date(2026, 11, 6))
    assert (found[second].activity, found[second].due) == ("value_touchpoint", date(2026, 11, 27))


@pytest.mark.rule("Y-3", "Y-7")
def test_twelve_key_accounts_share_the_month_and_none_is_born_overdue(database: Database):
    for number in range(12):
        values = {"name": f"Client {number}", "tier": 1 + number % 2}
        database.run(add_account, values)
        assert not [item for item in week(database).items if item.status is OccurrenceStatus.OVERDUE]
    start = date(2027, 1, 1)
    for month in range(1, 7):
        fridays = review_days(week_month(start.replace(month=month)))
        minutes = [
            sum(item.minutes for item in lines(database, "health_check", friday, week=week_of(friday))
                if item.status is OccurrenceStatus.DUE)
            for friday in fridays
        ]  # fmt: skip
        assert sum(minutes) == 12 * 15
        assert max(minutes) * 3 <= sum(minutes)


def week_month(day: date):
    from kamtui.domain.dates import Cadence, period_of

    return period_of(day, Cadence.MONTHLY)


def test_rows_of_the_accounts_come_with_the_week(database: Database):
    owner = client(database)
    assert week(database).rows[owner].created_on == LONG_AGO


@pytest.mark.rule("Y-13")
def test_a_two_week_absence_moves_its_work_everywhere_and_says_so(database: Database):
    owner = client(database, tier=1, slot=1)
    away = Practice(calendar=Calendar(away=((date(2026, 12, 7), date(2026, 12, 20)),)))
    before, december = date(2026, 12, 4), date(2026, 12, 1)
    found = database.read(the_week, december, away)
    (moved,) = [item for item in found.items if item.activity == "health_check"]
    assert (moved.due, moved.account_id) == (before, owner)
    assert "moved from Fri 11 Dec: you are away" in moved.why
    assert found.capacity.available == PRACTICE.friday_minutes * 2 + PRACTICE.month_end_minutes
    there = database.read(the_week, date(2026, 12, 9), away)
    assert [item.status for item in there.items if item.activity == "health_check"] == ["overdue"]
    rows = database.read(accounts, december, away)
    assert database.read(next_due, rows, december, away)[owner].due == before
    client_work = database.read(calendar_work, december, away).items
    (booked,) = [item for item in client_work if item.activity == "value_touchpoint"]
    assert booked.due == before
    assert "you are away" in booked.why
