"""What the figures of engagement and of the practice's own habits are made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.attention import Served
from kamtui.domain.capacity import Work, desk_minutes_a_year, needed_a_year
from kamtui.domain.catalogue import activity_named
from kamtui.domain.deadlines import title_of
from kamtui.domain.ledger import Ledger, year_before
from kamtui.domain.practice import Practice
from kamtui.domain.touchpoints import CHANNEL_WORDS, Channel
from kamtui.domain.wording import minutes_words, past_words, percent, plural
from kamtui.storage.portfolio_figures import Portfolio
from kamtui.widgets.ink import Cell

if TYPE_CHECKING:
    from kamtui.storage.portfolio_practice import Kept


LOOPS = ("retention", "expansion", "referral")


@dataclass(frozen=True, slots=True)
class Made:
    """One row behind a figure: whose it is, what it is, and how much; rows of one `group` stand under its title."""

    account_id: int | None
    name: str
    words: Cell
    amount: Cell
    group: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure: its name, how it comes about, and its rows; `at` is the place of the row that was asked for."""

    title: str
    words: Sequence[str] = ()
    rows: Sequence[Made] = ()
    at: int = 0


def name_of(found: Portfolio, account_id: int) -> str:
    """The name of an account of the portfolio."""
    return found.rows[account_id].name


def _threads(found: Portfolio, _figure: str = "") -> Explained:
    days = found.practice.live_thread_days
    said = f"A live thread is somebody strong or neutral, touched in the last {days} days. One or none is too few."
    ordered = sorted(found.clients, key=lambda row: (row.live_threads, -row.current_value))
    rows = []
    for row in ordered:
        verdict = f", {row.departure.value} without the primary" if row.departure else ", no primary contact"
        words: Cell = [(plural(row.live_threads, "thread"), "watch" if row.live_threads <= 1 else ""),
                       (verdict, "dim")]  # fmt: skip
        rows.append(Made(row.id, row.name, words, money.short(row.current_value)))
    return Explained("Engagement depth", [said], rows)


def _referrals(found: Portfolio, _figure: str = "") -> Explained:
    rows = []
    for each in found.referrals:
        came = each.outcome or ("asked for" if each.solicited else "unsolicited")
        words: Cell = [f"{each.referrer or 'somebody'} → {each.referred}", (f"  {came}", "dim")]
        rows.append(Made(each.account_id, name_of(found, each.account_id), words, str(each.on)))
    return Explained("Referrals in twelve months", ["Who recommended us to whom, the newest first."], rows)


def _work(found: Portfolio, _figure: str = "") -> Explained:
    """What the desk work of a week is made of, in minutes of a year by tier (rules T-3, Y-15)."""
    activities, learned = found.assumed.activities, found.assumed.learned
    own = needed_a_year(Work({}, activities, learned))
    rows = [Made(None, "the portfolio's own", "pipeline and tier review, strategy, assessment", minutes_words(own))]
    for tier in Tier:
        count = sum(1 for row in found.clients if row.tier is tier)
        each = desk_minutes_a_year(tier, Work({}, activities, learned))
        words = f"{plural(count, 'account')} × {minutes_words(each)} a year"
        rows.append(Made(None, tier.name.capitalize(), words, minutes_words(count * each)))
    said = (
        "What the rhythm asks for at the desk in a year, ÷ 52 weeks. The Friday and the month-end review are left "
        "out: they are the time in which it is done."
    )
    return Explained("Desk work a week", [said], rows)


def _loops_of(found: Portfolio, account_id: int, loop: str = LOOPS[0]) -> Explained:
    row = next(each for each in found.loops if each.ledger.client.id == account_id)
    ledger = row.ledger
    rows = []
    for name, fact in (
        ("retention", _since_words(ledger)),
        (
            "expansion",
            f"{money.short(ledger.current)}, {money.short(ledger.value_on(year_before(found.today)))} a year ago",
        ),
        ("referral", _referral_words(ledger)),
    ):
        runs = getattr(row.loops, name)
        words: Cell = fact if runs else [(row.asked[name], "watch"), (f" · {fact}", "dim")]
        rows.append(Made(account_id, name, words, ("runs", "good") if runs else ("stands", "watch")))
    said = ["One of the two most valuable accounts: each loop that stands asks for one action."]
    return Explained(f"Loops of {ledger.client.name}", said, rows, LOOPS.index(loop))


