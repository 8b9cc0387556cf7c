"""What every figure of the portfolio is made of: a sentence, and the rows behind it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.ledger import year_before
from kamtui.domain.loops import Share
from kamtui.domain.opportunities import probability, stalled, weighted
from kamtui.domain.projection import Flow, Stream, rounded
from kamtui.domain.wording import past_words, percent
from kamtui.screens.portfolio_kept import KEPT, Explained, Made, name_of
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.portfolio_figures import Portfolio
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.strips import bar, sign

STREAM_WORDS = {Stream.CONTRACTED: "contracted", Stream.RENEWAL: "to renew", Stream.OPPORTUNITY: "to win"}


Key = tuple[Any, ...]


def explained(key: Key, found: Portfolio) -> Explained:
    """What the figure with this key is made of."""
    kind, *rest = key
    return _KINDS[kind](found, *rest)


def with_groups(rows: Iterable[tuple[int, Made]]) -> Iterator[tuple[int, Made] | str]:
    """The rows with their places, and before the first one of each group its title."""
    group = ""
    for place, row in rows:
        if row.group != group:
            group = row.group
            yield group
        yield place, row


def _secured(found: Portfolio) -> Explained:
    parts = found.figures.compass.projection
    said = (
        f"Secured is what is contracted, {money.full(parts.contracted)}, of the whole next twelve months, "
        f"{money.full(parts.total)}: {money.full(parts.renewal)} may be renewed, {money.full(parts.opportunity)} won."
    )
    return Explained("Secured", [said], _flows(found.flows, found))


def _loop(name: str, title: str, said: str) -> Callable[[Portfolio], Explained]:
    def of(found: Portfolio) -> Explained:
        shares = [each for each in found.figures.compass.shares if each.projection.contracted]
        counted = [each for each in shares if getattr(each.loops, name)]
        amount = sum(each.projection.contracted for each in counted)
        whole = sum(each.projection.contracted for each in shares)
        words = [f"{said} {money.short(amount)} of {money.short(whole)} contracted."]
        words.append("These shares overlap and never add up to 100.")
        ordered = sorted(shares, key=lambda each: (not getattr(each.loops, name), -each.projection.contracted))
        return Explained(title, words, [_share_row(each, bool(getattr(each.loops, name))) for each in ordered])

    return of


def _share_row(share: Share, counts: bool) -> Made:
    loops = share.loops
    marks = (("retention", loops.retention), ("expansion", loops.expansion), ("referral", loops.referral))
    words = "   ".join(f"{'✓' if runs else '·'} {name}" for name, runs in marks)
    amount, ink = money.short(share.projection.contracted), "" if counts else "dim"
    return Made(share.account_id, share.name, [(words, ink)], [(amount, ink)])


def _years(title: str, said: str) -> Callable[[Portfolio], Explained]:
    def of(found: Portfolio) -> Explained:
        kept = found.figures.retention
        since = year_before(found.today)
        words = [
            f"{said} Only accounts that paid on {since} count: {len(kept.years)}, {money.short(kept.start)} a year."
        ]
        if not kept.years:
            words = [f"No account paid on {since}, so there is nothing to compare with yet."]
        moved = sorted(kept.years, key=lambda year: (-(year.churn + year.contraction), -year.expansion, -year.start))
        rows = []
        for year in moved:
            parts = [("+", year.expansion, "expansion"), ("−", year.contraction, "shrunk"), ("−", year.churn, "lost")]
            said_of = ", ".join(f"{mark}{money.short(amount)} {name}" for mark, amount, name in parts if amount)
            words_of = f"{money.short(year.start)} then{', ' if said_of else ''}{said_of}"
            rows.append(Made(year.account_id, year.name, words_of, money.short(year.now)))
        return Explained(title, words, rows)

    return of


def _health(found: Portfolio, tier: Tier | None) -> Explained:
    rows = [row for row in found.clients if tier is None or row.tier is tier]
    ordered = sorted(rows, key=lambda row: (list(_ORDER).index(row.standing.counted_as.value), -row.current_value))
    words = ["A check that is too old is stale: a stale green counts as unrated, never as green."]
    title = f"Health, {tier.name.capitalize()}" if tier else "Health"
    return Explained(title, words, [_standing(row, found.today) for row in ordered])


_ORDER = ("red", "yellow", "unrated", "green")


def _standing(row: AccountRow, today: date) -> Made:
    standing = row.standing
    checked = f"checked {past_words(standing.checked_on, today)}" if standing.checked_on else "no check yet"
    words: list[Part] = [
        sign(standing.colour, stale=standing.stale),
        (f" {standing.colour.value}", ""),
        (f", {checked}", "dim"),
    ]
    if standing.stale:
        words.append((", stale", "stale"))
    return Made(row.id, row.name, words, money.short(row.current_value))


def _at_risk(found: Portfolio) -> Explained:
    rows = sorted(found.at_risk, key=lambda row: -row.current_value)
    said = "What red accounts pay a year: two or more poor signals in the last check."
    return Explained("Value at risk", [said], [_standing(row, found.today) for row in rows])


def _forecast(found: Portfolio, number: int | None = None) -> Explained:
    if number is None:
        title, parts, rows = "Next twelve months", found.figures.compass.projection, _flows(found.flows, found)
    else:
        month = found.months[number]
        first, last = ((day - found.today).days for day in (month.first, month.last))
        title, parts = f"{month.first} to {month.last}", month.parts
        rows = _flows(found.flows, found, first, last)
    said = (
        f"Contracted {money.full(parts.contracted)} to the day, renewals {money.full(parts.renewal)} by the colour of "
        f"the account, opportunities {money.full(parts.opportunity)} by their probability."
    )
    return Explained(title, [said], rows)


def _flows(flows: Iterable[Flow], found: Portfolio, first: int = 1, last: int = 365) -> list[Made]:
    order = {stream: place for place, stream in enumerate(Stream)}
    amounts = [(rounded(flow.exact(first, last)), flow) for flow in flows]
    fitting = sorted(
        (each for each in amounts if each[0]), key=lambda each: (order[each[1].stream], -each[0], each[1].source_id)
    )
    return [
        Made(
            flow.account_id, name_of(found, flow.account_id), _flow_words(flow, first, last), money.short(amount),
            STREAM_WORDS[flow.stream],
        )
        for amount, flow in fitting
    ]  # fmt: skip


def _flow_words(flow: Flow, first: int, last: int) -> Cell:
    """The sum first, since what is cut off is cut at the end."""
    likely = "" if flow.stream is Stream.CONTRACTED else f" × {flow.percent} %"
    days = min(flow.last, last) - max(flow.first, first) + 1
    return [f"{money.short(flow.cents)} × {days} d{likely}", (f"  {flow.name}" if flow.name else "", "dim")]


def _concentration(found: Portfolio, _figure: str = "") -> Explained:
    ordered = sorted((row for row in found.clients if row.current_value), key=lambda row: -row.current_value)
    whole = sum(row.current_value for row in ordered)
    said = (
        "The share of the largest accounts, and the sum of all squared shares: 1 is a single account, "
        "0.1 is what ten equal ones have. From about 0.25 on one departure changes the year."
    )
    running, rows = 0, []
    for place, row in enumerate(ordered, 1):
        running += row.current_value
        alone, together = percent(row.current_value / whole), percent(running / whole)
        words: Cell = [f"{place:>2}. {alone:>5}  together {together:>5} ", (bar(running / whole, 8), "accent")]
        rows.append(Made(row.id, row.name, words, money.short(row.current_value)))
    return Explained("Concentration", [said], rows)


def _pipeline(found: Portfolio, only_stalled: bool) -> Explained:
    rows = []
    ranked = sorted(found.deals, key=lambda each: (-weighted(each.opportunity), each.id))
    for each in ranked:
        one = each.opportunity
        why = stalled(one, found.today)
        if one.parked or (only_stalled and not why):
            continue
        stage = f"{one.stage}, {probability(one)} %"
        words: Cell = [(f"{why}  " if why else "", "late"), (f"{stage}  ", "dim"), one.name]
        amount = money.short(one.annual_value or 0)
        rows.append(Made(each.account_id, name_of(found, each.account_id), words, amount))
    said = "Open opportunities by probability × annual value; parked ones are left out."
    return Explained("Stalled opportunities" if only_stalled else "Pipeline", [said], rows)


_KINDS: Mapping[str, Callable[..., Explained]] = {
    **KEPT,
    "secured": _secured,
    "expanding": _loop("expansion", "Expanding", "From accounts that pay more than twelve months ago:"),
    "referring": _loop("referral", "Referring", "From accounts that recommended us within twelve months:"),
    "all_three": _loop("all_three", "All three loops", "From accounts that stay, grow and recommend:"),
    "nrr": _years("Net revenue retention", "What last year's revenue has become, expansion included."),
    "grr": _years("Gross revenue retention", "What is left of last year's revenue, expansion left out."),
    "logos": _years("Logo retention", "Accounts that still pay."),
    "health": _health,
    "at_risk": _at_risk,
    "forecast": _forecast,
    "concentration": _concentration,
    "pipeline": _pipeline,
}
