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

REVIEWS = (
    Action("reviews.open", "enter", "open", "reviews", 1),
    Action("reviews.review", "r", "start or resume", "reviews", 1),
)

GUIDED = (
    Action("guided.forward", "f6,right", "next step", "guided", 1),
    Action("guided.backward", "f5,left", "step back", "guided", 3),
    Action("guided.open", "enter", "open", "guided", 2),
    Action("guided.pick", "space", "choose", "guided", 2),
    Action("guided.done", "d", "done", "guided", 2),
    Action("guided.snooze", "s", "look again", "guided", 2),
    Action("guided.skip", "x", "skip", "guided", 2),
    Action("guided.new", "n", "own line", "guided", 3),
    Action("guided.remove", "delete", "take off", "guided", 4),
    Action("guided.save", "ctrl+s", "finish", "guided", 2),
)

READINESS = (
    Action("readiness.new", "n", "assess", "readiness", 1),
    Action("readiness.open", "enter", "findings", "readiness", 1),
    Action("readiness.compare", "b", "compare with", "readiness", 2),
    Action("readiness.export", "o", "report", "readiness", 2),
    Action("readiness.remove", "delete", "remove", "readiness", 8),
)

ISSUES = (
    Action("issues.open", "enter", "all of it", "issues", 4),
    Action("issues.done", "d", "resolved", "issues", 1),
    Action("issues.new", "n", "new", "issues", 1),
    Action("issues.escalate", "g", "escalate", "issues", 2),
    Action("issues.edit", "e", "edit", "issues", 3),
    Action("issues.cause", "w", "root cause", "issues", 3),
    Action("issues.reopen", "t", "take back, open again", "issues", 6),
    Action("issues.account", "a", "one account, all", "issues", 5),
    Action("issues.remove", "delete", "remove", "issues", 8),
)

ONBOARDINGS = (
    Action("onboardings.open", "enter", "open", "onboardings", 1),
    Action("onboardings.new", "n", "start one", "onboardings", 1),
    Action("onboardings.done", "d", "milestone met", "onboardings", 2),
    Action("onboardings.snooze", "s", "move it", "onboardings", 3),
    Action("onboardings.write", "w", "hand-over note", "onboardings", 2),
)

ONBOARDING = (
    Action("onboarding.open", "enter", "edit", "onboarding", 4),
    Action("onboarding.done", "d", "met", "onboarding", 1),
    Action("onboarding.new", "n", "new milestone", "onboarding", 1),
    Action("onboarding.write", "w", "hand-over note", "onboarding", 2),
    Action("onboarding.criteria", "a", "agreed criteria", "onboarding", 2),
    Action("onboarding.edit", "e", "edit", "onboarding", 3),
    Action("onboarding.snooze", "s", "move", "onboarding", 3),
    Action("onboarding.start", "b", "start day", "onboarding", 5),
    Action("onboarding.skip", "x", "end it", "onboarding", 6),
    Action("onboarding.reopen", "t", "open again", "onboarding", 7),
    Action("onboarding.remove", "delete", "remove", "onboarding", 8),
)

HANDOVER_NOTE = (
    Action("handover_note.back", "escape", "back", "handover_note", 1),
    Action("handover_note.save", "ctrl+s", "save", "handover_note", 2),
)

PLAYBOOKS = (
    Action("playbooks.open", "enter", "open", "playbooks", 4),
    Action("playbooks.begin", "b", "start", "playbooks", 1),
    Action("playbooks.done", "d", "step done", "playbooks", 1),
    Action("playbooks.skip", "x", "stop", "playbooks", 2),
    Action("playbooks.copy", "t", "copy", "playbooks", 3),
    Action("playbooks.new", "n", "new", "playbooks", 3),
    Action("playbooks.edit", "e", "edit", "playbooks", 5),
    Action("playbooks.remove", "delete", "remove", "playbooks", 8),
)

