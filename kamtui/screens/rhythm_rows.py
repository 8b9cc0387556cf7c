"""How the rhythm is drawn: the catalogue in its three buckets, and what an activity is and takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import TIMINGS_TO_LEARN, Capacity
from kamtui.domain.catalogue import CATALOGUE, Activity, Bucket, Placing, Scope, With
from kamtui.domain.catalogue_changes import is_usual
from kamtui.domain.dates import Cadence
from kamtui.domain.text import shorten
from kamtui.domain.wording import minutes_words, plural
from kamtui.storage.rhythm_page import Catalogue, CatalogueRow
from kamtui.widgets.rows import Heading, Row

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell, Part
    from kamtui.widgets.rows import Line

BUCKETS: Final = {
    Bucket.STRATEGIC: "strategic · you and executives · quarterly to yearly",
    Bucket.EXECUTION: "execution · you · weekly to quarterly",
    Bucket.TRANSACTIONAL: "transactional · you with the rest of your organisation · daily to monthly",
}
NOTHING: Final = {
    Bucket.STRATEGIC: "nothing: n adds an activity",
    Bucket.EXECUTION: "nothing: n adds an activity",
    Bucket.TRANSACTIONAL: "nothing yet: n adds support, invoicing, training, hand-overs",
}
CADENCES: Final = {
    Cadence.WEEKLY: "weekly", Cadence.MONTHLY: "monthly", Cadence.QUARTERLY: "quarterly",
    Cadence.HALF_YEARLY: "half-year", Cadence.YEARLY: "yearly", None: "–",
}  # fmt: skip
PLACINGS: Final = {
    Placing.SLOT: "on the review day of each account's own week",
    Placing.FIRST_REVIEW_DAY: "on the first review day",
    Placing.LAST_REVIEW_DAY: "on the last review day",
    Placing.LAST_WORKING_DAY: "on the last working day",
}
USUAL: Final = {one.name: one for one in CATALOGUE}
NAME = 60


def lines_of(found: Catalogue, words: Sequence[str]) -> "list[Line]":
    """The catalogue bucket by bucket; a bucket without activities says what it is for."""
    lines: list[Line] = []
    for bucket, title in BUCKETS.items():
        own = [row for row in found.rows if row.activity.bucket is bucket]
        fitting = [row for row in own if all(word in _searched(row.activity) for word in words)]
        if fitting or not words:
            lines += [Heading(title), *map(_row, fitting)]
        if not own and not words:
            lines.append(Heading(NOTHING[bucket]))
    return lines


def _searched(activity: Activity) -> str:
    return f"{activity.title} {activity.name} {activity.bucket} {activity.with_} {activity.scope}".casefold()


def _row(row: CatalogueRow) -> Row:
    activity = row.activity
    own = not is_usual(activity, USUAL.get(activity.name))
    if activity.scope is Scope.PORTFOLIO:
        cadences: list[Cell] = [CADENCES[activity.cadences[0]], ("for all", "dim"), ""]
    else:
        cadences = [CADENCES[each] for each in activity.cadences]
    measured: Cell = str(row.minutes.measured) if row.minutes.measured is not None else ""
    taken: Cell = (str(row.a_month), "dim") if not activity.container else ""
    title: Cell = [(activity.title, "accent"), (" *", "accent")] if own else activity.title
    with_: Cell = (activity.with_.value, "dim")
    return Row([title, str(activity.minutes), measured, *cadences, with_, taken], key=activity.name)


def capacity_cell(one: Capacity) -> "list[Part]":
    """What a month needs of what its reviews offer."""
    said = f"needs {minutes_words(one.needed)} of {minutes_words(one.available)} a month"
    return [(said, ""), _verdict(one)]


def before_and_after(before: Capacity, after: Capacity) -> "list[Part]":
    """What a change does to the desk minutes of a month (rule Y-15)."""
    needed, offered = (
        minutes_words(now) if now == then else f"{minutes_words(now)} → {minutes_words(then)}"
        for now, then in ((before.needed, after.needed), (before.available, after.available))
    )
    return [("desk work a month ", "dim"), (needed, ""), (f" · reviews offer {offered}", "dim"), _verdict(after)]


def _verdict(one: Capacity) -> "Part":
    return (f" · {minutes_words(one.shortfall)} short", "watch") if one.shortfall else (" · fits", "good")


def why_lines(found: Catalogue, row: CatalogueRow) -> "list[Cell]":
    """All about an activity: who gets it, when, what completes it, what it takes, what was measured."""
    activity = row.activity
    lines: list[Cell] = [(shorten(activity.title, 200), "title"), _who(found, activity), _when(activity)]
    lines.append(f"completed by {activity.done_by}")
    lines += ["", *_minutes(row)]
    usual = USUAL.get(activity.name)
    if usual is None:
        lines += ["", ("an activity of your own · delete removes it", "accent")]
    elif not is_usual(activity, usual):
        lines += ["", ("changed · delete goes back to:", "accent"), (summary(usual), "dim")]
    return lines


def summary(activity: Activity) -> str:
    """An activity in one line: minutes, how often, with whom."""
    if activity.scope is Scope.PORTFOLIO:
        often = CADENCES[activity.cadences[0]]
    else:
        often = ", ".join(
            f"{tier.name.capitalize()} {CADENCES[each]}" for tier, each in zip(Tier, activity.cadences, strict=True)
        )
    whom = "with the client" if activity.with_ is With.CLIENT else "at the desk"
    return f"{activity.title}: {activity.minutes} min, {often}, {whom}, {activity.bucket.value}"


def _who(found: Catalogue, activity: Activity) -> str:
    whom = "together with the client" if activity.with_ is With.CLIENT else "alone at the desk"
    if activity.scope is Scope.PORTFOLIO:
        return f"once for the whole portfolio, {whom}"
    number = sum(found.tiers.get(tier, 0) for tier in Tier if activity.cadence_for(tier) is not None)
    return f"for {plural(number, 'account')}, {whom}"


def _when(activity: Activity) -> str:
    return PLACINGS[activity.placing]


def _minutes(row: CatalogueRow) -> "list[Cell]":
    activity, minutes = row.activity, row.minutes
    if activity.container:
        return [(f"offers {activity.minutes} min for other work", "")]
    lines: list[Cell] = [f"{activity.minutes} min each, {minutes_words(row.a_month)} in an average month"]
    if minutes.measured is not None:
        lines.append(
            f"measured: {minutes.measured} min, the middle of {row.timed} timed · planned {minutes.planned} min"
        )
    elif row.timed:
        lines.append((f"timed {row.timed} of {TIMINGS_TO_LEARN} times; then your own median is planned with", "dim"))
    else:
        lines.append(("not timed yet; only work done in the cockpit is", "dim"))
    return lines
