"""Text that is saved while it is typed: however often that is, the journal shows one action, which undo takes back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamtui.storage.work import fill

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.columns import Record

ACTION_NOW = "SELECT action_id FROM journal_now"
FORGET_ACTION = "DELETE FROM journal_action WHERE id = ? AND state = 'done'"
PAUSE = "DELETE FROM journal_now"
GO_ON = "INSERT INTO journal_now (action_id) VALUES (?)"


def as_one_action(
    session: "Session", record: "Record", before: Mapping[str, Any], after: Mapping[str, Any], last: int | None
) -> int:
    """Write `after`, with the journal saying that it came from `before`; gives the action, which is the next `last`.

    `before` is how the fields stood when the editing began; `last` is the action that the save before this one left,
    which this one takes the place of. Work for `Database.run` alone.
    """
    from sqlmodel import col, update

    connection = session.connection()
    action = int(connection.exec_driver_sql(ACTION_NOW).scalar_one())
    connection.exec_driver_sql(PAUSE)
    if last is not None:
        connection.exec_driver_sql(FORGET_ACTION, (last,))
    table = type(record)
    connection.execute(update(table).where(col(table.id) == record.id).values(before))
    session.refresh(record)
    connection.exec_driver_sql(GO_ON, (action,))
    fill(record, dict(after))
    session.flush()
    return action
