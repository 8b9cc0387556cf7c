"""What the Health screen says beside its list: twelve months of colours, and all about the line under the cursor."""

from collections.abc import Sequence
from datetime import date

from kamtui.domain.health import Colour
from kamtui.domain.text import shorten
from kamtui.domain.wording import MONTHS, past_words, plural
from kamtui.screens.health_lines import (
    NAMES,
    NOTE_SHOWN,
    RATINGS,
    account_facts,
    account_line,
    beside_lines,
    colour_part,
    rating_part,
    turn_words,
)
from kamtui.storage.health import Beside, CheckInRow, HeldCheck
from kamtui.storage.health_round import HealthRound, RoundRow
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.strips import SIGNS, bar, due_label, trend_sign


def check_lines(check: HeldCheck, today: date) -> list[Cell]:
    """One check in full: when, what it said, the ratings, the note."""
    head: list[Part] = [("Check · ", "title"), (past_words(check.on, today), "dim"), ("  ", "")]
    found: list[Cell] = [[*head, colour_part(check.colour), (" ", ""), trend_sign(check.trend)]]
    found += [[rating_part(rating), (f"  {NAMES[signal]}", "dim")] for signal, rating in check.ratings.items()]
    return found + ([shorten(check.notes, NOTE_SHOWN)] if check.notes else [])


def check_in_lines(one: CheckInRow, today: date) -> list[Cell]:
    """One check-in in full (rule H-6)."""
    if one.done_on is not None:
        when: Part = (f"done {past_words(one.done_on, today)}", "good")
    else:
        label, ink = due_label(one.due, today)
        when = (label, ink or "accent")
    found: list[Cell] = [[("Check-in · ", "title"), when], (shorten(one.question, NOTE_SHOWN), "dim")]
    if one.done_on is not None:
        found += [[("discovered ", "dim"), shorten(one.discovered, NOTE_SHOWN)]]
        found += [[("done       ", "dim"), shorten(one.action, NOTE_SHOWN)]]
    return found


def month_lines(found: HealthRound) -> list[Cell]:
    """How many accounts stood under each colour in each of twelve months (rule H-7)."""
    most = max((sum(month.counts.values()) for month in found.months), default=0) or 1
    head: list[Part] = [(" " * 12, "")] + [
        (MONTHS[month.month.month - 1][:3].ljust(7), "dim") for month in found.months
    ]
    lines: list[Cell] = [head]
    for verdict in (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.UNRATED):
        mark, ink = SIGNS[verdict]
        pieces: list[Part] = [(f" {mark} {verdict.value:<9}", ink)]
        for month in found.months:
            count = month.counts.get(verdict, 0)
            pieces += [(bar(count / most, 3), ink), (f"{count or '':<4}", "")]
        lines.append(pieces)
    return lines


def side_lines(row: RoundRow, beside: Beside, today: date, width: int) -> list[Cell]:
    """Everything about the account under the cursor: why it stands as it does."""
    standing = row.account.standing
    state: list[Part] = [colour_part(standing.colour, stale=standing.stale)]
    if standing.trend is not None:
        state += [(" ", ""), trend_sign(standing.trend), (f" {standing.trend.value}", "dim")]
    if standing.stale:
        state.append((" · stale, so not counted as green" if standing.colour is Colour.GREEN else " · stale", "stale"))
    name: Cell = (shorten(row.account.name, width), "strong")
    found: list[Cell] = [name, (account_facts(row.account, today), "dim"), state]
    found += [(row.account.silence, "watch")] if row.account.silence else []
    found.append((turn_words(row.check, today), "dim"))
    open_one = beside.open_check_in
    if open_one is not None:
        found += ["", *check_in_lines(open_one, today)]
    found += ["", ("Evidence", "title")]
    for signal, words in beside.evidence.words.items():
        suggestion = beside.evidence.suggestions.get(signal)
        hint: list[Part] = [("  ", ""), rating_part(suggestion.rating)] if suggestion else []
        found += [[(NAMES[signal], "dim"), *hint], f"  {words}"]
    found += ["", *(check_lines(beside.last, today) if beside.last else [("No check yet", "dim")])]
    return [*found, "", *beside_lines(beside, today)]


def below_lines(row: RoundRow, beside: Beside | None, today: date, width: int) -> list[Cell]:
    """The same in three lines, for narrow terminals."""
    found: list[Cell] = [account_line(row.account, today, width)]
    check_in = row.check_in
    if check_in is not None:
        label, ink = due_label(check_in.due, today)
        found.append([(f"check-in {label} ", ink or "accent"), (one_line_of(check_in.question, width), "dim")])
    if beside is not None and beside.last is not None:
        ratings: list[Part] = []
        for signal, rating in beside.last.ratings.items():
            mark, ink = RATINGS[rating]
            ratings += [(mark[:1], ink), (f" {NAMES[signal]}  ", "dim")]
        ratings.append((past_words(beside.last.on, today), ""))
        found += [ratings, *([one_line_of(beside.last.notes, width)] if beside.last.notes else [])]
    else:
        found.append((turn_words(row.check, today), "dim"))
    return found[:3]


def one_line_of(text: str, width: int) -> str:
    """Text cut to one line."""
    return shorten(" ".join(text[: width * 4].split()), width)


def searched(row: RoundRow, today: date) -> Sequence[str]:
    """What the filter looks through."""
    account = row.account
    words = [account.name, account.tier.name, account.standing.colour.value, account.industry]
    words += ["stale"] * account.standing.stale + ["silent"] * bool(account.silence)
    words += ["check-in"] * (row.check_in is not None) + ([row.status.value] if row.status else [])
    if account.standing.trend is not None:
        words.append(account.standing.trend.value)
    if row.check_in is not None and row.check_in.due < today:
        words.append("late")
    return words


def matches(row: RoundRow, words: Sequence[str], today: date) -> bool:
    """Whether all words of the filter occur in what is said of the account."""
    if not words:
        return True
    text = " ".join(searched(row, today)).casefold()
    return all(word in text for word in words)


def with_headings(rows: Sequence[RoundRow]) -> list[RoundRow | str]:
    """The rows under what they have in common: due, later this month, done, in other months."""
    groups = {
        "due": [row for row in rows if row.asked],
        "later this month": [row for row in rows if row.to_do and not row.asked],
        "done this month": [row for row in rows if row.done and not row.asked and not row.to_do],
        "not asked this month": [row for row in rows if not (row.asked or row.to_do or row.done)],
    }
    found: list[RoundRow | str] = []
    for title, group in groups.items():
        if group:
            found += [f"{title}: {plural(len(group), 'account')}", *group]
    return found


def key_of(one: RoundRow | str) -> int | None:
    """What tells a line of the list apart: the account's key; headings have none."""
    return None if isinstance(one, str) else one.account.id
