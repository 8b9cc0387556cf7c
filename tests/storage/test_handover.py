"""What the hand-over pack is made of (rule G-1)."""

import pytest

from kamtui.domain.practice import Practice
from kamtui.models.conversations import Conversation
from kamtui.storage.database import Database
from kamtui.storage.handover import handover_of
from tests.storage.records import DAY, add, whole_account


@pytest.mark.rule("G-1")
def test_the_pack_holds_one_account_from_all_sides(database: Database) -> None:
    owner = database.run(whole_account)
    other = database.run(whole_account, "Südwind")
    found = database.read(handover_of, owner, DAY, Practice())
    assert found is not None
    assert found.page.row.id == found.plan.account_id == found.map.account.id == owner != other
    assert {each.account_id for each in found.ledger} == {owner}
    assert found.health.last is not None
    assert {"touchpoint", "health_check", "value_entry", "referral"} <= {line.kind for line in found.happened}
    assert found.start is not None


@pytest.mark.rule("G-1")
def test_work_that_tells_of_a_private_conversation_is_left_out(database: Database) -> None:
    owner = database.run(whole_account)
    database.run(add, Conversation(account_id=owner, noted_on=DAY, committed_on=DAY, state="committed", happened="x"))
    found = database.read(handover_of, owner, DAY, Practice())
    assert found is not None
    assert "conversation" in {item.activity for item in found.page.work}
    assert found.work
    assert "conversation" not in {item.activity for item in found.work}


def test_an_account_that_is_gone_has_no_pack(database: Database) -> None:
    assert database.read(handover_of, 7, DAY, Practice()) is None
