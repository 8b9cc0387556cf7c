"""How contract lines and their events are drawn."""

from datetime import date

from kamtui.domain import money
from kamtui.domain.problems import spoken
from kamtui.domain.revenue import Event, Line, RevenueKind
from kamtui.domain.wording import near, past_words
from kamtui.storage.revenue import ContractPage
from kamtui.widgets.ink import Cell
from kamtui.widgets.rows import Heading, Row
from kamtui.widgets.rows import Line as Drawn

MARKS = {RevenueKind.NEW: "+", RevenueKind.EXPANSION: "+", RevenueKind.CONTRACTION: "−", RevenueKind.CHURN: "−"}


def drawn(page: ContractPage, today: date) -> list[Drawn]:
    """Lines that ask, lines in force, to come and past, and what happened."""
    ledger = page.ledger
    asked = [line.id for line in ledger.unanswered]
    parts = (
        ("ended without a word: renewed, shrunk or lost?", [line for line in ledger.lines if line.id in asked]),
        ("in force", [line for line in ledger.lines if line.in_force(today)]),
        ("to come", [line for line in ledger.lines if line.start is not None and line.start > today]),
        ("past", [line for line in ledger.lines if line.ended(today) and line.id not in asked]),
    )
    shown: list[Drawn] = []
    for title, lines in parts:
        if lines:
            shown += [Heading(title), *(_line_row(line, today, asked=line.id in asked) for line in lines)]
    events = [event for event in ledger.events if not event.implied]
    if events:
        shown += [Heading("what happened"), *map(_event_row, events)]
    return shown


def _line_row(line: Line, today: date, *, asked: bool) -> Row:
    standing = line.in_force(today)
    ink = "" if standing or asked else "dim"
    span: Cell = (f"{line.start or '…'} to {line.end or 'open'}", ink)
    if asked:
        left: Cell = ("counts as lost", "watch")
    elif standing and line.end is not None:
        left = (f"{(line.end - today).days} d to go", "soon" if (line.end - today).days <= 90 else "dim")
    else:
        left = ("renews by itself" if line.auto_renew and standing else "", "dim")
    mark: Cell = ("?", "watch") if asked else ("●", "good") if standing else ("·", "dim")
    name: Cell = (line.description or "contract line", ink)
    return Row([mark, name, (money.short(line.annual_value), ink), span, left], key=("line", line.id))


def _event_row(event: Event) -> Row:
    mark = MARKS.get(RevenueKind(event.kind), "")
    when: Cell = [event.on.isoformat(), (f"  {event.reason}" if event.reason else "", "dim")]
    return Row(["", spoken(event.kind), f"{mark}{money.short(event.amount)}", when, ""], key=("event", event.id))


def why_line(line: Line, page: ContractPage, today: date) -> list[Cell]:
    """A contract line, what is ahead of it, and what happened to it."""
    name = line.description or "contract line"
    lines: list[Cell] = [(name, "title"), "", f"{money.full(line.annual_value)} a year"]
    if line.end is not None:
        when = past_words(line.end, today) if line.ended(today) else near(line.end, today)
        lines.append(f"{'ended' if line.ended(today) else 'ends'} {when}")
    else:
        lines.append("runs on without an end")
    if line in page.ledger.unanswered:
        lines.append(("Nothing follows it and nothing was said: a renewed, m shrunk, l lost?", "watch"))
    elif line.in_force(today):
        lines.append((f"renewal: {spoken(line.stage)}", "dim"))
    happened = [event for event in page.ledger.events if event.line_id == line.id and not event.implied]
    lines += ["", *(f"{event.on} {spoken(event.kind)} {money.short(event.amount)}" for event in happened)]
    return lines


def why_event(event: Event) -> list[Cell]:
    """An event with its reason."""
    title = f"{spoken(event.kind)} of {money.full(event.amount)}"
    why: Cell = event.reason or ("no reason was written; e adds one", "dim")
    return [(title, "title"), "", event.on.isoformat(), why]
