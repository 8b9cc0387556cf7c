"""The brief of one account: everything recorded since its last review, section by section (rule Q-3).

What carries a moment counts from the end of the last review on. What carries only a date counts from the day of that
review on, because its own records are written down when it is closed.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kamtui.domain import brief as tell
from kamtui.domain.brief import Brief, BriefLine, IssueTold, Section, joined, said_day
from kamtui.domain.commitments import Promise
from kamtui.domain.dates import add_months
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import Trigger
from kamtui.domain.health import Check, ratings, standing
from kamtui.domain.practice import Practice
from kamtui.domain.qbr_marks import MarkKind, read_notes
from kamtui.domain.touchpoints import Touch
from kamtui.domain.value import ValueEntry
from kamtui.storage.brief_map import contract_section, map_section
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.qbrs import Qbr, qbr
from kamtui.storage.rows import day

ASKED = """
SELECT coalesce(ended_at, scheduled_on), started_at, coalesce(date(ended_at, 'localtime'), scheduled_on) FROM qbr
WHERE uid = :qbr AND account_id = :account AND state IN ('held', 'followed_up')
"""

LAST_HELD = """
SELECT id, uid, ended_at, coalesce(date(ended_at, 'localtime'), scheduled_on) AS held FROM qbr
WHERE account_id = :account AND state IN ('held', 'followed_up') AND uid IS NOT :qbr AND held <= :today
  AND (:key IS NULL OR coalesce(ended_at, scheduled_on) < :key)
ORDER BY coalesce(ended_at, scheduled_on) DESC, id DESC LIMIT 1
"""

DELIVERED = """
SELECT uid, kind, what, "on", amount, evidence FROM value_entry
WHERE account_id = :account AND kind = 'delivered' AND "on" BETWEEN :first AND :last ORDER BY "on", id
"""

CHECKS = """
SELECT uid, "on", notes, response_time, meeting_engagement, referral_activity, tone FROM health_check
WHERE account_id = :account AND "on" <= :today ORDER BY "on", id
"""

ASKED_THEM = """
SELECT 'check_in', uid, coalesce(done_on, opened_on) AS day, done_on IS NULL, due, question, discovered, action
  FROM check_in WHERE account_id = :account AND (opened_on BETWEEN :first AND :last OR done_on BETWEEN :first AND :last)
UNION ALL SELECT 'score', uid, "on", NULL, upper(kind), printf('%g', value), source, '' FROM score
  WHERE account_id = :account AND "on" BETWEEN :first AND :last
ORDER BY day
"""

ISSUES = """
SELECT uid, title, severity, date(opened_at, 'localtime'), date(resolved_at, 'localtime'), status, root_cause
FROM issue WHERE account_id = :account
  AND (opened_at > :after AND opened_at <= :before OR resolved_at > :after AND resolved_at <= :before)
ORDER BY coalesce(resolved_at, opened_at), id
"""

STILL_OPEN = "SELECT count(*) FROM issue WHERE account_id = :account AND status <> 'resolved'"

TOUCHES = """
SELECT t.uid, date(t.at, 'localtime'), t.channel, t.transactional, t.tone, t.summary,
  coalesce((SELECT group_concat(s.name, ', ') FROM touchpoint_person p JOIN stakeholder s ON s.id = p.stakeholder_id
            WHERE p.touchpoint_id = t.id), '')
