"""How health is said: ratings, verdicts, evidence and what stands beside them, as cells."""

from collections.abc import Mapping
from datetime import date

from kamtui.domain import money
from kamtui.domain.commitments import Promises
from kamtui.domain.health import Colour, Rating, Signal, Standing, Trend, check_in_due, colour, trend
from kamtui.domain.rhythm import Occurrence, OccurrenceStatus
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, due_words, out_of, past_words
from kamtui.storage.health import Beside, CheckInRow, HeldCheck
from kamtui.storage.health_changes import SavedCheck
from kamtui.storage.health_round import RoundRow
from kamtui.storage.portfolio import AccountRow
from kamtui.widgets.ink import Cell, Part, fit
from kamtui.widgets.strips import SIGNS, ago_label, colour_strip, due_label, sign, trend_sign

RATINGS = {
    Rating.GOOD: ("● good", "good"),
    Rating.WATCH: ("◐ watch", "watch"),
    Rating.POOR: ("○ poor", "poor"),
    Rating.NOT_OBSERVED: ("· not observed", "dim"),
}
NAMES = {signal: signal.replace("_", " ") for signal in Signal}
NOTE_SHOWN = 600
ONE_LINE = 134
"""From so many columns on, a signal fits on one line with its evidence."""


def rating_part(rating: Rating | None) -> Part:
    """One rating with its sign."""
    return RATINGS[rating] if rating is not None else ("–", "dim")


def colour_part(verdict: Colour | str, *, stale: bool = False) -> Part:
    """A colour with its sign; a stale one is dimmed (rule H-3)."""
    mark, ink = sign(verdict, stale=stale)
    return (f"{mark} {verdict}", ink)


def health_cell(standing: Standing) -> Cell:
    """The colour of an account with its trend, or that it is stale, in fourteen columns (rules H-2 to H-4)."""
    verdict = colour_part(standing.colour, stale=standing.stale)
    return [verdict, (" ", ""), ("stale", "stale") if standing.stale else trend_sign(standing.trend)]


def turn_cell(row: RoundRow, today: date) -> Cell:
    """How this period's check stands, in ten columns (rule Y-6)."""
    check = row.check
    if check is None:
        return ("not asked", "dim")
    if check.status is OccurrenceStatus.DONE:
        label, ink = ago_label(check.done_on, today)
        return [("✓ ", "good"), (label, ink)]
    if check.status is OccurrenceStatus.SKIPPED:
        return ("skipped", "dim")
    return due_label(check.due, today) if (check.due - today).days < 14 else (day_words(check.due)[4:], "dim")


def turn_words(check: Occurrence | None, today: date) -> str:
    """How this period's check stands, as a phrase."""
    if check is None:
        return "this tier gets no health check"
    if check.status is OccurrenceStatus.DONE:
        return f"checked for {check.period.key}"
    if check.status is OccurrenceStatus.SKIPPED:
        return f"skipped for {check.period.key}: {check.reason}"
    return f"check for {check.period.key} {check.status}: {due_words(check.due, today)}"


def remark_cell(row: RoundRow, today: date) -> Cell:
    """What must not be overlooked: silence and an open check-in (rules H-6, H-8)."""
    pieces: list[Part] = []
    if row.check_in is not None:
        label, ink = due_label(row.check_in.due, today)
        pieces.append((f"check-in {label}", ink or "accent"))
    if row.account.silence:
        days = row.account.days_silent(today)
        words = "never touched" if days is None else f"silent {days} d"
        pieces += [(" · ", "dim")] * bool(pieces) + [(words, "watch")]
    return pieces


def account_facts(account: AccountRow, today: date) -> str:
    """Tier, value and renewal."""
    facts = [account.tier.name.capitalize()]
    if account.current_value:
        facts.append(money.short(account.current_value))
    if account.renewal_date is not None:
        days = (account.renewal_date - today).days
        facts.append(f"renewal in {days} d" if days >= 0 else f"renewal was {account.renewal_date}")
    return "  ".join(facts)


def account_line(account: AccountRow, today: date, width: int) -> Cell:
    """Who it is: name, tier, value, renewal, silence (rule H-8)."""
    rest = "  " + account_facts(account, today)
    silence = f"  {account.silence}" if account.silence else ""
    room = max(12, width - len(rest) - len(silence))
    return [(shorten(account.name, room), "strong"), (rest, "dim"), (silence, "watch")]


