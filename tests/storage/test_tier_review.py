"""The tier review in the file: suggestions, decisions, cost, and the mark that it was done."""

from datetime import date

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.models.accounts import TierChange
from kamtui.models.revenue import Contract
from kamtui.models.touchpoints import Referral
from kamtui.storage import tier_review_changes as changes
from kamtui.storage.accounts import tier_history
from kamtui.storage.database import Database
from kamtui.storage.tier_review import Line, TierReview, cost, review_period, the_review
from kamtui.storage.week import the_week
from tests.storage.records import account, actions, add

TODAY = date(2026, 11, 20)
PRACTICE = Practice()
BEGAN = date(2026, 1, 5)


@pytest.fixture
def acme(database: Database) -> int:
    """Acme is worth the most and could grow the most, but gets little; Small gets much; New is onboarding."""
    acme, small, new, gone = database.run(
        add,
        account("Acme", tier=3, potential_value=90_000_00, created_on=BEGAN, slot=1),
        account("Small", tier=1, created_on=BEGAN, slot=2),
        account("New", tier=2, status="onboarding", created_on=BEGAN),
        account("Gone", tier=2, status="ended", created_on=BEGAN),
    )
    database.run(
        add,
        *(Contract(account_id=key, annual_value=value) for key, value in ((acme, 50_000_00), (small, 1_000_00))),
        *(TierChange(account_id=key, on=BEGAN, to_tier=tier) for key, tier in ((acme, 3), (small, 1), (new, 2))),
        Referral(account_id=gone, on=TODAY, referred="A friend"),
        Referral(account_id=acme, on=date(2027, 1, 1), referred="A later friend"),
    )
    return acme


def review(database: Database) -> TierReview:
    return database.read(the_review, TODAY, PRACTICE)


def line(database: Database, name: str) -> Line:
    return next(one for one in review(database).lines if one.row.name == name)


@pytest.mark.rule("T-5")
def test_every_active_account_has_a_suggestion_and_those_that_differ_come_first(database: Database, acme: int) -> None:
    database.run(add, account("Fits", tier=3, created_on=BEGAN))
    found = review(database)
    assert [(one.row.name, one.suggestion.tier, one.open) for one in found.lines] == [
        ("Small", Tier.MAINTAIN, True),
        ("Acme", Tier.STRATEGIC, True),
        ("Fits", Tier.MAINTAIN, False),
    ]
    assert (found.open, found.not_ranked, found.done_on, found.period.key) == (2, 1, None, "2026-Q4")


@pytest.mark.rule("T-5", "T-6")
def test_an_accepted_suggestion_changes_the_tier_with_the_reasons_in_its_history(database: Database, acme: int) -> None:
    words = line(database, "Acme").suggestion.words
    database.run(changes.accept_suggestion, acme, 1, words, PRACTICE)
    change = tier_history(database.connection, acme)[0]
    assert (change.on, change.from_tier, change.to_tier) == (TODAY, Tier.MAINTAIN, Tier.STRATEGIC)
    assert change.reason == f"tier review 2026-Q4: {words}"
    after = line(database, "Acme")
    assert (after.open, after.moved and after.moved.on, after.suggestion.differs) == (False, TODAY, False)


@pytest.mark.rule("T-5")
def test_a_tier_that_is_kept_keeps_the_reason_and_is_not_asked_for_again(database: Database, acme: int) -> None:
    with pytest.raises(Refused, match="say why"):
        database.run(changes.keep_tier, acme, " ", PRACTICE)
    database.run(changes.keep_tier, acme, "their budget is frozen", PRACTICE)
    kept = line(database, "Acme")
    assert kept.kept is not None
    assert (kept.kept.reason, kept.open, kept.row.tier) == ("their budget is frozen", False, Tier.MAINTAIN)
    assert actions(database.connection)[-1][0] == "Acme stays Maintain: their budget is frozen"
    with pytest.raises(Refused, match="decided in 2026-Q4 already"):
        database.run(changes.keep_tier, acme, "again", PRACTICE)
    database.undo()
    assert line(database, "Acme").open


@pytest.mark.rule("Y-4")
def test_finishing_marks_the_quarter_s_tier_review_done(database: Database, acme: int) -> None:
    last_friday = date(2026, 12, 25)
    asked = [item.activity for item in database.read(the_week, last_friday, PRACTICE).items]
    assert "tier_review" in asked
    database.run(changes.keep_tier, acme, "frozen", PRACTICE)
    assert database.run(changes.finish_review, PRACTICE) == "2026-Q4"
    assert review(database).done_on == TODAY
    assert "tier_review" not in [item.activity for item in database.read(the_week, last_friday, PRACTICE).items]
    with pytest.raises(Refused, match="decided in 2026-Q4 already"):
        database.run(changes.finish_review, PRACTICE)
    assert review_period(date(2027, 1, 1), PRACTICE).key == "2027-Q1"


@pytest.mark.rule("T-5", "Y-15")
def test_the_cost_is_shown_before_and_after(database: Database, acme: int) -> None:
    found = review(database)
    one = cost(found.rows, {acme: Tier.STRATEGIC}, found.minutes, TODAY, PRACTICE)
    assert found.now.mean < one.mean
    assert found.now.capacity.needed < one.capacity.needed
    assert found.then.mean < one.mean
    longer = cost(found.rows, {}, {"health_check": 60}, TODAY, PRACTICE)
    assert longer.mean > found.now.mean


def test_without_accounts_there_is_nothing_to_rank(database: Database) -> None:
    found = review(database)
    assert (found.lines, found.open, found.now.mean) == ((), 0, 0)