FROM touchpoint t WHERE t.account_id = :account AND NOT t.internal AND t.at > :after AND t.at <= :before
ORDER BY t.at DESC, t.id DESC
"""

REFERRALS = """
SELECT r.uid, r."on", r.referred, coalesce(s.name, ''), r.solicited, r.outcome FROM referral r
LEFT JOIN stakeholder s ON s.id = r.referrer_id
WHERE r.account_id = :account AND r."on" BETWEEN :first AND :last ORDER BY r."on", r.id
"""

TRIGGERS = """
SELECT uid, kind, heard, noted_on, strength, state, acted_on, look_again_on FROM expansion_trigger
WHERE account_id = :account AND (noted_on BETWEEN :first AND :last OR acted_on BETWEEN :first AND :last)
ORDER BY max(noted_on, coalesce(acted_on, '')), id
"""

PROMISED = """
SELECT uid, side, what, who, due, state, settled_on, reason FROM commitment
WHERE account_id = :account AND json_extract(source, '$.uid') = :last_qbr ORDER BY side, due IS NULL, due, id
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The time that a brief tells of: `held` is the last review's key, uid and day, None without one.

    `asked` is what the statements are given; `today` is the day on which it is told.
    """

    first: date
    last: date
    today: date
    held: tuple[int, str] | None
    asked: dict[str, Any]

    @property
    def since(self) -> str:
        """The first day in words."""
        return said_day(self.first, self.today)


def brief_of(
    connection: sqlite3.Connection, account_id: int, today: date, practice: Practice, qbr_uid: str | None = None
) -> Brief:
    """Compile the brief (rule Q-3); for the review `qbr_uid` the last one is the one held before it.

    For a review that was held it tells what was known when it began. Raises Refused when the account is gone.
    """
    span = _span(connection, account_id, today, qbr_uid)
    rows = accounts(connection, span.today, practice, account_id)
    if not rows:
        raise Refused("it is no longer there: somebody removed it meanwhile")
    sections = (
        _value(connection, span),
        _health(connection, span, rows[0], practice),
        _issues(connection, span),
        _touches(connection, span),
        _triggers(connection, span, practice),
        map_section(connection, rows[0], span.asked, span.first, span.last, span.since),
        _promises(connection, span),
        _questions(connection, span),
        contract_section(connection, rows[0], span.asked, span.today),
    )
    words = tell.since_words(span.first, span.today, held=span.held is not None)
    last = span.held[1] if span.held else None
    return Brief(rows[0].uid, rows[0].name, span.first, words, last, sections, span.last)


def _span(connection: sqlite3.Connection, account_id: int, today: date, qbr_uid: str | None) -> Span:
    asked: dict[str, Any] = {"account": account_id, "qbr": qbr_uid, "today": today.isoformat(), "key": None}
    until, before = today, _midnight(today + timedelta(days=1))
    itself = connection.execute(ASKED, asked).fetchone()
    if itself is not None:
        asked["key"], started, on = itself
        today = date.fromisoformat(on)
        until, before = today - timedelta(days=1), started or _midnight(today)
    found = connection.execute(LAST_HELD, {**asked, "today": today.isoformat()}).fetchone()
    first, after, held = add_months(today, -12), "", None
    if found is not None:
        key, uid, after, on = found
        first, held = date.fromisoformat(on), (key, uid)
    asked |= {
        "first": first.isoformat(),
        "last": until.isoformat(),
        "today": today.isoformat(),
        "after": after or _midnight(first),
        "before": before,
        "last_qbr": held[1] if held else None,
    }
    return Span(first, until, today, held, asked)


def _midnight(on: date) -> str:
    """The last second before a local day begins, as moments are stored."""
    begins = datetime.combine(on, time()).astimezone() - timedelta(seconds=1)
    return begins.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _value(connection: sqlite3.Connection, span: Span) -> Section:
    entries = [
        (uid, ValueEntry(kind, what, date.fromisoformat(on), amount), evidence)
        for uid, kind, what, on, amount, evidence in connection.execute(DELIVERED, span.asked).fetchall()
    ]
    return tell.value_section(entries, span.since)


def _health(connection: sqlite3.Connection, span: Span, account: AccountRow, practice: Practice) -> Section:
    rows = connection.execute(CHECKS, span.asked).fetchall()
    checks = [(uid, Check(date.fromisoformat(on), ratings(*given)), notes) for uid, on, notes, *given in rows]
    since = [each for each in checks if each[1].on > span.first]
    before = [each for each in checks if each[1].on <= span.first]
    then = (before[-1][0], before[-1][1]) if before else None
    now = standing((check for _, check, _ in checks), span.today, practice.check_cadence(account.tier))
    others = [_asked_them(row, span.today) for row in connection.execute(ASKED_THEM, span.asked).fetchall()]
    return tell.health_section(then, since, now, others, span.since)


def _asked_them(row: tuple[Any, ...], today: date) -> BriefLine:
    kind, uid, on, still_open, due, said, found, action = row
    if kind == "score":
        text = joined(f"{due} {said}", found)
    elif still_open:
        text = joined(f"check-in open, due {said_day(date.fromisoformat(due), today)}", said)
    else:
        text = joined("check-in held", found or said, action)
    return BriefLine(text, kind, uid, date.fromisoformat(on))


def _issues(connection: sqlite3.Connection, span: Span) -> Section:
    told = [
        IssueTold(uid, title, severity, date.fromisoformat(opened), day(resolved), status, cause)
        for uid, title, severity, opened, resolved, status, cause in connection.execute(ISSUES, span.asked).fetchall()
    ]
    still_open = connection.execute(STILL_OPEN, span.asked).fetchone()[0]
    return tell.issues_section(told, span.first, still_open, span.today)


def _touches(connection: sqlite3.Connection, span: Span) -> Section:
    touches = []
    for uid, on, channel, transactional, tone, said, people in connection.execute(TOUCHES, span.asked).fetchall():
        touch = Touch(on=date.fromisoformat(on), channel=channel, transactional=bool(transactional), tone=tone)
        touches.append((uid, touch, people, said))
    referrals = []
    for uid, on, referred, who, solicited, outcome in connection.execute(REFERRALS, span.asked).fetchall():
        asked = "asked for" if solicited else "unasked"
        text = joined(f"referral: {referred}", f"by {who}" if who else "", asked, outcome)
        referrals.append(BriefLine(text, "referral", uid, date.fromisoformat(on)))
    return tell.touch_section(touches, referrals, span.since)


def _triggers(connection: sqlite3.Connection, span: Span, practice: Practice) -> Section:
    found = []
    for uid, kind, heard, noted, strength, state, acted, again in connection.execute(TRIGGERS, span.asked).fetchall():
        trigger = Trigger(
            kind=kind, heard=heard, noted_on=date.fromisoformat(noted), strength=strength, state=state,
            acted_on=day(acted), look_again_on=day(again),
        )  # fmt: skip
        found.append((uid, trigger))
    return tell.trigger_section(found, span.today, practice.trigger_window_days, span.since)


def _promises(connection: sqlite3.Connection, span: Span) -> Section:
    found = [
        (uid, Promise(side, what, who, day(due), state, day(settled), reason))
        for uid, side, what, who, due, state, settled, reason in connection.execute(PROMISED, span.asked).fetchall()
    ]
    return tell.promise_section(found, span.today, held=span.held is not None)


def _questions(connection: sqlite3.Connection, span: Span) -> Section:
    """The questions that the last review left open: as they were kept when it was closed, else from its notes (Q-5)."""
    last = qbr(connection, span.held[0]) if span.held else None
    lines = tuple(BriefLine(joined(each), "qbr", last.uid, last.held_on) for each in _open_questions(last) if last)
    return Section("Open questions carried over", lines, "" if lines else "no question was left open")


def _open_questions(review: Qbr | None) -> tuple[str, ...]:
    if review is None:
        return ()
    if isinstance(kept := review.agreed.get("questions"), list):
        return tuple(map(str, kept))
    marked = read_notes(review.notes, review.held_on, review.participants)
    return tuple(each.text for each in marked if each.kind is MarkKind.QUESTION)
