"""Every setting with its value: what it means, what is usual, changed in place and back again."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui import keys, paths
from kamtui.screens.setting_keeping import SettingsWork
from kamtui.screens.setting_words import GROUPS, bounds_words, names, value_words, words
from kamtui.settings import Settings
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.keys import Action
    from kamtui.toml_lines import Place
    from kamtui.widgets.ink import Cell

KEY, RHYTHM = "keys.", "activities"
NOTHING_FITS = "No setting fits the filter. escape shows all."
KEPT_BY_ITSELF = "it is written when the review day changes; delete lets today's review day count for the past too"


class SettingsScreen(SettingsWork):
    """The list of settings, then every key; what differs from the default stands out."""

    SCOPE = "settings"
    CSS_PATH = "settings_screen.tcss"
    FILTERS = True
    HELP = (
        "Every setting, then every key. What you change counts at once and is kept in the settings file, whose other "
        "lines and comments stay as they are. u takes back the newest change of a setting."
    )

    def body(self) -> ComposeResult:
        """The list, and what the setting under the cursor means."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("setting", share=1, least=22),
                    Column("value", share=1, least=20),
                    Column("usual", 12, keep=2),
                )
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Nothing has to be read: the settings are at hand."""
        self.apply_filter(self.filter_text)

    def apply_filter(self, text: str) -> None:
        """The settings and keys in which every word occurs."""
        sought = text.casefold().split()
        lines: list[Row | Heading] = []
        for group in GROUPS:
            rows = [self._setting(name) for name in names() if words(name).group == group and _fits(name, sought)]
            if group == words(RHYTHM).group and _fits(RHYTHM, sought):
                rows.append(self._activities())
            lines += [Heading(group), *rows] if rows else []
        for where in dict.fromkeys(action.where for action in keys.ACTIONS):
            title = f"keys · {keys.title(where)}"
            fitting = [one for one in keys.of(where) if _holds(f"{title} {one.words} {one.id} {one.key}", sought)]
            lines += [Heading(title), *(self._key(one) for one in fitting)] if fitting else []
        self.query_one(VirtualList).show(lines, empty=NOTHING_FITS)
        plain, now = Settings(), self.desk.settings
        changed = sum(getattr(now, name) != getattr(plain, name) for name in names()) + len(now.keys)
        self.show_status("all as usual" if not changed else f"{changed} of your own")
        self._explain()

    def _setting(self, name: str) -> Row:
        value, usual = getattr(self.desk.settings, name), getattr(Settings(), name)
        own = value != usual
        said = value_words(name, value)
        return Row(
            [words(name).title, (said, "accent" if own else ""), (value_words(name, usual) if own else "", "dim")],
            key=name,
        )

    def _activities(self) -> Row:
        own = len(self.desk.settings.activities)
        said: Cell = (f"{own} of your own", "accent") if own else "as usual"
        return Row([words(RHYTHM).title, said, ""], key=RHYTHM)

    def _key(self, action: "Action") -> Row:
        own = self.desk.settings.keys.get(action.id)
        usual = keys.shown_all(action.key)
        if own is None:
            return Row([action.words, usual, ""], key=KEY + action.id)
        return Row([action.words, (keys.shown_all(own), "accent"), (usual, "dim")], key=KEY + action.id)

    # What it means

    def on_virtual_list_highlighted(self) -> None:
        """The setting under the cursor is told beside the list."""
        self._explain()

    def _explain(self) -> None:
        lines = self._told()
        self.query_one("#why", Lines).show(lines)
        self.query_one("#below", Lines).show(lines[1:4])

    def _told(self) -> "list[Cell]":
        name = self.list.key
        if name is None:
            return []
        if name.startswith(KEY):
            action = _action(name)
            where: Cell = [(keys.title(action.where), "title"), f" · {action.words}"]
            return [where, f"usually {keys.shown_all(action.key)}", (f"{name} in {paths.settings().name}", "dim")]
        said = words(name)
        title: Cell = (said.title, "title")
        if name == RHYTHM:
            return [title, said.means, ("enter opens it", "dim")]
        usual = f"usually {value_words(name, getattr(Settings(), name))}"
        may = f" · {bounds_words(name)}" if bounds_words(name) else ""
        return [title, said.means, (usual + may, "dim"), (f"{name} in {paths.settings().name}", "dim")]

    # What the keys do

    @work(group="form")
    async def action_open(self) -> None:
        """Change it."""
        from kamtui.screens.setting_form import KeyForm, SettingForm

        name, settings = self.list.key, self.desk.settings
        if name is None:
            self.refuse("there is no setting here; escape shows all")
        elif name == "away":
            from kamtui.screens.away import AwayScreen

            await self.app.push_screen(AwayScreen())
        elif name == RHYTHM:
            from kamtui.screens.rhythm import RhythmScreen

            await self.app.push_screen(RhythmScreen())
        elif name == "review_days_before":
            self.refuse(KEPT_BY_ITSELF)
        elif name.startswith(KEY):
            action = _action(name)
            if saved := await self.app.push_screen_wait(KeyForm(action, settings)):
                self.tell(f"{action.words} is on {keys.shown_all(saved.value)} now · u takes it back")
        elif saved := await self.app.push_screen_wait(SettingForm(name, settings)):
            self.tell(f"{words(name).title}: {value_words(name, saved.value)} · u takes it back")

    def action_edit(self) -> None:
        """Change it."""
        self.action_open()

    @work(group="form")
    async def action_remove(self) -> None:
        """Back to the default."""
        name = self.list.key
        if name is None or name == RHYTHM:
            self.refuse("there is no single setting here; enter opens the catalogue" if name else "nothing is here")
            return
        if name.startswith(KEY):
            action = _action(name)
            place: Place = ("keys", action.id)
            own, title, usual = action.id in self.desk.settings.keys, action.words, keys.shown_all(action.key)
        else:
            place, title, usual = (name,), words(name).title, value_words(name, getattr(Settings(), name))
            own = getattr(self.desk.settings, name) != getattr(Settings(), name)
        if not own:
            self.refuse(f"{title} is as usual already: {usual}")
        elif await self.put({place: None}, f"{title}: {usual}"):
            self.tell(f"{title} is as usual again: {usual} · u takes it back")


def _action(name: str) -> "Action":
    return next(one for one in keys.ACTIONS if one.id == name.removeprefix(KEY))


def _fits(name: str, sought: list[str]) -> bool:
    said = words(name)
    return _holds(f"{said.group} {said.title} {said.means} {name}", sought)


def _holds(text: str, sought: list[str]) -> bool:
    return all(word in text.casefold() for word in sought)
