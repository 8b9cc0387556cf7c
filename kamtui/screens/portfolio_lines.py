"""How the portfolio is drawn: one line a figure, in sections, with small bars in the text."""

from collections.abc import Iterable
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.health import Colour
from kamtui.domain.problems import spoken
from kamtui.domain.projection import Projection
from kamtui.domain.text import shorten
from kamtui.domain.wording import MONTHS, NOT_YET, out_of, past_words, percent, plural
from kamtui.storage.portfolio_figures import Portfolio, RenewalRow
from kamtui.storage.portfolio_practice import middle
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.strips import bar, curve, sign

FIGURE = 7
"""The columns of the second one, the figure."""

BAR, CURVE = 10, 20
QUESTION = "ended without a word: renewed, shrunk or lost?"
PARTS = (("contracted", "█"), ("renewal", "▒"), ("opportunity", "░"))


def columns() -> tuple[Column, ...]:
    """The columns of the portfolio."""
    return (Column("", share=1, least=20), Column("", FIGURE, right=True), Column("", share=2, least=43))


def lines(found: Portfolio) -> list[Line]:
    """The whole screen, section by section; the key of a row is the key of its figure."""
    drawn: list[Line] = [Heading("compass"), *_compass(found)]
    if found.questions:
        drawn += [Heading(f"{len(found.questions)} {QUESTION}"), *_questions(found)]
    drawn += [Heading(f"renewals in 90 days: {len(found.renewals)}"), *_renewals(found.renewals, found.today)]
    drawn += [Heading("health"), *_health(found)]
    drawn += [Heading("the next twelve months"), *_forecast(found)]
    drawn += [Heading("the last twelve months"), *_retention(found)]
    drawn += [Heading("concentration"), *_concentration(found)]
    drawn += [Heading("engagement"), *_engagement(found)]
    if found.loops:
        drawn += [Heading("loops of the most valuable"), *_loops(found)]
    drawn += [Heading("pipeline"), *_pipeline(found)]
    drawn += [Heading("attention"), *_attention(found)]
    drawn += [Heading("rhythm, twelve months"), *_habits(found)]
    return drawn


def _compass(found: Portfolio) -> Iterable[Row]:
    compass = found.figures.compass
    parts = compass.projection
    said = {
        "secured": f"{money.short(parts.contracted)} contracted of {money.short(parts.total)}",
        "expanding": "from those that grew",
        "referring": "from those that recommended us",
        "all_three": "from those that do all three",
    }
    for name, words in said.items():
        share: float | None = getattr(compass, name)
        yield Row([(spoken(name), "strong"), _percent(share), [_bar(share, BAR), ("  " + words, "dim")]], key=(name,))


def _questions(found: Portfolio) -> Iterable[Row]:
    for ledger, line in found.questions:
        assert line.end is not None  # noqa: S101  it ended
        what = f"{line.description}, " if line.description else ""
        words: Cell = [what, (f"ended {past_words(line.end, found.today)}", "watch")]
        yield Row([ledger.client.name, money.short(line.annual_value), words], key=("question", line.id))


def _renewals(rows: Iterable[RenewalRow], today: date) -> Iterable[Row]:
    empty = True
    for row in rows:
        empty = False
        yield renewal_row(row, today)
    if empty:
        yield Row([("none", "dim"), "", ("no contract line ends in the next 90 days", "dim")], key=("renewals",))


def renewal_row(row: RenewalRow, today: date) -> Row:
    """A renewal in one line: what it is worth, the days to go, how far it is, what is late."""
    days = row.renewal.days(today)
    near = "soon" if days <= 42 else ""
    late = row.late(today)
    words: list[Part] = [(f"in {days} d" if days else "today", near), ("  ", "")]
    if late:
        more = f", {len(late) - 1} more" if len(late) > 1 else ""
        words.append((f"{late[0].step} {late[0].late(today)} d late{more}", "late"))
    else:
        words.append((spoken(row.renewal.stage), "dim"))
    key = ("renewal", row.account.id, row.renewal.on)
    return Row([row.account.name, money.short(row.renewal.value), words], key=key)


