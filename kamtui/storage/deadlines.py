"""Dated work of every kind, read in one statement and said in words (rule Y-10)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kamtui.domain.dates import Period
from kamtui.domain.deadlines import (
    CONTACT_DAYS,
    FOLLOW_UP,
    KINDS,
    RENEWAL_MAPPED_DAYS,
    renewal_work_due,
)
from kamtui.domain.frozen import frozen
from kamtui.domain.issues import Targets
from kamtui.domain.practice import Practice
from kamtui.domain.renewals import STAGES, Renewal, renewals
from kamtui.domain.rhythm import OccurrenceStatus
from kamtui.domain.week import DEADLINE, DEADLINE_CLASS, SOFT, SOFT_CLASS, WeekItem, belongs_in, deadline_status
from kamtui.domain.wording import plural
from kamtui.storage import revenue
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.rows import moment

DATED = """
SELECT 'check_in' AS kind, account_id, uid, due, question AS what, opened_on AS who FROM check_in WHERE done_on IS NULL
UNION ALL SELECT 'trigger_window', account_id, uid,
  max(date(noted_on, '+' || :window || ' days'), coalesce(look_again_on, '')), heard, kind
  FROM expansion_trigger WHERE state = 'open'
  AND max(date(noted_on, '+' || :window || ' days'), coalesce(look_again_on, '')) >= :today
UNION ALL SELECT 'look_again', account_id, uid, look_again_on, heard, noted_on
  FROM expansion_trigger WHERE state = 'filed' AND look_again_on IS NOT NULL
UNION ALL SELECT 'outreach', account_id, uid, outreach_due, outreach_what, name FROM stakeholder
  WHERE outreach_due IS NOT NULL AND outreach_done_on IS NULL AND (left_on IS NULL OR left_on > :today)
UNION ALL SELECT 'conversation', account_id, uid, committed_on, happened, kind FROM conversation
  WHERE state = 'committed' AND committed_on IS NOT NULL
UNION ALL SELECT 'draft_conversation', account_id, uid, date(noted_on, '+' || :draft || ' days'), happened, noted_on
  FROM conversation WHERE state = 'draft' AND date(noted_on, '+' || :draft || ' days') <= :today
UNION ALL SELECT 'commitment', account_id, uid, due, what, side FROM commitment WHERE state = 'open' AND due IS NOT NULL
UNION ALL SELECT 'next_step', account_id, uid, next_step_due, next_step, date(at, 'localtime') FROM touchpoint
  WHERE next_step_due IS NOT NULL AND next_step_done_on IS NULL
UNION ALL SELECT 'action', account_id, uid, due, what,
  CASE WHEN playbook = '' THEN who ELSE playbook || CASE who WHEN '' THEN '' ELSE ', ' || who END END
  FROM plan_action WHERE done_on IS NULL AND due IS NOT NULL
UNION ALL SELECT 'objective', account_id, uid, due, what, owner FROM objective WHERE status = 'open' AND due IS NOT NULL
UNION ALL SELECT 'milestone', account_id, uid, due, what, day FROM milestone WHERE met_on IS NULL
UNION ALL SELECT 'follow_up', account_id, uid, ended_at, '', '' FROM qbr WHERE state = 'held' AND ended_at IS NOT NULL
UNION ALL SELECT 'issue', account_id, uid, opened_at, title, severity FROM issue
  WHERE status <> 'resolved' AND resolved_at IS NULL
UNION ALL SELECT 'stalled_opportunity', account_id, uid, coalesce(next_step_due, :today), name,
  CASE WHEN trim(next_step) = '' THEN 'no next step' WHEN next_step_due IS NULL THEN 'next step without a day: '
  ELSE 'next step is past: ' END || next_step
  FROM opportunity WHERE stage NOT IN ('won', 'lost') AND coalesce(integrity, '') <> 'mine'
  AND (next_step = '' OR next_step_due IS NULL OR next_step_due < :today)
"""

SETTLED_RENEWALS = """
SELECT account_id, activity, period FROM occurrence
WHERE activity IN ('renewal_mapping', 'renewal_conversation') AND state IN ('done', 'skipped')
"""


_DONE_FROM = {"renewal_mapping": STAGES[1:], "renewal_conversation": STAGES[3:]}
"""The stages of a renewal from which on each of its two works is done."""


@frozen
class Dated:
    """One piece of dated work, with the words of why it is there."""

    kind: str
    account_id: int
    uid: str
    due: date
    why: str
    at: str = ""


def dated(connection: sqlite3.Connection, today: date, practice: Practice) -> list[Dated]:
    """All dated work that is open and has a record of its own, whenever it falls due."""
    asked = {
        "today": today.isoformat(),
        "window": practice.trigger_window_days,
        "draft": practice.draft_conversation_days,
    }
    found = []
    for kind, account, uid, due, what, who in connection.execute(DATED, asked).fetchall():
        day, at = _day(kind, due, str(who), practice.issue_targets)
        found.append(Dated(kind, account, uid, day, _why(kind, what, str(who), today, at), at))
    return found


def _day(kind: str, due: str, who: str, targets: Targets) -> tuple[date, str]:
    if kind not in ("follow_up", "issue"):
        return date.fromisoformat(due), ""
    start = moment(due)
    assert start is not None  # noqa: S101  both statements leave out rows without it
    local = (start + FOLLOW_UP if kind == "follow_up" else targets.until(who, start)).astimezone()
    return local.date(), f"{local:%H:%M}"


def _why(kind: str, what: str, who: str, today: date, at: str) -> str:
    if kind == "draft_conversation":
        return f"Waiting {plural((today - date.fromisoformat(who)).days, 'day')} without a date: {what}".strip()
    said = {
        "check_in": f"At risk since the check of {who}. Ask how it feels from their side; sell nothing. {what}",
        "trigger_window": f"Heard: {what} ({who.replace('_', ' ')}). Act within the window or it expires.",
        "look_again": f"Filed until now: {what} (heard on {who}). d says it was acted on, s looks again later.",
        "outreach": f"{who}: {what}",
        "conversation": f"Committed to a date: {what}",
        "commitment": f"{'We' if who == 'ours' else 'They'} promised: {what}",
        "next_step": f"Agreed on {who}: {what}",
        "action": f"{who}: {what}" if who else what,
        "objective": f"{what}{f' ({who})' if who else ''}",
        "milestone": f"Day {who} of onboarding: {what}",
        "follow_up": f"The review was held; its follow-up goes out within 24 hours, by {at}.",
        "issue": f"{who}: {what}. To be resolved by {at}.",
        "stalled_opportunity": f"{what}: {who}",
    }
    return said[kind].strip()


def items(
    connection: sqlite3.Connection, accounts: Mapping[int, AccountRow], today: date, week: Period, practice: Practice
) -> list[WeekItem]:
    """The lines of the week's list that are not rhythm: deadlines past or in the week, and soft ones (rule Y-10)."""
    everything = dated(connection, today, practice)
    everything += _wanted(accounts, week)
    everything += _renewals(connection, accounts, week, practice)
    return _lines((each for each in everything if belongs_in(week, each.due)), accounts, today)


