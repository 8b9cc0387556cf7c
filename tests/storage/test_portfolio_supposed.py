"""The portfolio as it would be: every row behind a figure moves with it."""

import pytest

from kamtui.domain.what_if import Gone, Lost, Shrunk, Won
from kamtui.models.expansion import Opportunity
from kamtui.models.revenue import Contract
from kamtui.models.stakeholders import Stakeholder
from kamtui.storage.database import Database
from kamtui.storage.portfolio_supposed import supposed
from tests.storage.test_portfolio_figures import DAY, ago, client, put, read


@pytest.mark.rule("R-8")
def test_the_rows_behind_the_figures_are_those_of_what_is_supposed(database: Database) -> None:
    nord, con = client(database, "Nord"), client(database, "Con", 2)
    old = client(database, "Old", 3, status="ended")
    (ida,) = put(database, Stakeholder(account_id=nord, name="Ida", quality="strong", primary_contact=True))
    put(database, Contract(account_id=nord, annual_value=100), Contract(account_id=con, annual_value=50))
    put(database, Contract(account_id=old, annual_value=7, end=ago(1)))
    (deal, _, _) = put(
        database,
        Opportunity(account_id=con, name="more", annual_value=40, probability=50, expected_close=DAY),
        Opportunity(account_id=con, name="parked", annual_value=9, integrity="mine"),
        Opportunity(account_id=nord, name="without a value"),
    )
    found = read(database)
    assert supposed(found, ()) == found

    then = supposed(found, [Shrunk(nord, 40), Gone(nord, ida), Won(deal)])
    assert {row.name: row.current_value for row in then.clients} == {"Nord": 60, "Con": 90}
    assert (then.rows[nord].primary, then.rows[old]) == (None, found.rows[old])
    assert [(each.opportunity.name, then.pipeline.parked) for each in then.deals] == [
        ("parked", 1),
        ("without a value", 1),
    ]
    assert sum(flow.amount for flow in then.flows) == then.figures.compass.projection.total == 150
    assert then.months[0].parts.total > found.months[0].parts.total - 40 // 12
    assert {cell.tier: cell.value for cell in then.cells if cell.count} == {1: 60, 2: 90}

    gone = supposed(found, [Lost(con)])
    assert [row.name for row in gone.clients] == ["Nord"]
    assert [each.opportunity.name for each in gone.deals] == ["without a value"]
    assert (gone.rows[con].current_value, gone.figures.current_value) == (0, 100)
