"""The account plan: what is written, the lists, what is drawn from the records, and the frozen versions."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.domain.account_team import team_of
from kamtui.domain.accounts import Tier
from kamtui.domain.calibration import Calibration
from kamtui.domain.opportunities import Opportunity
from kamtui.domain.plan_actions import Action
from kamtui.domain.plan_document import PlanFacts, Section, as_document, compose, read_document
from kamtui.domain.plan_drawn import Known
from kamtui.domain.plans import AIMS, DRAWN, SWOT, PlanPart
from kamtui.domain.practice import Practice
from kamtui.domain.predictions import Prediction, scored
from kamtui.domain.smart import Objective
from kamtui.storage import map as maps
from kamtui.storage import plan_forecast, revenue
from kamtui.storage.rows import day

WRITTEN = """
SELECT a.their_objective, a.our_objective, coalesce(p.profile, ''), coalesce(p.success_metrics, ''),
       coalesce(p.remarks, '{}'), coalesce(p.swot, '{}'), coalesce(p.team, '[]')
FROM account a LEFT JOIN plan p ON p.id = (SELECT min(id) FROM plan WHERE account_id = a.id)
WHERE a.id = :account
"""

OBJECTIVES = """
SELECT uid, what, measure, target, owner, due, priority, quick_win, origin, status FROM objective
WHERE account_id = :account AND status <> 'dropped' ORDER BY id
"""

ACTIONS = """
SELECT uid, what, due, done_on, in_plan, most_important FROM plan_action
WHERE account_id = :account AND (done_on IS NULL OR done_on >= date(:today, '-90 days')) ORDER BY id
"""

PREDICTIONS = """
SELECT uid, statement, "by", probability, settled_on, came_true FROM prediction
WHERE :account IS NULL OR account_id = :account ORDER BY id
"""

OPPORTUNITIES = """
SELECT name, kind, annual_value, stage, probability, next_step, next_step_due, integrity FROM opportunity
WHERE account_id = :account AND stage NOT IN ('won', 'lost') ORDER BY id
"""

VERSIONS = """
SELECT uid, frozen_on, rewrite, document, changed, predicted, now_seen FROM plan_version
WHERE account_id = :account ORDER BY frozen_on DESC, id DESC
"""

LAST_FROZEN = "SELECT max(frozen_on) FROM plan_version WHERE account_id = :account"


@dataclass(frozen=True, slots=True)
class Version:
    """A plan as it was frozen, with the answers to the three questions (rule P-6)."""

    uid: str
    frozen_on: date
    rewrite: bool
    sections: tuple[Section, ...]
    changed: str
    predicted: str
    now_seen: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan of one account as it stands, and all that a screen says about it.

    `score` is the calibration over the predictions of all accounts (rule P-6).
    """

    account_id: int
    account: str
    tier: Tier
    facts: PlanFacts
    sections: tuple[Section, ...]
    score: Calibration
    frozen_on: date | None

    def text(self, part: PlanPart) -> str:
        """What is written of a part; the remark where the part is drawn."""
        return self.facts.remarks.get(part, "") if part in DRAWN else self.facts.texts.get(part, "")

    def document(self, today: date) -> dict[str, Any]:
        """The plan as plain values, to be frozen or written to a file."""
        return as_document(self.account, self.tier, today, self.sections)


def the_plan(connection: sqlite3.Connection, account_id: int, today: date, practice: Practice) -> PlanPage | None:
    """The plan of an account as it stands today (rules P-1 to P-4); None when the account is gone."""
    found = maps.the_map(connection, account_id, today, practice)
    if found is None:
        return None
    asked = {"account": account_id, "today": today.isoformat()}
    theirs, ours, profile, metrics, remarks, swot, team = connection.execute(WRITTEN, asked).fetchone()
    texts = {
        **dict(zip(AIMS, (theirs, ours), strict=True)),
        PlanPart.CLIENT_PROFILE: profile,
        PlanPart.SUCCESS_METRICS: metrics,
        **_by_part(swot, SWOT),
    }
    facts = PlanFacts(
        known=_known(connection, found, today, practice),
        texts=texts,
        remarks=_by_part(remarks, DRAWN),
        objectives=objectives(connection, account_id),
        actions=tuple(_action(row) for row in connection.execute(ACTIONS, asked).fetchall()),
        team=team_of(json.loads(team)),
        predictions=predictions(connection, account_id),
    )
    row = found.account
    return PlanPage(
        row.id, row.name, row.tier, facts, compose(facts, today), scored(predictions(connection)),
        day(connection.execute(LAST_FROZEN, asked).fetchone()[0]),
    )  # fmt: skip


