"""An account's timeline: everything that happened, newest first, read a page at a time."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.health import Rating, colour, ratings
from kamtui.domain.money import short
from kamtui.domain.problems import spoken

PAGE = 200
"""How many lines the screen reads at first."""

LINES = """
SELECT 'touchpoint' AS kind, t.id, date(t.at, 'localtime') AS day, t.at AS place, t.channel AS a, t.summary AS b,
  coalesce(t.tone, '') AS c, CASE WHEN t.internal THEN 'internal' WHEN t.transactional THEN '' ELSE 'value' END AS d,
  coalesce((SELECT group_concat(s.name, ', ') FROM touchpoint_person p JOIN stakeholder s ON s.id = p.stakeholder_id
            WHERE p.touchpoint_id = t.id), '') AS e, t.next_step AS f
FROM touchpoint t WHERE t.account_id = :account
UNION ALL SELECT 'health_check', id, "on", "on", response_time, meeting_engagement, referral_activity, tone, notes, ''
  FROM health_check WHERE account_id = :account
UNION ALL SELECT 'check_in', id, coalesce(done_on, opened_on), coalesce(done_on, opened_on),
  CASE WHEN done_on IS NULL THEN 'open' ELSE 'done' END, question, discovered, action, '', '' FROM check_in
  WHERE account_id = :account
UNION ALL SELECT 'tier_change', id, "on", "on", coalesce(from_tier, ''), to_tier, reason, '', '', '' FROM tier_change
  WHERE account_id = :account
UNION ALL SELECT 'quality_change', q.id, q."on", q."on", q.quality, s.name, '', '', '', '' FROM quality_change q
  JOIN stakeholder s ON s.id = q.stakeholder_id WHERE q.account_id = :account
UNION ALL SELECT 'trigger', id, noted_on, noted_on, kind, heard, strength, state, '', '' FROM expansion_trigger
  WHERE account_id = :account
UNION ALL SELECT 'value_entry', id, "on", "on", kind, what, coalesce(amount, ''), evidence, unit, '' FROM value_entry
  WHERE account_id = :account
UNION ALL SELECT 'referral', r.id, r."on", r."on", coalesce(s.name, ''), r.referred, r.outcome, r.solicited, '', ''
  FROM referral r LEFT JOIN stakeholder s ON s.id = r.referrer_id WHERE r.account_id = :account
UNION ALL SELECT 'qbr', id, coalesce(date(ended_at, 'localtime'), scheduled_on), coalesce(ended_at, scheduled_on),
  state, learned, coalesce(rating, ''), '', '', '' FROM qbr WHERE account_id = :account
UNION ALL SELECT 'map_review', id, "on", "on", '', '', '', '', '', '' FROM map_review WHERE account_id = :account
ORDER BY day DESC, place DESC, kind, id DESC LIMIT :most OFFSET :skip
"""

TITLES = {
    "touchpoint": "touchpoint",
    "health_check": "health check",
    "check_in": "check-in",
    "tier_change": "tier",
    "quality_change": "relationship",
    "trigger": "trigger",
    "value_entry": "value",
    "referral": "referral",
    "qbr": "QBR",
    "map_review": "map review",
}
"""What each kind of line is called."""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened: what kind, its record's key, the local day, and what to say of it.

    `what` is the kind in words, as in "call"; `more` stands behind the text: who, what came next. `tone` is a tone or
    a colour, where there is one; an `internal` note is no contact (rule I-4), a `value` touchpoint gave something
    without selling (rule I-3).
    """

    kind: str
    id: int
    on: date
    what: str
    text: str
    more: str = ""
    tone: str = ""
    internal: bool = False
    value: bool = False

    def fits(self, words: list[str]) -> bool:
        """Whether every word, lower case, is found in it."""
        said = f"{self.what} {TITLES[self.kind]} {self.text} {self.more} {self.tone} {self.on}".casefold()
        return all(word in said for word in words)


def timeline(
    connection: sqlite3.Connection, account_id: int, most: int | None = None, skip: int = 0
) -> tuple[TimelineLine, ...]:
    """What happened at an account, newest first: `most` lines after the first `skip`; all without a limit."""
    asked = {"account": account_id, "most": -1 if most is None else most, "skip": skip}
    return tuple(
        _line(kind, key, date.fromisoformat(day), tuple("" if each is None else str(each) for each in cells))
        for kind, key, day, _, *cells in connection.execute(LINES, asked).fetchall()
    )


def _line(kind: str, key: int, on: date, cells: tuple[str, ...]) -> TimelineLine:
    a, b, c, d, e, f = cells
    title = TITLES[kind]
    if kind == "touchpoint":
        more = " · ".join(part for part in (e, f"next: {f}" if f else "") if part)
        what = "note" if d == "internal" else a
        return TimelineLine(kind, key, on, what, b, more, c, internal=d == "internal", value=d == "value")
    if kind == "health_check":
        given = ratings(a, b, c, d)
        apart = [f"{spoken(signal)} {spoken(rating)}" for signal, rating in given.items() if rating != Rating.GOOD]
        said = ", ".join(apart) or "all four signals good"
        return TimelineLine(kind, key, on, title, said, e, colour(given).value)
    if kind == "check_in":
        return TimelineLine(kind, key, on, title, b if a == "open" else c or b, d, "open" if a == "open" else "")
    if kind == "tier_change":
        came = f"from {Tier(int(a)).name.capitalize()} " if a else ""
        return TimelineLine(kind, key, on, title, f"{came}to {Tier(int(b)).name.capitalize()}", c)
    if kind == "quality_change":
        return TimelineLine(kind, key, on, title, f"{b} is {spoken(a)}")
    return _growth(kind, key, on, cells)


def _growth(kind: str, key: int, on: date, cells: tuple[str, ...]) -> TimelineLine:
    a, b, c, d, e, _ = cells
    title = TITLES[kind]
    if kind == "trigger":
        return TimelineLine(kind, key, on, title, b, f"{spoken(a)}, {c}, {d}")
    if kind == "value_entry":
        worth = f"{short(int(c))}" if c else ""
        more = " · ".join(part for part in (worth, d, e) if part)
        return TimelineLine(
            kind, key, on, "value" if a == "delivered" else "next door", b, more, value=a == "delivered"
        )
    if kind == "referral":
        asked = "asked for" if d == "1" else "unasked"
        return TimelineLine(kind, key, on, title, b, " · ".join(part for part in (a and f"by {a}", asked, c) if part))
    if kind == "qbr":
        return TimelineLine(kind, key, on, title, b, spoken(a) + (f", rated {c} of 5" if c else ""))
    return TimelineLine(kind, key, on, title, "the map was reviewed")
