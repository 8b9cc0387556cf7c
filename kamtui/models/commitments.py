"""The ledger of promises."""

from datetime import date
from typing import Any

from kamtui.domain.commitments import CommitmentState, Side
from kamtui.models.columns import Record, belongs_to, choice, plain


class Commitment(Record, table=True):
    """Something promised by us or by them (rule C-1)."""

    account_id: int = belongs_to("account")
    side: str = choice(Side)
    what: str
    who: str = ""
    due: date | None = None
    state: str = choice(CommitmentState, CommitmentState.OPEN)
    settled_on: date | None = None
    reason: str = ""
    source: dict[str, Any] = plain(dict)
