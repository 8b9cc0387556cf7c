"""Four small clients on Friday, 20 November 2026, for the golden screens of the account list and page."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from kamtui.models.accounts import Account, TierChange
from kamtui.models.commitments import Commitment
from kamtui.models.expansion import Trigger
from kamtui.models.health import CheckIn, HealthCheck, Score
from kamtui.models.revenue import Contract
from kamtui.models.stakeholders import Stakeholder
from kamtui.models.touchpoints import Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry

DAY = date(2026, 11, 20)
HOSTILE = "[@click=app.quit]x[/] =1+1 \u202eevil ☃ 👩‍👩‍👧 " + "long " * 2000


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def moment(days: int) -> datetime:
    return datetime(2026, 11, 20, 10, tzinfo=UTC) - timedelta(days=days)


def client(session: Session, name: str, tier: int, value: int, **more: object) -> int:
    account = Account(name=name, name_key=name.casefold(), tier=tier, created_on=ago(400), **more)
    session.add(account)
    session.flush()
    assert account.id is not None
    session.add(TierChange(account_id=account.id, on=ago(400), to_tier=tier))
    session.add(Contract(account_id=account.id, annual_value=value, start=ago(400), description="Licences"))
    return account.id


def clients(session: Session) -> None:
    """Northwind is watched and flagged, Contoso red and silent, Fabrikam unrated, Adatum gone."""
    nord = client(
        session, "Northwind", 1, 240_000_00, potential_value=400_000_00, renewal_date=DAY + timedelta(days=37),
        industry="Shipping", our_objective="All depots on one platform", slot=2, notes="Prefers mornings.",
    )  # fmt: skip
    con = client(session, "R&D [/x]", 2, 80_000_00, potential_value=100_000_00, expansion_observation="Second plant")
    client(session, "Fabrikam", 3, 12_000_00)
    client(session, "Adatum", 3, 0, status="ended")
    people = [
        Stakeholder(account_id=nord, name="Åsa Berg", title="CFO", quality="strong", influence="high",
                    primary_contact=True, roles=["economic_buyer"]),
        Stakeholder(account_id=nord, name="Max Rau", title="Depot lead", quality="neutral"),
        Stakeholder(account_id=nord, name="Jo Lind", left_on=ago(30)),
    ]  # fmt: skip
    session.add_all(people)
    touches = [
        Touchpoint(
            account_id=nord, at=moment(3), channel="call", tone="warm", summary="Wants the Nordic reference list"
        ),
        Touchpoint(account_id=nord, at=moment(20), channel="visit", transactional=False, summary="Walked the depot"),
        Touchpoint(account_id=nord, at=moment(25), channel="other", internal=True, summary="Ask legal about terms"),
        Touchpoint(account_id=con, at=moment(60), channel="email", tone="cool", summary="Late delivery again"),
    ]
    session.add_all(touches)
    session.flush()
    session.add_all(
        TouchpointPerson(touchpoint_id=touch.id, stakeholder_id=person.id)
        for touch in touches[:2]
        for person in people[:2]
    )
    good = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
    session.add_all(
        [
            HealthCheck(account_id=nord, on=ago(40), **good),
            HealthCheck(account_id=nord, on=ago(9), **{**good, "tone": "poor"}, notes="short on the phone"),
            HealthCheck(account_id=con, on=ago(5), **{**good, "tone": "poor", "response_time": "poor"}),
            CheckIn(account_id=con, opened_on=ago(5), due=DAY + timedelta(days=5), question="How does it feel?"),
            Trigger(account_id=nord, kind="org_change", heard="New COO wants one supplier", noted_on=ago(4)),
            Commitment(account_id=nord, side="ours", what="Send the reference list", due=DAY + timedelta(days=3)),
            Score(account_id=nord, kind="nps", value=40, on=ago(15), source="survey"),
            ValueEntry(account_id=nord, kind="delivered", what="Idle time halved", amount=84_000_00, on=ago(50)),
        ]
    )


def hostile(session: Session) -> None:
    """A client whose every text is nasty."""
    key = client(session, HOSTILE[:3000], 1, 1, notes=HOSTILE, our_objective=HOSTILE, industry=HOSTILE[:300])
    session.add(Stakeholder(account_id=key, name=HOSTILE, title=HOSTILE, primary_contact=True))
    session.add(Touchpoint(account_id=key, at=moment(1), summary=HOSTILE, next_step=HOSTILE))
    session.add(Trigger(account_id=key, kind="milestone", heard=HOSTILE, noted_on=DAY))
