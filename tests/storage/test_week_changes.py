"""Done, snooze and skip for the lines of the rhythm."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamtui.domain.catalogue_changes import edited
from kamtui.domain.dates import week_of
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.storage.database import Database
from kamtui.storage.week import the_week
from kamtui.storage.week_changes import RECORDED, Given, done, skip, snooze
from tests.storage.records import actions
from tests.storage.week_records import GIVEN, TODAY, client, line, lines, week

LATER = TODAY + timedelta(days=4)


@pytest.mark.rule("Y-4", "Y-5")
def test_marking_the_map_reviewed_writes_a_review_of_the_map(database: Database):
    owner = client(database)
    assert database.run(done, line(database, "map_review"), GIVEN) == "map review of Nordwind is done"
    assert database.connection.execute('SELECT account_id, "on" FROM map_review').fetchall() == [(owner, str(TODAY))]
    assert lines(database, "map_review") == []
    assert database.undo() == "map review of Nordwind done"
    assert lines(database, "map_review")


@pytest.mark.rule("Y-4")
def test_work_whose_record_comes_later_is_simply_marked_done(database: Database):
    client(database)
    assert database.run(done, line(database, "pipeline_review"), GIVEN) == "pipeline review is done"
    assert lines(database, "pipeline_review") == []
    found = database.connection.execute('SELECT account_id, activity, period, state, "on" FROM occurrence').fetchall()
    assert found == [(None, "pipeline_review", "2026-11", "done", str(TODAY))]


@pytest.mark.rule("Y-4")
def test_an_activity_of_one_s_own_is_marked_done(database: Database):
    own = {"newsletter": {"bucket": "execution", "cadence": "monthly", "minutes": 5}}
    practice = Practice(catalogue=edited(own)[0])
    client(database)
    given = Given(week_of(TODAY), practice)
    item = next(i for i in database.read(the_week, TODAY, practice).items if i.activity == "newsletter")
    assert database.run(done, item, given) == "newsletter of Nordwind is done"


@pytest.mark.rule("Y-4")
@pytest.mark.parametrize("activity", RECORDED)
def test_what_a_record_completes_cannot_just_be_marked_done(database: Database, activity: str):
    client(database)
    with pytest.raises(Refused, match="completes it"):
        database.run(done, replace(line(database, "health_check"), activity=activity), GIVEN)
    assert actions(database.connection) == [("add", "done")]


@pytest.mark.rule("Y-5")
def test_next_month_s_work_cannot_be_done_today(database: Database):
    client(database)
    december = week_of(date(2026, 12, 18))
    item = line(database, "map_review", week=december)
    with pytest.raises(Refused, match="its period begins on 2026-12-01"):
        database.run(done, item, replace(GIVEN, week=december))


@pytest.mark.rule("Y-8", "Y-16")
def test_snoozing_moves_it_within_its_period_and_keeps_the_reason(database: Database):
    client(database)
    item = line(database, "health_check")
    said = database.run(snooze, LATER, "Ida is away\n", line=item, given=GIVEN)
    assert said == "health check of Nordwind snoozed to Tue 24 Nov"
    assert lines(database, "health_check") == []
    moved = line(database, "health_check", week=week_of(LATER))
    assert (moved.due, moved.snoozes) == (LATER, 1)
    assert "Ida is away" in moved.why
    assert database.undo() == "health check of Nordwind snoozed to Tue 24 Nov: Ida is away"
    assert line(database, "health_check").due == TODAY


@pytest.mark.rule("Y-8")
@pytest.mark.parametrize("day", [TODAY, date(2026, 12, 1)])
def test_it_is_not_snoozed_to_today_nor_past_its_period(database: Database, day: date):
    client(database)
    with pytest.raises(Refused):
        database.run(snooze, day, line=line(database, "health_check"), given=GIVEN)
    assert line(database, "health_check").due == TODAY


@pytest.mark.rule("Y-16")
def test_the_third_snooze_says_so(database: Database):
    client(database, slot=0)
    given, said = GIVEN, ""
    for day in (25, 26, 27):
        item = line(database, "map_review", week=given.week)
        said = database.run(snooze, date(2026, 11, day), line=item, given=given)
        given = replace(GIVEN, week=week_of(date(2026, 11, day)))
    assert said == "map review of Nordwind snoozed to Fri 27 Nov, put off 3 times now"
    assert line(database, "map_review", week=given.week).called_out


@pytest.mark.rule("Y-8")
def test_skipping_needs_a_reason_and_keeps_it(database: Database):
    client(database)
    item = line(database, "health_check")
    with pytest.raises(Refused, match="skipping needs a reason"):
        database.run(skip, " \t", line=item, given=GIVEN)
    assert database.run(skip, "they merge", line=item, given=GIVEN) == "health check of Nordwind skipped"
    assert lines(database, "health_check") == []
    assert database.connection.execute("SELECT state, reason FROM occurrence").fetchall() == [("skipped", "they merge")]
    assert actions(database.connection)[-1] == ("health check of Nordwind skipped: they merge", "done")


@pytest.mark.rule("Y-16")
def test_a_line_that_is_no_longer_open_is_refused(database: Database):
    client(database)
    item = line(database, "map_review")
    database.run(done, item, GIVEN)
    for work in (lambda: database.run(done, item, GIVEN), lambda: database.run(skip, "why", line=item, given=GIVEN)):
        with pytest.raises(Refused, match="no longer open"):
            work()
    with pytest.raises(Refused, match="no longer open"):
        database.run(done, replace(item, account_id=99), GIVEN)


def test_hostile_reasons_stay_words(database: Database):
    client(database, "R&D [/x]")
    database.run(skip, "=1+1 \x1b[31m[@click=app.quit]x[/]", line=line(database, "health_check"), given=GIVEN)
    assert database.connection.execute("SELECT reason FROM occurrence").fetchone() == ("=1+1 [@click=app.quit]x[/]",)
    assert len(week(database).items)
