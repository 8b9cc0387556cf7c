"""The yearly look at the portfolio's health: its figures beside those that the last review kept (rule R-7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamtui.domain import money
from kamtui.domain.wording import NOT_YET, percent

MINOR = 100
"""Minor units in a currency unit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the review: its key in what is kept, its name, its kind, and its value; None is "not yet".

    The kind is `share` (0 to 1), `money` (minor units), `count`, `mean` (one decimal) or `index` (two decimals).
    `more_is` is "better", "worse", or empty where neither is.
    """

    key: str
    label: str
    kind: str
    value: float | None
    more_is: str = ""
    about: str = ""


def said(kind: str, value: float | None) -> str:
    """A figure as people read it."""
    if value is None:
        return NOT_YET
    if kind == "share":
        return percent(value)
    if kind == "money":
        return money.short(round(value))
    return f"{value:.0f}" if kind == "count" else f"{value:.1f}" if kind == "mean" else f"{value:.2f}"


def then(figure: Figure, before: Mapping[str, float]) -> float | None:
    """The value that was kept of a figure, in its own unit; None where none was."""
    kept = before.get(figure.key)
    return kept if kept is None or figure.kind != "money" else kept * MINOR


def compared(figure: Figure, before: Mapping[str, float]) -> str:
    """A figure beside the one that was kept: `42 %, was 38 %`; only itself where nothing was kept (rule R-7)."""
    now, kept = said(figure.kind, figure.value), then(figure, before)
    if kept is None:
        return now
    was = said(figure.kind, kept)
    return f"{now}, as before" if was == now else f"{now}, was {was}"


def got_worse(figure: Figure, before: Mapping[str, float]) -> bool:
    """Whether it moved the wrong way by as much as can be read."""
    kept = then(figure, before)
    if figure.value is None or kept is None or not figure.more_is:
        return False
    if said(figure.kind, kept) == said(figure.kind, figure.value):
        return False
    return (figure.value > kept) is (figure.more_is == "worse")


def to_keep(figures: Iterable[Figure]) -> dict[str, float]:
    """The figures as the review keeps them, amounts in currency units; what is not yet known is left out."""
    return {
        each.key: round(each.value / MINOR if each.kind == "money" else each.value, 6)
        for each in figures
        if each.value is not None
    }
