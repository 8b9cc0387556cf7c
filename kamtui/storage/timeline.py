"""An account's timeline: everything that happened, newest first, read a page at a time."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.domain.accounts import Tier
from kamtui.domain.health import Rating, colour, ratings
from kamtui.domain.issues import IssueStatus
from kamtui.domain.money import short
from kamtui.domain.problems import spoken
from kamtui.domain.value import ValueKind

PAGE = 200
"""How many lines the screen reads at first."""

LINES = """
SELECT 'touchpoint' AS kind, t.id, t.uid, date(t.at, 'localtime') AS day, t.at AS place, t.channel AS a, t.summary AS b,
  coalesce(t.tone, '') AS c, CASE WHEN t.internal THEN 'internal' WHEN t.transactional THEN '' ELSE 'value' END AS d,
  coalesce((SELECT group_concat(s.name, ', ') FROM touchpoint_person p JOIN stakeholder s ON s.id = p.stakeholder_id
            WHERE p.touchpoint_id = t.id), '') AS e, t.next_step AS f
FROM touchpoint t WHERE t.account_id = :account
UNION ALL SELECT 'health_check', id, uid, "on", "on", response_time, meeting_engagement, referral_activity, tone,
  notes, '' FROM health_check WHERE account_id = :account
UNION ALL SELECT 'check_in', id, uid, coalesce(done_on, opened_on), coalesce(done_on, opened_on),
  CASE WHEN done_on IS NULL THEN 'open' ELSE 'done' END, question, discovered, action, '', '' FROM check_in
  WHERE account_id = :account
UNION ALL SELECT 'tier_change', id, uid, "on", "on", coalesce(from_tier, ''), to_tier, reason, '', '', ''
  FROM tier_change WHERE account_id = :account
UNION ALL SELECT 'quality_change', q.id, q.uid, q."on", q."on", q.quality, s.name, '', '', '', '' FROM quality_change q
  JOIN stakeholder s ON s.id = q.stakeholder_id WHERE q.account_id = :account
UNION ALL SELECT 'trigger', id, uid, noted_on, noted_on, kind, heard, strength, state, '', '' FROM expansion_trigger
  WHERE account_id = :account
UNION ALL SELECT 'value_entry', id, uid, "on", "on", kind, what, coalesce(amount, ''), evidence, unit, ''
  FROM value_entry WHERE account_id = :account
UNION ALL SELECT 'referral', r.id, r.uid, r."on", r."on", coalesce(s.name, ''), r.referred, r.outcome, r.solicited,
  '', '' FROM referral r LEFT JOIN stakeholder s ON s.id = r.referrer_id WHERE r.account_id = :account
UNION ALL SELECT 'qbr', id, uid, coalesce(date(ended_at, 'localtime'), scheduled_on), coalesce(ended_at, scheduled_on),
  state, learned, coalesce(rating, ''), '', '', '' FROM qbr WHERE account_id = :account
UNION ALL SELECT 'map_review', id, uid, "on", "on", '', '', '', '', '', '' FROM map_review WHERE account_id = :account
UNION ALL SELECT 'issue', id, uid, date(opened_at, 'localtime'), opened_at, severity, title, status, escalated_to,
  theme, '' FROM issue WHERE account_id = :account
UNION ALL SELECT 'issue_resolved', id, uid, date(resolved_at, 'localtime'), resolved_at, severity, title, root_cause,
  '', '', '' FROM issue WHERE account_id = :account AND resolved_at IS NOT NULL
UNION ALL SELECT 'milestone', id, uid, met_on, met_on, day, what, success_measure, met_on > due, '', ''
  FROM milestone WHERE account_id = :account AND met_on IS NOT NULL
