"""The kamtui document's lists, derived from the tables."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import Boolean, Column, Date, Integer, Table
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import AutoString

from kamtui.exchange.document_fields import (
    BOUNDS,
    DEFAULTS,
    EXTRA,
    FILLED_IN,
    INSIDE,
    TIERS,
    WORDS_OF,
    Field,
    Kind,
    Listed,
    Stored,
)
from kamtui.models import (
    accounts,
    commitments,
    competition,
    conversations,
    duplicates,
    expansion,
    health,
    issues,
    plans,
    playbooks,
    qbr,
    revenue,
    reviews,
    rhythm,
    stakeholders,
    touchpoints,
    value,
)
from kamtui.models.columns import Choice, Moment, Money, Number, Plain, Record

MODELS: Final[Mapping[str, type[Record]]] = MappingProxyType(
    {
        "accounts": accounts.Account,
        "tier_changes": accounts.TierChange,
        "contracts": revenue.Contract,
        "revenue_events": revenue.RevenueEvent,
        "stakeholders": stakeholders.Stakeholder,
        "quality_changes": stakeholders.QualityChange,
        "touchpoints": touchpoints.Touchpoint,
        "referrals": touchpoints.Referral,
        "value_entries": value.ValueEntry,
        "competitors": competition.Competitor,
        "map_reviews": stakeholders.MapReview,
        "health_checks": health.HealthCheck,
        "scores": health.Score,
        "check_ins": health.CheckIn,
        "qbrs": qbr.Qbr,
        "commitments": commitments.Commitment,
        "conversations": conversations.Conversation,
        "triggers": expansion.Trigger,
        "opportunities": expansion.Opportunity,
        "actions": plans.PlanAction,
        "objectives": plans.Objective,
        "plans": plans.Plan,
        "plan_versions": plans.PlanVersion,
        "predictions": plans.Prediction,
        "issues": issues.Issue,
        "milestones": issues.Milestone,
        "occurrences": rhythm.Occurrence,
        "reviews": reviews.Review,
        "assessments": reviews.Assessment,
        "playbooks": playbooks.Playbook,
        "distinct_pairs": duplicates.DistinctPair,
    }
)
"""The lists in the document's order; a record refers to records of its own or other lists by uid."""


def all_lists() -> tuple[Listed, ...]:
    """Every list in the document's order."""
    return tuple(map(listed, MODELS))


@cache
def listed(name: str) -> Listed:
    """The list of that name. Raises KeyError when there is none."""
    model = MODELS[name]
    table = table_of(model)
    fields = [_field(name, model, column) for column in table.columns if column.name not in INSIDE]
    about = (model.__doc__ or "").strip()
    return Listed(name, table.name, about, (*fields, *EXTRA.get(name, ())))


@cache
def phase_fields() -> tuple[Field, ...]:
    """The fields of one phase of a business review."""
    columns = table_of(qbr.QbrPhase).columns
    return tuple(_field("qbrs", qbr.QbrPhase, column) for column in columns if column.name not in INSIDE)


def table_of(model: type[Record]) -> Table:
    """The table behind a model."""
    return cast("Table", cast("Any", model).__table__)


def list_of_table(table: str) -> str:
    """The name of the list that a table's rows make up. Raises KeyError for tables without one."""
    return {table_of(model).name: name for name, model in MODELS.items()}[table]


def _field(list_name: str, model: type[Record], column: Column[Any]) -> Field:
    about = model.model_fields[column.name]
    key = next(iter(column.foreign_keys), None)
    name = column.name.removesuffix("_id") if key is not None else column.name
    group, _, rest = name.partition("_") if name.startswith("outreach_") else ("", "", name)
    kind = _kind(column, str(about.annotation))
    nullable = bool(column.nullable)
    filled_in = (list_name, name) in FILLED_IN
    default = DEFAULTS.get((list_name, name), None if about.is_required() or filled_in else _stored_default(about))
    return Field(
        name=rest,
        column=column.name,
        kind=kind,
        required=default is None and not nullable and not filled_in,
        nullable=nullable,
        default=default,
        choices=_choices(column) or WORDS_OF.get((list_name, name), ()),
        target=list_of_table(key.column.table.name) if key is not None else "",
        bounds=BOUNDS.get(name, (0, 1_000_000)),
        group=group,
    )


def _choices(column: Column[Any]) -> tuple[str, ...]:
    return tuple(member.value for member in column.type.choices) if isinstance(column.type, Choice) else ()


def _stored_default(about: Any) -> Stored:
    given = about.get_default(call_default_factory=True)
    if isinstance(given, list | dict):
        return "[]" if isinstance(given, list) else "{}"
    return int(given) if isinstance(given, bool) else cast("Stored", given)


def _plain(annotation: str) -> Kind:
    if annotation.startswith("dict"):
        return Kind.OBJECT
    return Kind.OBJECTS if annotation.startswith("list[dict") else Kind.WORDS


KINDS: Final[tuple[tuple[type[TypeEngine[Any]], Kind | Callable[[str], Kind]], ...]] = (
    (Moment, Kind.MOMENT),
    (Money, Kind.MONEY),
    (Choice, Kind.CHOICE),
    (Plain, _plain),
    (Boolean, Kind.YES_NO),
    (Number, Kind.NUMBER),
    (Integer, Kind.WHOLE),
    (Date, Kind.DATE),
    (AutoString, Kind.TEXT),
)


def _kind(column: Column[Any], annotation: str) -> Kind:
    if column.foreign_keys:
        return Kind.REFERENCE
    if column.name in TIERS:
        return Kind.TIER
    if column.name == "period":
        return Kind.PERIOD
    found = next((kind for base, kind in KINDS if isinstance(column.type, base)), None)
    if found is None:
        raise TypeError(f"the document has no words for the column {column.table.name}.{column.name}")
    return found if isinstance(found, Kind) else found(annotation)
