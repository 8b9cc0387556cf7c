"""What the kamtui document is made of: lists, fields, and the few places where they differ from the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kamtui.domain.accounts import Tier
from kamtui.domain.stakeholders import Role

FORMAT: Final = "kamtui"
VERSION: Final = 1

Stored = str | int | float | None
"""A value as the file holds it: text, whole and broken numbers (money in cents, yes as 1), structures as JSON text."""


class Kind(StrEnum):
    """What a field holds; the words are the ones that the documentation shows."""

    TEXT = "text"
    DATE = "date"
    PERIOD = "period"
    MOMENT = "moment"
    MONEY = "amount"
    CHOICE = "word"
    TIER = "tier"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "true or false"
    REFERENCE = "uid"
    WORDS = "list of texts"
    OBJECT = "object"
    OBJECTS = "list of objects"
    PEOPLE = "list of uids"
    PHASES = "list of phases"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a list: its key in the document, its column, and what may stand in it.

    `column` is empty where no single column holds it; `group` names the object around it. `default` is the stored
    value of a field that is not given.
    """

    name: str
    column: str
    kind: Kind
    required: bool = False
    nullable: bool = False
    default: Stored = None
    choices: tuple[str, ...] = ()
    target: str = ""
    bounds: tuple[int, int] = (0, 1_000_000)
    group: str = ""
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of the document, the table behind it, and its fields in order without `uid` and `changed_at`."""

    name: str
    table: str
    about: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that a column of the table holds."""
        return tuple(field for field in self.fields if field.column)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name and not field.group)

    def dated_by(self) -> str:
        """The column that puts the list into an order of time, or nothing."""
        return next((field.column for field in self.columns if field.kind in (Kind.DATE, Kind.MOMENT)), "")


INSIDE: Final = {"id", "uid", "changed_at", "name_key", "primary_contact", "touchpoint_id", "qbr_id"}
"""Columns that are no field: keys, what every record has, and what is worked out from other fields."""

TIERS: Final = {"tier", "from_tier", "to_tier"}
FILLED_IN: Final = {("accounts", "created_on"), ("accounts", "slot")}
"""Fields that the import works out where they are not given."""

DEFAULTS: Final[Mapping[tuple[str, str], Stored]] = MappingProxyType({("accounts", "tier"): Tier.MAINTAIN.value})
WORDS_OF: Final = MappingProxyType({("stakeholders", "roles"): tuple(role.value for role in Role)})
BOUNDS: Final = MappingProxyType(
    {
        "slot": (0, 47),
        "contract_term_months": (1, 1200),
        "probability": (0, 100),
        "priority": (1, 3),
        "rating": (1, 5),
        "value": (-100, 100),
        "response_hours": (0, 100_000),
        "seconds": (0, 10_000_000),
    }
)
EXTRA: Final[Mapping[str, tuple[Field, ...]]] = MappingProxyType(
    {
        "accounts": (
            Field("current_value", "", Kind.MONEY, nullable=True, exported=False),
            Field("primary_contact", "", Kind.REFERENCE, nullable=True, target="stakeholders"),
        ),
        "touchpoints": (Field("people", "", Kind.PEOPLE, target="stakeholders"),),
        "qbrs": (Field("phases", "", Kind.PHASES),),
    }
)