def _health(found: Portfolio) -> Iterable[Row]:
    for tier in Tier:
        cells = [cell for cell in found.cells if cell.tier is tier]
        words: list[Part] = []
        for cell in cells:
            mark, ink = sign(cell.colour.value)
            amount = money.short(cell.value) if cell.count else ""
            words.append((f"{mark}{cell.count:>3} {amount:<5} ", ink if cell.count else "dim"))
        total = sum(cell.value for cell in cells)
        name: Cell = [tier.name.capitalize(), (f"{sum(cell.count for cell in cells):>4}", "dim")]
        yield Row([name, money.short(total), words], key=("health", tier))
    legend: list[Part] = []
    for colour in Colour:
        mark, ink = sign(colour.value)
        legend += [(mark, ink), (f" {colour.value}   ", "dim")]
    yield Row([("all", "dim"), money.short(found.figures.current_value), legend], key=("health", None))
    risk = sum(row.current_value for row in found.at_risk)
    words_of: Cell = (plural(len(found.at_risk), "red account"), "poor" if found.at_risk else "dim")
    yield Row(["at risk", (money.short(risk), "poor" if risk else ""), words_of], key=("at_risk",))


def _forecast(found: Portfolio) -> Iterable[Row]:
    whole = found.figures.compass.projection
    legend: list[Part] = []
    for name, glyph in PARTS:
        legend += [(glyph, "accent"), (f" {STREAMS[name]} {money.short(getattr(whole, name))} ", "dim")]
    yield Row([("all of it", "strong"), money.short(whole.total), legend], key=("forecast",))
    largest = max((month.parts.total for month in found.months), default=0)
    for number, month in enumerate(found.months):
        name = f"{MONTHS[month.last.month - 1][:3]} {month.last.year}"
        words = (stacked(month.parts, largest, 30), "accent")
        yield Row([(f"  to {month.last.day:>2} {name}", "dim"), money.short(month.parts.total), [words]],
                  key=("forecast", number))  # fmt: skip


STREAMS = {"contracted": "contracted", "renewal": "renew", "opportunity": "win"}


def stacked(parts: Projection, largest: int, width: int) -> str:
    """The three parts of a projection as one bar of three shades, `largest` filling the width."""
    if not largest:
        return ""
    edges, running, text = [0], 0, ""
    for name, _ in PARTS:
        running += getattr(parts, name)
        edges.append(round(running / largest * width))
    for (_, glyph), first, last in zip(PARTS, edges, edges[1:], strict=False):
        text += glyph * (last - first)
    return text


def _retention(found: Portfolio) -> Iterable[Row]:
    kept = found.figures.retention
    lost = sum(year.lost for year in kept.years)
    grown = sum(year.expansion for year in kept.years)
    said = {
        "nrr": (
            "net retention",
            kept.nrr,
            f"{money.short(kept.start)} then, +{money.short(grown)}, −{money.short(lost)}",
        ),
        "grr": ("gross retention", kept.grr, f"{money.short(lost)} shrunk or lost"),
        "logos": ("logo retention", kept.logos, f"{out_of(sum(y.kept for y in kept.years), len(kept.years))} accounts"),
    }
    for key, (name, share, words) in said.items():
        told: Cell = (words if kept.years else "no revenue a year ago to compare with", "dim")
        yield Row([name, _percent(share), told], key=(key,))


def _concentration(found: Portfolio) -> Iterable[Row]:
    spread = found.figures.concentration
    largest = max(found.clients, key=lambda row: row.current_value, default=None)
    name = shorten(largest.name, 20) if largest is not None and largest.current_value else ""
    for label, share, words in (
        ("largest", spread.top1, name),
        ("largest three", spread.top3, ""),
        ("largest five", spread.top5, ""),
    ):
        yield Row([label, _percent(share), [_bar(share, BAR), (f"  {words}" if words else "", "dim")]],
                  key=("concentration", label))  # fmt: skip
    index = (NOT_YET, "dim") if spread.hhi is None else f"{spread.hhi:.2f}"
    words_of: Cell = (
        [(curve(spread.curve, CURVE), "accent"), ("  from the largest to all", "dim")] if spread.curve else ""
    )
    yield Row(["index", index, words_of], key=("concentration", "index"))


