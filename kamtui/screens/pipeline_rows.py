"""How the pipeline is drawn: rows of opportunities and triggers, and the small charts above them."""

from collections.abc import Sequence
from datetime import date

from kamtui.domain import money
from kamtui.domain.calibration import Calibration
from kamtui.domain.expansion import Conversion, TriggerState
from kamtui.domain.opportunities import StageBar, probability, stalled, weighted
from kamtui.domain.timing import Leg, TimingVerdict
from kamtui.domain.wording import due_words, out_of, percent, plural
from kamtui.storage.expansion import Judged
from kamtui.storage.opportunities import OpportunityRow
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.rows import Row
from kamtui.widgets.strips import bar

OPPORTUNITY_COLUMNS = (
    Column("opportunity", share=3, least=18),
    Column("account", share=2, least=11),
    Column("stage", 9),
    Column("likely", 6, right=True, keep=2),
    Column("a year", 6, right=True),
    Column("weighs", 6, right=True),
    Column("next step", 13, right=True),
)
TRIGGER_COLUMNS = (
    Column("heard", share=3, least=16),
    Column("account", share=2, least=11),
    Column("window", 14),
    Column("verdict", 7),
    Column("missing", 22),
)
LEGS = {Leg.SIGNAL: "signal", Leg.RELATIONSHIP: "secure", Leg.RESULTS: "proven"}
"""The legs of the timing verdict in a word each, as a narrow column has room for."""

STALLED_SIGN = "‼"
SOON_DAYS = 3
SOLID, LIGHT = "█", "░"
LEAST_BAR, LONGEST_BAR, BESIDE_BAR = 6, 40, 31
"""How long a bar may be, and the columns of the terminal that its name and figures take."""


def opportunity_row(row: OpportunityRow, today: date) -> Row:
    """One opportunity; a stalled one has a sign, a probability of the user's own a star."""
    deal = row.deal
    own = "*" if deal.open and deal.probability is not None else ""
    value = "–" if deal.annual_value is None else money.short(deal.annual_value)
    weight: Cell = money.short(weighted(deal)) if deal.open and not deal.parked else ("–", "dim")
    likely: Cell = f"{probability(deal)} %{own}" if deal.open else ("", "dim")
    ink = "" if deal.open and not deal.parked else "dim"
    return Row(
        [(deal.name, ink), (row.account, ink), _stage(row), likely, value, weight, next_words(row, today)],
        key=key_of(row),
    )


def key_of(row: OpportunityRow) -> tuple[str, int]:
    """What tells an opportunity apart from the other lines."""
    return ("opportunity", row.id)


def next_words(row: OpportunityRow, today: date) -> Part:
    """When the next step is due; why it stalls, in a word or two (rule X-7)."""
    deal = row.deal
    if not deal.open:
        return (deal.closed_on.isoformat() if deal.closed_on else "", "dim")
    if deal.parked:
        return (f"{deal.parked_on}" if deal.parked_on else "", "dim")
    why = stalled(deal, today)
    if not why:
        days = (deal.next_step_due - today).days if deal.next_step_due else 0
        return (due_words(deal.next_step_due, today), "soon" if days <= SOON_DAYS else "")
    if deal.next_step and deal.next_step_due:
        return (f"{STALLED_SIGN} {due_words(deal.next_step_due, today)}", "late")
    return (f"{STALLED_SIGN} {'no day' if deal.next_step.strip() else 'no step'}", "late")


def _stage(row: OpportunityRow) -> Cell:
    deal = row.deal
    if deal.parked:
        return ("parked", "stale")
    return (deal.stage, {"won": "good", "lost": "dim"}.get(deal.stage, ""))


def trigger_row(each: Judged, today: date) -> Row:
    """One trigger with its window, its verdict and what is missing (rules X-2, X-3)."""
    row = each.trigger
    missing = ", ".join(LEGS[one.leg] for one in each.timing.missing)
    return Row(
        [row.heard, row.account, window_cell(each, today), verdict_part(each), (missing, "watch")],
        key=("trigger", row.uid),
    )


def verdict_part(each: Judged) -> Part:
    """The verdict as a word; one whose window is over is opened again before it is acted on (rule X-2)."""
    now = each.timing.verdict is TimingVerdict.ACT_NOW
    if now and each.trigger.state is TriggerState.EXPIRED:
        return ("reopen", "dim")
    return (each.timing.verdict.value, "good" if now else "dim")


def window_cell(each: Judged, today: date) -> Part:
    """How long the window is still open, or when to look again (rule X-2)."""
    row = each.trigger
    if row.state is TriggerState.EXPIRED:
        return (f"expired {-row.days_left} d" if row.days_left < 0 else "expired", "dim")
    if row.state is TriggerState.FILED:
        if row.asked_on is None:
            return ("filed", "dim")
        wait = (row.asked_on - today).days
        return (f"again in {wait} d", "dim") if wait > 0 else ("look again", "soon")
    if row.days_left == 0:
        return ("closes today", "late")
    return (f"{row.days_left} d left", "soon" if row.days_left <= SOON_DAYS else "")


# The charts


def stage_chart(bars: Sequence[StageBar], room: int) -> list[Cell]:
    """A bar a stage: as long as its value, solid as far as its probability carries, with the figures beside it."""
    width = max(LEAST_BAR, min(LONGEST_BAR, room - BESIDE_BAR))
    most = max((each.value for each in bars), default=0)
    lines: list[Cell] = []
    for each in bars:
        long = max(1, round(each.value / most * width)) if each.value else 0
        solid = max(1, round(each.weighted / most * width)) if each.weighted else 0
        drawn: list[Part] = [(SOLID * solid, "accent"), (LIGHT * (long - solid), "dim")]
        space = " " * (width - long)
        figures = f"{each.count:>4}  {money.short(each.value):>6}"
        weighs = (f" → {money.short(each.weighted):>5}", "dim")
        lines.append([(f"{each.stage.value:<10}", ""), *drawn, (space, ""), (figures, ""), weighs])
    return lines


def calibration_lines(found: Calibration) -> list[Cell]:
    """How the user's own forecasts turned out, bar by bar (rule X-8)."""
    if found.brier is None:
        return [("your forecasts: not yet", "dim"), (f"{plural(found.still_needed, 'closed forecast')} to go", "dim")]
    lines: list[Cell] = []
    for each in found.buckets:
        drawn = bar(each.share or 0.0, 8)
        said = f" {percent(each.share)}, {out_of(each.came_true, each.count)}" if each.count else " none closed"
        lines.append([(f"won at {each.about} % ", "dim"), (drawn, "accent"), said])
    lines.append([("Brier score ", "dim"), f"{found.brier:.2f}", (f" of {found.settled} forecasts", "dim")])
    return lines


def conversion_lines(found: Sequence[Conversion]) -> list[Cell]:
    """How triggers that were acted on became opportunities, by their age (rule X-2)."""
    lines: list[Cell] = []
    for each in found:
        drawn = bar(each.share or 0.0, 10)
        said = f" {percent(each.share)}, {out_of(each.converted, each.acted)}" if each.acted else " none yet"
        lines.append([(f"{each.words:<16}", "dim"), (drawn, "accent"), said])
    return lines
