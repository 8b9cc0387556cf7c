"""Why an account stands as it does, in words: the column beside the list, and the head of its page."""

from collections.abc import Sequence
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import NO_OBSERVATION
from kamtui.domain.departure import departure, hangs_by_a_thread
from kamtui.domain.practice import Practice
from kamtui.domain.text import shorten
from kamtui.domain.wording import near, past_words, plural
from kamtui.screens.account_rows import colour_cell, late_or_due
from kamtui.storage.accounts import AccountList, LastTouch
from kamtui.storage.portfolio import AccountRow
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.strips import colour_strip, trend_sign

LONGEST = 300
"""How much of a text the column beside the list shows."""


def gap_words(row: AccountRow, found: AccountList) -> str:
    """The expansion gap in a sentence, with what a flagged account still misses (rule T-4)."""
    flag = found.flags.get(row.id)
    if flag is None:
        return f"gap {money.short(row.gap)}" if row.gap else "no gap known"
    said = f"gap {money.short(row.gap)}, one of the three largest"
    return f"{said}; {flag.words}" if flag.words else said


def departure_words(row: AccountRow, today: date, practice: Practice) -> str:
    """What holds if the primary contact left tomorrow, and how many departures lose the account (rule M-9)."""
    primary = row.primary
    if primary is None:
        return "no primary contact; e chooses one"
    test = departure([each.person for each in row.people], primary.person.id, today, days=practice.live_thread_days)
    return f"if {shorten(primary.person.name, 40)} left: {test.words}"


def bus_words(row: AccountRow) -> Part:
    """Live threads and the bus factor (rules M-8, M-9)."""
    said = f"{plural(row.live_threads, 'live thread')}, bus factor {row.bus_factor}"
    return (said, "watch") if hangs_by_a_thread(row.bus_factor) else (said, "")


def standing_line(row: AccountRow, today: date) -> list[Part]:
    """Colour, trend, when it was checked, and silence beside it (rules H-2 to H-4, H-8)."""
    standing = row.standing
    line = colour_cell(row)
    if standing.trend:
        line += [(" ", ""), trend_sign(standing.trend), (f" {standing.trend.value}", "")]
    checked = f", checked {past_words(standing.checked_on, today)}" if standing.checked_on else ", no check yet"
    line.append((checked, "dim"))
    if row.silence and row.open:
        line.append((f" · {row.silence}", "watch"))
    return line


def why_lines(
    row: AccountRow, found: AccountList, touches: Sequence[LastTouch], today: date, practice: Practice
) -> list[Cell]:
    """The account under the cursor, as the column beside the list tells it."""
    following = found.following.get(row.id)
    worth = f"{money.short(row.current_value)} a year"
    if row.potential_value is not None:
        worth += f" of {money.short(row.potential_value)}"
    words = gap_words(row, found)
    lines: list[Cell] = [
        (shorten(row.name, LONGEST), "title"),
        (
            " · ".join(part for part in (row.tier.name.capitalize(), row.status, shorten(row.industry, 60)) if part),
            "dim",
        ),
        "",
        standing_line(row, today),
        [*colour_strip(row.strip, stale=row.standing.stale), ("  12 months", "dim")],
        "",
        departure_words(row, today, practice),
        [bus_words(row)],
        "",
        worth,
        (words, "watch") if NO_OBSERVATION in words else words,
    ]
    if row.expansion_observation:
        lines.append((shorten(row.expansion_observation, LONGEST), "dim"))
    if row.renewal_date is not None:
        lines.append(f"renewal {near(row.renewal_date, today)}" + (", renews by itself" if row.auto_renew else ""))
    if following is not None:
        lines.append([f"next: {following.title} ", late_or_due(following.due, today)])
    return [*lines, "", *touch_lines(touches, today)]


def touch_lines(touches: Sequence[LastTouch], today: date) -> list[Cell]:
    """The last touchpoints, newest first."""
    if not touches:
        return [("no touchpoint yet · c notes the first", "dim")]
    lines: list[Cell] = [("last touchpoints", "dim")]
    for each in touches:
        kind = each.channel if each.transactional else f"{each.channel}, value"
        tone = f", {each.tone}" if each.tone else ""
        said = shorten(each.summary, 160)
        lines.append([(f"{past_words(each.on, today)} · {kind}{tone} ", "dim"), said])
    return lines


def short_why(row: AccountRow, found: AccountList, today: date, practice: Practice) -> list[Cell]:
    """The same in three lines, where there is no room for a second column."""
    words = gap_words(row, found)
    return [
        [*standing_line(row, today), (" · ", "dim"), bus_words(row)],
        departure_words(row, today, practice),
        (words, "watch") if NO_OBSERVATION in words else words,
    ]
