"""The forms of the ledger: a promise, another date for it, why it is waived."""

from collections.abc import Sequence
from typing import Any

from kamtui.domain.commitments import CommitmentState, Side
from kamtui.domain.text import shorten
from kamtui.screens.form import Field, FormScreen
from kamtui.storage import commitments_changes as changes
from kamtui.storage.commitments import LedgerRow

SIDES = [(Side.OURS.value, "ours"), (Side.THEIRS.value, "theirs")]
DAY_HINT = "fri, in 3 days, 2 dec"
SHOWN = 40


class CommitmentForm(FormScreen):
    """A new promise, or changes to one; gives `Saved(key)` (rule C-1)."""

    def __init__(
        self, accounts: Sequence[tuple[int, str]], account_id: int | None, row: LedgerRow | None = None
    ) -> None:
        self._key = row.id if row is not None else None
        promise = row.promise if row is not None else None
        options = [(key, shorten(name, SHOWN)) for key, name in accounts]
        chosen = row.account_id if row is not None else account_id
        fields = [
            Field("account_id", "Account", "pick", chosen, required=True, options=options),
            Field("side", "Who promised", "choice", promise.side if promise else Side.OURS.value, options=SIDES),
            Field("what", "What", value=promise.what if promise else "", required=True),
            Field("who", "Who does it", value=promise.who if promise else "", hint="a name, on either side"),
            Field("due", "By", "date", promise.due if promise else None, hint=DAY_HINT),
        ]
        if promise is not None and not promise.open:
            fields.append(
                Field("settled_on", f"{promise.state.capitalize()} on", "date", promise.settled_on, past=True)
            )
        if promise is not None and promise.state == CommitmentState.WAIVED:
            fields.append(Field("reason", "Because", value=promise.reason, required=True))
        super().__init__("Promise" if row is not None else "New promise", fields)

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it."""
        if self._key is None:
            return await self.desk.database.run(changes.add_commitment, values)
        await self.desk.database.run(changes.edit_commitment, self._key, values)
        return self._key


def move_form(row: LedgerRow) -> FormScreen:
    """Asks for another date."""
    fields = [Field("due", "By", "date", row.promise.due, required=True, hint=DAY_HINT)]
    return _of(row, "Another date for ", fields, changes.move_commitment)


def waive_form(row: LedgerRow) -> FormScreen:
    """Asks why it need not be kept any more."""
    fields = [Field("reason", "Because", required=True, hint="kept beside it")]
    return _of(row, "Waive ", fields, changes.waive_commitment)


def _of(row: LedgerRow, title: str, fields: list[Field], work: Any) -> FormScreen:
    named = [(title, "title"), (shorten(row.promise.what, SHOWN), "title")]
    return FormScreen(named, fields, work, always={"commitment_id": row.id})
