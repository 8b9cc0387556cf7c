"""How days, moments, durations, counts and shares are said on screen: short, the same everywhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Monday first, as weeks run (rule Y-1)."""

NEAR_DAYS: Final = 60
"""Up to so many days away a day is told by its distance, beyond it by its date."""

NOT_YET: Final = "not yet"
"""What stands where there is nothing to count from yet."""

_IRREGULAR: Final = {"person": "people", "hypothesis": "hypotheses"}


def near(day: date, today: date) -> str:
    """Say a day by its distance: `today`, `in 3 d`, `5 d ago`; by its date when far."""
    return _distance(day, today, "ago")


def due_words(day: date | None, today: date) -> str:
    """Say when something falls due: `today`, `tomorrow`, `in 3 d`, `5 d late`; by its date when far."""
    if day is None:
        return "no date"
    if (today - day).days == 1:
        return "1 d late"
    if (today - day).days > NEAR_DAYS:
        return f"late, {day.isoformat()}"
    return _distance(day, today, "late")


def past_words(day: date | None, today: date) -> str:
    """Say when something last happened: `today`, `yesterday`, `5 d ago`, `never`; by its date when far."""
    return "never" if day is None else _distance(day, today, "ago")


def day_words(day: date) -> str:
    """Say a day of this year or so with its weekday: `Fri 21 Nov`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def moment_words(moment: datetime, now: datetime) -> str:
    """Say a moment in the time zone of `now`: `today 16:10`, `yesterday 16:10`, `19 Nov 16:10`; with the year when far.

    Raises ValueError when either carries no time zone.
    """
    if moment.tzinfo is None or now.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if abs(days) <= 1:
        day = near(local.date(), now.date())
    elif abs(days) <= NEAR_DAYS:
        day = f"{local.day} {MONTHS[local.month - 1][:3]}"
    else:
        day = local.date().isoformat()
    return f"{day} {local.hour:02}:{local.minute:02}"


def minutes_words(minutes: int) -> str:
    """Say a number of minutes: `45 min`, `1 h`, `1 h 35`."""
    sign, (hours, rest) = ("-" if minutes < 0 else ""), divmod(abs(minutes), 60)
    if not hours:
        return f"{sign}{rest} min"
    return f"{sign}{hours} h {rest:02}" if rest else f"{sign}{hours} h"


def hours_words(hours: float) -> str:
    """Say a number of hours as response times are said: `30 min`, `4 h`, `2.5 h`, `3 d` from two whole days on."""
    if 0 < hours < 1:
        return minutes_words(max(1, round(hours * 60)))
    if hours >= 48 and hours % 24 == 0:
        return f"{hours / 24:.0f} d"
    return f"{hours:.1f} h".replace(".0 h", " h")


def plural(number: int, noun: str, many: str | None = None) -> str:
    """Say how many there are: `1 account`, `2 accounts`, `3 activities`; `many` where the plural is unusual."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {many or _many(noun)}"


def percent(share: float | None) -> str:
    """Say a share, 1.0 being all, as whole percent rounded half up: `71 %`; `not yet` for None (rule R-4)."""
    if share is None:
        return NOT_YET
    size = int(abs(share) * 100 + 0.5 + 1e-9)
    return f"-{size} %" if share < 0 and size else f"{size} %"


def out_of(part: int, whole: int) -> str:
    """Say a part of a whole: `6 of 7`; `not yet` where there is nothing to count from."""
    return f"{part:,} of {whole:,}" if whole else NOT_YET


def alternatives(names: Sequence[str], most: int = 6) -> str:
    """Say names of which one is meant: `Acme, Adatum or Apex`; with `3 others` for those beyond `most`."""
    said = list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " or ".join(part for part in (", ".join(said[:-1]), *said[-1:]) if part)


def _distance(day: date, today: date, behind: str) -> str:
    days = (day - today).days
    if abs(days) > NEAR_DAYS:
        return day.isoformat()
    if abs(days) <= 1:
        return ("today", "tomorrow", "yesterday")[days]
    return f"in {days} d" if days > 0 else f"{-days} d {behind}"


def _many(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"
