"""The yearly look at the portfolio's health: its figures beside those that the last review kept (rule R-7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamtui.domain import money
from kamtui.domain.wording import NOT_YET, percent


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


def compared(figure: Figure, before: Mapping[str, float]) -> str:
    """A figure beside the one that was kept: `42 %, was 38 %`; only itself where nothing was kept (rule R-7)."""
    now = said(figure.kind, figure.value)
    if figure.key not in before:
        return now
    then = said(figure.kind, before[figure.key])
    return f"{now}, as before" if then == now else f"{now}, was {then}"


def got_worse(figure: Figure, before: Mapping[str, float]) -> bool:
    """Whether it moved the wrong way by as much as can be read."""
    if figure.value is None or figure.key not in before or not figure.more_is:
        return False
    then = before[figure.key]
    if said(figure.kind, then) == said(figure.kind, figure.value):
        return False
    return (figure.value > then) is (figure.more_is == "worse")


def to_keep(figures: Mapping[str, float | None]) -> dict[str, float]:
    """The figures as the review keeps them, to six places; what is not yet known is left out."""
    return {key: round(value, 6) for key, value in figures.items() if value is not None}
