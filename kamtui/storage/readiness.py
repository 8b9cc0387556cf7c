"""Readiness assessments, and what the records themselves say about each of the six dimensions (rules A-1, A-2)."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from kamtui.domain.dates import Cadence, period_of
from kamtui.domain.guided import GuidedLine, GuidedStep
from kamtui.domain.ledger import year_before
from kamtui.domain.practice import Practice
from kamtui.domain.readiness import (
    HIGHEST,
    LOWEST,
    Assessment,
    Dimension,
    Evidence,
    score_words,
    share_evidence,
)
from kamtui.domain.revenue import RenewalStage
from kamtui.domain.stakeholders import Role, held_roles
from kamtui.domain.wording import NOT_YET, percent, plural
from kamtui.storage.guided import PastReview
from kamtui.storage.issues import themes
from kamtui.storage.month_end import key_accounts
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.portfolio_figures import Portfolio, portfolio, renewals_ahead
from kamtui.storage.portfolio_practice import middle

ASSESSMENTS = """
SELECT id, "on", scores, findings FROM assessment WHERE "on" <= :today ORDER BY "on" DESC, id DESC
"""

PLANS = """
SELECT account_id, max(frozen_on) FROM plan_version WHERE frozen_on <= :today GROUP BY account_id
"""

MILESTONES = """
SELECT count(*), coalesce(sum(met_on IS NOT NULL AND met_on <= due), 0) FROM milestone
WHERE due > :since AND (due <= :today OR met_on IS NOT NULL)
"""

CHECK_INS = """
SELECT count(*), coalesce(sum(done_on IS NOT NULL AND julianday(done_on) - julianday(opened_on) <= :days), 0)
FROM check_in
WHERE opened_on > :since AND (done_on IS NOT NULL OR julianday(:today) - julianday(opened_on) > :days)
"""

TRIGGERS = """
SELECT count(*), coalesce(sum(acted_on IS NOT NULL AND julianday(acted_on) - julianday(noted_on) <= :days), 0)
FROM expansion_trigger
WHERE noted_on > :since AND noted_on <= :today AND state <> 'filed'
  AND (acted_on IS NOT NULL OR julianday(:today) - julianday(noted_on) > :days)
