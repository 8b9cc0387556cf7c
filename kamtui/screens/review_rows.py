"""How the Friday review is drawn: its four steps with the minutes, what was caught, what is picked for next week."""

from collections.abc import Collection, Hashable, Sequence
from datetime import date

from kamtui.domain.capture import Captured
from kamtui.domain.expansion import Trigger, days_left, window_words
from kamtui.domain.guided import Guided
from kamtui.domain.reviews import MOST_FOR_NEXT_WEEK, Friday, FridayStep
from kamtui.domain.week import WeekItem
from kamtui.domain.wording import day_words, minutes_words, plural
from kamtui.screens import week_rows
from kamtui.storage.reviews import Caught
from kamtui.storage.week import Week
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.strips import bar

BAR = 12
GUIDE = {
    FridayStep.CATCH_UP: "What did you hear this week? One line each, enter keeps it; f6 goes on.",
    FridayStep.WORK_THE_LIST: "From the top, as far as the half hour goes; d on a check opens it right here.",
    FridayStep.PIPELINE: "What stalls, then what was heard: d acted, s look again on a day, x file it.",
    FridayStep.NEXT_WEEK: "What will be done, five at most: space picks, n your own line, ^s finishes.",
}


def steps_line(review: Friday) -> Cell:
    """The four steps, the present one marked."""
    parts: list[Part] = []
    for step in FridayStep:
        here = step == review.step
        done = step < review.step
        sign = "▸" if here else "✓" if done else " "
        parts.append((f"{sign}{step + 1} {step.title}", "title" if here else "dim"))
        parts.append(("   ", ""))
    return parts


def clock(review: Friday | Guided, budget: int) -> Cell:
    """The minutes used as a bar of those there are; over time is shown as over (rules F-1, F-2)."""
    used = review.minutes_used
    over = used > budget
    said = f" {used} of {budget} min" if not over else f" {used} min, {used - budget} over"
    return [(bar(used / budget, BAR).replace(" ", "·"), "watch" if over else "accent"), (said, "watch" if over else "")]


def caught_columns() -> tuple[Column, ...]:
    """The columns of what was caught this week."""
    return (Column("", 10), Column("", 11), Column("", share=1, least=14), Column("", share=3, least=20))


def caught_row(place: int, one: Caught) -> Row:
    """One thing that was heard."""
    kind: Part = (f"#{one.sort}", "accent") if one.kind == "trigger" else (one.sort, "dim")
    return Row([(day_words(one.on)[:10], "dim"), kind, one.account, one.words], key=("caught", place, one.words[:80]))


def heard_lines(understood: Captured[int] | None, text: str) -> list[Cell]:
    """What was understood of the line so far."""
    if understood is None or not text.strip():
        return [("Acme: called Jane ~warm #milestone next: send case study by fri", "dim")]
    if understood.account_id is None:
        if understood.candidates:
            return [[("which account? ", "watch"), ", ".join(understood.candidates[:5])]]
        return [("begin with an account and a colon", "watch")]
    said: list[Part] = []
    for label, value in understood.heard:
        said += [(f"{label} ", "dim"), (f"{value}   ", "")]
    return [said]


def pipeline_rows(items: Sequence[WeekItem], today: date, window: int) -> list[Line]:
    """Stalled opportunities first, then triggers with the days that are left."""
    lines: list[Line] = []
    stalled = [item for item in items if item.activity == "stalled_opportunity"]
    heard = [item for item in items if item.activity in ("trigger_window", "look_again")]
    if stalled:
        lines.append(Heading(f"stalled: {plural(len(stalled), 'opportunity', 'opportunities')}"))
        lines += [_pipeline_row(item, ("no next step" if item.due >= today else "past", "watch")) for item in stalled]
    if heard:
        lines.append(Heading(f"heard and not acted on: {plural(len(heard), 'trigger')}"))
        lines += [_pipeline_row(item, _window(item, today, window)) for item in heard]
    return lines


def pipeline_columns() -> tuple[Column, ...]:
    """The columns of the pipeline step."""
    return (Column("", 17), Column("", share=1, least=12), Column("", 1), Column("", share=2, least=20))


def _pipeline_row(item: WeekItem, state: Part) -> Row:
    return Row(
        [state, item.account or "", week_rows.tier_letter(item.tier), item.why.removeprefix("Heard: ")],
        key=week_rows.key_of(item),
    )


def _window(item: WeekItem, today: date, window: int) -> Part:
    if item.activity == "look_again":
        return ("look again", "soon")
    trigger = Trigger(kind="", heard="", noted_on=date.fromordinal(item.due.toordinal() - window))
    left = days_left(trigger, today, window)
    return (window_words(trigger, today, window), "late" if left <= 2 else "soon" if left <= 5 else "")


def plan_of(item: WeekItem) -> str:
    """A line of next week's list as a line of the plan."""
    return item.subject


def next_rows(week: Week, picked: Collection[str], today: date) -> list[Line]:
    """Next week's list, what is picked marked."""
    lines: list[Line] = []
    for item in week.items:
        row = week_rows.row_of(item, today, week.timings)
        mark = ("✓", "good") if plan_of(item) in picked else row.cells[0]
        lines.append(Row([mark, *row.cells[1:]], key=row.key))
    if lines:
        starts, ends = day_words(week.week.start), day_words(week.week.end)
        desk = sum(item.minutes for item in (*week.packing.packed, *week.packing.left_out))
        head = f"next week, {starts} to {ends}: {len(lines)}, {minutes_words(desk)} at the desk"
        lines.insert(0, Heading(head))
    return lines


def chosen_rows(chosen: Sequence[str], what: str = "will be done", most: int = MOST_FOR_NEXT_WEEK) -> list[Line]:
    """What was chosen at the end of a review, by default what will be done next week."""
    lines: list[Line] = [Heading(f"{what}: {len(chosen)} of {most}")]
    lines += [Row([(str(place + 1), "dim"), text], key=("chosen", place)) for place, text in enumerate(chosen)]
    return lines


def place_of(key: Hashable) -> int | None:
    """Which line of the plan a row is."""
    return key[1] if isinstance(key, tuple) and key[:1] == ("chosen",) else None
