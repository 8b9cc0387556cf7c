"""What stands beside the health of an account: evidence, promises, and where its checks went."""

from datetime import date
from typing import Any

import pytest

from kamtui.domain.health import Signal, Trend
from kamtui.models.commitments import Commitment
from kamtui.models.touchpoints import Referral
from kamtui.storage import health, health_round
from kamtui.storage.database import Database
from tests.storage.health_records import LONG_AGO, TODAY, ago, held, rated, touch
from tests.storage.records import account, add


@pytest.fixture
def nordwind(database: Database) -> int:
    """A strategic account known since long ago, its check due on the third Friday of each month."""
    return database.run(add, account(created_on=LONG_AGO, slot=2))[0]


@pytest.mark.rule("H-5")
@pytest.mark.rule("I-4")
def test_the_evidence_is_what_was_recorded_up_to_today(database: Database, nordwind: int) -> None:
    database.run(
        add,
        *(touch(nordwind, days, channel="email", response_hours=hours, tone="cool") for days, hours in
          ((50, 10), (45, 14), (12, 30), (9, 32))),
        touch(nordwind, 70, channel="meeting", tone="warm"),
        touch(nordwind, 2, channel="meeting", tone="warm", internal=True),
        touch(nordwind, -5, channel="meeting", tone="warm"),
        Referral(account_id=nordwind, on=ago(40), referred="Contoso"),
    )  # fmt: skip
    found = database.read(health.beside, nordwind, TODAY).evidence
    assert found.words[Signal.RESPONSE_TIME] == "median 31 h, was 12 h over the 90 days before (+158 %)"
    assert found.words[Signal.MEETING_ENGAGEMENT] == "1 held, last 70 d ago, warm"
    assert found.words[Signal.REFERRAL_ACTIVITY] == "1 in 12 months, last 40 d ago"
    assert found.words[Signal.TONE] == "warm cool cool cool cool"
    assert {signal: one.rating for signal, one in found.suggestions.items()} == rated("pwgp")
    assert database.read(health.history, nordwind, TODAY) == []


def test_without_any_record_there_is_nothing_to_suggest_but_what_silence_says(database: Database) -> None:
    (new,) = database.run(add, account(created_on=ago(5)))
    found = database.read(health.beside, new, TODAY)
    assert found.evidence.suggestions == {}
    assert (found.last, found.open_check_in, found.before(TODAY), found.held_on(TODAY)) == (None,) * 4
    assert found.promises == health.Promises(0, 0, 0, 0)
    assert database.read(health.beside, 99, TODAY).evidence.words[Signal.TONE] == "no tone noted yet"


@pytest.mark.rule("C-2")
@pytest.mark.rule("I-5")
def test_promises_and_the_touch_balance_stand_beside_the_signals(database: Database, nordwind: int) -> None:
    def promise(state: str, settled: date | None, **more: Any) -> Commitment:
        return Commitment(
            **{"account_id": nordwind, "side": "ours", "what": "x", "state": state, "settled_on": settled, **more}
        )

    database.run(
        add, promise("kept", ago(10)), promise("kept", ago(400)), promise("late", ago(89)),
        promise("broken", None, due=ago(5)), promise("waived", ago(3)), promise("open", None, due=ago(-30)),
        promise("kept", ago(4), side="theirs"), touch(nordwind, 3), touch(nordwind, 2, transactional=True),
    )  # fmt: skip
    found = database.read(health.beside, nordwind, TODAY)
    assert found.promises == health.Promises(kept=1, settled=3, open=1, missed_lately=2)
    assert found.promises.called_out
    assert (found.balance.considered, found.balance.value) == (2, 1)


@pytest.mark.rule("H-4")
@pytest.mark.rule("H-7")
def test_the_history_says_of_each_check_where_it_went(database: Database, nordwind: int) -> None:
    database.run(add, *(held(nordwind, letters, ago(days)) for letters, days in
                        (("gggg", 90), ("ppgg", 60), ("ggww", 30), ("gwgw", 0), ("gggg", -9))))  # fmt: skip
    found = database.read(health.beside, nordwind, TODAY)
    assert [(one.colour.value, one.trend) for one in found.checks] == [
        ("yellow", Trend.STEADY), ("yellow", Trend.IMPROVING), ("red", Trend.DECLINING), ("green", None),
    ]  # fmt: skip
    assert found.last is found.held_on(TODAY) is found.checks[0]
    assert found.before(TODAY) is found.checks[1]


@pytest.mark.parametrize("module", [health, health_round])
def test_every_statement_fits_the_schema(database: Database, module: Any) -> None:
    for name, text in vars(module).items():
        if name.isupper() and isinstance(text, str):
            database.connection.execute(
                f"EXPLAIN {text}", dict.fromkeys(("account", "today", "since", "year_ago", "recently"))
            )
