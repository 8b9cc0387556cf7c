"""Every key of the cockpit: id, default key, words, and where it works.

This is the one registry; its lists are in `key_lists.py` and, for what lies behind More, in `key_lists_more.py`.
Bindings, the footer, the palette, the help and `docs/keys.md` all read it, so a key that is written there exists
everywhere and a key that is not written there exists nowhere. A screen gets its keys by its scope:

    PIPELINE = (
        Action("pipeline.open", "enter", "open", "pipeline", 1),   # calls `action_open` of the screen
        Action("pipeline.sort", "b", "sort by", "pipeline", 6),
    )

The same key means the same thing everywhere: `MEANINGS` lists the meanings, and a test holds every action to them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamtui import key_lists, key_lists_more
from kamtui.key_kinds import EVERYWHERE, Action, Place
from kamtui.key_lists import GLOBAL, PLACES

if TYPE_CHECKING:
    from textual.binding import Binding

__all__ = ["ACTIONS", "EVERYWHERE", "GLOBAL", "MEANINGS", "PLACES", "SCOPE_TITLES", "Action", "Place"]

ACTIONS: tuple[Action, ...] = (*key_lists.SCREENS, *key_lists_more.SCREENS)
SCOPE_TITLES = {**key_lists.TITLES, **key_lists_more.TITLES}

MEANINGS = {
    "c": ("capture",),
    "d": ("done",),
    "e": ("edit",),
    "enter": ("open", "save"),
    "n": ("new",),
    "o": ("export",),
    "p": ("privacy", "poor"),
    "q": ("quit",),
    "r": ("review",),
    "s": ("snooze",),
    "u": ("undo",),
    "x": ("skip",),
    "y": ("copy",),
    "U": ("redo",),
    "delete": ("remove",),
    "escape": ("back", "cancel"),
    "/": ("filter",),
    "?": ("help",),
    "f1": ("help",),
    "[": ("previous_account",),
    "]": ("next_account",),
    "ctrl+f": ("search",),
    "ctrl+p": ("palette",),
    "ctrl+s": ("save",),
}
"""What a key may mean: the last part of the ids that may use it."""

_NAMES = {"delete": "del", "escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "up": "↑", "down": "↓"}
_NAMES |= {"left": "←", "right": "→"}


def of(where: str) -> tuple[Action, ...]:
    """The actions of one scope, in the order they are written."""
    return tuple(action for action in ACTIONS if action.where == where)


def places() -> tuple[Place, ...]:
    """The screens that can be opened."""
    return PLACES


def key_of(action: Action, changed: Mapping[str, str] | None = None) -> str:
    """The key that runs an action; `changed` holds the user's own keys by action id."""
    return (changed or {}).get(action.id) or action.key


def shown(key: str) -> str:
    """A key as the footer writes it: the first of several, short (`del`, `esc`, `^s`)."""
    first = key.split(",")[0] or ","
    return "^" + first[5:] if first.startswith("ctrl+") else _NAMES.get(first, first)


def shown_all(key: str) -> str:
    """All keys of an action, as help and documents write them."""
    return " ".join(_NAMES.get(one, one) for one in key.split(","))


def bindings(where: str) -> "list[Binding]":
    """The Textual bindings of one scope; each carries its action's id, so the user can change its key."""
    from textual.binding import Binding

    return [
        Binding(one.key, one.action, one.words, id=one.id, show=False, priority=one.id in _FIRST) for one in of(where)
    ]


_FIRST = frozenset({"everywhere.palette", "everywhere.shield", "form.save", "conversation_planner.forward"})


def clashes(changed: Mapping[str, str]) -> list[str]:
    """What is wrong with the user's own keys: unknown actions and keys that would do two things in one place."""
    known = {action.id for action in ACTIONS}
    found = [f"{name} is no action" for name in changed if name not in known]
    taken: dict[tuple[str, str], Action] = {}
    for action in ACTIONS:
        for key in key_of(action, changed).split(","):
            other = taken.setdefault((action.where, key), action)
            if other is not action:
                found.append(f"{key} would be both {other.id} and {action.id}")
    return found


def title(where: str) -> str:
    """What people call a scope."""
    return SCOPE_TITLES.get(where) or where.replace("_", " ").capitalize()


def as_markdown(actions: Sequence[Action] = ACTIONS) -> str:
    """The whole registry as a Markdown document: one table a scope."""
    intro = "Every action is also in the command palette (`ctrl+p`). The id is what the settings map to another key."
    parts = [f"# Keys\n\n{intro}\n"]
    for where in dict.fromkeys(action.where for action in actions):
        parts.append(f"\n## {title(where)}\n\n| key | does | id |\n|---|---|---|\n")
        parts += [
            f"| `{'` `'.join(action.key.split(','))}` | {action.words} | `{action.id}` |\n"
            for action in actions
            if action.where == where
        ]
    return "".join(parts)
