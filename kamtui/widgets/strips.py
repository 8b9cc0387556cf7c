"""Small charts in the text: colour strips, sparklines, bars, and how near a date is.

Colours of accounts are words here (`green`, `yellow`, `red`, `unrated`), each with a sign of its own, so that a screen
without colour says the same.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from kamtui.widgets.ink import Part

SIGNS = {"green": ("●", "good"), "yellow": ("◐", "watch"), "red": ("○", "poor"), "unrated": ("·", "dim")}
TRENDS = {"improving": ("↗", "good"), "steady": ("→", "dim"), "declining": ("↘", "poor")}

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def sign(colour: str | None, *, stale: bool = False) -> Part:
    """The sign of one colour; a stale one is dimmed and never looks green."""
    mark, ink = SIGNS.get(colour or "unrated", SIGNS["unrated"])
    return (mark, "stale" if stale else ink)


def colour_strip(colours: Iterable[str | None], *, stale: bool = False, months: int = 12) -> list[Part]:
    """The last `months` colours, oldest first (rule H-7); a stale strip ends dimmed (rule H-3)."""
    shown = list(colours)[-months:]
    missing: list[Part] = [SIGNS["unrated"]] * (months - len(shown))
    last = len(shown) - 1
    return [*missing, *(sign(colour, stale=stale and place == last) for place, colour in enumerate(shown))]


def trend_sign(trend: str | None) -> Part:
    """An arrow for a trend (rule H-4)."""
    return TRENDS.get(trend or "", (" ", ""))


def bar(share: float, width: int) -> str:
    """A bar of exactly `width` columns, filled to `share` (0 to 1) in eighths."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(width)


def curve(shares: Sequence[float], width: int) -> str:
    """Shares that add up to 1, a character each from zero; where they are more than `width`, as many between the ends.

    The first and the last one are always there, so that the curve begins with the largest and ends with all.
    """
    last = len(shares) - 1
    places = range(len(shares)) if last < width else (round(at * last / (width - 1)) for at in range(width))
    return "".join(_LEVELS[min(7, int(shares[place] * 8))] for place in places)


def columns_chart(values: Sequence[float], height: int, top: float | None = None, group: int = 0) -> list[str]:
    """Values side by side as columns from zero, `height` lines high, the highest line first.

    `top` is the value of a full column, the largest one unless given; after each `group` values comes a space.
    """
    full = (max(values, default=0) if top is None else top) or 1
    levels = [max(1, round(value / full * height * 8)) if value > 0 else 0 for value in values]
    lines = []
    for line in range(height - 1, -1, -1):
        signs = [_LEVELS[min(8, level - line * 8) - 1] if level > line * 8 else " " for level in levels]
        parts = ["".join(signs[at : at + group]) for at in range(0, len(signs), group)] if group else ["".join(signs)]
        lines.append(" ".join(parts))
    return lines


def due_label(due: date | None, today: date) -> Part:
    """How near a date is: `5 d late`, `today`, `in 3 d`; ISO from two weeks on."""
    if due is None:
        return ("", "")
    days = (due - today).days
    if days < 0:
        return (f"{-days} d late", "late") if days > -100 else (due.isoformat(), "late")
    if days == 0:
        return ("today", "soon")
    if days == 1:
        return ("tomorrow", "soon")
    if days < 14:
        return (f"in {days} d", "")
    return (due.isoformat(), "dim")


def ago_label(past: date | None, today: date) -> Part:
    """How long ago a date was: `today`, `9 d ago`; ISO from a hundred days on."""
    if past is None:
        return ("never", "dim")
    days = (today - past).days
    if days == 0:
        return ("today", "")
    if days < 0:
        return due_label(past, today)
    return (f"{days} d ago", "") if days < 100 else (past.isoformat(), "dim")


def day_label(day: date) -> str:
    """A date as people say it: `Fri 21 Nov`."""
    return f"{_DAYS[day.weekday()]} {day.day} {day:%b}"