"""


def assessments(connection: sqlite3.Connection, today: date) -> tuple[Assessment, ...]:
    """Every assessment up to today, the latest first (rule A-4)."""
    found = connection.execute(ASSESSMENTS, {"today": today.isoformat()}).fetchall()
    return tuple(Assessment(key, date.fromisoformat(on), _scores(s), _findings(f)) for key, on, s, f in found)


def assessment_steps(
    connection: sqlite3.Connection, today: date, practice: Practice, _last: PastReview | None
) -> tuple[tuple[GuidedStep, ...], Mapping[str, float]]:
    """The six dimensions with their evidence, and what was said of each the last time (rules A-1, A-2)."""
    told = evidence(connection, today, practice)
    earlier = next(iter(assessments(connection, today)), None)
    return tuple(
        GuidedStep(
            each.value,
            each.full,
            tuple(GuidedLine(one.label, one.words, one.asks, one.place) for one in told[each]),
            "" if earlier is None else _before(earlier, each),
        )
        for each in Dimension
    ), {}


def _before(earlier: Assessment, dimension: Dimension) -> str:
    findings = " · ".join(earlier.findings.get(dimension, ()))
    score = score_words(earlier.scores.get(dimension))
    return f"{score}, {earlier.on}" + (f": {findings}" if findings else "")


def evidence(
    connection: sqlite3.Connection, today: date, practice: Practice, found: Portfolio | None = None
) -> dict[Dimension, tuple[Evidence, ...]]:
    """What the records say about each dimension (rule A-2)."""
    found = found or portfolio(connection, today, practice)
    keys = key_accounts(connection, today, practice)
    asked = {"today": today.isoformat(), "since": year_before(today).isoformat()}
    return {
        Dimension.STRATEGY: _strategy(connection, keys, today, practice),
        Dimension.ENGAGEMENT: _engagement(keys, today),
        Dimension.ONBOARDING: _onboarding(connection, found, asked),
        Dimension.REVIEWS: _reviews(found),
        Dimension.ISSUES: _issues(connection, found, today),
        Dimension.RETENTION: _retention(connection, asked, today, practice),
    }


def _strategy(
    connection: sqlite3.Connection, keys: list[AccountRow], today: date, practice: Practice
) -> tuple[Evidence, ...]:
    frozen = {owner: date.fromisoformat(on) for owner, on in connection.execute(PLANS, {"today": today.isoformat()})}
    quarter = period_of(today, Cadence.QUARTERLY, practice.calendar.fiscal_start)
    reviewed = sum(row.id in frozen and frozen[row.id] in quarter for row in keys)
    written = sum(row.id in frozen for row in keys)
    return (
        share_evidence("plan reviewed", reviewed, len(keys), "key accounts this quarter", "plan"),
        share_evidence("plan frozen", written, len(keys), "key accounts at all", "plan", good=1.0),
    )


def _engagement(keys: list[AccountRow], today: date) -> tuple[Evidence, ...]:
    multi = sum(row.live_threads > 1 for row in keys)
    sponsors = sum(Role.EXECUTIVE_SPONSOR in held_roles([each.person for each in row.people], today) for row in keys)
    return (
        share_evidence("multi-threaded", multi, len(keys), "key accounts", "accounts"),
        share_evidence("sponsor", sponsors, len(keys), "key accounts with an executive sponsor", "map"),
    )


def _onboarding(connection: sqlite3.Connection, found: Portfolio, asked: dict[str, Any]) -> tuple[Evidence, ...]:
    whole, met = connection.execute(MILESTONES, asked).fetchone()
    days = middle(found.habits.first_value.values())
    words = f"{days:g} d, the median of {plural(len(found.habits.first_value), 'account')}" if days is not None else ""
    return (
        share_evidence("milestones", met, whole, "met by their date, twelve months"),
        Evidence("first value", words or NOT_YET, place="portfolio"),
    )


def _reviews(found: Portfolio) -> tuple[Evidence, ...]:
    habits = found.habits
    whole = habits.adherence.overall()
    said = (
        f"{percent(whole.share)}, {whole.done} done and {whole.missed} missed" if whole.share is not None else NOT_YET
    )
    return (
        share_evidence("QBRs held", habits.reviews.kept, habits.reviews.of, "scheduled, twelve months", "qbr"),
        Evidence("adherence", said, whole.share is not None and whole.share < 0.8, "portfolio"),
        share_evidence("follow-ups", habits.follow_ups.kept, habits.follow_ups.of, "sent within 24 hours", "qbr"),
    )


def _issues(connection: sqlite3.Connection, found: Portfolio, today: date) -> tuple[Evidence, ...]:
    service = found.habits.service
    coming_back = themes(connection, today)
    names = ", ".join(f"{each.name} ({plural(each.accounts, 'account')})" for each in coming_back[:3])
    return (
        share_evidence("SLA", service.kept, service.of, "issues within their target", "portfolio"),
        Evidence("themes", names or "none came up on two accounts in 90 days", bool(coming_back), "more"),
    )


def _retention(
    connection: sqlite3.Connection, asked: dict[str, Any], today: date, practice: Practice
) -> tuple[Evidence, ...]:
    near = renewals_ahead(connection, today, practice, practice.renewal_conversation_days)
    begun = sum(row.renewal.stage != RenewalStage.NOT_STARTED for row in near)
    check_ins = connection.execute(CHECK_INS, {**asked, "days": practice.check_in_days}).fetchone()
    triggers = connection.execute(TRIGGERS, {**asked, "days": practice.trigger_window_days}).fetchone()
    days, window = practice.renewal_conversation_days, practice.trigger_window_days
    return (
        share_evidence("renewals", begun, len(near), f"renewals within {days} days begun", "portfolio", good=1.0),
        share_evidence("check-ins", check_ins[1], check_ins[0], f"held within {practice.check_in_days} days", "health"),
        share_evidence("triggers", triggers[1], triggers[0], f"acted on within {window} days", "pipeline"),
    )


def _scores(stored: str) -> dict[Dimension, int]:
    found: Any = json.loads(stored)
    known = {each.value for each in Dimension}
    return {
        Dimension(key): value
        for key, value in (found.items() if isinstance(found, dict) else ())
        if key in known and isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST
    }


def _findings(stored: str) -> dict[Dimension, tuple[str, ...]]:
    found: Any = json.loads(stored)
    known = {each.value for each in Dimension}
    told = {}
    for key, texts in found.items() if isinstance(found, dict) else ():
        if key in known:
            lines = [texts] if isinstance(texts, str) else texts if isinstance(texts, list) else []
            told[Dimension(key)] = tuple(str(each) for each in lines if str(each).strip())
    return told