def pipeline(
    connection: sqlite3.Connection, accounts: Mapping[int, AccountRow], today: date, practice: Practice
) -> list[WeekItem]:
    """What the third step of the review reads: stalled opportunities, then open triggers by their day (rule F-1).

    Filed triggers whose day to look again has come are read with the open ones (rule X-3).
    """
    found = dated(connection, today, practice)
    stalled = _lines((each for each in found if each.kind == "stalled_opportunity"), accounts, today)
    triggers = _lines((each for each in found if _heard(each, today)), accounts, today)
    return [*sorted(stalled, key=lambda item: -item.value), *sorted(triggers, key=lambda item: item.due)]


def _heard(each: Dated, today: date) -> bool:
    return each.kind == "trigger_window" or (each.kind == "look_again" and each.due <= today)


def _lines(found: Iterable[Dated], accounts: Mapping[int, AccountRow], today: date) -> list[WeekItem]:
    return [
        _item(each, account, today)
        for each in found
        if (account := accounts.get(each.account_id)) is not None and account.open
    ]


def _item(each: Dated, account: AccountRow, today: date) -> WeekItem:
    kind = KINDS[each.kind]
    return WeekItem(
        klass=SOFT_CLASS if kind.soft else DEADLINE_CLASS,
        kind=SOFT if kind.soft else DEADLINE,
        activity=kind.name,
        account=account.name,
        account_uid=account.uid,
        tier=account.tier,
        due=each.due,
        status=OccurrenceStatus.DUE if kind.soft else deadline_status(each.due, today),
        minutes=kind.minutes,
        with_=kind.with_,
        why=each.why,
        value=account.current_value,
        record_kind=kind.name,
        record_uid=each.uid,
        account_id=account.id,
        title=kind.title,
        at=each.at,
    )


def _wanted(accounts: Mapping[int, AccountRow], week: Period) -> list[Dated]:
    """People whose wanted frequency has run out by the end of the week."""
    found = []
    for account in accounts.values():
        for each in account.people:
            person = each.person
            days = CONTACT_DAYS.get(person.frequency)
            if days is None or person.placeholder or (person.left_on and person.left_on <= week.end):
                continue
            last = person.last_touch or account.created_on
            due = date.fromordinal(last.toordinal() + days)
            words = f"{person.name} wants to hear from us {person.frequency.replace('_', ' ')}; last touch {last}."
            found.append(Dated("wanted_frequency", account.id, each.uid, due, words))
    return found


def _renewals(
    connection: sqlite3.Connection, accounts: Mapping[int, AccountRow], week: Period, practice: Practice
) -> list[Dated]:
    """Renewals to map 90 days ahead and to talk about 42 days ahead, the same as the Portfolio lists (rule R-2).

    Where the conversation is asked for, the mapping is not: one line a renewal.
    """
    settled = set(connection.execute(SETTLED_RENEWALS).fetchall())
    found = []
    for account, renewal in _to_renew(connection, accounts, week):
        talk = renewal_work_due(renewal.on, practice.renewal_conversation_days, account.created_on)
        for kind, ahead in (
            ("renewal_mapping", RENEWAL_MAPPED_DAYS),
            ("renewal_conversation", practice.renewal_conversation_days),
        ):
            due = renewal_work_due(renewal.on, ahead, account.created_on)
            if kind == "renewal_mapping" and talk <= week.end:
                continue  # it is part of the conversation now
            if renewal.stage in _DONE_FROM[kind] or (account.id, kind, renewal.on.isoformat()) in settled:
                continue
            words = f"Renews on {renewal.on}: {KINDS[kind].title} {ahead} days ahead."
            found.append(Dated(kind, account.id, f"{account.uid}:{renewal.on}", due, words))
    return found


def _to_renew(
    connection: sqlite3.Connection, accounts: Mapping[int, AccountRow], week: Period
) -> Iterator[tuple[AccountRow, Renewal]]:
    """Every renewal from this week on with its account, however far away (rule R-2)."""
    lines = defaultdict(list)
    for line in revenue.lines(connection):
        lines[line.account_id].append(line)
    for account in accounts.values():
        for renewal in renewals(account.id, lines[account.id], account.renewal_written, week.start, None):
            yield account, renewal
