from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.errors import Refused
from kamtui.domain.issues import (
    Issue,
    IssueStatus,
    Severity,
    Standing,
    Targets,
    Theme,
    escalated,
    opened_on,
    recurring,
    reopened,
    resolved,
    standing,
    taken_back,
    theme_key,
    validate_issue,
)

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY_FIVE = datetime(2026, 11, 20, 17, tzinfo=BERLIN)
TODAY = date(2026, 11, 20)
CLOCK, WORKING = Targets(), Targets(working=True)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(BERLIN))  # noqa: DTZ001


def until(opened, severity="P1", targets=CLOCK):
    return targets.until(severity, opened, BERLIN)


def issue(severity="P1", opened=FRIDAY_FIVE, **more):
    return Issue("Link is down", severity, opened, **more)


@pytest.mark.rule("S-1", "S-2")
def test_a_p1_opened_on_friday_at_five_breaches_on_saturday_at_five():
    end = datetime(2026, 11, 21, 17, tzinfo=BERLIN)
    assert until(FRIDAY_FIVE) == end
    assert standing(issue(), end - timedelta(seconds=1), CLOCK, BERLIN) is Standing.RUNNING
    assert standing(issue(), end, CLOCK, BERLIN) is Standing.BREACHED


@pytest.mark.rule("S-1")
def test_in_working_hours_the_same_issue_has_until_wednesday_at_five():
    assert until(FRIDAY_FIVE, targets=WORKING) == datetime(2026, 11, 25, 17, tzinfo=BERLIN)
    later = datetime(2026, 11, 21, 18, tzinfo=BERLIN)
    assert standing(issue(), later, WORKING, BERLIN) is Standing.RUNNING


@pytest.mark.rule("S-1")
@pytest.mark.parametrize(
    ("opened", "hours", "end"),
    [
        ("2026-11-16T09:00", 8, "2026-11-16T17:00"),
        ("2026-11-16T09:00", 9, "2026-11-17T10:00"),
        ("2026-11-16T03:00", 1, "2026-11-16T10:00"),
        ("2026-11-16T20:00", 1, "2026-11-17T10:00"),
        ("2026-11-20T16:30", 1, "2026-11-23T09:30"),
        ("2026-11-21T12:00", 8, "2026-11-23T17:00"),
        ("2026-11-16T09:00", 40, "2026-11-20T17:00"),
        ("2026-11-16T10:00", 80, "2026-11-30T10:00"),
        ("2026-10-23T16:00", 2, "2026-10-26T10:00"),
    ],
)
def test_working_hours_run_from_nine_to_five_on_weekdays(opened, hours, end):
    targets = Targets((hours, 72, 168, 720), working=True)
    begin, wanted = (datetime.fromisoformat(each).replace(tzinfo=BERLIN) for each in (opened, end))
    assert until(begin.astimezone(UTC), targets=targets) == wanted


@pytest.mark.rule("S-1")
def test_hours_of_the_clock_do_not_mind_when_the_clocks_change():
    before = datetime(2026, 10, 24, 17, tzinfo=BERLIN)
    assert until(before.astimezone(UTC)) == datetime(2026, 10, 25, 16, tzinfo=BERLIN)


@pytest.mark.rule("S-1")
@given(moments, st.sampled_from(list(Severity)))
def test_working_hours_never_end_sooner_and_always_within_working_time(opened, severity):
    end = until(opened.astimezone(UTC), severity, WORKING).astimezone(BERLIN)
    assert end.weekday() < 5
    assert 9 <= end.hour + end.minute / 60 <= 17
    assert end.astimezone(UTC) - opened.astimezone(UTC) >= timedelta(hours=CLOCK.hours_of(severity))


@pytest.mark.rule("S-1")
def test_each_severity_has_its_hours_and_an_unknown_one_the_mildest():
    assert [CLOCK.hours_of(each) for each in (*Severity, "odd")] == [24, 72, 168, 720, 720]
    assert WORKING.until("P4", FRIDAY_FIVE.astimezone(UTC)).tzinfo is not None


