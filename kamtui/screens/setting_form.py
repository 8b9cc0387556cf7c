"""The form of one setting, as its kind asks for it: a choice, a number, yes or no, several, text."""

from collections.abc import Mapping
from typing import Any

from kamtui import keys
from kamtui.domain.qbr import PHASES
from kamtui.domain.stakeholders import Function
from kamtui.domain.wording import MONTHS
from kamtui.keys import Action
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.screens.setting_keeping import keep
from kamtui.screens.setting_words import bounds_words, value_words, words
from kamtui.settings import Settings
from kamtui.settings_checks import BOUNDS, SWITCHES, WORDS, from_mapping
from kamtui.settings_file import value_of
from kamtui.toml_lines import Place

PARTS = {"qbr_phase_minutes": tuple(each.value for each in PHASES), "issue_target_hours": ("P1", "P2", "P3", "P4")}
"""Settings with several numbers, and what each of them is."""
NAMED = (
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
    "enter",
    "space",
    "tab",
    "delete",
    "insert",
)
NAMED_KEYS = frozenset({*NAMED, "escape", "backspace", *(f"f{number}" for number in range(1, 13))})


class SettingForm(FormScreen):
    """Asks for the value of one setting; saved, it counts at once."""

    def __init__(self, name: str, settings: Settings) -> None:
        said = words(name)
        usual = f"Usually {value_words(name, getattr(Settings(), name))}."
        super().__init__(
            said.title[0].upper() + said.title[1:],
            fields_of(name, getattr(settings, name)),
            more=(f"{said.means[0].upper()}{said.means[1:]}. {usual}" if said.means else usual, "dim"),
        )
        self._of = name

    async def store(self, values: dict[str, Any]) -> Any:
        """Check and save it; raises ValueError, which the form shows."""
        value = value_from(self._of, values)
        checked = getattr(from_mapping({self._of: value}), self._of)
        changes: dict[Place, Any] = {(self._of,): value}
        if self._of == "health_check_minutes":
            changes |= _alone(self.desk.settings)
        await keep(self.app, changes, f"{words(self._of).title}: {value_words(self._of, checked)}")
        return checked


def fields_of(name: str, value: Any) -> list[Field]:
    """The fields that ask for a setting."""
    label = words(name).title.capitalize()
    if name == "fiscal_year_start":
        months = [(number, month[:3]) for number, month in enumerate(MONTHS, 1)]
        return [Field(name, "Begins in", Kind.CHOICE, value, options=months)]
    if name in WORDS:
        return [Field(name, label, Kind.CHOICE, value, options=[(each, each) for each in WORDS[name]])]
    if name in SWITCHES:
        return [Field(name, label, Kind.YES_NO, value)]
    if name == "functions_that_matter":
        return [Field(name, "Functions", Kind.SEVERAL, value, options=[(each.value, each.value) for each in Function])]
    if name in PARTS:
        return [
            Field(part, part.replace("_", " ").capitalize(), Kind.NUMBER, each, required=True)
            for part, each in zip(PARTS[name], value, strict=True)
        ]
    if name in BOUNDS:
        return [Field(name, label, Kind.NUMBER, value, required=True, hint=bounds_words(name))]
    typed = ", ".join(map(str, value)) if isinstance(value, tuple) else value
    return [Field(name, label, value=typed, required=True)]


def value_from(name: str, values: Mapping[str, Any]) -> Any:
    """What was typed as the value that the settings file holds."""
    if name in PARTS:
        return [values[part] for part in PARTS[name]]
    value = values[name]
    return value_of(name, value) if isinstance(value, str) else value


def _alone(settings: Settings) -> dict[Place, Any]:
    """Minutes that were set in the catalogue too would hide the setting: they go."""
    row = settings.activities.get("health_check", {})
    return {("activities", "health_check", "minutes"): None} if "minutes" in row else {}


class KeyForm(FormScreen):
    """Asks for the key of one action."""

    def __init__(self, action: Action, settings: Settings) -> None:
        super().__init__(
            f"{keys.title(action.where)}: {action.words}",
            [Field("key", "Key", value=keys.key_of(action, settings.keys), required=True)],
            more=(f"A letter, f1 to f12, ctrl+x; several with commas. Usually {keys.shown_all(action.key)}.", "dim"),
        )
        self._action = action

    async def store(self, values: dict[str, Any]) -> Any:
        """Check and save it; raises ValueError, which the form shows."""
        key = values["key"].replace(" ", "") or values["key"]
        if problem := key_problem(self._action, key, self.desk.settings.keys):
            raise ValueError(problem)
        usual = key == self._action.key
        said = f"{self._action.words}: {keys.shown_all(key)}"
        await keep(self.app, {("keys", self._action.id): None if usual else key}, said)
        return key


def key_problem(action: Action, key: str, own: Mapping[str, str]) -> str:
    """Why a key cannot run an action, in one line; empty where it can."""
    for one in key.split(","):
        letter = len(one) == 1 and one.isprintable()
        held = one.startswith("ctrl+") and len(one) == 6 and one[5].isalpha() and one[5].isascii()
        if not (letter or held or one in NAMED_KEYS):
            return f"“{one[:20]}” is no key; write it like D, f3 or ctrl+x"
    new = [clash for clash in keys.clashes({**own, action.id: key}) if clash not in keys.clashes(own)]
    return new[0] if new else ""
