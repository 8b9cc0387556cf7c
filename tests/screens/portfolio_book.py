"""A small portfolio on Friday, 20 November 2026: one account grows, one is red, one has a line that just ended."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from kamtui.models.accounts import Account
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.issues import Issue
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract, RevenueEvent
from kamtui.models.stakeholders import Stakeholder
from kamtui.models.touchpoints import Referral, Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry

DAY = date(2026, 11, 20)
HOSTILE = "[@click=app.quit]x[/] =1+1 \u202eevil ☃ 👩‍👩‍👧 " + "long " * 2000
GOOD = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def ahead(days: int) -> date:
    return DAY + timedelta(days=days)


def at(days: int) -> datetime:
    return datetime(2026, 11, 20, 10, tzinfo=UTC) - timedelta(days=days)


def client(session: Session, name: str, tier: int, **more: object) -> int:
    account = Account(name=name, name_key=name.casefold(), tier=tier, created_on=ago(500), **more)
    session.add(account)
    session.flush()
    assert account.id is not None
    return account.id


def book(session: Session) -> None:
    """Northwind grows and refers, R&D [/x] is red and renews soon, Fabrikam's reports ended, Adatum is gone."""
    nord = client(session, "Northwind", 1, client_since=ago(900), potential_value=400_000_00)
    red = client(session, "R&D [/x]", 2, client_since=ago(700), potential_value=100_000_00)
    fab = client(session, "Fabrikam", 3, client_since=ago(200))
    gone = client(session, "Adatum", 3, status="ended", client_since=ago(900))
    session.add_all(
        [
            Contract(account_id=nord, description="Planning platform", annual_value=200_000_00, start=ago(900)),
            Contract(account_id=nord, description="Support", annual_value=40_000_00, start=ago(300), end=ahead(200)),
            Contract(account_id=red, description="Platform", annual_value=80_000_00, start=ago(327), end=ahead(37)),
            Contract(account_id=fab, description="Licences", annual_value=12_000_00, start=ago(200)),
            Contract(account_id=fab, description="Reports", annual_value=6_000_00, start=ago(376), end=ago(12)),
            Contract(account_id=gone, description="Licences", annual_value=20_000_00, start=ago(900), end=ago(100)),
            RevenueEvent(account_id=nord, kind="expansion", amount=40_000_00, on=ago(300), reason="Second depot"),
            RevenueEvent(account_id=red, kind="contraction", amount=10_000_00, on=ago(90), reason="Seats given back"),
            RevenueEvent(account_id=gone, kind="churn", amount=20_000_00, on=ago(100), reason="Bought by a rival"),
            HealthCheck(account_id=nord, on=ago(9), **GOOD),
            HealthCheck(account_id=red, on=ago(5), **{**GOOD, "tone": "poor", "response_time": "poor"}),
            Referral(account_id=nord, on=ago(60), referred="Contoso"),
            Opportunity(account_id=nord, name="Third depot", annual_value=60_000_00, stage="exploring",
                        expected_close=ahead(90), next_step="Send the offer", next_step_due=ahead(6)),
            Opportunity(account_id=fab, name="More licences", annual_value=4_000_00, stage="idea"),
            ValueEntry(account_id=nord, kind="delivered", what="Idle time halved", on=ago(850)),
            Qbr(account_id=nord, scheduled_on=ago(40), state="followed_up", ended_at=at(40), followed_up_at=at(39)),
            Qbr(account_id=red, scheduled_on=ago(20), state="cancelled"),
            Issue(account_id=red, title="Late delivery", severity="P1", opened_at=at(30)),
        ]
    )  # fmt: skip
    people = [
        Stakeholder(account_id=nord, name="Åsa Berg", quality="strong", influence="high", primary_contact=True),
        Stakeholder(account_id=nord, name="Max Rau", quality="neutral"),
        Stakeholder(account_id=red, name="Ida Sol", quality="neutral", primary_contact=True),
    ]
    touches = [
        Touchpoint(account_id=nord, at=at(3), channel="call", minutes=20),
        Touchpoint(account_id=red, at=at(6), channel="visit", minutes=90),
    ]
    session.add_all([*people, *touches])
    session.flush()
    for place, person in ((0, 0), (0, 1), (1, 2)):
        session.add(TouchpointPerson(touchpoint_id=touches[place].id, stakeholder_id=people[person].id))


def hostile(session: Session) -> None:
    """A client whose every text is nasty, with a line that ended, one that renews, and an opportunity."""
    key = client(session, HOSTILE[:3000], 1, client_since=ago(900))
    session.add_all(
        [
            Contract(account_id=key, description=HOSTILE, annual_value=10**13, start=ago(900), end=ahead(20)),
            Contract(account_id=key, description=HOSTILE[:50], annual_value=5_00, end=ago(20)),
            RevenueEvent(account_id=key, kind="expansion", amount=1, on=ago(9), reason=HOSTILE),
            Opportunity(account_id=key, name=HOSTILE, annual_value=10**13, stage="proposed", expected_close=ahead(9)),
            Stakeholder(account_id=key, name=HOSTILE, title=HOSTILE, primary_contact=True),
        ]
    )
