"""The keys of the screens behind More, of windows and of lists: data for `kamtui/keys.py`."""

from kamtui.key_kinds import Action

COMMITMENTS = (
    Action("commitments.open", "enter", "source", "commitments", 4),
    Action("commitments.done", "d", "kept", "commitments", 1),
    Action("commitments.new", "n", "new", "commitments", 1),
    Action("commitments.edit", "e", "edit", "commitments", 3),
    Action("commitments.snooze", "s", "move", "commitments", 3),
    Action("commitments.skip", "x", "waive", "commitments", 2),
    Action("commitments.broken", "b", "broken", "commitments", 2),
    Action("commitments.account", "a", "one account, all", "commitments", 5),
    Action("commitments.reopen", "t", "open again", "commitments", 7),
    Action("commitments.remove", "delete", "remove", "commitments", 8),
)

MORE = (Action("more.open", "enter", "open", "more", 1),)

BACKUPS = (
    Action("backups.open", "enter", "how to go back", "backups", 1),
    Action("backups.new", "n", "back up now", "backups", 1),
)

IMPORT = (
    Action("import.open", "enter", "import", "import", 1),
    Action("import.new", "n", "add a file", "import", 2),
    Action("import.edit", "e", "columns", "import", 2),
    Action("import.remove", "delete", "leave a file out", "import", 6),
    Action("import.won", "w", "won deals", "import", 4),
    Action("import.keep", "t", "keep the rest", "import", 5),
    Action("import.days", "m", "day or month first", "import", 6),
)

WELCOME = (Action("welcome.open", "enter", "choose", "welcome", 1),)

ROWS = (Action("rows.open", "enter", "account", "rows", 1),)

LIST = (
    Action("list.up", "up,k", "up", "list", 0),
    Action("list.down", "down,j", "down", "list", 0),
    Action("list.page_up", "pageup", "page up", "list", 0),
    Action("list.page_down", "pagedown", "page down", "list", 0),
    Action("list.first", "home", "first", "list", 0),
    Action("list.last", "end", "last", "list", 0),
)

CAPTURE = (
    Action("capture.save", "enter", "save", "capture", 1),
    Action("capture.cancel", "escape", "close", "capture", 1),
    Action("capture.help", "f1", "how to write it", "capture", 2),
    Action("capture.kept", "f2", "kept lines", "capture", 3),
    Action("capture.drop", "f8", "drop it", "capture", 3),
)

FORM = (
    Action("form.save", "ctrl+s", "save", "form", 1),
    Action("form.cancel", "escape", "cancel", "form", 1),
)

SCREENS: tuple[Action, ...] = (
    *ROWS,
    *LIST,
    *CAPTURE,
    *FORM,
    *IMPORT,
    *WELCOME,
    *COMMITMENTS,
    *MORE,
    *BACKUPS,
)

TITLES = {
    "import": "Import",
    "welcome": "Welcome",
    "commitments": "Commitments",
    "backups": "Backups",
    "rows": "Rows of a figure",
    "list": "In lists",
    "capture": "Capture line",
    "form": "In forms",
}
