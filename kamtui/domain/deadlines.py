"""Dated work beside the rhythm: what kinds there are, how long they take, and how they are said (rule Y-10)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kamtui.domain.catalogue import With
from kamtui.domain.frozen import frozen
from kamtui.domain.stakeholders import Frequency


@frozen
class Kind:
    """One kind of dated work: its title, minutes, and whether it is done at the desk or with the client.

    `movable` ones carry a date of the user's own, which snoozing moves; the others are fixed by a rule, and `fixed`
    says by which. `kept` says why one cannot be skipped; it is empty where it can. Soft ones ask without a deadline
    and are answered by recording something else.
    """

    name: str
    title: str
    minutes: int
    with_: With = With.DESK
    soft: bool = False
    fixed: str = ""
    kept: str = ""

    @property
    def movable(self) -> bool:
        """Whether its day can be moved."""
        return not self.fixed


_SENT = "the client waits for it: d says that it was sent"
_ASKED = "an account at risk is asked: d closes it with what you discovered, s moves it"
_MET = "a milestone is met or moved: d says that it was met, s moves it"
_RESOLVED = "an issue is resolved, not skipped: d says that it is"

KINDS = {
    kind.name: kind
    for kind in (
        Kind("follow_up", "QBR follow-up", 5, fixed="the follow-up goes out within 24 hours of the review", kept=_SENT),
        Kind("check_in", "check-in", 10, kept=_ASKED),
        Kind("trigger_window", "trigger window", 3, fixed="a trigger is acted on within its window or it expires"),
        Kind("look_again", "look again", 3),
        Kind("renewal_mapping", "renewal mapping", 15, fixed="a renewal is mapped 90 days ahead"),
        Kind("renewal_conversation", "renewal talk", 30, With.CLIENT, fixed="the renewal date does not move"),
        Kind("outreach", "outreach", 5),
        Kind("conversation", "hard conversation", 30, With.CLIENT),
        Kind("commitment", "commitment", 5),
        Kind("next_step", "next step", 5),
        Kind("action", "action", 10),
        Kind("objective", "objective", 10),
        Kind("milestone", "milestone", 15, With.CLIENT, kept=_MET),
        Kind("issue", "issue", 10, fixed="the target follows from the issue's severity", kept=_RESOLVED),
        Kind("wanted_frequency", "keep in touch", 5, soft=True, fixed="a touchpoint answers it"),
        Kind("stalled_opportunity", "stalled deal", 5, soft=True, fixed="a next step with a date answers it"),
        Kind("draft_conversation", "undated talk", 5, soft=True, fixed="a date for the conversation answers it"),
    )
}

CONTACT_DAYS: Mapping[str, int] = {
    Frequency.WEEKLY: 7,
    Frequency.FORTNIGHTLY: 14,
    Frequency.MONTHLY: 31,
    Frequency.QUARTERLY: 92,
}
"""Days after the last touch at which a person who wants to hear from us is due (rule M-1)."""

FOLLOW_UP = timedelta(hours=24)
RENEWAL_MAPPED_DAYS = 90


def title_of(activity: str) -> str:
    """The title of a kind of dated work; an unknown name is said as it is."""
    return KINDS[activity].title if activity in KINDS else activity.replace("_", " ")


def moved(kind: Kind, due: date, to: date, today: date) -> date:
    """The new day of a deadline that is put off (rule Y-10).

    Raises ValueError, in one line for the user, when a rule fixes its day or the new day is not a later one.
    """
    if kind.fixed:
        raise ValueError(f"this cannot be put off: {kind.fixed}")
    if to <= max(today, due):
        raise ValueError(f"snooze moves it to a later day than {max(today, due)}")
    return to


def dropped(kind: Kind, reason: str) -> str:
    """The reason for leaving a deadline out, trimmed (rule Y-8).

    Raises ValueError, in one line for the user, when this kind is never left out, or without a reason.
    """
    if kind.kept or kind.soft:
        raise ValueError(kind.kept or f"this is not skipped: {kind.fixed}")
    if not reason.strip():
        raise ValueError("skipping needs a reason")
    return reason.strip()


def sent_on_time(ended_at: datetime, sent_at: datetime) -> bool:
    """Whether a follow-up went out within 24 hours of the end of its review (rule Q-7)."""
    return sent_at - ended_at <= FOLLOW_UP


def renewal_work_due(renewal: date, days_ahead: int, known_since: date) -> date:
    """The day on which work for a renewal falls due: `days_ahead` of it, never before the account was known (R-2)."""
    return max(date.fromordinal(renewal.toordinal() - days_ahead), known_since)
