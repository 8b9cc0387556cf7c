"""What the user does to issues: one function a user action (rules S-1 to S-3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kamtui.domain import issues as rules
from kamtui.domain.errors import Refused
from kamtui.domain.issues import Issue, IssueStatus, validate_issue
from kamtui.domain.problems import spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.storage.work import by_uid, describe, fill, key_of, the

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.issues import Issue as Record

FIELDS = (*("title", "severity", "opened_at", "status", "owner", "escalated_to", "theme", "root_cause", "resolved_at"),)
LINES = frozenset({"title", "owner", "escalated_to", "theme"})
TEXTS = frozenset({"root_cause", "notes"})
ASKED = LINES | TEXTS | {"account_id", "severity", "opened_at", "resolved_at"}
LABEL = 40


def add_issue(session: "Session", values: Mapping[str, Any]) -> int:
    """Log an issue and give its key; without `opened_at` it was opened now. Raises Refused in one line (rule S-1)."""
    from kamtui.models.accounts import Account
    from kamtui.models.issues import Issue as Record

    account = the(session, Account, values.get("account_id"))
    record = Record(account_id=account.id or 0, title="", opened_at=_now(session))
    _write(session, record, values)
    session.add(record)
    session.flush()
    describe(session, f"issue at {shorten(account.name, LABEL)}: {_called(record)}")
    return key_of(record)


def edit_issue(session: "Session", issue_id: int, values: Mapping[str, Any]) -> None:
    """Change what is known of an issue; what is not in `values` stays. Raises Refused in one line."""
    record = _the(session, issue_id)
    _write(session, record, values)
    describe(session, f"changes to issue {_called(record)}")


def escalate_issue(session: "Session", issue_id: int, to: str) -> None:
    """Give an issue to somebody who can do more; its clock goes on (rule S-1). Raises Refused in one line."""
    record = _the(session, issue_id)
    _put(record, rules.escalated(_issue(record), clean_line(to)))
    describe(session, f"issue {_called(record)} escalated to {shorten(record.escalated_to, LABEL)}")


def take_back_issue(session: "Session", issue_id: int) -> None:
    """Take an escalated issue back into one's own hands (rule S-1)."""
    record = _the(session, issue_id)
    _put(record, rules.taken_back(_issue(record)))
    describe(session, f"issue {_called(record)} taken back")


def settle(session: "Session", uid: str, root_cause: str = "") -> bool:
    """Resolve an issue now, wherever that is asked for; gives whether it still asks for its cause (rule S-3).

    The caller names the action. Raises Refused when it is resolved already.
    """
    from kamtui.models.issues import Issue as Record

    record = by_uid(session, Record, uid)
    after = rules.resolved(_issue(record), _now(session), clean_text(root_cause))
    _put(record, after)
    return after.asks_for_cause


def resolve_issue(session: "Session", root_cause: str = "", *, issue_id: int) -> bool:
    """Resolve an issue now, with its root cause where it is known; gives whether it still asks for one (rule S-3)."""
    record = _the(session, issue_id)
    asks = settle(session, record.uid, root_cause)
    describe(session, f"issue {_called(record)} resolved")
    return asks


def give_cause(session: "Session", root_cause: str, *, issue_id: int) -> None:
    """Write down why it happened (rule S-3); raises Refused when nothing is said."""
    record = _the(session, issue_id)
    said = clean_text(root_cause).strip()
    if not said:
        raise Refused("say what caused it")
    fill(record, {"root_cause": said})
    describe(session, f"root cause of issue {_called(record)}")


def reopen_issue(session: "Session", issue_id: int) -> None:
    """Open a resolved issue again; its clock runs from when it was first opened (rule S-1)."""
    record = _the(session, issue_id)
    _put(record, rules.reopened(_issue(record)))
    describe(session, f"issue {_called(record)} open again")


def remove_issue(session: "Session", issue_id: int) -> str:
    """Remove an issue, and give its title."""
    record = _the(session, issue_id)
    describe(session, f"issue {_called(record)} removed")
    session.delete(record)
    return record.title


def _the(session: "Session", issue_id: int) -> "Record":
    from kamtui.models.issues import Issue as Record

    return the(session, Record, issue_id)


def _now(session: "Session") -> datetime:
    now: datetime = session.info["now"]
    return now


def _issue(record: "Record") -> Issue:
    return Issue(**{name: getattr(record, name) for name in FIELDS})


def _put(record: "Record", after: Issue) -> None:
    fill(record, {**{name: getattr(after, name) for name in FIELDS}, "status": str(after.status)})


def _write(session: "Session", record: "Record", values: Mapping[str, Any]) -> None:
    """Fill an issue with cleaned values; raises Refused for the first thing that is wrong."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name not in ASKED:
            raise Refused(f"an issue has no {spoken(name)}")
        if name in LINES:
            given[name] = clean_line(value or "")
        elif name in TEXTS:
            given[name] = clean_text(value or "").strip()
        elif value is not None:
            given[name] = value
    account_id, notes = given.pop("account_id", record.account_id), given.pop("notes", record.notes)
    after = Issue(**{name: given.get(name, getattr(record, name)) for name in FIELDS})
    for problem in validate_issue(after, _now(session)):
        raise Refused(problem.text)
    if after.status != IssueStatus.RESOLVED and after.resolved_at is not None:
        raise Refused("it is not resolved yet: d resolves it")
    if account_id != record.account_id:
        from kamtui.models.accounts import Account

        account_id = the(session, Account, account_id).id
    _put(record, after)
    fill(record, {"account_id": account_id, "notes": notes})


def _called(record: "Record") -> str:
    return shorten(record.title, LABEL)
