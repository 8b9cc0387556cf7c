"""The forms of issues: one, to whom it goes, what caused it."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from kamtui.domain.issues import WORK_BEGINS, IssueStatus, Severity
from kamtui.domain.text import shorten
from kamtui.domain.touchpoints import parse_time
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.record_form import GONE, NAME, RecordForm
from kamtui.storage import issues, issues_changes
from kamtui.storage.commitments import accounts_to_choose
from kamtui.storage.issues import IssueRow

if TYPE_CHECKING:
    from kamtui.domain.week import WeekItem
    from kamtui.storage.week_changes import Given
    from kamtui.widgets.ink import Cell

WORDS = {Severity.P1: "P1 worst", Severity.P2: "P2", Severity.P3: "P3", Severity.P4: "P4 mildest"}
CAUSE_HINT = "why it happened; may be given later"


class IssueForm(RecordForm):
    """Asks what went wrong, where and how badly: a new issue, or the one with `issue_id`; gives `Saved(key)`."""

    def __init__(self, account_id: int | None, issue_id: int | None = None) -> None:
        super().__init__("New issue" if issue_id is None else "Issue")
        self._account_id, self._issue_id = account_id, issue_id
        self._known: IssueRow | None = None

    async def ask(self) -> list[Field]:
        """Read the accounts, and the issue as it stands."""
        database, now = self.desk.database, self.desk.clock.now()
        if self._issue_id is not None:
            targets = self.desk.settings.practice().issue_targets
            self._known = await database.read_plainly(issues.one_issue, self._issue_id, now, targets)
            if self._known is None:
                raise ValueError(GONE)
        accounts = await database.read_plainly(accounts_to_choose)
        if not accounts:
            raise ValueError("there are no accounts yet; 2 and n add the first one")
        themes = await database.read_plainly(issues.used_themes)
        options = [(key, shorten(name, NAME)) for key, name in accounts]
        return self._fields(options, ", ".join(shorten(theme, 16) for theme in themes), now.astimezone())

    def _fields(self, options: list[tuple[int, str]], themes: str, now: datetime) -> list[Field]:
        known = self._known
        issue = known.issue if known else None
        opened = issue.opened_at.astimezone() if issue else now
        fields = [
            Field("account_id", "Account", "pick", known.account_id if known else self._account_id, required=True,
                  options=options),
            Field("title", "What is wrong", value=issue.title if issue else "", required=True),
            Field("severity", "Severity", "choice", issue.severity if issue else Severity.P3.value,
                  options=[(each.value, WORDS[each]) for each in Severity]),
            Field("owner", "Owner", value=issue.owner if issue else "", hint="who sees to it"),
            Field("theme", "Theme", value=issue.theme if issue else "", hint=themes or "sync, reporting, access"),
            Field("opened_on", "Opened on", "date", opened.date(), required=True, past=True),
            Field("opened_time", "at", value=f"{opened:%H:%M}", hint="14:30", check=_time_problem),
        ]  # fmt: skip
        if issue is not None and issue.status == IssueStatus.ESCALATED:
            fields.append(Field("escalated_to", "Escalated to", value=issue.escalated_to))
        if issue is not None and not issue.open:
            ended = issue.resolved_at.astimezone() if issue.resolved_at else None
            fields += [
                Field("resolved_on", "Resolved on", "date", ended.date() if ended else None, past=True),
                Field("resolved_time", "at", value=f"{ended:%H:%M}" if ended else "", hint="14:30",
                      check=_time_problem),
            ]  # fmt: skip
        if issue is not None:
            fields.append(Field("root_cause", "Root cause", "long", issue.root_cause, hint=CAUSE_HINT))
        return [*fields, Field("notes", "Notes", "long", known.notes if known else "")]

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it."""
        issue = self._known.issue if self._known else None
        values["opened_at"] = self._moment(values, "opened", issue.opened_at if issue else None)
        if "resolved_on" in values:
            values["resolved_at"] = self._moment(values, "resolved", issue.resolved_at if issue else None)
        run = self.desk.database.run
        if self._issue_id is None:
            return await run(issues_changes.add_issue, values)
        await run(issues_changes.edit_issue, self._issue_id, values)
        return self._issue_id

    def _moment(self, values: dict[str, Any], which: str, before: datetime | None) -> datetime | None:
        """The moment that was typed; one that is still as it was shown keeps its seconds."""
        on: date | None = values.pop(f"{which}_on")
        at: time | None = parse_time(values.pop(f"{which}_time") or "")
        if on is None:
            return None
        local = before.astimezone() if before else None
        if local is not None and (local.date(), f"{local:%H:%M}") == (on, f"{at:%H:%M}" if at else ""):
            return before
        now = self.desk.clock.now().astimezone()
        if at is None:
            at = now.time() if on == now.date() else WORK_BEGINS
        return datetime.combine(on, at).astimezone()


def escalate_form(row: IssueRow) -> FormScreen:
    """Asks to whom it goes."""
    field = Field("to", "To whom", value=row.issue.escalated_to, required=True, hint="a name; the clock goes on")
    title: Cell = [("Escalate ", "title"), (shorten(row.issue.title, NAME), "title")]
    return FormScreen(title, [field], issues_changes.escalate_issue, always={"issue_id": row.id})


def resolve_form(row: IssueRow) -> FormScreen:
    """Resolves it, and asks for its root cause (rule S-3)."""
    field = Field("root_cause", "Root cause", "long", hint=CAUSE_HINT)
    title: Cell = [("Resolved: ", "title"), (shorten(row.issue.title, NAME), "title")]
    return FormScreen(title, [field], issues_changes.resolve_issue, always={"issue_id": row.id})


def resolve_line_form(row: IssueRow, line: "WeekItem", given: "Given") -> FormScreen:
    """The same from the week's list (rules S-3, Y-10)."""
    from kamtui.storage import week_changes

    field = Field("root_cause", "Root cause", "long", hint=CAUSE_HINT)
    title: Cell = [("Resolved: ", "title"), (shorten(row.issue.title, NAME), "title")]
    return FormScreen(title, [field], week_changes.done, always={"line": line, "given": given})


def cause_form(row: IssueRow) -> FormScreen:
    """Asks for the root cause of one that is resolved, or is not yet (rule S-3)."""
    field = Field("root_cause", "Root cause", "long", row.issue.root_cause, required=True, hint="why it happened")
    title: Cell = [("What caused ", "title"), (shorten(row.issue.title, NAME), "title")]
    return FormScreen(title, [field], issues_changes.give_cause, always={"issue_id": row.id})


def _time_problem(text: str) -> str | None:
    try:
        parse_time(text)
    except ValueError as problem:
        return str(problem)
    return None
