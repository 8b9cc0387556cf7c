"""What stands beside the portfolio's list: what a figure is made of, and a renewal on its backward timeline."""

from datetime import date

from kamtui.domain import money
from kamtui.domain.problems import spoken
from kamtui.domain.renewals import STEP_WORDS
from kamtui.domain.wording import day_words, plural
from kamtui.screens.portfolio_made import Key, explained, with_groups
from kamtui.storage.portfolio_figures import Portfolio, RenewalRow
from kamtui.widgets.ink import Cell, Part, fit

PREVIEW = 40
"""How many of the rows behind a figure stand beside it."""


def side(key: Key, found: Portfolio) -> list[Cell]:
    """A figure beside the list: its name, how it comes about, and its first rows under their titles."""
    told = explained(key, found)
    drawn: list[Cell] = [(told.title, "title"), "", *told.words, ""]
    for each in with_groups((place, row) for place, row in enumerate(told.rows[:PREVIEW])):
        if isinstance(each, str):
            drawn.append((each, "dim"))
        else:
            row = each[1]
            drawn.append([*fit(row.amount, 10, right=True), ("  ", ""), *fit(row.name, 27)])
    return drawn


def renewal_words(row: RenewalRow, today: date, *, short: bool = False) -> list[Cell]:
    """Everything about one renewal: its lines, and its steps backwards from its day, late ones in days (rule R-2).

    In short it is a line a step, for a narrow terminal.
    """
    renewal = row.renewal
    days = renewal.days(today)
    head = f"renews on {day_words(renewal.on)} {renewal.on.year}, {'in ' + plural(days, 'day') if days else 'today'}"
    if short:
        return [[head, (f" · {spoken(renewal.stage)}", "dim")], *timeline_lines(row, today, short=True)]
    lines: list[Cell] = [(row.account.name, "title"), "", head, f"{money.full(renewal.value)} a year"]
    lines += [(f"  {line.description or 'contract line'} {money.short(line.annual_value)}", "dim")
              for line in renewal.lines]  # fmt: skip
    if row.account.auto_renew or any(line.auto_renew for line in renewal.lines):
        lines.append(("renews by itself, unless somebody speaks up", "dim"))
    lines += [f"stage: {spoken(renewal.stage)}", "", *timeline_lines(row, today)]
    return lines


def timeline_lines(row: RenewalRow, today: date, *, short: bool = False) -> list[Cell]:
    """The steps, the first one first, each with its days before the renewal and how it stands."""
    renewal = row.renewal
    late = {each.step: each.late(today) for each in row.late(today)}
    lines: list[Cell] = []
    for each in row.steps:
        ahead = (renewal.on - each.by).days
        mark: Part = ("✓", "good") if each.done else ("✗", "late") if each.step in late else ("·", "dim")
        togo = (each.by - today).days
        if each.done:
            when: Part = ("done", "dim")
        elif each.step in late:
            when = (f"{late[each.step]} d late", "late")
        elif togo < 0:
            when = ("now part of the conversation", "dim")
        else:
            when = (f"in {togo} d" if togo else "today", "soon" if togo <= 7 else "")
        name = f" {each.step:<17}"
        by = f"{day_words(each.by)}  " if short else ""
        lines.append([(f"{ahead:>3} d ", "dim"), mark, name, (by, "dim"), when])
        if not short:
            lines.append((f"       {day_words(each.by)}: {STEP_WORDS[each.step]}", "dim"))
    return lines
