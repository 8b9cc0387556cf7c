"""What the yearly portfolio health looks at: rule R-7's figures, beside those that the last review kept."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.guided import GuidedLine, GuidedStep
from kamtui.domain.health import Colour
from kamtui.domain.portfolio_review import Figure, compared, got_worse, to_keep
from kamtui.domain.practice import Practice
from kamtui.domain.wording import percent
from kamtui.storage.guided import PastReview
from kamtui.storage.portfolio_figures import Portfolio, portfolio


def portfolio_health(
    connection: sqlite3.Connection, today: date, practice: Practice, last: PastReview | None
) -> tuple[tuple[GuidedStep, ...], Mapping[str, float]]:
    """The figures of the portfolio, group by group, and what of them is kept for the next time (rule R-7)."""
    found = portfolio(connection, today, practice)
    before: Mapping[str, float] = last.figures if last is not None else {}
    notes = last.notes if last is not None else {}
    groups = figures(found)
    steps = tuple(
        GuidedStep(key, title, (*_lines(groups[key], before), *_named(found, key)), notes.get(key, ""))
        for key, title in STEPS.items()
    )
    return steps, to_keep(each for group in groups.values() for each in group)


STEPS = {
    "concentration": "concentration",
    "engagement": "engagement",
    "referrals": "referrals",
    "health": "health by tier",
    "risk": "at risk",
    "attention": "attention",
    "growth": "growth",
}


def figures(found: Portfolio) -> dict[str, tuple[Figure, ...]]:
    """The figures by the step that they belong to."""
    spread, depth, kept = found.figures.concentration, found.figures.depth, found.figures.retention
    count = {(cell.tier, cell.colour): cell for cell in found.cells}
    at_risk = sum(row.current_value for row in found.at_risk)
    return {
        "concentration": (
            Figure("top1", "largest", "share", spread.top1, "worse"),
            Figure("top3", "largest three", "share", spread.top3, "worse"),
            Figure("top5", "largest five", "share", spread.top5, "worse"),
            Figure("hhi", "index", "index", spread.hhi, "worse"),
        ),
        "engagement": (
            Figure("live_threads", "live threads", "mean", depth.mean_live_threads, "better", "on average"),
            Figure("single_threaded", "one thread", "share", depth.single_threaded, "worse", "of the accounts"),
            Figure("hanging", "hanging", "money", depth.value_on_bus_factor_0_1, "worse", "on 0 or 1 thread"),
        ),
        "referrals": (Figure("referrals", "referrals", "count", found.referred, "better", "in twelve months"),),
        "health": tuple(
            Figure(
                f"{tier.name.lower()}_{colour.value}", f"{tier.name.capitalize()} {colour.value}", "count",
                count[tier, colour].count, {"green": "better", "red": "worse"}.get(colour.value, ""),
                money.short(count[tier, colour].value) if count[tier, colour].count else "",
            )
            for tier in Tier
            for colour in Colour
        ),
        "risk": (
            Figure("at_risk", "red accounts", "count", len(found.at_risk), "worse"),
            Figure("at_risk_value", "at stake", "money", at_risk, "worse", "a year"),
        ),
        "attention": (
            Figure("off_balance", "off balance", "share", _off(found), "worse", "of the minutes lie off the value"),
        ),
        "growth": (
            Figure("value", "value", "money", found.figures.current_value, "better", "a year"),
            Figure("nrr", "NRR", "share", kept.nrr, "better"),
            Figure("grr", "GRR", "share", kept.grr, "better"),
            Figure("pipeline", "pipeline", "money", found.pipeline.weighted, "better", "weighed by probability"),
            Figure("renewals", "renewals", "count", len(found.renewals), "", "in 90 days"),
        ),
    }  # fmt: skip


def _off(found: Portfolio) -> float | None:
    """The share of the minutes that would have to move for attention to follow value (rule R-9)."""
    rows = found.audit.rows
    return sum(max(0.0, row.balance) for row in rows) if rows else None


def _lines(group: Sequence[Figure], before: Mapping[str, float]) -> Iterable[GuidedLine]:
    for each in group:
        words = compared(each, before)
        yield GuidedLine(
            each.label, f"{words} · {each.about}" if each.about else words, got_worse(each, before), "portfolio"
        )


def _named(found: Portfolio, step: str) -> Iterable[GuidedLine]:
    """The accounts behind a step."""
    if step == "concentration":
        largest = sorted(found.clients, key=lambda row: (-row.current_value, row.name.casefold()))[:5]
        for row in largest:
            yield GuidedLine(money.short(row.current_value), row.name, False, "account", row.id, row.name)
    elif step == "engagement":
        for row in found.clients:
            if row.live_threads <= 1:
                text = f"{row.name} · {row.live_threads} live threads"
                yield GuidedLine("one thread", text.replace("1 live threads", "1 live thread"), False, "map", row.id,
                                 row.name)  # fmt: skip
    elif step == "risk":
        for row in found.at_risk:
            yield GuidedLine(money.short(row.current_value), row.name, True, "health", row.id, row.name)
    elif step == "attention":
        for label, those in (("over", found.audit.over), ("under", found.audit.under)):
            for each in those:
                text = f"{each.name} · {percent(each.attention)} of minutes, {percent(each.value)} of value"
                yield GuidedLine(label, text, False, "account", each.account_id, each.name)
