"""A small fixed portfolio for the tests of the Week screen and the review, judged on Friday, 20 November 2026."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kamtui.clock import Clock
from kamtui.models.commitments import Commitment
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.health import CheckIn, HealthCheck
from kamtui.models.plans import PlanAction
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract
from kamtui.models.reviews import Review
from kamtui.models.rhythm import Occurrence
from kamtui.storage.database import Database
from tests.storage.records import account, add, person

TODAY = date(2026, 11, 20)
BEGAN = date(2026, 10, 26)
HOSTILE = "R&D [/x] [@click=app.quit]x[/] =1+1 \U0001f600 \u05d0\u05d1"


def friday_portfolio(file: Path, *more: object) -> None:
    """Write three clients whose month's work falls on this Friday, with a deadline of most kinds."""
    database = Database.open(file, Clock(TODAY))
    north, con, ada = database.run(
        add,
        account("Northwind", tier=1, created_on=BEGAN, slot=2, renewal_date=date(2027, 1, 4)),
        account("Contoso", tier=2, created_on=BEGAN, slot=2),
        account("Adatum", tier=2, created_on=BEGAN, slot=0, potential_value=9_000_000),
    )
    ended = datetime(2026, 11, 19, 16, 10, tzinfo=UTC)
    last = datetime(2026, 11, 13, 15, tzinfo=UTC)
    database.run(
        add,
        Contract(account_id=north, annual_value=24_000_000),
        Contract(account_id=con, annual_value=18_000_000),
        HealthCheck(account_id=con, on=date(2026, 10, 30), response_time="poor", tone="poor"),
        HealthCheck(
            account_id=ada,
            on=date(2026, 10, 28),
            **dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good"),
        ),
        CheckIn(account_id=con, opened_on=date(2026, 10, 30), due=date(2026, 11, 18), question="How is it for you?"),
        Qbr(account_id=north, scheduled_on=ended.date(), state="held", ended_at=ended),
        person(con, "Ida Sol", outreach_what="send the study", outreach_due=date(2026, 11, 21)),
        Trigger(account_id=ada, kind="org_change", heard="a new COO since October", noted_on=date(2026, 11, 8)),
        Commitment(account_id=north, side="ours", what="the Nordic reference list", due=TODAY),
        PlanAction(account_id=ada, what="call the CFO", due=date(2026, 11, 25)),
        Opportunity(account_id=ada, name="Nordic rollout", annual_value=5_000_000),
        Occurrence(activity="pipeline_review", period="2026-11", state="done", on=date(2026, 11, 6)),
        *(
            Occurrence(
                account_id=ada, activity="map_review", period="2026-11", state="snoozed",
                on=date(2026, 11, day), to=date(2026, 11, day + 3), reason="they moved house",
            )
            for day in (6, 9, 12)
        ),
        Review(
            started_at=last - timedelta(minutes=27), ended_at=last, seconds=27 * 60,
            summary="A quiet week.", priorities=["call Jo Lind", "book the QBR with Contoso"],
        ),
    )  # fmt: skip
    database.connection.execute("UPDATE journal_action SET at = '2026-11-19T08:00:00Z'")
    database.close()
