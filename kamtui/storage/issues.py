"""Issues as they are shown: by their clocks, with what comes back and how the targets were kept (rules S-1 to S-3)."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kamtui.domain.dates import local_date
from kamtui.domain.issues import RECURRING_DAYS, Issue, Standing, Targets, Theme, recurring, standing, theme_key
from kamtui.domain.ledger import year_before
from kamtui.storage.portfolio_practice import Kept, service_levels
from kamtui.storage.rows import moment

ISSUES = """
SELECT i.id, i.uid, i.account_id, a.name, i.title, i.severity, i.opened_at, i.status, i.owner, i.escalated_to, i.theme,
  i.root_cause, i.resolved_at, i.notes
FROM issue i JOIN account a ON a.id = i.account_id
WHERE (:account IS NULL OR i.account_id = :account) AND (:issue IS NULL OR i.id = :issue OR i.uid = :issue)
ORDER BY a.tier, a.name_key, i.id
"""

USED_THEMES = """
SELECT theme FROM issue WHERE theme <> '' GROUP BY lower(theme) ORDER BY max(opened_at) DESC LIMIT 5
"""

THEMES = """
SELECT account_id, theme, date(opened_at, 'localtime') FROM issue
WHERE theme <> '' AND date(opened_at, 'localtime') BETWEEN :since AND :today ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue, the moment by which it should be resolved, and how it stands against that (rules S-1, S-2)."""

    id: int
    uid: str
    account_id: int
    account: str
    issue: Issue
    notes: str
    until: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Board:
    """Issues by their clocks: open ones by the moment they breach, then those that owe a cause, then the others.

    Themes come from all accounts; `kept` is how the targets of the last twelve months were kept by the accounts shown.
    """

    rows: tuple[IssueRow, ...]
    themes: tuple[Theme, ...]
    kept: Kept

    def recurs(self, theme: str) -> Theme | None:
        """The theme, where it comes back (rule S-3)."""
        return next((each for each in self.themes if theme_key(each.name) == theme_key(theme)), None)


def board(connection: sqlite3.Connection, now: datetime, targets: Targets, account_id: int | None = None) -> Board:
    """Everything about issues at a moment, of one account or of all."""
    today, asked = local_date(now), {"account": account_id, "issue": None}
    rows = [_row(found, now, targets) for found in connection.execute(ISSUES, asked).fetchall()]
    kept = service_levels(connection, today, year_before(today), targets, now)
    ours = kept if account_id is None else Kept(tuple(row for row in kept.rows if row.account_id == account_id))
    return Board(tuple(sorted(rows, key=_place)), themes(connection, today), ours)


def one_issue(connection: sqlite3.Connection, issue: int | str, now: datetime, targets: Targets) -> IssueRow | None:
    """The issue with this key or uid; None when it is gone."""
    found = connection.execute(ISSUES, {"account": None, "issue": issue}).fetchone()
    return _row(found, now, targets) if found else None


def used_themes(connection: sqlite3.Connection) -> list[str]:
    """The themes that were written last, for a form to remind of."""
    return [theme for (theme,) in connection.execute(USED_THEMES).fetchall()]


def themes(connection: sqlite3.Connection, today: date) -> tuple[Theme, ...]:
    """The themes that came up on two or more accounts in the last 90 days (rule S-3)."""
    asked = {"since": (today - timedelta(days=RECURRING_DAYS)).isoformat(), "today": today.isoformat()}
    raised = connection.execute(THEMES, asked).fetchall()
    return recurring(((account, theme, date.fromisoformat(on)) for account, theme, on in raised), today)


def _row(found: tuple[object, ...], now: datetime, targets: Targets) -> IssueRow:
    key, uid, owner, name, title, severity, opened, status, who, escalated, theme, cause, resolved, notes = found
    begin = moment(str(opened))
    assert begin is not None  # noqa: S101  the column is never empty
    ended = moment(None if resolved is None else str(resolved))
    issue = Issue(
        str(title), str(severity), begin, str(status), str(who), str(escalated), str(theme), str(cause), ended
    )  # fmt: skip
    until = targets.until(issue.severity, begin)
    stands = standing(issue, now, targets)
    return IssueRow(int(str(key)), str(uid), int(str(owner)), str(name), issue, str(notes), until, stands)


def _place(row: IssueRow) -> tuple[int, float]:
    """The order of the list: what breaches first; of the resolved ones those that owe a cause, the newest first."""
    issue = row.issue
    if issue.open:
        return 0, row.until.timestamp()
    over = issue.resolved_at or issue.opened_at
    return (1 if issue.asks_for_cause else 2), -over.timestamp()
