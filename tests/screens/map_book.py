"""An account with a map, for the tests of its screen."""

from datetime import UTC, date, datetime
from typing import Any

from kamtui import keys
from kamtui.storage.stakeholders_changes import add_stakeholder

TODAY = date(2026, 11, 20)
PLACES = [place for place in keys.PLACES if place.id == "map"]


def account(session: Any, name: str = "Northwind", tier: int = 1, **more: Any) -> int:
    from kamtui.models.accounts import Account

    made = Account(name=name, name_key=name.casefold(), tier=tier, created_on=date(2026, 1, 1), **more)
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id


def northwind(session: Any) -> int:
    from kamtui.models.competition import Competitor
    from kamtui.models.revenue import Contract
    from kamtui.models.touchpoints import Touchpoint, TouchpointPerson
    from kamtui.models.value import ValueEntry

    key = account(session)
    session.add(Contract(account_id=key, annual_value=24_000_000))

    def person(name: str, **values: Any) -> int:
        return add_stakeholder(session, key, {"name": name, **values})

    asa = person(
        "Åsa Berg", title="CFO", function="finance", roles=["economic_buyer"], quality="strong", stance="ally",
        influence="high", primary_contact=True, frequency="monthly",
    )  # fmt: skip
    ida = person(
        "Ida Sol", function="operations", quality="strong", stance="ally", influence="medium", reports_to_id=asa
    )
    person("Jo Lind", title="CTO", function="it", stance="opponent", influence="high", assumed=True)
    person("Max Rau", quality="neutral", stance="neutral", influence="medium", reports_to_id=ida, roles=["champion"])
    person("Head of procurement", function="procurement", placeholder=True, roles=["gatekeeper"])
    person("Old Hand", left_on=date(2026, 10, 30), roles=["executive_sponsor"])
    for who, day in ((asa, 18), (asa, 10), (ida, 2)):
        touch = Touchpoint(account_id=key, at=datetime(2026, 11, day, 12, tzinfo=UTC))
        session.add(touch)
        session.flush()
        session.add(TouchpointPerson(touchpoint_id=touch.id, stakeholder_id=who))
    session.add(
        ValueEntry(account_id=key, kind="delivered", what="Close in 4 days", amount=8_400_000, on=date(2026, 11, 3))
    )
    session.add(
        ValueEntry(account_id=key, kind="adjacent", what="Returns take weeks", amount=4_000_000, on=date(2026, 11, 1))
    )
    session.add(Competitor(account_id=key, provider="Zeta", area="stores", contract_end=date(2026, 12, 20)))
    return key
