"""How onboardings and milestones are said on the screen."""

from datetime import date

from kamtui.domain.onboarding import Milestone
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, near, out_of, plural
from kamtui.storage.onboarding import MilestoneRow, Onboarding
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.strips import due_label

SHOWN = 600
NOTE_LINES = 14


def day_cell(one: Onboarding, today: date) -> Cell:
    """Which day it is: `12 of 90`; of one that is through nothing."""
    if not one.under_way:
        return ("done", "dim")
    day, last = one.day(today), one.last_day
    if day < 0:
        return (near(one.start, today), "dim")
    return [str(day), (f" of {last}" if last is not None else "", "dim" if last is None or day <= last else "late")]


def value_cell(one: Onboarding) -> Part:
    """Days from the start to the first value delivered (rule O-2)."""
    return ("not yet", "dim") if one.first_value is None else (f"{one.first_value} d", "")


def next_cell(one: Onboarding) -> Cell:
    """The milestone that comes next."""
    coming = one.coming
    if coming is not None:
        return coming.milestone.what
    return ("all met" if one.milestones else "no milestones yet", "dim")


def milestone_cell(milestone: Milestone, today: date) -> Cell:
    """When an open milestone falls due; how a met one went."""
    if milestone.open:
        return due_label(milestone.due, today)
    return ("✓ late", "watch") if milestone.late else ("✓ in time", "good")


def met_words(one: Onboarding) -> str:
    """How many milestones are met: `2 of 3`."""
    return out_of(one.met, len(one.milestones)) if one.milestones else "–"


def head_lines(one: Onboarding, today: date) -> list[Cell]:
    """The two lines above the milestones: where it stands, and what counts as success."""
    where: list[Part] = [(f"began {near(one.start, today)}", "dim")]
    if one.under_way:
        last = f" of {one.last_day}" if one.last_day is not None else ""
        since = f" since {day_words(one.start)}"
        where = [(f"day {max(0, one.day(today))}{last}", "strong"), (since, "dim")]
    value = "no value delivered yet" if one.first_value is None else f"first value on day {one.first_value}"
    where += [(" · ", "dim"), (value, "watch" if one.first_value is None and one.under_way else "")]
    if one.milestones:
        in_time = f", {one.in_time} in time" if one.met else ""
        where.append((f" · {met_words(one)} met{in_time}", "dim"))
    return [where, criteria_cell(one, today)]


def criteria_cell(one: Onboarding, today: date) -> Cell:
    """What the client will call a success, and whether that is agreed (rule O-1)."""
    if not one.success_criteria and not one.under_way:
        return ("no success criteria were agreed", "dim")
    if not one.success_criteria:
        return [("success criteria: none agreed yet, ", "watch"), ("a", "key"), (" writes them down", "dim")]
    first = shorten(" ".join(one.success_criteria.split()), 200)
    if one.criteria_agreed_on is None:
        return [("success, not agreed yet: ", "watch"), first]
    return [(f"success, agreed {near(one.criteria_agreed_on, today)}: ", "dim"), first]


def note_lines(one: Onboarding) -> list[Cell]:
    """The hand-over note: what was promised, to whom (rule O-1)."""
    lines: list[Cell] = [("Hand-over note", "title")]
    if not one.handover_note.strip():
        return [*lines, [("what was promised, and to whom? ", "dim"), ("w", "key"), (" writes it down", "dim")]]
    written = one.handover_note.splitlines()
    lines += [shorten(line, SHOWN) for line in written[:NOTE_LINES]]
    return [*lines, ("…", "dim")] if len(written) > NOTE_LINES else lines


def milestone_lines(row: MilestoneRow, today: date) -> list[Cell]:
    """One milestone in full."""
    each = row.milestone
    lines: list[Cell] = [(shorten(each.what, SHOWN), "title")]
    lines.append([("measure: ", "dim"), shorten(each.success_measure, SHOWN) if each.success_measure else "none yet"])
    due = f"due {day_words(each.due)} {each.due.year}"
    if each.met_on is None:
        words, ink = due_label(each.due, today)
        lines.append((due, "dim") if words == each.due.isoformat() else [(f"{due}, ", "dim"), (words, ink)])
    else:
        days = (each.met_on - each.due).days
        how = f"{plural(days, 'day')} late" if days > 0 else "in time"
        lines.append([(f"{due}, met {near(each.met_on, today)}, ", "dim"), (how, "watch" if days > 0 else "good")])
    if row.review and each.open:
        lines.append(("The results review: with it the onboarding ends, and a milestone trigger is offered.", "dim"))
    return lines


def why_lines(one: Onboarding, today: date) -> list[Cell]:
    """Everything about one onboarding, beside the list."""
    lines: list[Cell] = [(shorten(one.account, 80), "title"), *head_lines(one, today)]
    if one.milestones:
        lines += ["", ("Milestones", "title")]
    for row in one.milestones:
        each = row.milestone
        label: Cell = milestone_cell(each, today)
        state = label if isinstance(label, tuple) else ("", "")
        lines.append([(f"day {each.day:<3} ", "dim"), state, ("  ", ""), shorten(each.what, 120)])
    return [*lines, "", *note_lines(one)]
