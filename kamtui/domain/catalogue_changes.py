"""Changes to the catalogue: rows as the user wants them, read from the settings and written back (rule Y-4)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import CATALOGUE, Activity, Bucket, Placing, Scope, With
from kamtui.domain.dates import Cadence


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


def as_usual(row: Activity, usual: Activity, today: date) -> Activity:
    """Return the catalogue's own row in place of a changed one: what comes round otherwise by it counts from today on.

    So nothing is overdue at once, and nothing was missed while it was asked for less often (rule Y-7). What was changed
    today and goes back today was never otherwise.
    """
    turns = zip(row.cadences, usual.cadences, row.since, usual.since, strict=True)
    first, second, third = (
        since if now is then else before if since == today else today for now, then, since, before in turns
    )
    return replace(usual, since=(first, second, third))


def is_usual(row: Activity, usual: Activity | None) -> bool:
    """Whether a row is as the catalogue has it, whatever day it counts from."""
    return usual is not None and replace(row, since=usual.since) == usual


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
