"""What the user said about look-alikes."""

from datetime import date

from kamtui.domain.duplicates import Kind
from kamtui.models.columns import Record, choice


class DistinctPair(Record, table=True):
    """Two accounts or two people, by uid, that look alike and are not the same."""

    __tablename__ = "distinct_pair"

    kind: str = choice(Kind)
    on: date
    one: str
    other: str
