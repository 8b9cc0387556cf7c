"""How issues are said on the screen: their clocks, how they stand, what comes back, how the targets are kept."""

from datetime import datetime, timedelta

from kamtui.domain.issues import RECURRING_DAYS, IssueStatus, Severity, Standing, Targets
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, moment_words, out_of, percent, plural
from kamtui.storage.issues import Board, IssueRow
from kamtui.storage.portfolio_practice import Kept
from kamtui.widgets.ink import Cell, Part

OVER: dict[Standing, Part] = {
    Standing.MET: ("✓ in time", "good"),
    Standing.MISSED: ("✗ late", "poor"),
    Standing.UNKNOWN: ("– resolved", "dim"),
}
STANDS = {
    Standing.MET: "resolved within the target",
    Standing.MISSED: "resolved after the target",
    Standing.UNKNOWN: "resolved, nobody noted when",
}
SHOWN = 600
SOON = timedelta(hours=8)


def span_words(span: timedelta) -> str:
    """How long that is, short: `45 min`, `7 h`, `3 d`."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def clock_cell(row: IssueRow, now: datetime) -> Cell:
    """How much time an open issue has left, or by how much it is over; how a resolved one ended (rule S-2)."""
    left = row.until - now
    if row.standing is Standing.BREACHED:
        return [("! ", "late"), (f"{span_words(left)} over", "late")]
    if row.standing is Standing.RUNNING:
        return (f"{span_words(left)} left", "soon" if left <= SOON else "")
    return OVER[row.standing]


def severity_cell(row: IssueRow) -> Part:
    """The severity; the two that ask for a cause stand out."""
    severity = row.issue.severity
    return (severity, "strong" if severity in (Severity.P1, Severity.P2) else "")


def theme_cell(row: IssueRow, board: Board, now: datetime) -> Cell:
    """The theme, with a sign where it comes back and this issue is part of that (rule S-3)."""
    lately = row.issue.open or now - row.issue.opened_at <= timedelta(days=RECURRING_DAYS)
    if not lately:
        return row.issue.theme
    return [("↻ ", "watch"), row.issue.theme] if board.recurs(row.issue.theme) else row.issue.theme


def status_cell(row: IssueRow) -> Part:
    """Where it is; a resolved one that owes its root cause says so (rule S-3)."""
    if row.issue.asks_for_cause:
        return ("why?", "watch")
    return (row.issue.status, "soon" if row.issue.status == IssueStatus.ESCALATED else "")


def kept_cell(board: Board) -> Cell:
    """How the targets were kept in twelve months, for the title line (rule S-2)."""
    return [("in time ", "dim"), percent(board.kept.share)]


def open_cell(board: Board) -> Cell:
    """How many are open, how many of those past their target, how many owe a cause."""
    breached = sum(row.standing is Standing.BREACHED for row in board.rows)
    asked = sum(row.issue.asks_for_cause for row in board.rows)
    cell: list[Part] = [(f"{sum(row.issue.open for row in board.rows)} open", "")]
    if breached:
        cell.append((f", {breached} breached", "late"))
    if asked:
        cell.append((f", {asked} without a cause", "watch"))
    return cell


def why_lines(row: IssueRow, board: Board, now: datetime, targets: Targets) -> list[Cell]:
    """Everything about one issue."""
    issue, local = row.issue, now.astimezone()
    lines: list[Cell] = [(shorten(issue.title, SHOWN), "title"), _account(row), ""]
    lines.append([("opened ", "dim"), moment_words(issue.opened_at, local)])
    lines += _clock(row, local, targets)
    if issue.owner:
        lines.append([("owner ", "dim"), shorten(issue.owner, 80)])
    if issue.escalated_to:
        now_or_then = "escalated to " if issue.status == IssueStatus.ESCALATED else "was escalated to "
        lines.append([(now_or_then, "dim"), shorten(issue.escalated_to, 80)])
    lines += _theme(row, board)
    if issue.root_cause:
        lines.append([("root cause ", "dim"), shorten(issue.root_cause, SHOWN)])
    elif issue.asks_for_cause:
        lines.append([("what caused it? ", "watch"), ("w", "key"), (" writes it down", "dim")])
    if row.notes:
        lines += ["", *(text for text in shorten_lines(row.notes))]
    return lines


def below_lines(row: IssueRow, board: Board, now: datetime, targets: Targets) -> list[Cell]:
    """The same in three lines for a narrow terminal."""
    issue = row.issue
    clock: list[Part] = [*_clock(row, now.astimezone(), targets)[0]]
    if issue.owner:
        clock += [(" · ", "dim"), (shorten(issue.owner, 20), "")]
    if issue.escalated_to:
        clock += [(" · escalated to ", "dim"), (shorten(issue.escalated_to, 20), "")]
    about: list[list[Part]] = _theme(row, board)
    if issue.asks_for_cause:
        about = [[("what caused it? ", "watch"), ("w", "key"), (" writes it down", "dim")]]
    elif issue.root_cause:
        about = [[("root cause ", "dim"), (shorten(issue.root_cause, 80), "")]]
    return [(shorten(issue.title, SHOWN), "strong"), clock, *about]


def board_lines(board: Board) -> list[Cell]:
    """What comes back, and how the targets were kept, by severity and in all (rules S-2, S-3)."""
    lines: list[Cell] = [("Comes back", "title")]
    for theme in board.themes:
        on = f"  {plural(theme.issues, 'issue')} on {theme.accounts} accounts"
        lines.append([(shorten(theme.name, 40), ""), (on, "dim")])
    if not board.themes:
        lines.append(("no theme on two accounts in 90 days", "dim"))
    lines += ["", ("Resolved in time, 12 months", "title")]
    for severity in Severity:
        lines.append(_kept(severity.value, board.kept.under(severity.value)))
    return [*lines, _kept("all", board.kept)]


def shorten_lines(text: str) -> list[str]:
    """The lines of a text, each at most a screenful, not too many."""
    lines = text.splitlines()
    return [shorten(line, SHOWN) for line in lines[:12]] + (["…"] if len(lines) > 12 else [])


def _kept(name: str, kept: Kept) -> Cell:
    return [
        (f"{name:<5}", "dim"),
        f"{percent(kept.share):>7}",
        (f"  {out_of(kept.kept, kept.of)}" if kept.of else "", "dim"),
    ]


def _account(row: IssueRow) -> Cell:
    status: list[Part] = [(" · ", "dim"), status_cell(row)] if not row.issue.asks_for_cause else []
    return [(f"{row.issue.severity} · ", "dim"), shorten(row.account, 60), *status]


def _clock(row: IssueRow, now: datetime, targets: Targets) -> list[list[Part]]:
    hours = f"{targets.hours_of(row.issue.severity)} {'working ' * targets.working}hours"
    by = row.until.astimezone()
    day = f"{day_words(by.date())} {by:%H:%M}"
    if row.issue.open:
        over = row.standing is Standing.BREACHED
        left = span_words(row.until - now)
        words: Part = (f"breached, {left} over", "late") if over else (f"{left} left", "")
        return [[(f"{hours}, by {day}: ", "dim"), words]]
    ended = row.issue.resolved_at
    at = f", {moment_words(ended, now)}" if ended is not None else ""
    ink = OVER[row.standing][1]
    return [[(f"{hours}, by {day}: ", "dim"), (f"{STANDS[row.standing]}{at}", ink)]]


def _theme(row: IssueRow, board: Board) -> list[list[Part]]:
    if not row.issue.theme:
        return []
    line: list[Part] = [("theme ", "dim"), (shorten(row.issue.theme, 60), "")]
    again = board.recurs(row.issue.theme)
    if again is not None:
        words = f" · comes back: {plural(again.issues, 'issue')} on {again.accounts} accounts in 90 days"
        line.append((words, "watch"))
    return [line]