PLAYBOOK = (
    Action("playbook.open", "enter", "edit", "playbook", 5),
    Action("playbook.new", "n", "new step", "playbook", 1),
    Action("playbook.edit", "e", "edit", "playbook", 1),
    Action("playbook.earlier", "left", "a day earlier", "playbook", 2),
    Action("playbook.later", "right", "a day later", "playbook", 2),
    Action("playbook.begin", "b", "start", "playbook", 3),
    Action("playbook.rename", "t", "name and purpose", "playbook", 4),
    Action("playbook.remove", "delete", "remove", "playbook", 5),
)

DUPLICATES = (
    Action("duplicates.open", "enter", "side by side", "duplicates", 1),
    Action("duplicates.skip", "x", "not the same", "duplicates", 1),
    Action("duplicates.new", "n", "two of your choice", "duplicates", 4),
)

MERGE = (
    Action("merge.save", "ctrl+s", "merge", "merge", 1),
    Action("merge.left", "left", "keep left", "merge", 2),
    Action("merge.right", "right", "keep right", "merge", 2),
    Action("merge.pick", "space", "left, right, both", "merge", 2),
    Action("merge.skip", "x", "not the same", "merge", 3),
)

SETTINGS = (
    Action("settings.open", "enter", "change", "settings", 1),
    Action("settings.edit", "e", "change", "settings", 0),
    Action("settings.remove", "delete", "as usual", "settings", 2),
    Action("settings.undo", "u", "undo a setting", "settings", 0),
)

AWAY = (
    Action("away.new", "n", "new", "away", 1),
    Action("away.open", "enter", "change", "away", 1),
    Action("away.edit", "e", "change", "away", 0),
    Action("away.remove", "delete", "remove", "away", 2),
    Action("away.undo", "u", "undo a setting", "away", 0),
)

RHYTHM = (
    Action("rhythm.open", "enter", "change", "rhythm", 1),
    Action("rhythm.edit", "e", "change", "rhythm", 0),
    Action("rhythm.new", "n", "new", "rhythm", 1),
    Action("rhythm.remove", "delete", "as usual", "rhythm", 3),
    Action("rhythm.away", "a", "days away", "rhythm", 2),
    Action("rhythm.slots", "w", "whose week", "rhythm", 2),
    Action("rhythm.undo", "u", "undo a setting", "rhythm", 0),
)

SLOTS = (
    Action("slots.open", "enter", "account", "slots", 2),
    Action("slots.edit", "e", "another slot", "slots", 1),
    Action("slots.balance", "b", "rebalance", "slots", 1),
)

REBALANCE = (Action("rebalance.save", "ctrl+s", "move them all", "rebalance", 1),)

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
    *ISSUES,
    *ONBOARDINGS,
    *ONBOARDING,
    *HANDOVER_NOTE,
    *REVIEWS,
    *GUIDED,
    *READINESS,
    *PLAYBOOKS,
    *PLAYBOOK,
    *DUPLICATES,
    *MERGE,
    *RHYTHM,
    *AWAY,
    *SLOTS,
    *REBALANCE,
    *SETTINGS,
    *MORE,
    *BACKUPS,
)

TITLES = {
    "import": "Import",
    "welcome": "Welcome",
    "commitments": "Commitments",
    "issues": "Issues",
    "onboardings": "Onboarding",
    "onboarding": "One onboarding",
    "handover_note": "Hand-over note",
    "reviews": "Reviews",
    "guided": "Guided reviews",
    "readiness": "Readiness",
    "playbooks": "Playbooks",
    "playbook": "A playbook of your own",
    "duplicates": "Duplicates",
    "merge": "Merge two records",
    "rhythm": "Rhythm",
    "away": "Days away",
    "slots": "Whose week is whose",
    "rebalance": "Rebalance",
    "settings": "Settings",
    "backups": "Backups",
    "rows": "Rows of a figure",
    "list": "In lists",
    "capture": "Capture line",
    "form": "In forms",
}
