"""Issues, and the milestones of the first ninety days."""

from datetime import date, datetime

from kamtui.domain.issues import IssueStatus, Severity
from kamtui.models.columns import Record, belongs_to, choice, moment, plain


class Issue(Record, table=True):
    """Something that went wrong for the client (rule S-1)."""

    account_id: int = belongs_to("account")
    title: str
    severity: str = choice(Severity, Severity.P3)
    opened_at: datetime = moment(required=True)
    owner: str = ""
    status: str = choice(IssueStatus, IssueStatus.OPEN)
    escalated_to: str = ""
    theme: str = ""
    root_cause: str = ""
    resolved_at: datetime | None = moment()
    notes: str = ""
    external_ids: dict[str, str] = plain(dict)


class Milestone(Record, table=True):
    """A milestone of the first ninety days (rule O-1)."""

    account_id: int = belongs_to("account")
    day: int
    what: str
    success_measure: str = ""
    due: date
    met_on: date | None = None
