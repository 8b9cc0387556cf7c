"""The map of one account, read at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kamtui.domain.completeness import Item
from kamtui.domain.departure import Verdict
from kamtui.domain.practice import Practice
from kamtui.storage import map as maps
from kamtui.storage.competition_changes import add_competitor
from kamtui.storage.database import Database
from kamtui.storage.stakeholders_changes import add_stakeholder, review_map
from kamtui.storage.value_changes import add_value, open_opportunity

TODAY = date(2026, 11, 20)


def northwind(session: Any) -> int:
    from kamtui.models.accounts import Account
    from kamtui.models.commitments import Commitment
    from kamtui.models.qbr import Qbr
    from kamtui.models.revenue import Contract
    from kamtui.models.touchpoints import Touchpoint, TouchpointPerson

    account = Account(name="Northwind", name_key="northwind", tier=1, created_on=date(2026, 1, 1))
    ended = Account(name="Alpha", name_key="alpha", tier=1, created_on=date(2026, 1, 1), status="ended")
    session.add_all([account, ended])
    session.flush()
    key = account.id
    assert key is not None
    session.add(Contract(account_id=key, annual_value=24_000_000))
    asa = add_stakeholder(
        session, key, {"name": "Åsa", "quality": "strong", "influence": "high", "stance": "ally",
                       "roles": ["economic_buyer"], "function": "finance", "primary_contact": True},
    )  # fmt: skip
    add_stakeholder(session, key, {"name": "Jo", "influence": "high"})
    add_stakeholder(session, key, {"name": "Old", "left_on": date(2026, 1, 1), "roles": ["champion"]})
    touch = Touchpoint(account_id=key, at=datetime(2026, 11, 10, 12, tzinfo=UTC))
    session.add(touch)
    session.flush()
    session.add(TouchpointPerson(touchpoint_id=touch.id, stakeholder_id=asa))
    open_opportunity(session, add_value(session, key, {"kind": "adjacent", "what": "Returns", "amount": 4_000_000}))
    add_competitor(session, key, {"provider": "Zeta"})
    for state, on in (("planned", date(2026, 12, 1)), ("held", date(2026, 12, 2)), ("planned", date(2026, 10, 1))):
        session.add(Qbr(account_id=key, scheduled_on=on, state=state))
    for state in ("open", "kept"):
        session.add(Commitment(account_id=key, side="ours", what="report", state=state))
    review_map(session, key)
    return key


@pytest.mark.rule("M-9", "M-10", "M-11")
def test_one_snapshot_holds_the_four_dimensions_and_every_verdict(database: Database) -> None:
    key = database.run(northwind)
    found = maps.the_map(database.connection, key, TODAY, Practice())
    assert found is not None
    named = {person.name: person.id for person in found.persons}
    assert found.departures[named["Åsa"]].verdict is Verdict.LOST
    assert found.departures[named["Åsa"]].share == 1.0
    assert found.now.verdict is Verdict.SECURE
    assert named["Old"] not in found.departures
    assert found.stakes == maps.Stakes(24_000_000, 1, 4_000_000, 1, 1)
    assert {item.item for item in found.items if item.done} == {
        Item.PRIMARY_CONTACT,
        Item.ECONOMIC_BUYER,
        Item.VALUE,
        Item.COMPETITION,
        Item.REVIEWED,
    }
    assert found.reviewed_on == TODAY
    assert [str(role) for role in found.uncovered] == ["champion"]
    assert [str(one) for one in found.callouts.nobody_mapped] == ["executive", "procurement", "operations", "it"]
    assert {each.person.name for each in found.active(TODAY)} == {"Åsa", "Jo"}
    assert found.person(named["Jo"]) is not None
    assert found.person(None) is None
    assert found.engagements == {}


def test_an_account_that_is_gone_has_no_map(database: Database) -> None:
    assert maps.the_map(database.connection, 7, TODAY, Practice()) is None


def test_an_empty_map_has_no_primary_contact_and_was_never_reviewed(database: Database) -> None:
    def bare(session: Any) -> int:
        from kamtui.models.accounts import Account

        account = Account(name="Bare", name_key="bare", tier=3, created_on=date(2026, 1, 1))
        session.add(account)
        session.flush()
        assert account.id is not None
        return account.id

    found = maps.the_map(database.connection, database.run(bare), TODAY, Practice())
    assert found is not None
    assert found.reviewed_on is None
    assert not any(item.done for item in found.items if item.item is not Item.OUTREACH)


def test_the_first_account_is_a_client_and_those_that_ended_come_last(database: Database) -> None:
    assert maps.first_account(database.connection) is None
    key = database.run(northwind)
    assert maps.first_account(database.connection) == (key, "Northwind")
    assert [name for _, name in maps.account_choices(database.connection)] == ["Northwind", "Alpha"]
