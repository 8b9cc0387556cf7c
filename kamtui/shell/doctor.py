"""`kamtui doctor`: look everything over, say one line each, change nothing."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kamtui import keys, paths
from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.domain.wording import plural
from kamtui.settings import load
from kamtui.shell.output import print_json, say, table
from kamtui.storage.doctor import Check, State, fine, found, look_into
from kamtui.storage.doctor_folder import look_around

if TYPE_CHECKING:
    from kamtui.cli import Shell

FOUND_SOMETHING = 1
SIGNS = {State.FINE: "ok", State.NOTE: "note", State.FOUND: "FOUND"}


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the verdict; returns 1 when something was found, else 0."""
    checks = [*look_into(shell.database), *look_around(shell.database, Clock().now()), *_settings()]
    wrong = sum(check.state is State.FOUND for check in checks)
    if arguments.json:
        verdict = State.FOUND if wrong else State.FINE
        lines = [{"name": each.name, "state": each.state, "words": each.words} for each in checks]
        print_json({"database": str(shell.database), "verdict": verdict, "checks": lines})
    else:
        table([[SIGNS[each.state], each.name, each.words] for each in checks])
        say(f"{plural(wrong, 'finding')}" if wrong else "nothing is wrong")
    return FOUND_SOMETHING if wrong else 0


def _settings() -> list[Check]:
    file = paths.settings()
    try:
        settings = load(file)
    except Refused as problem:
        return [found("settings", str(problem))]
    there = f"{file} is read" if file.exists() else f"the defaults; there is no {file}"
    clashes = keys.clashes(settings.keys)
    if clashes:
        return [fine("settings", there), found("keys", "; ".join(clashes))]
    return [fine("settings", there), fine("keys", "no key does two things")]