@pytest.mark.rule("S-2")
def test_resolved_within_the_target_is_met_and_after_it_missed():
    in_time, late = FRIDAY_FIVE + timedelta(hours=24), FRIDAY_FIVE + timedelta(hours=24, seconds=1)
    for at, stands in ((in_time, Standing.MET), (late, Standing.MISSED)):
        assert standing(resolved(issue(), at), at + timedelta(days=9), CLOCK, BERLIN) is stands
    unknown = issue(status=IssueStatus.RESOLVED)
    assert standing(unknown, late, CLOCK, BERLIN) is Standing.UNKNOWN


@pytest.mark.rule("S-3")
def test_a_resolved_p1_or_p2_without_a_root_cause_asks_for_one():
    at = FRIDAY_FIVE + timedelta(hours=2)
    asked = {each: resolved(issue(each), at).asks_for_cause for each in Severity}
    assert asked == {"P1": True, "P2": True, "P3": False, "P4": False}
    assert not issue().asks_for_cause
    assert not resolved(issue(), at, "an expired certificate").asks_for_cause
    assert resolved(issue(root_cause="known before"), at, " ").root_cause == "known before"
    assert resolved(issue(), at, "  ").asks_for_cause


@pytest.mark.rule("S-3")
def test_a_theme_on_two_accounts_within_ninety_days_is_recurring():
    raised = [
        (1, "Reporting", TODAY - timedelta(days=90)), (2, " reporting  ", TODAY), (2, "reporting", TODAY),
        (1, "sync", TODAY), (1, "sync", TODAY), (1, "login", TODAY), (2, "login", TODAY - timedelta(days=91)),
        (3, "", TODAY), (4, " ", TODAY), (1, "Links", TODAY), (2, "links", TODAY + timedelta(days=1)),
    ]  # fmt: skip
    assert recurring(raised, TODAY) == (Theme("reporting", 3, 2, TODAY),)
    more = [*raised, (1, "export", TODAY), (2, "export", TODAY), (3, "Export", TODAY)]
    assert [theme.name for theme in recurring(more, TODAY)] == ["Export", "reporting"]
    assert theme_key("  Slow  ANSWERS ") == "slow answers"


def test_issues_are_read_by_account_theme_and_local_day():
    assert opened_on([(7, issue(theme="sync", opened=datetime(2026, 11, 20, 12, tzinfo=UTC)))]) == [(7, "sync", TODAY)]


@pytest.mark.rule("S-1")
def test_an_issue_is_escalated_to_somebody_and_taken_back():
    away = escalated(issue(), " Helen ")
    assert (away.status, away.escalated_to, away.open) == ("escalated", "Helen", True)
    back = taken_back(away)
    assert (back.status, back.escalated_to) == ("open", "Helen")
    with pytest.raises(Refused, match="say to whom"):
        escalated(issue(), " ")
    with pytest.raises(Refused, match="it is open, not escalated"):
        taken_back(issue())
    with pytest.raises(Refused, match="resolved already"):
        escalated(resolved(issue(), FRIDAY_FIVE), "Helen")


@pytest.mark.rule("S-1")
def test_a_resolved_issue_is_opened_again_with_its_old_clock():
    closed = resolved(issue(root_cause="power"), FRIDAY_FIVE)
    again = reopened(closed)
    assert (again.open, again.resolved_at, again.opened_at, again.root_cause) == (True, None, FRIDAY_FIVE, "power")
    with pytest.raises(Refused, match="open already"):
        reopened(again)
    with pytest.raises(Refused, match="resolved already"):
        resolved(closed, FRIDAY_FIVE)


@pytest.mark.rule("S-1")
def test_what_is_wrong_with_an_issue_is_said():
    now = FRIDAY_FIVE + timedelta(hours=1)
    assert validate_issue(issue(), now) == ()
    wrong = Issue(" ", "P9", now + timedelta(hours=2), status="odd", resolved_at=now + timedelta(hours=1))
    assert [each.field for each in validate_issue(wrong, now)] == [
        "title", "severity", "status", "opened_at", "resolved_at", "resolved_at",
    ]  # fmt: skip
