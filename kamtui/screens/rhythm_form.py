"""The forms of an activity: one of the catalogue's, or one of one's own; what it does to a month is said at once."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from textual.app import ComposeResult

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import Activity, Bucket, Placing, Scope, With
from kamtui.domain.catalogue_changes import blank, change_for
from kamtui.domain.dates import Cadence
from kamtui.domain.text import shorten
from kamtui.screens.fields import Field, FieldRow, Kind, meant
from kamtui.screens.form import FormScreen
from kamtui.screens.rhythm_rows import NAME, USUAL, before_and_after, summary
from kamtui.screens.setting_keeping import keep
from kamtui.settings import MINUTES_OF, Settings
from kamtui.settings_checks import BOUNDS, from_mapping
from kamtui.settings_file import with_value, without
from kamtui.storage.rhythm_page import Catalogue
from kamtui.toml_lines import Place
from kamtui.widgets.lines import Lines

BUCKETS: Final = [(each, each.value) for each in Bucket]
WITH: Final = [(With.DESK, "desk"), (With.CLIENT, "client")]
CADENCES: Final = [
    (Cadence.WEEKLY, "weekly"), (Cadence.MONTHLY, "monthly"), (Cadence.QUARTERLY, "quarterly"),
    (Cadence.HALF_YEARLY, "half-year"), (Cadence.YEARLY, "yearly"), ("", "never"),
]  # fmt: skip
PLACINGS: Final = [
    (Placing.FIRST_REVIEW_DAY, "first review day"),
    (Placing.LAST_REVIEW_DAY, "last review day"),
    (Placing.LAST_WORKING_DAY, "last working day"),
]
MOST = 480
Cadences = tuple[Cadence | None, Cadence | None, Cadence | None]


class ActivityForm(FormScreen):
    """Asks for an activity, `row`, or for a new one of a scope; gives its name."""

    def __init__(
        self, found: Catalogue, settings: Settings, row: Activity | None, scope: Scope = Scope.ACCOUNT
    ) -> None:
        self.row = row or replace(blank("", scope), minutes=10, cadences=(Cadence.MONTHLY,) * 3)
        self.is_new = row is None
        title = "New activity" if row is None else f"Activity: {shorten(row.title, 50)}"
        super().__init__(title, _fields(self.row, is_new=row is None))
        self._found, self._settings = found, settings
        self._names = {one.activity.name for one in found.rows}

    def body(self) -> ComposeResult:
        """The fields, and what the activity does to a month."""
        yield from super().body()
        yield Lines(classes="capacity")

    def on_mount(self) -> None:
        """Say how a month stands now."""
        super().on_mount()
        self._weigh()

    def on_input_changed(self) -> None:
        """Say at every key what a month would need."""
        super().on_input_changed()
        self._weigh()

    def on_choice_changed(self) -> None:
        """Say at every choice what a month would need."""
        self._weigh()

    def _weigh(self) -> None:
        try:
            after = self._after(self._wanted())
        except ValueError:
            return
        self.query_one(".capacity", Lines).show([before_and_after(self._found.capacity, after.capacity)])

    def _wanted(self) -> Activity:
        values = {row.field.name: meant(row.field, row.typed, self.desk.today) for row in self.query(FieldRow)}
        return self._made(values)

    def _after(self, wanted: Activity) -> Catalogue:
        settings = changed(self._settings, changes_for(wanted, self._settings))
        return self._found.with_practice(settings.practice(), self.desk.today)

    def _made(self, values: Mapping[str, Any]) -> Activity:
        """The row as it was typed; raises ValueError for what cannot be."""
        title = values["title"]
        name = self.row.name or name_of(title)
        taken = self._names - {self.row.name}
        if not name or name in taken:
            raise ValueError(f"there is an activity called {name} already" if name else "the title needs a letter")
        row = replace(self.row, name=name, title=title, bucket=values["bucket"], minutes=values["minutes"])
        if row.container:
            return row
        row = replace(row, with_=values["with"])
        if row.scope is Scope.PORTFOLIO:
            often = values["cadence"] or None
            row = replace(row, placing=values["placing"])
            return self._from_today_on(row, (often, often, often))
        strategic, growth, maintain = (values[tier.name.lower()] or None for tier in Tier)
        return self._from_today_on(row, (strategic, growth, maintain))

    def _from_today_on(self, row: Activity, cadences: Cadences) -> Activity:
        """The row with other cadences: where one is new, it counts from today on, and nothing was missed before."""
        pairs = zip(cadences, row.cadences, row.since, strict=True)
        first, second, third = (
            since if often is before and not self.is_new else self.desk.today for often, before, since in pairs
        )
        return replace(row, cadences=cadences, since=(first, second, third))

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it; raises ValueError, which the form shows."""
        wanted = self._made(values)
        after = self._after(wanted)
        await keep(self.app, changes_for(wanted, self.desk.settings), summary(wanted))
        return wanted.name, before_and_after(self._found.capacity, after.capacity)


def _fields(row: Activity, *, is_new: bool) -> list[Field]:
    low, high = BOUNDS.get(MINUTES_OF.get(row.name, ""), (1, MOST))

    def fits(minutes: int | None) -> str | None:
        return None if minutes is not None and low <= minutes <= high else f"minutes are a number from {low} to {high}"

    def short(title: str) -> str | None:
        return None if len(title) <= NAME else f"the title has at most {NAME} letters"

    found = [
        Field("title", "Title", value="" if is_new else row.title, required=True, check=short),
        Field("bucket", "Bucket", Kind.CHOICE, row.bucket, options=BUCKETS),
        Field("minutes", "Minutes", Kind.NUMBER, row.minutes, required=True, check=fits),
    ]
    if row.container:
        return found
    found.append(Field("with", "With", Kind.CHOICE, row.with_, options=WITH))
    if row.scope is Scope.PORTFOLIO:
        found.append(Field("cadence", "How often", Kind.CHOICE, row.cadences[0] or "", options=CADENCES))
        found.append(Field("placing", "When", Kind.CHOICE, row.placing, options=PLACINGS))
        return found
    return found + [
        Field(tier.name.lower(), tier.name.capitalize(), Kind.CHOICE, each or "", options=CADENCES)
        for tier, each in zip(Tier, row.cadences, strict=True)
    ]


def name_of(title: str) -> str:
    """The name that a new activity has in the settings file: its title in small letters, joined by `_`."""
    return re.sub(r"[^\w]+", "_", title.casefold()).strip("_")


def changes_for(wanted: Activity, settings: Settings) -> dict[Place, Any]:
    """The changes of the settings that make an activity what it should be (rule Y-4)."""
    usual, changes = USUAL.get(wanted.name), dict[Place, Any]()
    table = change_for(wanted, usual)
    if setting := MINUTES_OF.get(wanted.name):
        table.pop("minutes", None)
        if wanted.minutes != getattr(settings, setting):
            changes[setting,] = None if wanted.minutes == getattr(Settings(), setting) else wanted.minutes
    if table or wanted.name in settings.activities:
        changes["activities", wanted.name] = table or None
    return changes


def changed(settings: Settings, changes: Mapping[Place, Any]) -> Settings:
    """The settings with changes made to them; raises Refused for what does not fit."""
    names = {place[0] for place in changes}
    values: dict[str, Any] = {name: getattr(settings, name) for name in names}
    for place, value in changes.items():
        values = without(values, place) if value is None else with_value(values, place, value)
    checked = from_mapping(values)
    return replace(settings, **{name: getattr(checked, name) for name in names})
