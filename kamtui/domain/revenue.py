"""Contract lines and what happens to them."""

from datetime import date
from enum import StrEnum

from kamtui.domain.accounts import Tier
from kamtui.domain.frozen import frozen
from kamtui.domain.health import Colour
from kamtui.domain.problems import Problem, money_problems
from kamtui.domain.stakeholders import Person


class RevenueKind(StrEnum):
    """How a contract line changed (rule R-1)."""

    NEW = "new"
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"
    RENEWAL = "renewal"


class RenewalStage(StrEnum):
    """How far the renewal conversation has come (rule R-2)."""

    NOT_STARTED = "not_started"
    RESULTS_REVIEWED = "results_reviewed"
    FORWARD_TALK = "forward_talk"
    TERMS = "terms"
    RENEWED = "renewed"
    LOST = "lost"


@frozen
class Line:
    """A contract line: minor units a year, paid from `start` to `end`, both included; without an end it runs on."""

    id: int
    account_id: int
    annual_value: int
    start: date | None = None
    end: date | None = None
    auto_renew: bool = False
    stage: str = RenewalStage.NOT_STARTED
    description: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it is paid on that day (rule R-1)."""
        return (self.start is None or self.start <= day) and (self.end is None or self.end >= day)

    def ended(self, day: date) -> bool:
        """Whether its last day lies before that day."""
        return self.end is not None and self.end < day


@frozen
class Event:
    """What happened to an account's annual value, by how much in minor units, and why (rule R-1).

    One with `implied` was not recorded: it stands for a line that ended without a word.
    """

    account_id: int
    kind: str
    amount: int
    on: date
    line_id: int | None = None
    reason: str = ""
    id: int = 0
    implied: bool = False


@frozen
class Client:
    """An account as the figures of the portfolio see it; amounts are minor units a year.

    `colour` is the one it counts under: a stale green is none (rule H-3). `people` are needed only where threads are
    counted.
    """

    id: int
    name: str
    tier: Tier = Tier.MAINTAIN
    open: bool = True
    since: date | None = None
    colour: Colour = Colour.UNRATED
    potential_value: int | None = None
    people: tuple[Person, ...] = ()
    primary: int | None = None


@frozen
class Deal:
    """An open opportunity that is not parked: minor units a year, probability in percent (rule X-4)."""

    id: int
    account_id: int
    name: str
    annual_value: int
    percent: int
    expected_close: date | None = None


@frozen
class Book:
    """Everything that the figures of a portfolio are made of, on one day."""

    today: date
    clients: tuple[Client, ...] = ()
    lines: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    deals: tuple[Deal, ...] = ()
    referrals: tuple[tuple[int, date], ...] = ()


def validate_line(line: Line) -> tuple[Problem, ...]:
    """Everything that is wrong with a contract line as entered (rule R-1)."""
    found = money_problems("annual_value", line.annual_value)
    if line.start and line.end and line.end < line.start:
        found.append(Problem("end", f"The line ends on {line.end}, before it begins on {line.start}."))
    return tuple(found)