def signal_lines(
    given: Mapping[Signal, Rating], beside: Beside, before: HeldCheck | None, cursor: int | None, width: int
) -> list[Cell]:
    """The four signals: rating, last time's, evidence and what it suggests; one line each where it is wide enough."""
    found: list[Cell] = []
    for place, signal in enumerate(Signal):
        here = place == cursor
        gutter: Part = ("▸ " if here else "  ", "accent")
        name: Part = (f"{NAMES[signal]:<19}", "strong" if here else "")
        was = before.ratings[signal] if before else None
        suggestion = beside.evidence.suggestions.get(signal)
        suggested: list[Part] = (
            [("suggested ", "dim"), rating_part(suggestion.rating)]
            if suggestion
            else [("nothing to suggest yet", "dim")]
        )
        rating = fit(rating_part(given.get(signal)), 15)
        last = fit([("was ", "dim"), rating_part(was)] if was else "", 19)
        words = beside.evidence.words[signal]
        if width >= ONE_LINE:
            found.append([gutter, name, *rating, *last, *fit(words, width - 81), ("  ", ""), *suggested])
        else:
            found += [[gutter, name, *rating, *last, *suggested], (f"    {words}", "")]
    return found


def reason_line(given: Mapping[Signal, Rating], beside: Beside, signal: Signal) -> Cell:
    """Why the signal under the cursor gets its suggestion, and how to take it (rule H-5)."""
    suggestion = beside.evidence.suggestions.get(signal)
    if suggestion is None:
        return ("too little on record to suggest anything here: your own judgement counts", "dim")
    words: list[Part] = [("why ", "dim"), (f"{suggestion.rating.replace('_', ' ')}: {suggestion.reason}", "")]
    if given.get(signal) == suggestion.rating:
        return words
    return [*words, (" · ", "dim"), ("space", "key"), (" takes it", "dim")]


def verdict_line(given: Mapping[Signal, Rating], account: AccountRow, before: HeldCheck | None) -> Cell:
    """The colour as soon as four ratings are there, with what it was, the trend and twelve months (rules H-2, H-4)."""
    months = list(account.strip)
    if len(given) < len(Signal):
        left: list[Part] = [(f"  {len(given)} of {len(Signal)} rated", "dim")]
        if before is not None:
            left += [("   last ", "dim"), colour_part(before.colour)]
        return [*left, ("   ", ""), *colour_strip(months)]
    verdict = colour(given)
    mark, ink = SIGNS[verdict]
    words: list[Part] = [("→ ", "strong"), (f"{mark} ", ink), (verdict.value, ink)]
    if before is not None:
        direction = trend(given, before.ratings)
        words += [(f" (was {before.colour.value})", "dim"), ("   ", ""), trend_sign(direction)]
        words.append((f" {direction.value}", "poor" if direction is Trend.DECLINING else "dim"))
    return [*words, ("   ", ""), *colour_strip([*months[:-1], verdict])]


def consequence_line(given: Mapping[Signal, Rating], open_check_in: CheckInRow | None, today: date, days: int) -> Cell:
    """What a red check will open, or the check-in that is open already (rule H-6)."""
    if open_check_in is not None:
        label, ink = due_label(open_check_in.due, today)
        return [("  check-in open, ", "dim"), (label, ink or "accent")]
    if len(given) == len(Signal) and colour(given) is Colour.RED:
        return (f"  at risk: saving opens a check-in, due {day_words(check_in_due(today, days))}", "poor")
    return ""


def beside_lines(beside: Beside, today: date, scores: int = 2) -> list[Cell]:
    """Touch balance, promises and scores; what there is nothing of is left out (rules I-5, C-2, H-9)."""
    balance = beside.balance
    found: list[Cell] = [[("touches      ", "dim"), (balance.words, "watch" if balance.called_out else "")]]
    if beside.promises.settled or beside.promises.open:
        found += promise_lines(beside.promises)
    for score in beside.scores[:scores]:
        source = f", {shorten(score.source, 40)}" if score.source else ""
        found.append([("score        ", "dim"), f"{score.words}  ", (f"{past_words(score.on, today)}{source}", "dim")])
    return found


def promise_lines(promises: Promises) -> list[Cell]:
    """How ours were kept; two late or broken in 90 days say what follows from it (rule C-2)."""
    words: list[Part] = [("commitments  ", "dim"), (f"ours {out_of(promises.kept, promises.settled)} on time", "")]
    found: list[Cell] = [[*words, (f", {promises.open} open" if promises.open else "", "dim")]]
    if promises.called_out:
        found.append([(" " * 13, ""), (promises.evidence, "watch")])
    return found


def next_line(name: str | None, left: int, *, can_undo: bool) -> Cell:
    """What enter does now: who comes next, and how many are still to go."""
    words: list[Part] = [("enter", "key"), (" saves; this is the last one", "dim")]
    if name is not None:
        words = [("enter", "key"), (" saves, next: ", "dim"), (shorten(name, 30), ""), (f"  ({left} to go)", "dim")]
    return [*words, ("   u", "key"), (" takes the last one back", "dim")] if can_undo else words


def saved_words(name: str, saved: SavedCheck) -> str:
    """What a saved check comes to, as a notice."""
    was = f", was {saved.was.value}" if saved.was else ""
    due = f" · check-in due {saved.check_in_due}" if saved.check_in_due else ""
    return f"{shorten(name, 40)}: {saved.colour.value}{was}{due}"
