"""Issues and their escalation: target hours, what is breached, themes that come back, causes that are owed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from kamtui.domain.dates import FRIDAY, ONE_DAY, ONE_WEEK, local_date
from kamtui.domain.errors import Refused
from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, choice_problems, name_problems


class Severity(StrEnum):
    """How bad an issue is (rule S-1)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class IssueStatus(StrEnum):
    """Where an issue is (rule S-1)."""

    OPEN = "open"
    ESCALATED = "escalated"
    RESOLVED = "resolved"


class Standing(StrEnum):
    """An issue against its target (rule S-2)."""

    RUNNING = "running"
    BREACHED = "breached"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


TARGET_HOURS: Final = (24, 72, 168, 720)
"""Hours in which an issue of P1, P2, P3 and P4 should be resolved (rule S-1)."""

WORK_BEGINS, WORK_ENDS = time(9), time(17)
"""The working day, Monday to Friday, where targets are counted in working hours."""
WORK_WEEK: Final = timedelta(hours=40)
ONE_SECOND: Final = timedelta(seconds=1)

COUNTED: Final = frozenset({Standing.MET, Standing.MISSED, Standing.BREACHED})
"""What compliance is counted from; one that still has time counts neither way (rule S-2)."""

CAUSE_ASKED: Final = frozenset({Severity.P1, Severity.P2})
RECURRING_DAYS: Final = 90


@frozen
class Targets:
    """The target hours of P1 to P4, and whether they are working hours or hours of the clock (rule S-1)."""

    hours: tuple[int, ...] = TARGET_HOURS
    working: bool = False

    def hours_of(self, severity: str) -> int:
        """The hours of a severity; a word nobody knows counts as the mildest."""
        known = [each.value for each in Severity]
        return self.hours[known.index(severity) if severity in known else -1]

    def until(self, severity: str, opened_at: datetime, zone: tzinfo | None = None) -> datetime:
        """The moment by which an issue should be resolved (rule S-1).

        Hours of the clock run through nights, weekends and changes of the clock. Working hours run from 9:00 to 17:00,
        Monday to Friday, in the zone given or the machine's; no other days are free.
        """
        hours = timedelta(hours=self.hours_of(severity))
        if self.working:
            return _after_working(opened_at.astimezone(zone), hours, zone)
        return opened_at + hours


@frozen
class Issue:
    """One issue as its rules see it (rule S-1); moments are aware."""

    title: str
    severity: str
    opened_at: datetime
    status: str = IssueStatus.OPEN
    owner: str = ""
    escalated_to: str = ""
    theme: str = ""
    root_cause: str = ""
    resolved_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be resolved; an escalated one is."""
        return self.status != IssueStatus.RESOLVED and self.resolved_at is None

    @property
    def asks_for_cause(self) -> bool:
        """Whether it is a resolved P1 or P2 whose root cause nobody has written down (rule S-3)."""
        return not self.open and self.severity in CAUSE_ASKED and not self.root_cause.strip()


@frozen
class Theme:
    """A theme that came up on several accounts lately: how often, on how many accounts, when last (rule S-3)."""

    name: str
    issues: int
    accounts: int
    last: date


def standing(issue: Issue, now: datetime, targets: Targets, zone: tzinfo | None = None) -> Standing:
    """Whether an issue met its target, missed it, still has time, or is past it and open (rule S-2).

    It is breached from the target's very moment on. Of one that is resolved nobody knows when, nothing is known.
    """
    until = targets.until(issue.severity, issue.opened_at, zone)
    if issue.open:
        return Standing.BREACHED if now >= until else Standing.RUNNING
    if issue.resolved_at is None:
        return Standing.UNKNOWN
    return Standing.MET if issue.resolved_at <= until else Standing.MISSED


def theme_key(theme: str) -> str:
    """What makes two themes the same: capitals and the amount of white space make no difference (rule S-3)."""
    return " ".join(theme.casefold().split())


def recurring(raised: Iterable[tuple[int, str, date]], today: date, days: int = RECURRING_DAYS) -> tuple[Theme, ...]:
    """Themes of two or more accounts in the last 90 days, the most frequent first (rule S-3).

    `raised` are accounts, themes and the local days on which issues were opened.
    """
    since = today - timedelta(days=days)
    found: dict[str, list[tuple[date, int, str]]] = {}
    for account, theme, on in raised:
        if theme_key(theme) and since <= on <= today:
            found.setdefault(theme_key(theme), []).append((on, account, theme))
    themes = [
        Theme(" ".join(max(each)[2].split()), len(each), len({account for _, account, _ in each}), max(each)[0])
        for each in found.values()
    ]
    return tuple(
        sorted(
            (theme for theme in themes if theme.accounts > 1),
            key=lambda theme: (-theme.accounts, -theme.issues, theme_key(theme.name)),
        )
    )


def escalated(issue: Issue, to: str) -> Issue:
    """The issue in somebody else's hands; its clock goes on. Raises Refused when it is resolved, or to nobody."""
    if not issue.open:
        raise Refused("it is resolved already: t opens it again")
    if not to.strip():
        raise Refused("say to whom it is escalated")
    return replace(issue, status=IssueStatus.ESCALATED, escalated_to=to.strip())


