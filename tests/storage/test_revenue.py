"""Contract lines and renewals as they are read: stages, the week's lines, and a page of an account."""

from datetime import date, timedelta

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.health import Colour
from kamtui.domain.revenue import RenewalStage
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.revenue import RevenueEvent
from kamtui.models.rhythm import Occurrence
from kamtui.models.touchpoints import Referral
from kamtui.storage import revenue
from kamtui.storage import revenue_changes as changes
from kamtui.storage.database import Database
from tests.storage.records import DAY, actions, add
from tests.storage.revenue_records import PRACTICE, ago, client, line, stored
from tests.storage.week_records import lines as week_lines

# Stages


@pytest.mark.rule("R-2")
def test_stages_move_up_to_terms_and_the_answer_is_said_elsewhere(database: Database) -> None:
    owner = client(database)
    keys = [line(database, owner, description=name, end=DAY + timedelta(days=30)) for name in "AB"]
    for stage in ("results_reviewed", "forward_talk", "terms", "not_started"):
        assert database.run(changes.move_stage, keys, stage) == stage
        assert stored(database, "renewal_stage") == [(stage,), (stage,)]
    assert actions(database.connection)[-1][0] == "renewal of Nord: not started"
    for stage in ("renewed", "lost", "nonsense"):
        with pytest.raises(Refused, match="say that it is renewed"):
            database.run(changes.move_stage, keys, stage)
    database.run(changes.lose_lines, keys[:1])
    with pytest.raises(Refused, match="given up"):
        database.run(changes.move_stage, keys, RenewalStage.TERMS)


@pytest.mark.rule("R-2", "Y-10")
@pytest.mark.parametrize(("activity", "days"), [("renewal_conversation", 42), ("renewal_mapping", 90)])
def test_a_renewal_is_talked_about_42_days_and_mapped_90_days_before_and_no_day_sooner(
    database: Database, activity: str, days: int
) -> None:
    client(database, renewal_date=DAY + timedelta(days=days))
    (due,) = week_lines(database, activity)
    assert due.due == DAY
    client(database, "Later", renewal_date=DAY + timedelta(days=days + 1))
    later = next(each for each in week_lines(database, activity) if each.account == "Later")
    assert later.due == DAY + timedelta(days=1)
    client(database, "Far", renewal_date=DAY + timedelta(days=days + 3))
    assert all(each.account != "Far" for each in week_lines(database, activity))


@pytest.mark.rule("R-2", "Y-10")
def test_once_the_conversation_is_due_the_mapping_no_longer_asks(database: Database) -> None:
    client(database, renewal_date=DAY + timedelta(days=30))
    assert week_lines(database, "renewal_mapping") == []
    assert len(week_lines(database, "renewal_conversation")) == 1


@pytest.mark.rule("R-2", "Y-10")
def test_a_stage_answers_the_weeks_line(database: Database) -> None:
    owner = client(database)
    key = line(database, owner, end=DAY + timedelta(days=60))
    assert len(week_lines(database, "renewal_mapping")) == 1
    database.run(changes.move_stage, [key], "results_reviewed")
    assert week_lines(database, "renewal_mapping") == []
    near = line(database, client(database, "Near"), end=DAY + timedelta(days=30))
    assert len(week_lines(database, "renewal_conversation")) == 1
    database.run(changes.move_stage, [near], "results_reviewed")
    assert len(week_lines(database, "renewal_conversation")) == 1
    database.run(changes.move_stage, [near], "terms")
    assert week_lines(database, "renewal_conversation") == []


# What is read


def test_a_page_of_an_account_that_is_gone_is_none(database: Database) -> None:
    assert database.read(revenue.contract_page, 99, DAY, PRACTICE) is None


@pytest.mark.rule("R-6", "X-4", "X-6", "H-3")
def test_the_compass_has_a_short_way_of_its_own(database: Database) -> None:
    owner = client(database, client_since=ago(900), tier=1)
    line(database, owner, 365_00)
    good = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
    database.run(
        add,
        HealthCheck(account_id=owner, on=ago(60), **good),
        HealthCheck(account_id=owner, on=ago(-3), **good),
        RevenueEvent(account_id=owner, kind="expansion", amount=5_00, on=ago(9)),
        Referral(account_id=owner, on=ago(9), referred="A friend"),
        Opportunity(account_id=owner, name="idea", annual_value=100_00, expected_close=DAY),
        Opportunity(account_id=owner, name="own", annual_value=100_00, probability=40, expected_close=DAY),
        Opportunity(account_id=owner, name="none", expected_close=DAY),
        Opportunity(account_id=owner, name="parked", annual_value=900_00, integrity="mine", expected_close=DAY),
        Opportunity(account_id=owner, name="won", annual_value=900_00, stage="won", expected_close=DAY),
    )
    found = database.read(revenue.compass, DAY, PRACTICE)
    assert (found.projection.contracted, found.projection.opportunity) == (365_00, 50_00)
    assert (found.expanding, found.referring, found.all_three) == (1.0, 1.0, 1.0)
    book = database.read(revenue.book, DAY, PRACTICE)
    assert book.clients[0].colour is Colour.UNRATED
    assert len(database.read(revenue.open_deals, PRACTICE)) == 4


@pytest.mark.rule("R-1")
def test_questions_come_the_latest_end_first(database: Database) -> None:
    owner, other = client(database), client(database, "Con")
    line(database, owner, end=ago(30), description="A")
    line(database, other, end=ago(10), description="B")
    from kamtui.domain.ledger import ledgers

    found = revenue.questions(ledgers(database.read(revenue.book, DAY, PRACTICE)))
    assert [(ledger.client.name, one.description) for ledger, one in found] == [("Con", "B"), ("Nord", "A")]


def test_only_renewals_marked_as_mapped_count_as_mapped(database: Database) -> None:
    owner = client(database)
    for period, state in (("2027-01-01", "done"), ("2027-02-01", "skipped"), ("2026-Q4", "done")):
        mark = Occurrence(account_id=owner, activity="renewal_mapping", period=period, state=state, on=DAY)
        database.run(add, mark)
    assert database.read(revenue.mapped) == {(owner, date(2027, 1, 1)): True}
