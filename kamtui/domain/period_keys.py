"""Reading a period's key as people or the data format write it: `2026-W47`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`."""

import re
from datetime import date
from functools import lru_cache

from kamtui.domain.dates import FIRST_YEAR, LAST_YEAR, Cadence, Period, months_from, period_of, week_of

_WEEK_KEY = r"(\d{4})-[Ww](\d{2})"
_KEY = r"(?P<year>\d{4})(?:/(?P<start>\d{2}))?(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
_MONTH_KEY = r"(\d{4})-(\d{2})"


def parse_week(text: str) -> Period:
    """Read a week such as `2026-W48`. Raises ValueError, in one line for the user, for anything else."""
    found = re.fullmatch(_WEEK_KEY, text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a week; write it like 2026-W48")
    year, number = int(found[1]), int(found[2])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"week {text.strip()} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        raise ValueError(f"{year} has no week {number}") from None


def parse_period(key: str) -> Period:
    """Read a period's key as the data format writes it. Raises ValueError, in one line, for anything else."""
    if re.fullmatch(_WEEK_KEY, key):
        return parse_week(key)
    month = re.fullmatch(_MONTH_KEY, key)
    if month and int(month[1]) and 1 <= int(month[2]) <= 12:
        return months_from(int(month[1]) * 12 + int(month[2]) - 1, Cadence.MONTHLY, 1)
    found = re.fullmatch(_KEY, key)
    fiscal_start = int(found["start"] or 1) if found else 0
    if not found or not int(found["year"]) or not 1 <= fiscal_start <= 12 or found["start"] == "01":
        raise ValueError(f"{key!r} is not a period; write it like 2026-W47, 2026-11, 2026-Q4, 2026-H2 or 2026")
    first = int(found["year"]) * 12 + fiscal_start - 1
    if found["quarter"]:
        return months_from(first + 3 * (int(found["quarter"]) - 1), Cadence.QUARTERLY, fiscal_start)
    if found["half"]:
        return months_from(first + 6 * (int(found["half"]) - 1), Cadence.HALF_YEARLY, fiscal_start)
    return months_from(first, Cadence.YEARLY, fiscal_start)


@lru_cache(maxsize=1024)
def named(key: str) -> Period | None:
    """Return the period of that key, None for a key that is none: a file may hold what nobody would write."""
    try:
        return parse_period(key)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def key_in(key: str, fiscal_start: int) -> str:
    """Return the key that the same days have where the fiscal year starts in that month; the key itself without one.

    October to December is `2026-Q4` of the calendar's year and `2026/04-Q3` of one that starts in April.
    """
    period = named(key)
    if period is None:
        return key
    there = period_of(period.start, period.cadence, fiscal_start)
    return there.key if (there.start, there.end) == (period.start, period.end) else key
