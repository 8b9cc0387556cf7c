"""One record of every kind of dated work, with what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kamtui.domain.week import DEADLINE, SOFT
from kamtui.models.columns import Record
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.health import CheckIn
from kamtui.models.issues import Issue, Milestone
from kamtui.models.plans import Objective, PlanAction
from kamtui.models.qbr import Qbr
from tests.storage.records import person, touch
from tests.storage.week_records import TODAY

DUE = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=9)
YESTERDAY = datetime(2026, 11, 19, 16, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One kind: its record, a word of its reason, the fields after done, moved and dropped (None: refused)."""

    make: Callable[[int], Record]
    why: str
    done: dict[str, Any] | None
    moved: str = ""
    dropped: dict[str, Any] | None = None
    kind: str = DEADLINE
    ask: dict[str, str] = field(default_factory=dict)


CASES = {
    "check_in": Case(
        lambda owner: CheckIn(account_id=owner, opened_on=TODAY, due=DUE, question="How is it?"),
        "At risk since the check of 2026-11-20",
        {"done_on": str(TODAY), "discovered": "they feel unheard", "action": "weekly call"},
        "due",
        ask={"discovered": "they feel unheard", "action": "weekly call"},
    ),
    "trigger_window": Case(
        lambda owner: Trigger(account_id=owner, kind="org_change", heard="a new COO", noted_on=DUE - timedelta(14)),
        "Heard: a new COO (org change)",
        {"state": "acted", "acted_on": str(TODAY)},
        dropped={"state": "filed"},
    ),
    "look_again": Case(
        lambda owner: Trigger(
            account_id=owner,
            kind="org_change",
            heard="a new COO",
            noted_on=date(2026, 9, 1),
            state="filed",
            look_again_on=DUE,
        ),
        "Filed until now: a new COO (heard on 2026-09-01)",
        {"state": "acted", "acted_on": str(TODAY), "look_again_on": None},
        "look_again_on",
        {"state": "expired", "look_again_on": None},
    ),
    "outreach": Case(
        lambda owner: person(owner, outreach_what="send the study", outreach_due=DUE),
        "Ida: send the study",
        {"outreach_done_on": str(TODAY), "quality": "neutral"},
        "outreach_due",
        {"outreach_due": None, "outreach_what": "send the study"},
        ask={"quality": "neutral"},
    ),
    "conversation": Case(
        lambda owner: Conversation(
            account_id=owner, noted_on=TODAY, state="committed", committed_on=DUE, happened="we were late"
        ),
        "Committed to a date: we were late",
        {"state": "held"},
        "committed_on",
        {"state": "draft", "committed_on": None},
    ),
    "commitment": Case(
        lambda owner: Commitment(account_id=owner, side="ours", what="the numbers", due=DUE),
        "We promised: the numbers",
        {"state": "kept", "settled_on": str(TODAY)},
        "due",
        {"state": "waived", "reason": "no longer wanted", "settled_on": str(TODAY)},
    ),
    "next_step": Case(
        lambda owner: touch(owner, next_step="send it", next_step_due=DUE),
        "Agreed on 2026-11-20: send it",
        {"next_step_done_on": str(TODAY)},
        "next_step_due",
        {"next_step_due": None, "next_step_done_on": None},
    ),
    "action": Case(
        lambda owner: PlanAction(account_id=owner, what="call the CFO", due=DUE),
        "call the CFO",
        {"done_on": str(TODAY)},
        "due",
        {"due": None, "done_on": None},
    ),
    "objective": Case(
        lambda owner: Objective(account_id=owner, what="save 10 %", owner="Ida", due=DUE),
        "save 10 % (Ida)",
        {"status": "done"},
        "due",
        {"status": "dropped"},
    ),
    "milestone": Case(
        lambda owner: Milestone(account_id=owner, day=30, what="first report", due=DUE),
        "Day 30 of onboarding: first report",
        {"met_on": str(TODAY)},
        "due",
    ),
    "follow_up": Case(
        lambda owner: Qbr(account_id=owner, scheduled_on=TODAY, state="held", ended_at=YESTERDAY),
        "within 24 hours, by 16:10",
        {"state": "followed_up"},
    ),
    "issue": Case(
        lambda owner: Issue(account_id=owner, title="late delivery", severity="P2", opened_at=YESTERDAY),
        "P2: late delivery. To be resolved by 16:10",
        {"status": "resolved"},
    ),
    "stalled_opportunity": Case(
        lambda owner: Opportunity(account_id=owner, name="more seats"), "more seats: no next step", None, kind=SOFT
    ),
    "draft_conversation": Case(
        lambda owner: Conversation(account_id=owner, noted_on=TODAY - timedelta(8), happened="they pay late"),
        "Waiting 8 days without a date: they pay late",
        None,
        kind=SOFT,
    ),
    "wanted_frequency": Case(
        lambda owner: person(owner, frequency="weekly"), "Ida wants to hear from us weekly", None, kind=SOFT
    ),
}
