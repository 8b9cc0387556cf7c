"""A renewal on its backward timeline, in lines."""

from datetime import date

from kamtui.domain import money
from kamtui.domain.problems import spoken
from kamtui.domain.renewals import STEP_WORDS
from kamtui.domain.wording import day_words, plural
from kamtui.storage.portfolio_figures import RenewalRow
from kamtui.widgets.ink import Cell, Part


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
