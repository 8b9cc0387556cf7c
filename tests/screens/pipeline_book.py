"""A small fixed pipeline for the tests of the Pipeline screen and the tier review, on Friday, 20 November 2026."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kamtui.clock import Clock
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.health import HealthCheck
from kamtui.models.revenue import Contract
from kamtui.models.value import ValueEntry
from kamtui.storage.database import Database
from tests.storage.records import account, add, person

TODAY = date(2026, 11, 20)
BEGAN = date(2026, 1, 5)
PARTS: dict[str, Any] = {
    "observation": "Two depots type every order twice", "connection": "The hub reads both systems",
    "invitation": "What would one order desk change for you?", "integrity": "theirs",
}  # fmt: skip
HOSTILE = "[@click=app.quit]x[/] R&D [/x] =1+1 \u202eevil 👩‍👩‍👧 \x1b[31m" + "long " * 2000


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def pipeline_book(file: Path) -> None:
    """Northwind is ready to act, Contoso is red; six opportunities in all stages, four triggers."""
    database = Database.open(file, Clock(TODAY))
    north, con, small = database.run(
        add,
        account("Northwind", tier=3, created_on=BEGAN, slot=1, potential_value=400_000_00),
        account("Contoso", tier=2, created_on=BEGAN, slot=2, potential_value=100_000_00),
        account("Fabrikam", tier=1, created_on=BEGAN, slot=3),
    )
    (ida,) = database.run(add, person(north, "Ida Sol", quality="strong"))
    values = ((north, 240_000_00), (con, 80_000_00), (small, 12_000_00))
    database.run(add, *(Contract(account_id=key, annual_value=value, start=BEGAN) for key, value in values))
    (heard,) = database.run(
        add, Trigger(account_id=north, kind="milestone", heard="Go-live of depot two", noted_on=ago(30),
                     strength="strong", state="acted", acted_on=ago(28)),
    )  # fmt: skip
    database.run(
        add,
        HealthCheck(account_id=con, on=ago(5), response_time="poor", tone="poor"),
        ValueEntry(account_id=north, kind="delivered", what="Idle time halved", on=ago(20)),
        Trigger(account_id=north, kind="org_change", heard="New COO wants one supplier", noted_on=ago(4),
                strength="strong", stakeholder_id=ida),
        Trigger(account_id=con, kind="adjacent_problem", heard="Returns take weeks", noted_on=ago(12)),
        Trigger(account_id=con, kind="renewal", heard="Budget round in January", noted_on=ago(40), state="filed",
                look_again_on=TODAY + timedelta(days=6)),
        Trigger(account_id=north, kind="competitor", heard="Zeta gave a demo", noted_on=ago(20)),
        Opportunity(account_id=north, name="Nordic rollout", annual_value=60_000_00, stage="exploring",
                    next_step="Send the reference list", next_step_due=TODAY + timedelta(days=3), trigger_id=heard,
                    expected_close=date(2027, 3, 1), **PARTS),
        Opportunity(account_id=north, name="One order desk", kind="cross_sell", annual_value=40_000_00,
                    next_step="Ask Ida", next_step_due=TODAY + timedelta(days=12),
                    observation=PARTS["observation"]),
        Opportunity(account_id=con, name="Longer term", kind="renewal_growth", annual_value=20_000_00, stage="proposed",
                    probability=60, next_step="Call legal", next_step_due=ago(9), **PARTS),
        Opportunity(account_id=con, name="Premium support", annual_value=9_000_00, integrity="mine",
                    parked_on=ago(21)),
        Opportunity(account_id=north, name="Second depot", annual_value=50_000_00, stage="won", probability=75,
                    closed_on=ago(60)),
        Opportunity(account_id=con, name="Analytics", annual_value=15_000_00, stage="lost", probability=50,
                    closed_on=ago(90)),
    )  # fmt: skip
    database.close()


def hostile_book(file: Path) -> None:
    """One client whose every text is nasty."""
    database = Database.open(file, Clock(TODAY))
    (owner,) = database.run(add, account(HOSTILE[:3000], created_on=BEGAN))
    database.run(
        add,
        Trigger(account_id=owner, kind="milestone", heard=HOSTILE, noted_on=TODAY, strength="strong"),
        Opportunity(account_id=owner, name=HOSTILE, annual_value=1, next_step=HOSTILE, observation=HOSTILE,
                    connection=HOSTILE, invitation=HOSTILE, notes=HOSTILE),
    )  # fmt: skip
    database.close()
