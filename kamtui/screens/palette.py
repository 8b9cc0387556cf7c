"""The command palette: every action of the screen in front and of the whole cockpit, found by typing."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from kamtui import keys
from kamtui.screens.base import CockpitScreen
from kamtui.screens.desk import desk_of


class Palette(CommandPalette):
    """The palette, also where a page is turned before its list is drawn, for which Textual has no line then."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)


class KeyProvider(Provider):
    """Commands out of the registry of keys."""

    def _commands(self) -> Iterator[tuple[str, str, partial[Any]]]:
        screen = self.screen
        if not isinstance(screen, CockpitScreen):
            return
        desk = desk_of(screen)
        for scope in screen.scopes:
            for action in keys.of(scope):
                if action.does.startswith("go(") and action.id[3:] not in {place.id for place in desk.places}:
                    continue
                if action.id == "everywhere.palette" or (scope != keys.EVERYWHERE and not screen.can(action)):
                    continue
                words = action.words[:1].upper() + action.words[1:]
                key = keys.shown_all(keys.key_of(action, desk.settings.keys))
                title = keys.title(scope)
                yield words, f"{title} · key {key}", partial(self._do, screen, action)

    async def _do(self, screen: CockpitScreen, action: keys.Action) -> None:
        nodes = screen.focused.ancestors_with_self if screen.focused is not None else [screen, screen.app]
        name = "action_" + action.action.partition("(")[0]
        node = next((one for one in nodes if hasattr(one, name)), screen.app)
        if action.where == keys.EVERYWHERE:
            node = screen.app
        await screen.app.run_action(action.action, default_namespace=node)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for words, help_text, command in self._commands():
            yield DiscoveryHit(words, command, help=help_text)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for words, help_text, command in self._commands():
            if (score := matcher.match(words)) > 0:
                yield Hit(score, matcher.highlight(words), command, help=help_text)
