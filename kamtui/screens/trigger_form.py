"""Something heard that could open a conversation."""

from typing import TYPE_CHECKING, Any

from kamtui.domain.expansion import Strength, TriggerKind
from kamtui.domain.problems import spoken
from kamtui.domain.text import shorten
from kamtui.screens.fields import Field, Kind
from kamtui.screens.record_form import GONE, NAME, RecordForm
from kamtui.storage import expansion, touchpoints
from kamtui.storage.expansion_changes import add_trigger, edit_trigger

if TYPE_CHECKING:
    from kamtui.storage.expansion import TriggerRow

KINDS = [(kind.value, spoken(kind)) for kind in TriggerKind]
STRENGTHS = [(strength.value, strength.value) for strength in Strength]


class TriggerForm(RecordForm):
    """Asks what was heard, from whom and when (rule X-1): a new one, or the one with `trigger_uid`."""

    def __init__(self, account_id: int, trigger_uid: str | None = None) -> None:
        super().__init__("Trigger")
        self._account_id, self._uid = account_id, trigger_uid

    async def ask(self) -> list[Field]:
        """Read the people, and the trigger as it stands."""
        database, today = self.desk.database, self.desk.today
        known: TriggerRow | None = None
        if self._uid is not None:
            known = await database.read_plainly(expansion.trigger, self._uid, today)
            if known is None:
                raise ValueError(GONE)
            self._account_id = known.account_id
        also = (known.stakeholder_id,) if known else ()
        people = await database.read_plainly(touchpoints.people_to_choose, self._account_id, today, also)
        account = await database.read_plainly(touchpoints.account_name, self._account_id)
        self.heading = f"{'Trigger at' if known else 'New trigger at'} {shorten(account, NAME)}"
        who = [(None, "nobody named"), *((key, shorten(name, NAME)) for key, name in people)]
        first, weak = TriggerKind.ADJACENT_PROBLEM.value, Strength.WEAK.value
        noted = known.noted_on if known else today
        return [
            Field("kind", "Kind", Kind.CHOICE, known.kind if known else first, options=KINDS),
            Field("heard", "What was heard", value=known.heard if known else "", required=True),
            Field("stakeholder_id", "From", Kind.CHOICE, known.stakeholder_id if known else None, options=who),
            Field("strength", "Signal", Kind.CHOICE, known.strength if known else weak, options=STRENGTHS),
            Field("noted_on", "Heard on", Kind.DATE, noted, required=True, past=True),
        ]

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it: a new one gives its key."""
        if self._uid is None:
            return await self.desk.database.run(add_trigger, self._account_id, values)
        return await self.desk.database.run(edit_trigger, self._uid, values)
