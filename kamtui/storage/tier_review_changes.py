"""What the user decides in the tier review: accept, keep with a reason, finish (rules T-5, T-6).

What is kept is remembered beside the review's own mark: one occurrence of `tier_review` for the account and the
period, with the reason. So the same suggestion is not asked for twice in a quarter.
"""

from typing import TYPE_CHECKING

from kamtui.domain.accounts import Tier
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import OccurrenceState
from kamtui.domain.text import clean_line, shorten
from kamtui.storage.accounts_changes import change_tier
from kamtui.storage.tier_review import TIER_REVIEW, review_period
from kamtui.storage.work import describe, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

LABEL = 40


def accept_suggestion(session: "Session", account_id: int, tier: int, words: str, practice: Practice) -> None:
    """Move an account to the suggested tier; the history keeps the quarter and the reasons (rules T-5, T-6)."""
    period = review_period(today(session), practice)
    change_tier(session, account_id, tier, f"tier review {period.key}: {words}")


def keep_tier(session: "Session", account_id: int, reason: str, practice: Practice) -> None:
    """Leave an account in its tier for this review, with the reason (rule T-5); raises Refused without one."""
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    said = clean_line(reason)
    if not said:
        raise Refused("say why it stays; the review keeps the reason")
    _mark(session, account_id, said, practice)
    tier = Tier(account.tier).name.capitalize()
    describe(session, f"{shorten(account.name, LABEL)} stays {tier}: {shorten(said, LABEL)}")


def finish_review(session: "Session", practice: Practice, minutes: int | None = None) -> str:
    """Mark the period's tier review done (rule Y-4), and say which; raises Refused when it is already.

    `minutes` are those that the cockpit timed (rule Y-17).
    """
    period = _mark(session, None, "", practice, minutes)
    describe(session, f"tier review {period} done")
    return period


def _mark(
    session: "Session", account_id: int | None, reason: str, practice: Practice, minutes: int | None = None
) -> str:
    from sqlmodel import select

    from kamtui.models.rhythm import Occurrence

    period = review_period(today(session), practice).key
    those = select(Occurrence).where(
        Occurrence.activity == TIER_REVIEW, Occurrence.period == period, Occurrence.state == OccurrenceState.DONE.value
    )
    if any(each.account_id == account_id for each in session.exec(those).all()):
        raise Refused(f"that was decided in {period} already; u takes a decision back")
    session.add(
        Occurrence(
            account_id=account_id, activity=TIER_REVIEW, period=period, state=OccurrenceState.DONE.value,
            on=today(session), reason=reason, minutes=minutes,
        )
    )  # fmt: skip
    return period