UNION ALL SELECT 'onboarding', id, uid, onboarding_started_on, onboarding_started_on, '', '', '', '', '', ''
  FROM account WHERE id = :account AND onboarding_started_on IS NOT NULL
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
    "issue": "issue",
    "issue_resolved": "issue resolved",
    "milestone": "milestone",
    "onboarding": "onboarding",
}
"""What each kind of line is called."""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened: what kind, its record's key and uid, the local day, and what to say of it.

    `what` is the kind in words, as in "call"; `more` stands behind the text: who, what came next. `tone` is a tone or
    a colour, where there is one; an `internal` note is no contact (rule I-4), a `value` touchpoint gave something
    without selling (rule I-3).
    """

    kind: str
    id: int
    uid: str
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
        TimelineLine(
            kind, key, uid, date.fromisoformat(on), **_TELL[kind](*("" if each is None else each for each in said))
        )
        for kind, key, uid, on, _, *said in connection.execute(LINES, asked).fetchall()
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _touchpoint(channel: str, said: str, tone: str, sort: str, people: str, step: str) -> dict[str, Any]:
    return {
        "what": "note" if sort == "internal" else spoken(channel), "text": said, "tone": tone,
        "more": _joined(people, f"next: {step}" if step else ""),
        "internal": sort == "internal", "value": sort == "value",
    }  # fmt: skip


def _health_check(response: str, meeting: str, referral: str, tone: str, notes: str, _: str) -> dict[str, Any]:
    given = ratings(response, meeting, referral, tone)
    apart = [f"{spoken(signal)} {spoken(rating)}" for signal, rating in given.items() if rating != Rating.GOOD]
    text = ", ".join(apart) or "all four signals good"
    return {"what": "health check", "text": text, "more": notes, "tone": colour(given).value}


def _check_in(state: str, question: str, discovered: str, action: str, *_: str) -> dict[str, Any]:
    still = state == "open"
    text = question if still else discovered or question
    return {"what": "check-in", "text": text, "more": action, "tone": "open" if still else ""}


def _tier_change(before: str, after: int, reason: str, *_: str) -> dict[str, Any]:
    came = f"from {Tier(int(before)).name.capitalize()} " if before else ""
    return {"what": "tier", "text": f"{came}to {Tier(after).name.capitalize()}", "more": reason}


def _quality_change(quality: str, person: str, *_: str) -> dict[str, Any]:
    return {"what": "relationship", "text": f"{person} is {spoken(quality)}"}


def _trigger(kind: str, heard: str, strength: str, state: str, *_: str) -> dict[str, Any]:
    return {"what": "trigger", "text": heard, "more": f"{spoken(kind)}, {strength}, {state}"}


def _value_entry(kind: str, what: str, amount: str | int, evidence: str, unit: str, _: str) -> dict[str, Any]:
    delivered = kind == ValueKind.DELIVERED
    more = _joined(short(int(amount)) if amount != "" else "", evidence, unit)
    return {"what": "value" if delivered else "next door", "text": what, "more": more, "value": delivered}


def _referral(referrer: str, referred: str, outcome: str, solicited: int, *_: str) -> dict[str, Any]:
    asked = "asked for" if solicited else "unasked"
    return {"what": "referral", "text": referred, "more": _joined(f"by {referrer}" if referrer else "", asked, outcome)}


def _qbr(state: str, learned: str, rating: str | int, *_: str) -> dict[str, Any]:
    rated = f", rated {rating} of 5" if rating else ""
    return {"what": "QBR", "text": learned, "more": f"{spoken(state)}{rated}"}


def _map_review(*_: str) -> dict[str, Any]:
    return {"what": "map review", "text": "the map was reviewed"}


def _issue(severity: str, title: str, status: str, to: str, theme: str, _: str) -> dict[str, Any]:
    stands = f"escalated to {to}" if status == IssueStatus.ESCALATED and to else status
    open_still = status != IssueStatus.RESOLVED
    more = _joined(theme, stands if open_still else "")
    return {"what": f"issue {severity}", "text": title, "more": more, "tone": "open" if open_still else ""}


def _issue_resolved(severity: str, title: str, cause: str, *_: str) -> dict[str, Any]:
    return {"what": f"issue {severity} resolved", "text": title, "more": cause}


def _milestone(day: int, what: str, measure: str, late: int, *_: str) -> dict[str, Any]:
    return {"what": f"day {day} milestone met{' late' if late else ''}", "text": what, "more": measure}


def _onboarding(*_: str) -> dict[str, Any]:
    return {"what": "onboarding", "text": "the first ninety days began"}


_TELL: dict[str, Callable[..., dict[str, Any]]] = {
    "touchpoint": _touchpoint,
    "health_check": _health_check,
    "check_in": _check_in,
    "tier_change": _tier_change,
    "quality_change": _quality_change,
    "trigger": _trigger,
    "value_entry": _value_entry,
    "referral": _referral,
    "qbr": _qbr,
    "map_review": _map_review,
    "issue": _issue,
    "issue_resolved": _issue_resolved,
    "milestone": _milestone,
    "onboarding": _onboarding,
}
