"""What every change shares. Free of SQLModel, so that screens can name a change before it is loaded."""

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from kamtui.domain.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.columns import Record

    R = TypeVar("R", bound=Record)


def describe(session: "Session", label: str, batch: str | None = None) -> None:
    """Name the action under way, as undo and the history will show it."""
    session.info["label"] = label
    session.info["batch"] = batch


def today(session: "Session") -> date:
    """The user's day, as the database's clock has it."""
    day: date = session.info["today"]
    return day


def the(session: "Session", model: "type[R]", key: int | None) -> "R":
    """The record with this key; raises Refused when it is gone."""
    found = None if key is None else session.get(model, key)
    if found is None:
        raise Refused("it is no longer there: somebody removed it meanwhile")
    return found


def by_uid(session: "Session", model: "type[R]", uid: str) -> "R":
    """The record with this uid; raises Refused when it is gone."""
    from sqlmodel import select

    found = session.exec(select(model).where(model.uid == uid)).first()
    if found is None:
        raise Refused("it is no longer there: somebody removed it meanwhile")
    return found


def key_of(record: "Record") -> int:
    """The key of a record that came from the file or was flushed into it."""
    assert record.id is not None  # noqa: S101  only a record that is not in the file has none
    return record.id


def fill(record: "Record", values: dict[str, Any]) -> None:
    """Set the fields that differ, so that a save that changes nothing leaves no trace."""
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
