"""Taking a line off an account's timeline."""

from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.storage.timeline import TITLES
from kamtui.storage.work import describe, the

if TYPE_CHECKING:
    from sqlmodel import Session

KEPT = {
    "tier_change": "the history of the tier is kept; t changes the tier",
    "issue_resolved": "an issue is opened again on the Issues screen: enter goes there",
    "milestone": "milestones are changed on the Onboarding screen: enter goes there",
    "onboarding": "an onboarding is ended on the Onboarding screen: enter goes there",
    "quality_change": "the history of a relationship is kept; 3 goes to the people",
}
"""What is never taken off, and why."""


def remove_line(session: "Session", kind: str, key: int) -> str:
    """Remove the record behind a line of the timeline and say what it was.

    Raises Refused for what is kept as history, and when the record is gone.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.expansion import Trigger
    from kamtui.models.health import CheckIn, HealthCheck
    from kamtui.models.issues import Issue
    from kamtui.models.qbr import Qbr
    from kamtui.models.stakeholders import MapReview
    from kamtui.models.touchpoints import Referral, Touchpoint
    from kamtui.models.value import ValueEntry

    if kind in KEPT:
        raise Refused(KEPT[kind])
    models: dict[str, Any] = {
        "touchpoint": Touchpoint, "health_check": HealthCheck, "check_in": CheckIn, "trigger": Trigger,
        "value_entry": ValueEntry, "referral": Referral, "qbr": Qbr, "map_review": MapReview,
        "issue": Issue,
    }  # fmt: skip
    record = the(session, models[kind], key)
    account = the(session, Account, record.account_id)
    describe(session, f"{TITLES[kind]} of {account.name} removed")
    session.delete(record)
    return TITLES[kind]
