"""Values in the file that nothing here would have written: unknown words, impossible days, broken structures.

The kinds of the columns are read from the file itself; what a text column may say is written here, beside the models,
so that looking costs no SQLModel.
"""

import sqlite3
from enum import StrEnum

from kamtui.domain.accounts import Status
from kamtui.domain.commitments import CommitmentState, Side
from kamtui.domain.competition import CompetitorKind, Position
from kamtui.domain.conversations import ConversationKind, ConversationState, Effect
from kamtui.domain.duplicates import Kind
from kamtui.domain.expansion import Integrity, OpportunityKind, Stage, Strength, TriggerKind, TriggerState
from kamtui.domain.health import Rating, ScoreKind
from kamtui.domain.issues import IssueStatus, Severity
from kamtui.domain.plans import ObjectiveStatus, Origin
from kamtui.domain.playbooks import Anchor
from kamtui.domain.qbr import Phase, QbrState
from kamtui.domain.revenue import RenewalStage, RevenueKind
from kamtui.domain.reviews import ReviewKind
from kamtui.domain.rhythm import OccurrenceState
from kamtui.domain.stakeholders import Frequency, Function, Influence, Quality, Stance
from kamtui.domain.touchpoints import Channel, Initiator, Tone
from kamtui.domain.value import ValueKind
from kamtui.storage.journal_triggers import journalled

CHOICES: dict[tuple[str, str], type[StrEnum]] = {
    ("account", "status"): Status,
    ("commitment", "side"): Side,
    ("commitment", "state"): CommitmentState,
    ("competitor", "kind"): CompetitorKind,
    ("competitor", "position"): Position,
    ("contract", "renewal_stage"): RenewalStage,
    ("conversation", "kind"): ConversationKind,
    ("conversation", "state"): ConversationState,
    ("conversation", "effect"): Effect,
    ("distinct_pair", "kind"): Kind,
    ("expansion_trigger", "kind"): TriggerKind,
    ("expansion_trigger", "strength"): Strength,
    ("expansion_trigger", "state"): TriggerState,
    ("health_check", "response_time"): Rating,
    ("health_check", "meeting_engagement"): Rating,
    ("health_check", "referral_activity"): Rating,
    ("health_check", "tone"): Rating,
    ("issue", "severity"): Severity,
    ("issue", "status"): IssueStatus,
    ("objective", "origin"): Origin,
    ("objective", "status"): ObjectiveStatus,
    ("occurrence", "state"): OccurrenceState,
    ("opportunity", "kind"): OpportunityKind,
    ("opportunity", "stage"): Stage,
    ("opportunity", "integrity"): Integrity,
    ("playbook", "anchor"): Anchor,
    ("qbr", "state"): QbrState,
    ("qbr", "phase"): Phase,
    ("qbr_phase", "phase"): Phase,
    ("quality_change", "quality"): Quality,
    ("revenue_event", "kind"): RevenueKind,
    ("review", "kind"): ReviewKind,
    ("score", "kind"): ScoreKind,
    ("stakeholder", "function"): Function,
    ("stakeholder", "quality"): Quality,
    ("stakeholder", "stance"): Stance,
    ("stakeholder", "influence"): Influence,
    ("stakeholder", "frequency"): Frequency,
    ("touchpoint", "channel"): Channel,
    ("touchpoint", "initiated_by"): Initiator,
    ("touchpoint", "tone"): Tone,
    ("value_entry", "kind"): ValueKind,
}
LISTS = frozenset(
    {
        ("plan", "team"),
        ("playbook", "steps"),
        ("qbr", "participants"),
        ("review", "priorities"),
        ("stakeholder", "roles"),
    }
)
"""The structures that are lists; all others are objects."""

LARGEST = "1.7976931348623157e308"
WRONG = {
    "BOOLEAN": "typeof({0}) <> 'integer' OR {0} NOT IN (0, 1)",
    "DATE": "typeof({0}) <> 'text' OR date({0}, '+0 days') IS NOT {0}",
    "FLOAT": f"typeof({{0}}) NOT IN ('real', 'integer') OR abs({{0}}) > {LARGEST}",
    "INTEGER": "typeof({0}) <> 'integer'",
    "VARCHAR": "typeof({0}) <> 'text'",
}
MOMENT = "strftime('%Y-%m-%dT%H:%M:%SZ', {0}, '+0 days') IS NOT {0}"
STRUCTURE = "NOT json_valid({0}) OR coalesce(json_type(CASE WHEN json_valid({0}) THEN {0} END), '') <> '{1}'"


def refused(connection: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """The columns that hold values the models would refuse: table, column, and in how many rows."""
    found = []
    for table in journalled(connection):
        columns = [(row[1], row[2]) for row in connection.execute(f'PRAGMA table_info("{table}")')]
        sums = ", ".join(f'sum("{name}" IS NOT NULL AND ({_wrong(table, name, kind)}))' for name, kind in columns)
        counts = connection.execute(f'SELECT {sums} FROM "{table}"').fetchone()
        found += [(table, name, count) for (name, _), count in zip(columns, counts, strict=True) if count]
    return found


def _wrong(table: str, column: str, kind: str) -> str:
    cell = f'"{column}"'
    if kind == "JSON":
        return STRUCTURE.format(cell, "array" if (table, column) in LISTS else "object")
    if (table, column) in CHOICES:
        words = ", ".join(f"'{word}'" for word in CHOICES[table, column])
        return f"{cell} NOT IN ({words})"
    if kind == "VARCHAR" and (column == "at" or column.endswith("_at")):
        return MOMENT.format(cell)
    return WRONG.get(kind, "0").format(cell)
