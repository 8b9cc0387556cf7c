"""The records of one account under the names of the data format, as `kamtui show --json` gives them."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from kamtui.domain.money import to_json

WRITTEN = """
SELECT a.industry, a.domain, a.client_since, a.created_on, a.auto_renew, a.contract_term_months,
  (SELECT uid FROM stakeholder WHERE account_id = a.id AND primary_contact) AS primary_contact,
  a.our_objective, a.their_objective, a.expansion_observation, a.external_ids, a.notes
FROM account a WHERE a.id = :account
"""

PEOPLE = """
SELECT s.uid, s.name, s.title, s.function, s.roles, s.quality, s.stance, s.influence, s.assumed, s.placeholder,
  boss.uid AS reports_to, s.email, s.phone, s.frequency, s.left_on, s.outreach_what, s.outreach_due,
  s.outreach_done_on, s.primary_contact, s.notes
FROM stakeholder s LEFT JOIN stakeholder boss ON boss.id = s.reports_to_id
WHERE s.account_id = :account ORDER BY s.left_on IS NOT NULL, s.name COLLATE NOCASE, s.id
"""

TOUCHPOINTS = """
SELECT t.uid, t.at, t.channel, (
    SELECT json_group_array(s.uid) FROM touchpoint_person p JOIN stakeholder s ON s.id = p.stakeholder_id
    WHERE p.touchpoint_id = t.id
  ) AS people, t.initiated_by, t.transactional, t.internal, t.tone, t.response_hours, t.minutes, t.summary,
  t.next_step, t.next_step_due
FROM touchpoint t WHERE t.account_id = :account ORDER BY t.at DESC, t.id DESC LIMIT 20
"""

HEALTH_CHECKS = """
SELECT uid, "on", response_time, meeting_engagement, referral_activity, tone, notes, minutes FROM health_check
WHERE account_id = :account ORDER BY "on" DESC, id DESC
"""

CHECK_INS = """
SELECT uid, opened_on, due, question, done_on, discovered, action FROM check_in
WHERE account_id = :account ORDER BY opened_on DESC, id DESC
"""

SCORES = """
SELECT uid, kind, value, "on", source FROM score WHERE account_id = :account ORDER BY "on" DESC, id DESC
"""

CONTRACTS = """
SELECT uid, description, annual_value, start, "end", auto_renew FROM contract
WHERE account_id = :account ORDER BY start, id
"""

TRIGGERS = """
SELECT t.uid, t.kind, t.heard, s.uid AS stakeholder, t.noted_on, t.strength, t.state, t.look_again_on
FROM expansion_trigger t LEFT JOIN stakeholder s ON s.id = t.stakeholder_id
WHERE t.account_id = :account ORDER BY t.noted_on DESC, t.id DESC
"""

COMMITMENTS = """
SELECT uid, side, what, who, due, state, settled_on FROM commitment
WHERE account_id = :account ORDER BY due IS NULL, due DESC, id
"""

VALUE_ENTRIES = """
SELECT v.uid, v.kind, v.what, v.evidence, v.amount, v."on", s.uid AS stakeholder, v.unit
FROM value_entry v LEFT JOIN stakeholder s ON s.id = v.stakeholder_id
WHERE v.account_id = :account ORDER BY v."on" DESC, v.id DESC
"""

COMPETITORS = """
SELECT uid, provider, area, kind, position, contract_end, notes FROM competitor
WHERE account_id = :account ORDER BY provider COLLATE NOCASE, id
"""

TIER_CHANGES = """
SELECT "on", from_tier AS "from", to_tier AS "to", reason FROM tier_change
WHERE account_id = :account ORDER BY "on" DESC, id DESC
"""

LISTS = {
    "people": PEOPLE,
    "touchpoints": TOUCHPOINTS,
    "health_checks": HEALTH_CHECKS,
    "check_ins": CHECK_INS,
    "scores": SCORES,
    "contracts": CONTRACTS,
    "triggers": TRIGGERS,
    "commitments": COMMITMENTS,
    "value_entries": VALUE_ENTRIES,
    "competitors": COMPETITORS,
    "tier_changes": TIER_CHANGES,
}
"""Each list of the document, in its order."""

AMOUNTS = frozenset({"annual_value", "amount"})
MARKS = frozenset({"auto_renew", "assumed", "placeholder", "primary_contact", "transactional", "internal", "solicited"})
STRUCTURES = frozenset({"roles", "people", "external_ids"})
OUTREACH = ("what", "due", "done_on")


def account_document(connection: sqlite3.Connection, account_id: int) -> dict[str, Any]:
    """What is written about an account that exists, and its records; references are uids, amounts currency units.

    The touchpoints are the last twenty.
    """
    (written,) = _records(connection, WRITTEN, account_id, marks=frozenset({"auto_renew"}))
    lists = {name: list(_records(connection, text, account_id)) for name, text in LISTS.items()}
    for person in lists["people"]:
        given = {name: person.pop(f"outreach_{name}") for name in OUTREACH}
        person["outreach"] = given if given["what"] else None
    return {**written, **lists}


def _records(
    connection: sqlite3.Connection, text: str, account_id: int, marks: frozenset[str] = MARKS
) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(text, {"account": account_id})
    names = [each[0] for each in cursor.description]
    for row in cursor.fetchall():
        yield {name: _plain(name, value, marks) for name, value in zip(names, row, strict=True)}


def _plain(name: str, value: Any, marks: frozenset[str]) -> Any:
    if value is None:
        return None
    if name in AMOUNTS:
        return to_json(value)
    if name in marks:
        return bool(value)
    return json.loads(value) if name in STRUCTURES else value
