"""The catalogue: which activities there are, for whom, how often, how long, and what completes them."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from kamtui.domain.accounts import Tier
from kamtui.domain.dates import Cadence
from kamtui.domain.frozen import frozen


class Bucket(StrEnum):
    """Who does it with whom, and how often (rule Y-4)."""

    STRATEGIC = "strategic"
    EXECUTION = "execution"
    TRANSACTIONAL = "transactional"


class With(StrEnum):
    """Whether it is done alone at the desk or together with the client (rule Y-4)."""

    DESK = "desk"
    CLIENT = "client"


class Scope(StrEnum):
    """Whether it is done for each account or once for the whole portfolio (rule Y-4)."""

    ACCOUNT = "account"
    PORTFOLIO = "portfolio"


class Placing(StrEnum):
    """Which day of its period an activity is scheduled on (rules Y-2, Y-4)."""

    SLOT = "slot"
    FIRST_REVIEW_DAY = "first_review_day"
    LAST_REVIEW_DAY = "last_review_day"
    LAST_WORKING_DAY = "last_working_day"


ALWAYS = (date.min, date.min, date.min)


@frozen
class Activity:
    """One row of the catalogue (rules T-3, Y-4).

    The cadence is one for each tier (strategic, growth, maintain), None where the tier does not get it; a portfolio
    activity has the same cadence three times. A container is a review that other work is done in: its minutes are
    offered, not needed (rule Y-15). `since` is the day from which each tier gets it so often: nothing is asked for, and
    nothing was missed, before (rule Y-7).
    """

    name: str
    title: str
    scope: Scope
    bucket: Bucket
    cadences: tuple[Cadence | None, Cadence | None, Cadence | None]
    minutes: int
    with_: With
    done_by: str
    placing: Placing = Placing.SLOT
    container: bool = False
    since: tuple[date, date, date] = ALWAYS

    def cadence_for(self, tier: Tier | None) -> Cadence | None:
        """How often an account of the tier gets it; a portfolio activity is asked with None."""
        return self.cadences[(tier or Tier.STRATEGIC) - 1]

    def since_for(self, tier: Tier | None) -> date:
        """The day from which an account of the tier gets it; a portfolio activity is asked with None."""
        return self.since[(tier or Tier.STRATEGIC) - 1]


_W, _M, _Q, _H, _Y = Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY
_DESK, _CLIENT = With.DESK, With.CLIENT
_ACCOUNT, _PORTFOLIO = Scope.ACCOUNT, Scope.PORTFOLIO
_EXECUTION, _STRATEGIC = Bucket.EXECUTION, Bucket.STRATEGIC
_FIRST, _LAST, _MONTH_END = Placing.FIRST_REVIEW_DAY, Placing.LAST_REVIEW_DAY, Placing.LAST_WORKING_DAY

FRIDAY_REVIEW = "friday_review"
MONTH_END_REVIEW = "month_end_review"

# fmt: off
CATALOGUE: tuple[Activity, ...] = (
    Activity(FRIDAY_REVIEW, "Friday review", _PORTFOLIO, _EXECUTION, (_W, _W, _W), 30, _DESK,
             "a finished review", _FIRST, container=True),
    Activity("health_check", "health check", _ACCOUNT, _EXECUTION, (_M, _M, _Q), 15, _DESK, "a health check"),
    Activity("value_touchpoint", "value touchpoint", _ACCOUNT, _EXECUTION, (_M, _M, _H), 10, _CLIENT,
             "a touchpoint with nothing to sell"),
    Activity("map_review", "map review", _ACCOUNT, _EXECUTION, (_M, _M, _H), 10, _DESK, "the map marked reviewed"),
    Activity("pipeline_review", "pipeline review", _PORTFOLIO, _EXECUTION, (_M, _M, _M), 15, _DESK,
             "marking it done", _FIRST),
    Activity(MONTH_END_REVIEW, "month-end review", _PORTFOLIO, _EXECUTION, (_M, _M, _M), 60, _DESK,
             "a finished review", _MONTH_END, container=True),
    Activity("qbr", "QBR", _ACCOUNT, _STRATEGIC, (_M, _Q, _H), 60, _CLIENT, "a QBR held"),
    Activity("plan_review", "plan review", _ACCOUNT, _STRATEGIC, (_Q, _Q, None), 30, _DESK, "a frozen plan version"),
    Activity("expansion_strategy", "expansion strategy", _PORTFOLIO, _STRATEGIC, (_Q, _Q, _Q), 60, _DESK,
             "marking it done", _FIRST),
    Activity("tier_review", "tier review", _PORTFOLIO, _STRATEGIC, (_Q, _Q, _Q), 30, _DESK, "marking it done", _LAST),
    Activity("plan_rewrite", "plan rewrite", _ACCOUNT, _STRATEGIC, (_Y, _Y, None), 90, _DESK,
             "a frozen plan version marked as a rewrite"),
    Activity("relationship_review", "relationship review", _ACCOUNT, _STRATEGIC, (_Y, _Y, None), 30, _CLIENT,
             "marking it done"),
    Activity("portfolio_health", "portfolio health", _PORTFOLIO, _STRATEGIC, (_Y, _Y, _Y), 60, _DESK,
             "marking it done", _LAST),
    Activity("readiness_assessment", "readiness assessment", _PORTFOLIO, _STRATEGIC, (_Y, _Y, _Y), 60, _DESK,
             "an assessment", _FIRST),
)
# fmt: on


def activity_named(name: str, activities: Iterable[Activity] = CATALOGUE) -> Activity:
    """Return the activity of that name. Raises KeyError when the catalogue has none."""
    for activity in activities:
        if activity.name == name:
            return activity
    raise KeyError(name)


def account_activities(tier: Tier, activities: Iterable[Activity] = CATALOGUE) -> list[tuple[Activity, Cadence]]:
    """Return what an account of the tier gets, and how often (rule T-3)."""
    found = []
    for activity in activities:
        cadence = activity.cadence_for(tier)
        if activity.scope is Scope.ACCOUNT and cadence is not None:
            found.append((activity, cadence))
    return found


def portfolio_activities(activities: Iterable[Activity] = CATALOGUE) -> list[tuple[Activity, Cadence]]:
    """Return what is done once for the whole portfolio, and how often."""
    found = []
    for activity in activities:
        cadence = activity.cadence_for(None)
        if activity.scope is Scope.PORTFOLIO and cadence is not None:
            found.append((activity, cadence))
    return found
