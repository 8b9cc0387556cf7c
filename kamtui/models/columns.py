"""The column types that every table shares, and the base of all tables."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite
from typing import Any
from uuid import uuid4

from sqlalchemy import CheckConstraint, Dialect, Float, ForeignKey, Integer, String
from sqlalchemy.types import JSON, TypeDecorator
from sqlmodel import Field, SQLModel


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC text `2026-11-21T15:04:05Z`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse a naive moment; write UTC to the second."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it back as aware UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Money(TypeDecorator[int]):
    """An amount in minor units (cents), never a float."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Refuse anything but a whole number of minor units."""
        if value is not None and type(value) is not int:
            raise ValueError(f"money is whole minor units, not {value!r}")
        return value


class Choice(TypeDecorator[str]):
    """One of an enumeration's values, stored as plain text; what is already stored is read as it is."""

    impl = String
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse a value that the practice does not know."""
        return None if value is None else self.choices(value).value


class Number(TypeDecorator[float]):
    """A number with a fraction, never infinite."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Refuse what no arithmetic can use."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise ValueError(f"a number is expected, not {value!r}")
        return float(value)


class Plain(TypeDecorator[Any]):
    """A small structure of lists, objects and text that is read and written whole."""

    impl = JSON
    cache_ok = True


def new_uid() -> str:
    """A fresh UUID4 as text."""
    return str(uuid4())


class Record(SQLModel):
    """What every row of the practice has: a key inside, a uid outside, and when it last changed."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True, nullable=False)
    changed_at: datetime | None = Field(default=None, sa_type=Moment, nullable=False)


def choice(choices: type[StrEnum], default: StrEnum | None = None) -> Any:
    """A column that holds one of `choices`; without a default it must be given."""
    kind = Choice(choices)
    return Field(sa_type=kind) if default is None else Field(default=default.value, sa_type=kind)


def maybe(choices: type[StrEnum]) -> Any:
    """A column that holds one of `choices` or nothing."""
    return Field(default=None, sa_type=Choice(choices), nullable=True)


def money(default: int | None = None, *, required: bool = False) -> Any:
    """An amount in minor units; empty unless a default is given or it is required."""
    if required:
        return Field(sa_type=Money, nullable=False)
    return Field(default=default, sa_type=Money, nullable=default is None)


def moment(*, required: bool = False) -> Any:
    """An aware moment."""
    return Field(sa_type=Moment, nullable=False) if required else Field(default=None, sa_type=Moment, nullable=True)


def number(*, required: bool = False) -> Any:
    """A number with a fraction."""
    return Field(sa_type=Number, nullable=False) if required else Field(default=None, sa_type=Number, nullable=True)


def plain(factory: Callable[[], Any]) -> Any:
    """A small structure, empty by default."""
    return Field(default_factory=factory, sa_type=Plain, nullable=False)


def _reference(table: str, when_gone: str, *, optional: bool) -> Any:
    key = ForeignKey(f"{table}.id", ondelete=when_gone)
    if optional:
        return Field(default=None, sa_type=Integer, sa_column_args=(key,), index=True, nullable=True)
    return Field(sa_type=Integer, sa_column_args=(key,), index=True, nullable=False)


def belongs_to(table: str) -> Any:
    """A reference whose row goes when its owner goes."""
    return _reference(table, "CASCADE", optional=False)


def may_belong_to(table: str) -> Any:
    """A reference that may be empty; the row goes when its owner goes."""
    return _reference(table, "CASCADE", optional=True)


def refers_to(table: str) -> Any:
    """A reference that is emptied when the other row goes."""
    return _reference(table, "SET NULL", optional=True)


def at_least_zero(column: str) -> CheckConstraint:
    """A table constraint that keeps an amount from going below zero."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")
