"""Playbooks in words: rows of the list, steps beside it, how far a run is."""

from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain.playbooks import Anchor, Playbook, Step, day_of_step
from kamtui.domain.text import shorten
from kamtui.domain.wording import due_words, out_of, past_words, plural
from kamtui.widgets.rows import Row
from kamtui.widgets.strips import due_label

if TYPE_CHECKING:
    from kamtui.storage.playbooks import Fit, Run
    from kamtui.widgets.ink import Cell

SHOWN = 60
NEAR = 11
"""How wide the day of a step is."""
COUNTED_FROM = {Anchor.START.value: "the day it starts", Anchor.RENEWAL.value: "the renewal date"}


def run_row(run: "Run", today: date) -> Row:
    """One run of the list."""
    how_far = run.progress
    late: Cell = (f"{how_far.late} late", "late") if how_far.late else ""
    due: Cell = ("done", "good") if how_far.finished else due_label(how_far.next_due, today)
    return Row([run.playbook, run.account, out_of(how_far.done, how_far.steps), due, late], key=("run", run.uid))


def fit_key(fit: "Fit") -> tuple[str, tuple[int, str]]:
    """What tells a proposal from others."""
    return ("fit", (fit.account_id, fit.playbook.name))


def fit_row(fit: "Fit") -> Row:
    """One proposal of the list; why it is made stands beside."""
    return Row([fit.playbook.name, fit.account, "", "", ""], key=fit_key(fit))


def fit_lines(fit: "Fit") -> "list[Cell]":
    """Why a playbook is proposed, and its steps."""
    why: Cell = [(shorten(fit.account, SHOWN), "strong"), f": {shorten(fit.why, SHOWN)}. b starts it there."]
    return [why, "", *playbook_lines(fit.playbook)]


def playbook_row(playbook: Playbook, place: int) -> Row:
    """One playbook of the list; one's own is known by its uid, one that comes along by its place."""
    counted = "from the renewal" if playbook.anchor == Anchor.RENEWAL else ""
    cells: list[Cell] = [playbook.name, (counted, "dim"), plural(len(playbook.steps), "step"), "", ""]
    return Row(cells, key=("own", playbook.uid) if playbook.own else ("shipped", place))


def playbook_lines(playbook: Playbook) -> "list[Cell]":
    """All of a playbook."""
    lines: list[Cell] = [(shorten(playbook.name, SHOWN), "title")]
    lines += [(line, "dim") for line in playbook.about.splitlines() if line.strip()]
    lines.append("")
    days = [day_of_step(step.day, playbook.anchor) for step in playbook.steps]
    wide = max(map(len, days), default=0)
    lines += [_step_line(f"{day:>{wide}}", step) for day, step in zip(days, playbook.steps, strict=True)]
    return lines if playbook.steps else [*lines, "No steps yet: enter opens it, n adds the first one."]


def _step_line(day: str, step: Step) -> "Cell":
    who = f"{step.who}: " if step.who else ""
    return [(day + "  ", "dim"), (who, "accent"), step.what]


def run_lines(run: "Run", today: date) -> "list[Cell]":
    """A run with its steps: done, late, to come."""
    lines: list[Cell] = [
        [(shorten(run.playbook, SHOWN), "title"), (" at ", "dim"), (shorten(run.account, SHOWN), "title")], ""
    ]  # fmt: skip
    for step in run.steps:
        who = (f"{step.who}: " if step.who else "", "accent")
        if step.done_on is not None:
            lines.append([("✓ ", "good"), (f"{past_words(step.done_on, today):<{NEAR}}{step.what}", "dim")])
        elif step.due is None:
            lines.append([("– ", "dim"), (f"{'left out':<{NEAR}}{step.what}", "dim")])
        else:
            ink = "late" if step.due < today else "soon" if step.due == today else "dim"
            lines.append([("· ", "dim"), (f"{due_words(step.due, today):<{NEAR}}", ink), who, step.what])
    return lines
