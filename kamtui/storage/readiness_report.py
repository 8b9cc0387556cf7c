"""What the readiness report is made of, as the records stand on a day (rule A-4)."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kamtui.domain.dates import local_date
from kamtui.domain.errors import Refused
from kamtui.domain.issues import RECURRING_DAYS, Theme
from kamtui.domain.ledger import year_before
from kamtui.domain.practice import Practice
from kamtui.domain.readiness import Assessment, Dimension, Evidence
from kamtui.domain.reviews import ReviewKind
from kamtui.storage import guided, issues
from kamtui.storage.issues import IssueRow
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.portfolio_figures import Portfolio, portfolio
from kamtui.storage.readiness import assessments, evidence

MAPPED = 5
"""How many accounts the stakeholder map shows."""
WINDOWS = (30, 60, 90)

COMING = """
SELECT q.scheduled_on AS day, 'QBR' AS what, a.name, '' FROM qbr q JOIN account a ON a.id = q.account_id
  WHERE q.state IN ('planned', 'prepared') AND q.scheduled_on > :today AND q.scheduled_on <= :until
UNION ALL SELECT m.due, 'milestone', a.name, m.what FROM milestone m JOIN account a ON a.id = m.account_id
  WHERE m.met_on IS NULL AND m.due > :today AND m.due <= :until AND a.status <> 'ended'
UNION ALL SELECT p.due, 'action', a.name, p.what FROM plan_action p JOIN account a ON a.id = p.account_id
  WHERE p.done_on IS NULL AND p.most_important AND p.due > :today AND p.due <= :until AND a.status <> 'ended'
ORDER BY day, 2, 3
"""

SATISFACTION = """
SELECT count(*), avg(value) FROM score WHERE kind = 'csat' AND "on" > :since AND "on" <= :today
"""


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a day in the next ninety: a QBR, a renewal, a milestone, a plan's most important action."""

    on: date
    what: str
    account: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """Everything that the report says; `earlier` is the assessment it is compared with, `csat` a mean of 0 to 10."""

    today: date
    assessment: Assessment
    earlier: Assessment | None
    evidence: Mapping[Dimension, tuple[Evidence, ...]]
    portfolio: Portfolio
    top: tuple[AccountRow, ...]
    issues: tuple[IssueRow, ...]
    themes: tuple[Theme, ...]
    coming: tuple[Coming, ...]
    first_steps: tuple[str, ...]
    csat: float | None
    answers: int

    def within(self, first: int, last: int) -> tuple[Coming, ...]:
        """What comes after `first` days and by `last` days."""
        return tuple(each for each in self.coming if first < (each.on - self.today).days <= last)


def readiness_report(
    connection: sqlite3.Connection, today: date, practice: Practice, now: datetime,
    assessment_id: int | None = None, earlier_id: int | None = None,
) -> ReadinessReport:  # fmt: skip
    """The report of an assessment, the latest unless another is named, compared with the one before it (rule A-4).

    Raises Refused while there is none.
    """
    known = assessments(connection, today)
    place = next((at for at, each in enumerate(known) if assessment_id in (None, each.id)), None)
    if place is None:
        raise Refused("there is no readiness assessment yet: Readiness, behind More, begins one with n")
    chosen = known[place]
    before = known[place + 1] if place + 1 < len(known) else None
    earlier = next((each for each in known if each.id == earlier_id), before)
    found = portfolio(connection, today, practice, now)
    board = issues.board(connection, now, practice.issue_targets)
    recent = today - timedelta(days=RECURRING_DAYS)
    count, mean = connection.execute(
        SATISFACTION, {"since": year_before(today).isoformat(), "today": today.isoformat()}
    ).fetchone()
    kept = guided.finished(connection, today, ReviewKind.READINESS_ASSESSMENT)
    return ReadinessReport(
        today=today,
        assessment=chosen,
        earlier=earlier,
        evidence=evidence(connection, today, practice, found),
        portfolio=found,
        top=tuple(sorted(found.clients, key=lambda row: (-row.current_value, row.name.casefold()))[:MAPPED]),
        issues=tuple(row for row in board.rows if row.issue.open or _recent(row, recent)),
        themes=board.themes,
        coming=_coming(connection, found, today),
        first_steps=next((each.chosen for each in kept if each.on == chosen.on), ()),
        csat=mean,
        answers=count,
    )


def _recent(row: IssueRow, since: date) -> bool:
    resolved = row.issue.resolved_at
    return local_date(row.issue.opened_at) >= since or (resolved is not None and local_date(resolved) >= since)


def _coming(connection: sqlite3.Connection, found: Portfolio, today: date) -> tuple[Coming, ...]:
    asked = {"today": today.isoformat(), "until": (today + timedelta(days=WINDOWS[-1])).isoformat()}
    rows = [Coming(date.fromisoformat(on), what, name, said) for on, what, name, said in
            connection.execute(COMING, asked).fetchall()]  # fmt: skip
    rows += [
        Coming(row.renewal.on, "renewal", row.account.name, row.renewal.stage.value.replace("_", " "))
        for row in found.renewals
        if not row.renewal.settled
    ]
    return tuple(sorted(rows, key=lambda each: (each.on, each.what, each.account.casefold())))
