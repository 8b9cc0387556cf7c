"""The competition dimension of the map."""

from datetime import date

from kamtui.domain.competition import CompetitorKind, Position
from kamtui.models.columns import Record, belongs_to, choice


class Competitor(Record, table=True):
    """Another provider in the client's house (rule M-7)."""

    account_id: int = belongs_to("account")
    provider: str
    area: str = ""
    kind: str = choice(CompetitorKind, CompetitorKind.VULNERABILITY)
    position: str = choice(Position, Position.LEVEL)
    contract_end: date | None = None
    notes: str = ""
