"""Dated work beside the rhythm: what kinds there are, how long they take, and how they are said (rule Y-10)."""

from dataclasses import dataclass
from datetime import timedelta

from kamtui.domain.catalogue import With
from kamtui.domain.stakeholders import Frequency


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of dated work: its title, minutes, and whether it is done at the desk or with the client.

    `movable` ones carry a date of the user's own, which snoozing moves; the others are fixed by a rule, and `fixed`
    says by which. Soft ones ask without a deadline.
    """

    name: str
    title: str
    minutes: int
    with_: With = With.DESK
    soft: bool = False
    fixed: str = ""

    @property
    def movable(self) -> bool:
        """Whether its day can be moved."""
        return not self.fixed


KINDS = {
    kind.name: kind
    for kind in (
        Kind("follow_up", "QBR follow-up", 5, fixed="the follow-up goes out within 24 hours of the review"),
        Kind("check_in", "check-in", 10),
        Kind("trigger_window", "trigger window", 3, fixed="a trigger is acted on within its window or it expires"),
        Kind("renewal_mapping", "renewal mapping", 15, fixed="a renewal is mapped 90 days ahead"),
        Kind("renewal_conversation", "renewal talk", 30, With.CLIENT, fixed="the renewal date does not move"),
        Kind("outreach", "outreach", 5),
        Kind("conversation", "hard conversation", 30, With.CLIENT),
        Kind("commitment", "commitment", 5),
        Kind("next_step", "next step", 5),
        Kind("action", "action", 10),
        Kind("objective", "objective", 10),
        Kind("milestone", "milestone", 15, With.CLIENT),
        Kind("issue", "issue", 10, fixed="the target follows from the issue's severity"),
        Kind("wanted_frequency", "keep in touch", 5, soft=True, fixed="a touchpoint answers it"),
        Kind("stalled_opportunity", "stalled deal", 5, soft=True, fixed="a next step with a date answers it"),
        Kind("draft_conversation", "undated talk", 5, soft=True, fixed="a date for the conversation answers it"),
    )
}

CONTACT_DAYS = {
    Frequency.WEEKLY: 7,
    Frequency.FORTNIGHTLY: 14,
    Frequency.MONTHLY: 31,
    Frequency.QUARTERLY: 92,
}
"""Days after the last touch at which a person who wants to hear from us is due (rule M-1)."""

TARGET_HOURS = {"P1": 24, "P2": 72, "P3": 168, "P4": 720}
"""Hours in which an issue of each severity should be resolved (rule S-1)."""

FOLLOW_UP = timedelta(hours=24)
RENEWAL_MAPPED_DAYS = 90


def title_of(activity: str) -> str:
    """The title of a kind of dated work; an unknown name is said as it is."""
    return KINDS[activity].title if activity in KINDS else activity.replace("_", " ")