def taken_back(issue: Issue) -> Issue:
    """An escalated issue in our own hands again; to whom it went is kept. Raises Refused when it is not escalated."""
    if issue.status != IssueStatus.ESCALATED:
        raise Refused(f"it is {issue.status}, not escalated")
    return replace(issue, status=IssueStatus.OPEN)


def resolved(issue: Issue, at: datetime, root_cause: str = "") -> Issue:
    """The issue once it is resolved; a cause that is not given now stays as it was (rule S-3).

    Raises Refused when it is resolved already.
    """
    if not issue.open:
        raise Refused("the issue is resolved already")
    cause = root_cause.strip() or issue.root_cause
    return replace(issue, status=IssueStatus.RESOLVED, resolved_at=at, root_cause=cause)


def reopened(issue: Issue) -> Issue:
    """A resolved issue open again, its clock running from when it was opened. Raises Refused when it is open."""
    if issue.open:
        raise Refused("it is open already")
    return replace(issue, status=IssueStatus.OPEN, resolved_at=None)


def validate_issue(issue: Issue, now: datetime) -> tuple[Problem, ...]:
    """Everything that is wrong with an issue as entered (rule S-1)."""
    found = name_problems("title", issue.title)
    found += choice_problems("severity", Severity, issue.severity)
    found += choice_problems("status", IssueStatus, issue.status)
    if issue.opened_at > now:
        found.append(Problem("opened_at", "An issue cannot have been opened in the future."))
    if issue.resolved_at is not None and issue.resolved_at > now:
        found.append(Problem("resolved_at", "An issue cannot have been resolved in the future."))
    if issue.resolved_at is not None and issue.resolved_at < issue.opened_at:
        found.append(Problem("resolved_at", "An issue is resolved after it was opened, not before."))
    return tuple(found)


def opened_on(issues: Sequence[tuple[int, Issue]]) -> list[tuple[int, str, date]]:
    """Accounts, themes and local days of issues, as `recurring` reads them."""
    return [(account, each.theme, local_date(each.opened_at)) for account, each in issues]


def _after_working(opened: datetime, left: timedelta, zone: tzinfo | None) -> datetime:
    """The moment after so many working hours, counted on the wall clock of the zone."""
    at = opened.replace(tzinfo=None)
    weeks = max(0, (left - ONE_SECOND) // WORK_WEEK)
    at, left = at + weeks * ONE_WEEK, left - weeks * WORK_WEEK
    while True:
        begins, ends = datetime.combine(at.date(), WORK_BEGINS), datetime.combine(at.date(), WORK_ENDS)
        at = max(at, begins)
        if at.weekday() <= FRIDAY and at < ends:
            if left <= ends - at:
                end = at + left
                return end.replace(tzinfo=zone) if zone is not None else end.astimezone()
            left -= ends - at
        at = datetime.combine(at.date() + ONE_DAY, WORK_BEGINS)