def _since_words(ledger: Ledger) -> str:
    colour = ledger.client.colour.value
    return f"client since {ledger.client.since}, {colour}" if ledger.client.since else colour


def _referral_words(ledger: Ledger) -> str:
    given = [on for on in ledger.referrals if on <= ledger.today]
    return f"last {past_words(max(given), ledger.today)}" if given else "none yet"


def _attention(found: Portfolio, account: int | None = None) -> Explained:
    """Every account's minutes beside its value, after what one account's were spent on (rule R-9)."""
    said = (
        "Minutes of touchpoints, business reviews, checks and other reviews in twelve months, beside current and "
        "potential value. A touchpoint without minutes counts as its channel usually takes."
    )
    one = next((row for row in found.audit.rows if row.account_id == account), None)
    rows = [] if one is None else _taken(one, found.practice)
    rows += [
        Made(
            row.account_id, row.name,
            [f"{percent(row.attention):>5} of minutes", (f", {percent(row.value):>5} of value", "dim")],
            minutes_words(row.minutes), "all accounts" if one else "",
        )
        for row in found.audit.rows
    ]  # fmt: skip
    return Explained("Attention", [said], rows)


def _taken(row: Served, practice: Practice) -> list[Made]:
    return [
        Made(row.account_id, _what(each.what, practice), f"{each.times:,} ×", minutes_words(each.minutes), row.name)
        for each in row.took
    ]


def _what(name: str, practice: Practice) -> str:
    """A channel or an activity as people say it."""
    return CHANNEL_WORDS.get(Channel(name), name) if name in tuple(Channel) else _activity(name, practice)


def _adherence(found: Portfolio, tier: Tier | None) -> Explained:
    kept = found.habits.adherence
    names = dict.fromkeys(name for name, of in kept.tallies if tier is None or of is tier)
    rows = []
    for name in names:
        tally = kept.of_activity(name) if tier is None else kept.tallies[name, tier]
        skipped = f", {tally.skipped} skipped" if tally.skipped else ""
        words = f"{tally.done} done, {tally.missed} missed{skipped}"
        rows.append(Made(None, _activity(name, found.practice), words, percent(tally.share)))
    said = "Done ÷ (done + missed) over twelve months; what was skipped is left out and counted beside it."
    return Explained(f"Adherence, {tier.name.capitalize()}" if tier else "Adherence", [said], rows)


def _activity(name: str, practice: Practice) -> str:
    try:
        return activity_named(name, practice.catalogue).title
    except KeyError:
        return title_of(name)


def _kept(which: str, title: str, said: str) -> Callable[[Portfolio], Explained]:
    def of(found: Portfolio) -> Explained:
        kept: Kept = getattr(found.habits, which)
        rows = [
            Made(row.account_id, name_of(found, row.account_id),
                 [("✓ " if row.kept else "✗ ", "good" if row.kept else "poor"), row.what],
                 str(row.on))
            for row in sorted(kept.rows, key=lambda row: row.kept)
        ]  # fmt: skip
        return Explained(title, [f"{said} {kept.kept} of {kept.of}."], rows)

    return of


def _first_value(found: Portfolio) -> Explained:
    days: Mapping[int, int] = found.habits.first_value
    rows = [
        Made(key, name_of(found, key), "", plural(count, "day"))
        for key, count in sorted(days.items(), key=lambda each: -each[1])
    ]
    said = "Days from the start (of the onboarding, else as a client) to the first value delivered, and their median."
    return Explained("Time to first value", [said], rows)


def _streak(_found: Portfolio) -> Explained:
    return Explained("Streak", ["Weeks in a row with a finished Friday review."])


KEPT: Mapping[str, Callable[..., Explained]] = {
    "threads": _threads,
    "referrals": _referrals,
    "work": _work,
    "loops": _loops_of,
    "attention": _attention,
    "adherence": _adherence,
    "reviews": _kept("reviews", "QBRs held", "Held of those scheduled in twelve months:"),
    "follow_ups": _kept("follow_ups", "Follow-ups on time", "Sent within 24 hours of the review:"),
    "service": _kept("service", "Issues in time", "Resolved within the target of their severity:"),
    "first_value": _first_value,
    "streak": _streak,
}
