"""Dated work, kind by kind: what each asks for, when it surfaces, and what ends it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.models.accounts import Account
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.issues import Issue, Milestone
from kamtui.models.plans import PlanAction
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract
from kamtui.models.touchpoints import TouchpointPerson
from kamtui.storage.database import Database
from kamtui.storage.deadline_changes import look_again, next_step
from kamtui.storage.deadlines import pipeline
from kamtui.storage.portfolio import accounts
from kamtui.storage.week import the_week
from kamtui.storage.week_changes import done, skip, snooze
from tests.storage.deadline_cases import CASES, DUE, LATER, YESTERDAY
from tests.storage.records import change, person, touch
from tests.storage.week_records import GIVEN, PRACTICE, TODAY, client, line, lines, put, week


@pytest.mark.rule("H-6")
@pytest.mark.parametrize("ask", [{}, {"discovered": "unheard"}, {"action": "call"}])
def test_a_check_in_closes_only_with_what_was_discovered_and_done(database: Database, ask: dict[str, str]):
    put(database, CASES["check_in"].make(client(database)))
    with pytest.raises(Refused):
        database.run(done, line(database, "check_in"), GIVEN, **ask)
    assert line(database, "check_in")


@pytest.mark.rule("M-2", "M-4")
def test_after_an_outreach_the_person_can_be_rated_and_the_change_keeps_its_date(database: Database):
    (key,) = put(database, CASES["outreach"].make(client(database)))
    database.run(done, line(database, "outreach"), GIVEN, quality="strong")
    found = database.connection.execute('SELECT stakeholder_id, "on", quality FROM quality_change').fetchall()
    assert found == [(key, str(TODAY), "strong")]


@pytest.mark.rule("M-2")
@pytest.mark.parametrize("quality", ["", "unknown"])
def test_an_outreach_that_changed_nothing_leaves_the_rating(database: Database, quality: str):
    put(database, CASES["outreach"].make(client(database)))
    database.run(done, line(database, "outreach"), GIVEN, quality=quality)
    assert database.connection.execute("SELECT count(*) FROM quality_change").fetchone() == (0,)


@pytest.mark.rule("C-1")
def test_a_promise_kept_after_its_date_is_late(database: Database):
    owner = client(database)
    put(database, Commitment(account_id=owner, side="theirs", what="the intro", due=TODAY - timedelta(1)))
    item = line(database, "commitment")
    assert item.why == "They promised: the intro"
    assert database.run(done, item, GIVEN).endswith("kept, after its date")
    assert database.connection.execute("SELECT state FROM commitment").fetchone() == ("late",)


@pytest.mark.rule("Q-7")
def test_a_follow_up_says_whether_it_went_out_within_24_hours(database: Database):
    owner = client(database)
    long_ago = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for ended, said in ((database.clock.now() - timedelta(hours=3), "on time"), (long_ago, "late, after the 24 hours")):
        put(database, Qbr(account_id=owner, scheduled_on=TODAY, state="held", ended_at=ended))
        item = lines(database, "follow_up")[0] if said != "on time" else line(
            database, "follow_up", week=week(database, TODAY + timedelta(2)).week
        )  # fmt: skip
        assert database.run(done, item, GIVEN) == f"QBR follow-up of Nordwind sent {said}"


@pytest.mark.rule("Q-7")
def test_a_follow_up_is_due_to_the_minute(database: Database):
    put(database, CASES["follow_up"].make(client(database)))
    assert (line(database, "follow_up").due, line(database, "follow_up").at) == (TODAY, "16:10")


@pytest.mark.rule("S-1")
@pytest.mark.parametrize(("severity", "days"), [("P1", 1), ("P2", 3), ("P3", 7), ("P4", 30)])
def test_an_issue_is_due_by_its_severity(database: Database, severity: str, days: int):
    owner = client(database)
    put(database, Issue(account_id=owner, title="t", severity=severity, opened_at=YESTERDAY))
    due = YESTERDAY.date() + timedelta(days)
    assert line(database, "issue", due).due == due


@pytest.mark.rule("S-1", "Y-10")
def test_a_p1_of_friday_at_five_stands_on_saturday_unless_the_setting_counts_working_hours(database: Database):
    owner = client(database)
    put(database, Issue(account_id=owner, title="t", severity="P1", opened_at=datetime(2026, 11, 20, 17, tzinfo=UTC)))
    (found,) = lines(database, "issue")
    assert (found.due, found.at) == (date(2026, 11, 21), "17:00")
    working = Practice(issue_working_hours=True)
    later = database.read(the_week, date(2026, 11, 25), working).items
    (found,) = [item for item in later if item.activity == "issue"]
    assert (found.due, found.at) == (date(2026, 11, 25), "17:00")
    assert not [item for item in database.read(the_week, TODAY, working).items if item.activity == "issue"]


@pytest.mark.rule("S-3")
def test_an_issue_resolved_from_the_list_takes_its_root_cause_along(database: Database):
    owner = client(database)
    for severity in ("P1", "P2"):
        put(database, Issue(account_id=owner, title=severity, severity=severity, opened_at=YESTERDAY))
    listed = [each for each in week(database, date(2026, 11, 22)).items if each.activity == "issue"]
    first, second = sorted(listed, key=lambda each: each.why)
    assert database.run(done, first, GIVEN, root_cause="an old [certificate]") == "issue of Nordwind is resolved"
    assert database.run(done, second, GIVEN) == "issue of Nordwind is resolved, without its root cause"
    statement = "SELECT title, root_cause FROM issue ORDER BY title"
    assert database.connection.execute(statement).fetchall() == [("P1", "an old [certificate]"), ("P2", "")]


@pytest.mark.rule("O-3")
def test_the_last_milestone_met_from_the_list_ends_the_onboarding(database: Database):
    owner = client(database)
    database.run(change, Account, owner, status="onboarding")
    put(database, Milestone(account_id=owner, day=90, what="review", due=YESTERDAY.date()))
    said = database.run(done, line(database, "milestone"), GIVEN)
    assert said == "milestone of Nordwind is met, late, onboarding has ended"
    assert database.connection.execute("SELECT status FROM account").fetchone() == ("active",)


@pytest.mark.rule("X-2")
def test_a_trigger_leaves_the_list_when_its_window_has_closed(database: Database):
    owner = client(database)
    put(database, Trigger(account_id=owner, kind="renewal", heard="h", noted_on=TODAY - timedelta(15)))
    assert lines(database, "trigger_window") == []
    assert line(database, "trigger_window", TODAY - timedelta(1)).due == TODAY - timedelta(1)


@pytest.mark.rule("X-2", "X-3")
def test_a_trigger_is_read_again_on_the_day_that_was_chosen(database: Database):
    put(database, CASES["trigger_window"].make(client(database)))
    item = line(database, "trigger_window")
    with pytest.raises(Refused, match="its window is open until"):
        database.run(look_again, DUE, line=item)
    assert database.run(look_again, LATER, line=item) == "Nordwind comes up again on Sun 29 Nov"
    assert lines(database, "trigger_window") == []
    assert line(database, "trigger_window", LATER).due == LATER
    database.run(skip, "nothing in it", line=item, given=GIVEN)
    with pytest.raises(Refused, match="it is filed already"):
        database.run(look_again, LATER, line=item)


@pytest.mark.rule("X-7")
def test_a_next_step_with_a_date_ends_the_stalling(database: Database):
    owner = client(database)
    put(
        database,
        Opportunity(account_id=owner, name="more seats", next_step="call", next_step_due=TODAY - timedelta(3)),
        Opportunity(account_id=owner, name="parked", integrity="mine"),
        Opportunity(account_id=owner, name="won", stage="won"),
    )
    item = line(database, "stalled_opportunity")
    assert item.why == "more seats: next step is past: call"
    with pytest.raises(Refused, match="is needed"):
        database.run(next_step, " ", LATER, line=item)
    with pytest.raises(Refused, match="lies ahead"):
        database.run(next_step, "call", TODAY - timedelta(1), line=item)
    database.run(next_step, "show the offer", LATER, line=item)
    assert lines(database, "stalled_opportunity") == []


@pytest.mark.rule("F-1", "X-7")
def test_the_pipeline_reads_what_stalls_before_what_was_heard_whenever_it_closes(database: Database):
    owner = client(database)
    put(database, Trigger(account_id=owner, kind="renewal", heard="second", noted_on=TODAY))
    put(database, Trigger(account_id=owner, kind="renewal", heard="first", noted_on=TODAY - timedelta(9)))
    put(database, Opportunity(account_id=owner, name="more seats"))
    rows = {row.id: row for row in database.read(accounts, TODAY, PRACTICE)}
    found = database.read(pipeline, rows, TODAY, PRACTICE)
    assert [item.why[:13] for item in found] == ["more seats: n", "Heard: first ", "Heard: second"]


@pytest.mark.rule("X-3")
def test_a_filed_trigger_is_read_with_the_open_ones_from_its_day_on(database: Database):
    owner = client(database)
    put(
        database,
        Trigger(account_id=owner, kind="milestone", heard="soon", noted_on=TODAY, state="filed", look_again_on=DUE),
        Trigger(account_id=owner, kind="milestone", heard="now", noted_on=TODAY, state="filed", look_again_on=TODAY),
        Trigger(account_id=owner, kind="milestone", heard="undated", noted_on=TODAY, state="filed"),
    )
    rows = {row.id: row for row in accounts(database.connection, TODAY, PRACTICE)}
    read = pipeline(database.connection, rows, TODAY, PRACTICE)
    assert [item.why.split("(")[0] for item in read] == ["Filed until now: now "]


@pytest.mark.rule("D-5")
def test_a_draft_without_a_date_surfaces_after_seven_days(database: Database):
    owner = client(database)
    put(database, Conversation(account_id=owner, noted_on=TODAY - timedelta(6), happened="h"))
    assert lines(database, "draft_conversation") == []
    assert line(database, "draft_conversation", TODAY + timedelta(1))


@pytest.mark.rule("M-1", "Y-10")
def test_a_person_is_asked_for_once_the_wanted_time_has_passed_since_the_last_touch(database: Database):
    owner = client(database)
    ida, _, _, _ = put(
        database,
        person(owner, frequency="monthly"),
        person(owner, "Left", frequency="weekly", left_on=TODAY),
        person(owner, "Nobody yet", frequency="weekly", placeholder=True),
        person(owner, "Quiet", frequency="as_needed"),
    )
    assert lines(database, "wanted_frequency") == []
    assert line(database, "wanted_frequency", date(2026, 11, 27)).due == date(2026, 11, 26)
    (talk,) = put(database, touch(owner))
    put(database, TouchpointPerson(touchpoint_id=talk, stakeholder_id=ida))
    assert lines(database, "wanted_frequency", date(2026, 11, 27)) == []


@pytest.mark.rule("M-4")
def test_the_outreach_of_somebody_who_left_is_not_asked_for(database: Database):
    owner = client(database)
    put(database, person(owner, outreach_what="call", outreach_due=DUE, left_on=TODAY))
    assert lines(database, "outreach") == []


@pytest.mark.rule("R-2", "Y-10")
@pytest.mark.parametrize(("kind", "ahead"), [("renewal_mapping", 90), ("renewal_conversation", 42)])
def test_a_renewal_asks_for_its_work_in_time_and_is_settled_for_that_renewal(database: Database, kind: str, ahead: int):
    renewal = date(2027, 3, 1)
    owner = client(database, renewal_date=renewal)
    due = renewal - timedelta(ahead)
    assert line(database, kind, due).due == due
    assert lines(database, kind, due - timedelta(7)) == []
    item = line(database, kind, due)
    with pytest.raises(Refused, match="cannot be put off"):
        database.run(snooze, renewal, line=item, given=GIVEN)
    assert database.run(done, item, GIVEN).endswith("is done")
    assert lines(database, kind, due) == []
    found = database.connection.execute("SELECT account_id, activity, period, state FROM occurrence").fetchall()
    assert found == [(owner, kind, "2027-03-01", "done")]
    from kamtui.models.accounts import Account

    database.run(change, Account, owner, renewal_date=date(2028, 3, 1))
    assert line(database, kind, due + timedelta(366)).due == due + timedelta(366)


@pytest.mark.rule("R-2", "Y-10")
def test_every_line_that_ends_asks_for_its_own_renewal_talk(database: Database):
    owner = client(database, renewal_date=date(2025, 12, 31))
    base = {"account_id": owner, "annual_value": 1, "start": date(2024, 1, 1)}
    early = {"end": date(2026, 12, 10), "renewal_stage": "terms"}
    put(database, Contract(**base, description="A", **early), Contract(**base, description="B", end=date(2026, 12, 28)))
    put(database, Contract(**base, description="Open"))
    assert [item.due for item in lines(database, "renewal_conversation")] == [date(2026, 11, 16)]


@pytest.mark.rule("X-7", "Y-10")
def test_a_stalled_opportunity_says_why(database: Database):
    owner = client(database)
    for name, step, due in (("A", "", None), ("B", "call", None), ("C", "call", date(2026, 11, 1))):
        put(database, Opportunity(account_id=owner, name=name, next_step=step, next_step_due=due))
    assert sorted(item.why for item in lines(database, "stalled_opportunity")) == [
        "A: no next step",
        "B: next step without a day: call",
        "C: next step is past: call",
    ]


@pytest.mark.rule("R-2", "Y-8")
def test_renewal_work_is_skipped_with_its_reason(database: Database):
    client(database, renewal_date=date(2026, 12, 20))
    item = line(database, "renewal_conversation")
    database.run(skip, "they leave", line=item, given=GIVEN)
    assert lines(database, "renewal_conversation") == []
    assert database.connection.execute("SELECT state, reason FROM occurrence").fetchall() == [("skipped", "they leave")]


@pytest.mark.rule("R-2")
def test_a_renewal_asks_for_nothing_from_before_the_account_was_known(database: Database):
    client(database, renewal_date=date(2026, 12, 10), created_on=TODAY)
    assert {item.due for item in week(database).items if item.record_kind.startswith("renewal")} == {TODAY}
    client(database, "Past", renewal_date=date(2026, 11, 1))
    assert len(lines(database, "renewal_conversation")) == 1


def test_what_was_removed_meanwhile_is_refused(database: Database):
    put(database, CASES["action"].make(client(database)))
    item = replace(line(database, "action"), record_uid="gone")
    with pytest.raises(Refused, match="no longer there"):
        database.run(done, item, GIVEN)


def test_hostile_text_reaches_the_reason_whole(database: Database):
    hostile = "R&D [/x] [@click=app.quit]x[/] =1+1 \U0001f600 " + "x" * 10_000
    put(database, PlanAction(account_id=client(database, "[ACME Corp]"), what=hostile, due=DUE))
    found = line(database, "action")
    assert (found.why, found.account) == (hostile, "[ACME Corp]")
    assert database.run(done, found, GIVEN) == "action of [ACME Corp] is done"
