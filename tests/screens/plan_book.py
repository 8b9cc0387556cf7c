"""An account with a plan, for the tests of its screens."""

from datetime import date, timedelta

from kamtui.models.competition import Competitor
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.plans import Objective as StoredObjective
from kamtui.models.plans import Plan, PlanAction, PlanVersion, Prediction
from kamtui.models.revenue import Contract
from kamtui.storage.database import Database
from tests.storage.records import account, add, person

TODAY = date(2026, 11, 20)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def plan_book(database: Database) -> int:
    """Write a growth account with something in most parts of its plan, and gaps in the others; its key."""
    key = database.run(
        add,
        account("Nordwind", tier=2, our_objective="The planning partner of every site by next autumn",
                their_objective="Halve the stock of spare parts", potential_value=200_000_00),
    )[0]  # fmt: skip
    database.run(
        add,
        person(key, "Ida Berg", title="CFO", primary_contact=True, quality="strong", influence="high",
               roles=["economic_buyer"]),
        person(key, "Max Rau", quality="neutral"),
        HealthCheck(account_id=key, on=ahead(-9), response_time="good", meeting_engagement="good",
                    referral_activity="watch", tone="good"),
        Contract(account_id=key, annual_value=120_000_00, description="Platform", end=ahead(200)),
        Opportunity(account_id=key, name="More seats", annual_value=40_000_00, stage="exploring"),
        Competitor(account_id=key, provider="Dispatcho", kind="vulnerability", position="ahead"),
        Plan(account_id=key, success_metrics="Mean repair time under 40 minutes",
             remarks={"competition": "They talk to the new director"}, swot={"strengths": "Ida speaks up for us"},
             team=[{"person": "Robin", "role": "account manager"}]),
        StoredObjective(account_id=key, what="Every site on the planner", measure="sites", target="12"),
        PlanAction(account_id=key, what="Ask Ida for a contact in IT", due=ahead(20), in_plan=True,
                   most_important=True),
        PlanAction(account_id=key, what="Show the report", due=ahead(40)),
        Prediction(account_id=key, statement="They renew early", probability=70, by=ahead(-2)),
        PlanVersion(account_id=key, frozen_on=ahead(-92), document={"objective": "One site", "profile": "Pumps"},
                    changed="The pilot began", predicted="The budget", now_seen="Finance decides"),
    )  # fmt: skip
    return key
