"""The follow-up of an account's latest review, as it is exported."""

from datetime import UTC, datetime, timedelta

import pytest

from kamtui.domain.errors import Refused
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.storage import qbr_follow_ups
from kamtui.storage.database import Database
from kamtui.storage.follow_ups import follow_up_of
from kamtui.storage.qbr_words import words
from kamtui.storage.qbrs import qbr
from tests.storage.records import account, add

ENDED = datetime(2026, 11, 19, 16, 10, tzinfo=UTC)


@pytest.mark.rule("Q-7")
def test_it_is_the_draft_of_the_latest_review_until_the_user_wrote_it(database: Database) -> None:
    (owner,) = database.run(add, account("Nordwind"))
    old, key, _ = database.run(
        add,
        Qbr(account_id=owner, scheduled_on=ENDED.date(), state="followed_up", ended_at=ENDED - timedelta(days=90)),
        Qbr(account_id=owner, scheduled_on=ENDED.date(), state="held", ended_at=ENDED),
        Qbr(account_id=owner, scheduled_on=ENDED.date(), state="planned"),
    )
    database.run(add, QbrPhase(qbr_id=key, phase="results", notes="+ idle time halved"))
    found = database.read(follow_up_of, owner)
    whole = database.read(qbr, key)
    assert whole is not None
    assert (found.account, found.held_on, found.sent_at) == ("Nordwind", ENDED.date(), None)
    assert found.text == database.read(qbr_follow_ups.text, whole, words().value.follow_up)
    assert "idle time halved" in found.text
    database.connection.execute("UPDATE qbr SET follow_up = 'Dear Ida', followed_up_at = ended_at WHERE id = ?", (key,))
    found = database.read(follow_up_of, owner)
    assert (found.text, found.sent_at) == ("Dear Ida", ENDED)
    assert old != key


def test_without_a_review_there_is_nothing_to_follow_up(database: Database) -> None:
    (owner,) = database.run(add, account("Nordwind"))
    with pytest.raises(Refused, match="Nordwind had no QBR yet"):
        database.read(follow_up_of, owner)
    with pytest.raises(Refused, match="it had no QBR yet"):
        database.read(follow_up_of, 99)
