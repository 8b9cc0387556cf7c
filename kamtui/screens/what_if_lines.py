"""The figures of what if: before and after, side by side, with what moved."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamtui.domain import money
from kamtui.domain.departure import Verdict
from kamtui.domain.what_if import Figures
from kamtui.domain.wording import NOT_YET, minutes_words, percent
from kamtui.storage.portfolio_figures import Portfolio
from kamtui.widgets.columns import Column
from kamtui.widgets.rows import Heading, Line, Row

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

FIGURE = 11
"""The columns of a figure."""

ACCOUNT = "account"
"""The first word in the key of a row that is an account."""

_UNIT = 100
"""The cents of a whole unit."""

Shown = Callable[[Any], str]
Asked = tuple[str, tuple[Any, ...], Any, Any, Shown]


def columns() -> tuple[Column, ...]:
    """The name, the two figures and the change, close together at any width."""
    figures = (Column(title, FIGURE, right=True) for title in ("now", "then", "change"))
    return (Column("", 30), *figures)


def amount(cents: int) -> str:
    """An amount in whole units, so that the change adds up by eye; shorter where that takes too much room."""
    exact = money.full(_whole(cents))
    return exact if len(exact) < FIGURE else money.short(cents)


def _whole(cents: int) -> int:
    """Cents rounded half up to whole units."""
    return (cents + _UNIT // 2) // _UNIT * _UNIT


def lines(found: Portfolio, then: Portfolio) -> list[Line]:
    """Every figure in sections, each with the key of its rows, and the accounts that would be held worse."""
    drawn: list[Line] = []
    for title, rows in _sections(found.figures, then.figures):
        drawn.append(Heading(title))
        drawn += [_row(*each) for each in rows]
    before, after = found.figures, then.figures
    drawn += _verdicts("held by those who remain", found, before.standings, after.standings)
    drawn += _verdicts("if the next one leaves too", found, before.verdicts, after.verdicts)
    return drawn


def _sections(before: Figures, after: Figures) -> Sequence[tuple[str, Sequence[Asked]]]:
    one, two = before.compass, after.compass
    kept, kept_then = before.retention, after.retention
    spread, spread_then = before.concentration, after.concentration
    deep, deep_then = before.depth, after.depth
    return (
        ("compass", [
            ("secured", ("secured",), one.secured, two.secured, percent),
            ("expanding", ("expanding",), one.expanding, two.expanding, percent),
            ("referring", ("referring",), one.referring, two.referring, percent),
            ("all three", ("all_three",), one.all_three, two.all_three, percent),
            ("twelve months ahead", ("forecast",), one.projection.total, two.projection.total, amount),
        ]),
        ("value", [
            ("a year now", ("health", None), before.current_value, after.current_value, amount),
            ("net retention", ("nrr",), kept.nrr, kept_then.nrr, percent),
            ("gross retention", ("grr",), kept.grr, kept_then.grr, percent),
            ("logo retention", ("logos",), kept.logos, kept_then.logos, percent),
        ]),
        ("concentration", [
            ("largest", ("concentration", "largest"), spread.top1, spread_then.top1, percent),
            ("largest three", ("concentration", "largest three"), spread.top3, spread_then.top3, percent),
            ("largest five", ("concentration", "largest five"), spread.top5, spread_then.top5, percent),
            ("index", ("concentration", "index"), spread.hhi, spread_then.hhi, _index),
        ]),
        ("engagement", [
            ("single-threaded", ("threads", "single"), deep.single_threaded, deep_then.single_threaded, percent),
            ("value on 0 or 1 thread", ("threads", "value"), deep.value_on_bus_factor_0_1,
             deep_then.value_on_bus_factor_0_1, amount),
        ]),
        ("work", [("desk work a week", ("work",), before.weekly_minutes, after.weekly_minutes, minutes_words)]),
    )  # fmt: skip


def _verdicts(
    title: str, found: Portfolio, before: Mapping[int, Verdict | None], after: Mapping[int, Verdict | None]
) -> list[Line]:
    """The accounts for which the departure verdict changes, in words."""
    moved: list[Line] = []
    for key, now in before.items():
        then = after.get(key, now)
        if then != now:
            ink = "poor" if then == Verdict.LOST else "watch"
            told: Cell = (then.value, ink) if then else ("no primary", ink)
            moved.append(Row([found.rows[key].name, now.value if now else "–", told, ""], key=(ACCOUNT, key, title)))
    return [Heading(title), *moved] if moved else []


def _index(value: float | None) -> str:
    return NOT_YET if value is None else f"{value:.2f}"


def _points(share: float) -> int:
    """A share in the whole percent that it is shown as."""
    return int(share * 100 + 0.5 + 1e-9)


def _row(name: str, key: tuple[Any, ...], now: Any, then: Any, shown: Shown) -> Row:
    first, second = shown(now), shown(then)
    if now is None or then is None or first == second:
        return Row([name, first, (second, "dim" if first == second else "strong"), ""], key=key)
    off = _whole(then) - _whole(now) if shown is amount else then - now
    if shown is percent:
        moved = f"{_points(then) - _points(now):+d} pt"
    elif shown is _index:
        moved = f"{off:+.2f}"
    else:
        moved = f"{'+' if off > 0 else '-'}{shown(abs(off))}"
    return Row([name, first, (second, "strong"), (moved.replace("-", "−"), "accent")], key=key)