def objectives(connection: sqlite3.Connection, account_id: int) -> tuple[Objective, ...]:
    """The objectives of an account, those that were dropped left out (rule P-3)."""
    names = ("uid", "what", "measure", "target", "owner", "due", "priority", "quick_win", "origin", "status")
    rows = (
        dict(zip(names, row, strict=True))
        for row in connection.execute(OBJECTIVES, {"account": account_id}).fetchall()
    )  # fmt: skip
    return tuple(Objective(**{**row, "due": day(row["due"]), "quick_win": bool(row["quick_win"])}) for row in rows)


def predictions(connection: sqlite3.Connection, account_id: int | None = None) -> tuple[Prediction, ...]:
    """The predictions of one account, or of all (rule P-6)."""
    return tuple(
        Prediction(
            uid=uid, statement=statement, by=day(by), probability=probability, settled_on=day(settled),
            came_true=None if came_true is None else bool(came_true),
        )
        for uid, statement, by, probability, settled, came_true in connection.execute(
            PREDICTIONS, {"account": account_id}
        ).fetchall()
    )  # fmt: skip


def versions(connection: sqlite3.Connection, account_id: int) -> tuple[Version, ...]:
    """The frozen versions of an account's plan, the newest first (rule P-6)."""
    return tuple(
        Version(
            uid, date.fromisoformat(on), bool(rewrite), read_document(json.loads(document)), changed, predicted, seen
        )
        for uid, on, rewrite, document, changed, predicted, seen in connection.execute(
            VERSIONS, {"account": account_id}
        ).fetchall()
    )  # fmt: skip


def _action(row: tuple[Any, ...]) -> Action:
    uid, what, due, done, in_plan, most = row
    return Action(
        uid=uid, what=what, due=day(due), done_on=day(done), in_plan=bool(in_plan), most_important=bool(most)
    )  # fmt: skip


def _by_part(stored: str, parts: tuple[PlanPart, ...]) -> dict[PlanPart, str]:
    """Texts by part from a stored object; a list of lines is as good as a text."""
    found: Any = json.loads(stored)
    kept: dict[str, Any] = found if isinstance(found, dict) else {}
    return {part: text_of(kept.get(part)) for part in parts}


def text_of(value: Any) -> str:
    """A text that a plan keeps; a list of lines is as good."""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _known(connection: sqlite3.Connection, found: maps.AccountMap, today: date, practice: Practice) -> Known:
    row = found.account
    primary = row.primary.person.id if row.primary else None
    return Known(
        tier=row.tier,
        people=found.persons,
        primary=primary,
        if_primary_left=found.departures.get(primary) if primary is not None else None,
        threads=found.now.remaining,
        uncovered=found.uncovered,
        items=found.items,
        standing=row.standing,
        strip=row.strip,
        silence=row.silence,
        opportunities=_opportunities(connection, row.id, practice),
        observation=row.expansion_observation,
        current_value=row.current_value,
        potential_value=row.potential_value,
        contracts=revenue.lines(connection, row.id),
        renewal_date=row.renewal_date,
        projected=plan_forecast.forecast(connection, row, today, practice),
        competitors=tuple(each.competitor for each in found.competitors),
        no_competitors=found.competition_none_known,
    )


def _opportunities(connection: sqlite3.Connection, account_id: int, practice: Practice) -> tuple[Opportunity, ...]:
    return tuple(
        Opportunity(
            name=name, kind=kind, annual_value=value, stage=stage, probability=percent, next_step=step,
            next_step_due=day(due), integrity=integrity, usual=practice.stage_percents,
        )
        for name, kind, value, stage, percent, step, due, integrity in connection.execute(
            OPPORTUNITIES, {"account": account_id}
        ).fetchall()
    )  # fmt: skip
