"""`kamtui log`: one line, kept (rule I-2)."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kamtui import paths
from kamtui.domain.capture import Captured, capture
from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import alternatives
from kamtui.shell.output import print_json, say, table
from kamtui.storage import inbox
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from kamtui.storage.touchpoints import capture_lists
from kamtui.storage.touchpoints_changes import save_captured

if TYPE_CHECKING:
    from kamtui.cli import Shell

SHOWN = 60


def run(arguments: Namespace, shell: "Shell") -> int:
    """Understand the line, say so and save it; returns the exit status, that of wrong usage where there is no line.

    A line that cannot be saved goes to the inbox, from where the cockpit offers it again, and the error says so.
    """
    given = " ".join(arguments.text) if arguments.text else _standard_input()
    if not arguments.text and not given:
        arguments.leave("write the line behind `kamtui log`, or pipe it in")
    text = clean_line(given)
    if not text:
        raise Refused("there is nothing to note; `kamtui log --help` shows how a line is written")
    try:
        return _log(text, arguments, shell)
    except (Refused, Unusable) as problem:
        if arguments.dry_run:
            raise
        raise type(problem)(f"{problem}; {_kept(text, shell)}") from None


def _standard_input() -> str:
    """What is piped in; nothing at a terminal, where nobody would know that it is waited for."""
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    stream: Any = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read() if stream is None else stream.read().decode("utf-8", "replace")


def _log(text: str, arguments: Namespace, shell: "Shell") -> int:
    today = shell.clock.today()
    database = Database.open(shell.database, shell.clock)
    try:
        accounts, people = database.read(capture_lists, today)
        captured = capture(text, today, accounts, people)
        problem: Exception | None = None
        if captured.account_id is None:
            problem = Refused(_which_account(captured))
        elif not arguments.dry_run:
            try:
                database.run(save_captured, captured, text)
            except (Refused, Unusable) as error:
                problem = error
    finally:
        database.close()
    saved = problem is None and not arguments.dry_run
    if arguments.json:
        print_json(as_document(captured, saved=saved))
    else:
        _print(captured, saved=saved)
    if problem is not None and not arguments.dry_run:
        sys.stdout.flush()
        raise problem
    return 0


def as_document(captured: Captured[int], *, saved: bool) -> dict[str, Any]:
    """The line as `log --json` gives it."""
    return {
        "account": captured.account_name,
        "channel": captured.channel.value,
        "people": list(captured.people_names),
        "tone": captured.tone.value if captured.tone else None,
        "triggers": [kind.value for kind in captured.triggers],
        "next_step": captured.next_step,
        "next_step_due": captured.next_step_due,
        "summary": captured.summary,
        "saved": saved,
    }


def _print(captured: Captured[int], *, saved: bool) -> None:
    heard = list(captured.heard)
    if captured.account_id is None and not captured.candidates:
        heard.insert(0, ("account?", "not recognised"))
    if captured.summary:
        heard.append(("summary", captured.summary))
    table(heard)
    say("saved" if saved else "not saved")


def _which_account(captured: Captured[int]) -> str:
    if captured.candidates:
        names = alternatives([shorten(name, SHOWN) for name in captured.candidates])
        return f"the account could be {names}"
    return "the line begins with no account that is known (Acme: …)"


def _kept(text: str, shell: "Shell") -> str:
    """Put the line into the inbox, and say that it is there; where nothing can be written, give it back."""
    folder = paths.inbox(shell.database)
    try:
        inbox.keep(folder, text, shell.clock.now())
    except OSError as error:
        return f"it could not be kept either ({error.strerror}): {text}"
    return f"the line is kept in {folder}, and c in the cockpit offers it again"
