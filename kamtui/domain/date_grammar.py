"""The grammar of typed dates: each form and how it is read."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, Literal

from dateutil.relativedelta import relativedelta

from kamtui.domain.wording import MONTHS, WEEKDAYS

Preference = Literal["future", "past"]
Reading = Callable[[re.Match[str], date, Preference], date]

_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WEEKDAY: Final = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\.?"
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_YEAR: Final = r"(?: (?P<year>[0-9]{4}))?"
_COUNT: Final = (
    rf"(?P<count>[0-9]{{1,4}}(?= ?[a-z])|(?:an?|{'|'.join(_NUMBERS)})(?= [a-z]{{3}})) ?"
    r"(?P<unit>d(?:ays?)?|w(?:eeks?)?|mo(?:nths?)?|y(?:ears?)?)"
)


def _in_days(days: int) -> Reading:
    return lambda _match, today, _prefer: today + timedelta(days=days)


def _weekday(match: re.Match[str], today: date, prefer: Preference) -> date:
    wanted = _weekday_number(match["weekday"])
    monday = today - timedelta(days=today.weekday())
    match match["which"]:
        case "this":
            return monday + timedelta(days=wanted)
        case "next":
            return monday + timedelta(days=7 + wanted)
        case "last":
            return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - wanted) % 7)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _counted(direction: int | None) -> Reading:
    def read(match: re.Match[str], today: date, prefer: Preference) -> date:
        count, unit = match["count"], match["unit"]
        number = int(count) if count.isdigit() else _NUMBERS.index(count) + 1 if count in _NUMBERS else 1
        number *= direction or (-1 if prefer == "past" else 1)
        match unit[0]:
            case "d":
                return today + timedelta(days=number)
            case "w":
                return today + timedelta(weeks=number)
            case "m":
                return today + relativedelta(months=number)
        return today + relativedelta(years=number)

    return read


def _named_month(match: re.Match[str], today: date, prefer: Preference) -> date:
    day, month, year = int(match["day"]), _month_number(match["month"]), match["year"]
    return _agreeing(match, _existing(int(year), month, day) if year else _nearest(month, day, today, prefer))


def _agreeing(match: re.Match[str], found: date) -> date:
    """The day, where it is the weekday that was said."""
    if match["weekday"] and found.weekday() != _weekday_number(match["weekday"]):
        raise ValueError(f"{found.isoformat()} is a {WEEKDAYS[found.weekday()]}")
    return found


def _figures(match: re.Match[str], _today: date, _prefer: Preference) -> date:
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    return _existing(year, int(match["month"]), int(match["day"]))


def _either_order(match: re.Match[str], _today: date, _prefer: Preference) -> date:
    first, second, year = int(match[1]), int(match[3]), int(match["year"])
    if first != second and first <= 12 and second <= 12:
        raise ValueError("this can be read in two ways, write the month as a word or the year first")
    return _existing(year, first, second) if second > 12 else _existing(year, second, first)


def _two_ways(_match: re.Match[str], _today: date, _prefer: Preference) -> date:
    raise ValueError("this can be read in two ways, write the month as a word or the year first")


def _day_of_month(match: re.Match[str], today: date, prefer: Preference) -> date:
    step = -1 if prefer == "past" else 1
    for months in range(3):
        first = today.replace(day=1) + relativedelta(months=step * months)
        day = first + timedelta(days=int(match["day"]) - 1)
        if day.month == first.month and (day - today).days * step >= 0:
            return _agreeing(match, day)
    raise ValueError("no month has that day")


def _end_of_month(match: re.Match[str], today: date, prefer: Preference) -> date:
    name = match["month"]
    if name:
        first = _nearest(_month_number(name), 1, today.replace(day=1), prefer)
        last = first + relativedelta(day=31)
        return last if last <= today or prefer == "future" else last + relativedelta(years=-1, day=31)
    return today + relativedelta(months=1 if match["next"] else 0, day=31)


def _end_of_period(match: re.Match[str], today: date, _prefer: Preference) -> date:
    """The Friday of the week, today included; else the last day of the quarter or of the year."""
    period, further = match["period"], int(bool(match["next"]))
    if period[0] == "w":
        friday = today + timedelta(days=4 - today.weekday() + 7 * further)
        return friday if friday >= today else friday + timedelta(days=7)
    if period[0] == "q":
        return today + relativedelta(months=2 - (today.month - 1) % 3 + 3 * further, day=31)
    return today + relativedelta(years=further, month=12, day=31)


def _existing(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError("there is no such month")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"there is no {day} {MONTHS[month - 1]} {year}") from error


def _nearest(month: int, day: int, today: date, prefer: Preference) -> date:
    """Find the year: the first one coming, or the latest one gone, in which the day exists."""
    step = -1 if prefer == "past" else 1
    for years in range(9):
        try:
            found = date(today.year + step * years, month, day)
        except ValueError:
            continue
        if (found - today).days * step >= 0:
            return found
    raise ValueError(f"there is no {day} {MONTHS[month - 1]}")


def _weekday_number(name: str) -> int:
    return [weekday[:3].casefold() for weekday in WEEKDAYS].index(name[:3])


def _month_number(name: str) -> int:
    return [month[:3].casefold() for month in MONTHS].index(name[:3]) + 1


GRAMMAR: Final[tuple[tuple[re.Pattern[str], Reading], ...]] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (r"today|tonight|(?:the )?end of (?:the )?day|eod", _in_days(0)),
        (r"tomorrow", _in_days(1)),
        (r"yesterday", _in_days(-1)),
        (r"(?:the )?day after tomorrow", _in_days(2)),
        (r"(?:the )?day before yesterday", _in_days(-2)),
        (rf"(?:(?P<which>this|next|last) )?{_WEEKDAY}", _weekday),
        (rf"in {_COUNT}", _counted(1)),
        (rf"{_COUNT} ago", _counted(-1)),
        (_COUNT, _counted(None)),
        (rf"(?:{_WEEKDAY} )?{_DAY} (?:of )?{_MONTH}{_YEAR}", _named_month),
        (rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY}{_YEAR}", _named_month),
        (r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})", _figures),
        (r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})", _figures),
        (r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{2})", _figures),
        (r"([0-9]{1,2})([-/])([0-9]{1,2})\2(?P<year>[0-9]{4})", _either_order),
        (r"[0-9]{1,2}([-/.])[0-9]{1,2}(?:\1[0-9]{1,2})?", _two_ways),
        (rf"(?:{_WEEKDAY} )?(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)", _day_of_month),
        (rf"(?:the )?end of (?:(?P<next>next )?(?:the )?(?:this )?month|{_MONTH})", _end_of_month),
        (r"eom(?P<next>)(?P<month>)", _end_of_month),
        (r"(?:the )?end of (?:the )?(?:this )?(?P<next>next )?(?P<period>week|quarter|year)", _end_of_period),
        (r"eo(?P<period>[wqy])(?P<next>)", _end_of_period),
        (r"next week", lambda _match, today, _prefer: today + timedelta(days=7 - today.weekday())),
        (r"next month", lambda _match, today, _prefer: today + relativedelta(months=1, day=1)),
    )
)
