"""The catalogue: which activities there are, for whom, how often, how long, and what completes them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

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


def edited(
    changes: Mapping[str, Mapping[str, object]], activities: Iterable[Activity] = CATALOGUE
) -> tuple[tuple[Activity, ...], list[str]]:
    """Apply the user's changes to the catalogue (rule Y-4): the rows that result, and a line for each mistake.

    A change names an activity and gives any of `title`, `bucket`, `minutes`, `with`, `placing`; `strategic`, `growth`,
    `maintain` (a cadence or `never`); or `cadence` with `tiers` (all three when left out). An unknown name adds a row:
    it needs `bucket`, `cadence` and `minutes`; with `scope = "portfolio"` it is done once for all accounts.
    A row with a mistake stays as it was; a new row with a mistake is left out.
    """
    rows = {activity.name: activity for activity in activities}
    problems: list[str] = []
    for name, change in changes.items():
        try:
            rows[name] = _changed(rows[name], change) if name in rows else _added(name, change)
        except ValueError as problem:
            problems.append(f"activity {name}: {problem}")
    return tuple(rows.values()), problems


def blank(name: str, scope: Scope) -> Activity:
    """Return the row that a new activity begins with: desk work for a minute, for nobody yet."""
    placing = Placing.SLOT if scope is Scope.ACCOUNT else Placing.FIRST_REVIEW_DAY
    title, never = name.replace("_", " "), (None, None, None)
    return Activity(name, title, scope, Bucket.EXECUTION, never, 1, With.DESK, "marking it done", placing)


def change_for(row: Activity, base: Activity | None) -> dict[str, object]:
    """Return the change from which `edited` makes this row, out of the catalogue's own one or, without it, anew."""
    usual = base or blank(row.name, row.scope)
    found: dict[str, object] = {}
    if row.title != usual.title:
        found["title"] = row.title
    if base is None:
        found |= {"scope": row.scope.value} if row.scope is Scope.PORTFOLIO else {}
        found |= {"bucket": row.bucket.value, "cadence": _said(row.cadences[0])}
        usual = replace(usual, bucket=row.bucket, cadences=(row.cadences[0],) * 3)
    if row.bucket is not usual.bucket:
        found["bucket"] = row.bucket.value
    if row.scope is Scope.PORTFOLIO and row.cadences != usual.cadences:
        found["cadence"] = _said(row.cadences[0])
    elif row.scope is Scope.ACCOUNT:
        tiers = zip(_TIER_FIELDS, row.cadences, usual.cadences, strict=True)
        found |= {field: _said(mine) for field, mine, theirs in tiers if mine is not theirs}
    if base is None or row.minutes != usual.minutes:
        found["minutes"] = row.minutes
    if row.with_ is not usual.with_:
        found["with"] = row.with_.value
    if row.placing is not usual.placing:
        found["placing"] = row.placing.value
    if row.since != usual.since:
        if len(set(row.since)) == 1:
            found["since"] = row.since[0]
        else:
            days = zip(_SINCE_FIELDS, row.since, usual.since, strict=True)
            found |= {field: mine for field, mine, theirs in days if mine != theirs}
    return found


def _said(cadence: Cadence | None) -> str:
    return cadence.value if cadence else "never"


_TIER_FIELDS = {"strategic": Tier.STRATEGIC, "growth": Tier.GROWTH, "maintain": Tier.MAINTAIN}
_SINCE_FIELDS = {f"{field}_since": tier for field, tier in _TIER_FIELDS.items()}
_FIELDS = {"title", "bucket", "minutes", "with", "placing", "cadence", "tiers", "since", *_TIER_FIELDS, *_SINCE_FIELDS}


def _added(name: str, change: Mapping[str, object]) -> Activity:
    missing = [field for field in ("bucket", "cadence", "minutes") if field not in change]
    if missing:
        raise ValueError(f"a new activity also needs {' and '.join(missing)}")
    scope = _choice(Scope, "scope", change.get("scope", "account"))
    return _changed(blank(name, scope), {field: value for field, value in change.items() if field != "scope"})


def _changed(row: Activity, change: Mapping[str, object]) -> Activity:
    if unknown := sorted(set(change) - _FIELDS):
        raise ValueError(f"there is no field {', '.join(unknown)}")
    cadences = _cadences(row, change)
    if row.container and cadences != row.cadences:
        raise ValueError("the reviews themselves keep their cadence")
    minutes = change.get("minutes", row.minutes)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= 480:
        raise ValueError(f"minutes are a whole number from 1 to 480, not {minutes!r}")
    placing = _choice(Placing, "placing", change.get("placing", row.placing))
    if (placing is Placing.SLOT) is not (row.scope is Scope.ACCOUNT):
        raise ValueError("an account's activity is placed by its slot, the portfolio's by a day")
    return replace(
        row,
        title=str(change.get("title", row.title)),
        bucket=_choice(Bucket, "bucket", change.get("bucket", row.bucket)),
        cadences=cadences,
        minutes=minutes,
        with_=_choice(With, "with", change.get("with", row.with_)),
        placing=placing,
        since=_since(row, change),
    )


def _since(row: Activity, change: Mapping[str, object]) -> tuple[date, date, date]:
    days = [_day("since", change["since"])] * 3 if "since" in change else list(row.since)
    for field, tier in _SINCE_FIELDS.items():
        if field in change:
            if row.scope is Scope.PORTFOLIO:
                raise ValueError("an activity of the whole portfolio has no tiers")
            days[tier - 1] = _day(field, change[field])
    return days[0], days[1], days[2]


def _day(field: str, value: object) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{field} is a date like 2026-11-20, not {value!r}") from None


def _cadences(row: Activity, change: Mapping[str, object]) -> tuple[Cadence | None, Cadence | None, Cadence | None]:
    chosen = dict(zip(Tier, row.cadences, strict=True))
    if "tiers" in change and "cadence" not in change:
        raise ValueError("tiers need a cadence beside them")
    if "cadence" in change:
        tiers = change.get("tiers", list(Tier))
        if row.scope is Scope.PORTFOLIO and "tiers" in change:
            raise ValueError("an activity of the whole portfolio has no tiers")
        if not isinstance(tiers, list | tuple) or not tiers or any(tier not in list(Tier) for tier in tiers):
            raise ValueError(f"tiers are a list of 1, 2 and 3, not {tiers!r}")
        cadence = _cadence("cadence", change["cadence"])
        chosen = {tier: cadence if tier in tiers else None for tier in Tier}
    for field, tier in _TIER_FIELDS.items():
        if field in change:
            if row.scope is Scope.PORTFOLIO:
                raise ValueError("an activity of the whole portfolio has no tiers")
            chosen[tier] = _cadence(field, change[field])
    return chosen[Tier.STRATEGIC], chosen[Tier.GROWTH], chosen[Tier.MAINTAIN]


def _cadence(field: str, value: object) -> Cadence | None:
    return None if value == "never" else _choice(Cadence, field, value)


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(kind: type[_Choice], field: str, value: object) -> _Choice:
    if value in [choice.value for choice in kind]:
        return kind(str(value))
    raise ValueError(f"{field} is one of {', '.join(kind)}, not {value!r}")
