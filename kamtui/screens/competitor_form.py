"""The form for a competitor."""

from typing import TYPE_CHECKING, Any

from kamtui.domain.competition import CompetitorKind, Position
from kamtui.screens.form import Field, FormScreen
from kamtui.storage.competition_changes import add_competitor, edit_competitor

if TYPE_CHECKING:
    from kamtui.storage.competition import CompetitorRow

KINDS = [
    (CompetitorKind.VULNERABILITY.value, "could displace us"),
    (CompetitorKind.CONSOLIDATION.value, "we could absorb their part"),
]
POSITIONS = [(one.value, one.value) for one in Position]


class CompetitorForm(FormScreen):
    """A new competitor, or changes to one; gives `Saved(key)` (rule M-7)."""

    def __init__(self, account_id: int, row: "CompetitorRow | None" = None) -> None:
        self._account = account_id
        self._key = row.id if row is not None else None
        one = row.competitor if row is not None else None
        fields = [
            Field("provider", "Provider", value=one.provider if one else "", required=True),
            Field("area", "Where", value=one.area if one else "", hint="unit, site or subject"),
            Field("kind", "Kind", "choice", one.kind if one else KINDS[0][0], options=KINDS),
            Field("position", "We are", "choice", one.position if one else Position.LEVEL.value, options=POSITIONS),
            Field("contract_end", "Contract ends", "date", one.contract_end if one else None, hint="2027-03-31"),
            Field("notes", "Notes", "long", row.notes if row else ""),
        ]
        super().__init__("Competitor" if row is not None else "New competitor", fields)

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the competitor."""
        if self._key is None:
            return await self.desk.database.run(add_competitor, self._account, values)
        await self.desk.database.run(edit_competitor, self._key, values)
        return self._key