def _engagement(found: Portfolio) -> Iterable[Row]:
    depth = found.figures.depth
    threads: Cell = (NOT_YET, "dim") if depth.mean_live_threads is None else f"{depth.mean_live_threads:.1f}"
    single = sum(row.live_threads <= 1 for row in found.clients)
    yield Row(["live threads", threads, ("on average", "dim")], key=("threads", "mean"))
    yield Row(["single-threaded", _percent(depth.single_threaded), (plural(single, "account"), "dim")],
              key=("threads", "single"))  # fmt: skip
    hanging = money.short(depth.value_on_bus_factor_0_1)
    yield Row(["on 0 or 1 thread", hanging, ("would go with one departure", "dim")], key=("threads", "value"))
    yield Row(["referrals", str(found.referred), ("in twelve months", "dim")], key=("referrals",))


def _loops(found: Portfolio) -> Iterable[Row]:
    for row in found.loops:
        client = row.ledger.client
        words: list[Part] = []
        for name in ("retention", "expansion", "referral"):
            runs = getattr(row.loops, name)
            words += [("✓ " if runs else "✗ ", "good" if runs else "watch"), (f"{name}   ", "" if runs else "dim")]
        yield Row([client.name, money.short(row.ledger.current), words], key=("loops", client.id))
        for name, action in row.asked.items():
            yield Row([(f"  {name}", "dim"), "→", action], key=("loops", client.id, name))


def _pipeline(found: Portfolio) -> Iterable[Row]:
    totals = found.pipeline
    parked = f", {totals.parked} parked" if totals.parked else ""
    words = f"{totals.count} open, weighted {money.short(totals.weighted)}{parked}"
    yield Row(["open", money.short(totals.value), words], key=("pipeline", False))
    ink = "late" if totals.stalled else "dim"
    yield Row(
        ["stalled", (str(totals.stalled), ink), ("no next step, or one in the past", "dim")], key=("pipeline", True)
    )


def _attention(found: Portfolio) -> Iterable[Row]:
    audit = found.audit
    if not audit.over and not audit.under:
        said = "no minutes or no value to compare yet"
        yield Row([("nobody named", "dim"), "", (said, "dim")], key=("attention",))
    for title, rows in (("over   ", audit.over), ("under  ", audit.under)):
        for row in rows:
            words: Cell = [title, (f"{percent(row.attention)} of minutes, {percent(row.value)} of value", "dim")]
            off = f"{row.balance * 100:+.0f}".replace("-", "−")
            yield Row([row.name, f"{off} pt", words], key=("attention", row.account_id))


def _habits(found: Portfolio) -> Iterable[Row]:
    habits = found.habits
    kept = habits.adherence
    overall = kept.overall()
    said = f"{overall.done} done, {overall.missed} missed, {overall.skipped} skipped"
    yield Row(["adherence", _percent(overall.share), (said, "dim")], key=("adherence", None))
    for tier in Tier:
        share = kept.of_tier(tier).share
        yield Row([(f"  {tier.name.capitalize()}", "dim"), _percent(share), _bar(share, BAR)], key=("adherence", tier))
    for key, name, those in (
        ("reviews", "QBRs held", habits.reviews),
        ("follow_ups", "follow-ups on time", habits.follow_ups),
        ("service", "issues in time", habits.service),
    ):
        yield Row([name, _percent(those.share), (out_of(those.kept, those.of) if those.of else "", "dim")], key=(key,))
    days = middle(habits.first_value.values())
    value: Cell = (NOT_YET, "dim") if days is None else f"{days:g} d"
    yield Row(["time to first value", value, ("median", "dim")], key=("first_value",))
    yield Row(["streak", str(habits.streak), ("weeks with a finished Friday review", "dim")], key=("streak",))


def _percent(share: float | None) -> Cell:
    return (NOT_YET, "dim") if share is None else percent(share)


def _bar(share: float | None, width: int) -> Part:
    return (" " * width if share is None else bar(share, width), "accent")
