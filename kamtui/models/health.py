"""Health checks, scores and check-ins."""

from datetime import date

from kamtui.domain.health import Rating, ScoreKind
from kamtui.models.columns import Record, belongs_to, choice, number, refers_to


class HealthCheck(Record, table=True):
    """One judgement of the four signals (rule H-1)."""

    __tablename__ = "health_check"

    account_id: int = belongs_to("account")
    on: date
    response_time: str = choice(Rating, Rating.NOT_OBSERVED)
    meeting_engagement: str = choice(Rating, Rating.NOT_OBSERVED)
    referral_activity: str = choice(Rating, Rating.NOT_OBSERVED)
    tone: str = choice(Rating, Rating.NOT_OBSERVED)
    notes: str = ""
    minutes: int | None = None


class Score(Record, table=True):
    """A score the client gave; it stands beside the signals and never decides (rule H-9)."""

    account_id: int = belongs_to("account")
    kind: str = choice(ScoreKind)
    value: float = number(required=True)
    on: date
    source: str = ""


class CheckIn(Record, table=True):
    """The talk that an account at risk asks for (rule H-6)."""

    __tablename__ = "check_in"

    account_id: int = belongs_to("account")
    health_check_id: int | None = refers_to("health_check")
    opened_on: date
    due: date
    question: str = ""
    done_on: date | None = None
    discovered: str = ""
    action: str = ""
