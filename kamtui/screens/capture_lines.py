"""What a captured line says, as lines for the screen."""

from collections.abc import Mapping
from datetime import datetime

from kamtui import keys
from kamtui.domain.capture import Captured
from kamtui.domain.wording import day_words, moment_words, plural
from kamtui.storage.touchpoints_changes import touchpoint_words
from kamtui.widgets.ink import Cell, Part, one_line

LABEL = 17
UNSURE = frozenset({"account?", "with?"})


def heading(kept_at: datetime | None, now: datetime, *, offered: bool = False) -> Cell:
    """The title of the window; a kept line says since when it waits, and how it goes on while it is only offered."""
    if kept_at is None:
        return "Capture"
    how = "; → goes on with it, typing begins another" if offered else ""
    return ["Capture", (f" · kept from {moment_words(kept_at.astimezone(), now.astimezone())}{how}", "dim")]


def hints(changed: Mapping[str, str], *, kept: bool, others: int) -> Cell:
    """The keys; those for kept lines only where one is shown (`kept`) or waits (`others`)."""
    pieces: list[Part] = []
    for one in keys.of("capture"):
        words = one.words
        if one.id == "capture.kept":
            words = plural(others, "kept line") if others else "new line"
        if {"capture.kept": kept or others > 0, "capture.drop": kept}.get(one.id, True):
            pieces += [(keys.shown(keys.key_of(one, changed)), "key"), (f" {words}   ", "dim")]
    return pieces


def heard(captured: Captured[int], *, assumed: bool) -> list[Cell]:
    """What was understood, a field a line; `assumed` says that the account was not named."""
    lines: list[Cell] = []
    if captured.account_id is None and not captured.candidates:
        lines.append(_line("account?", ("enter asks which one", "watch")))
    for label, value in captured.heard:
        ink = "watch" if label in UNSURE else "strong" if label == "account" else ""
        more: list[Part] = [(" · the current one", "dim")] if assumed and label == "account" else []
        lines.append(_line(label, (value, ink), *more))
    return [*lines, _line("summary", (captured.summary, ""))] if captured.summary else lines


def about(account: str) -> Cell:
    """What stands there before anything is typed."""
    if not account:
        return ("begin with the account and a colon", "dim")
    return [("about ", "dim"), one_line(account), (", unless it begins with another account", "dim")]


def saved(captured: Captured[int]) -> str:
    """What was saved, in a sentence."""
    words = touchpoint_words(captured.channel, captured.internal, captured.people_names, captured.account_name or "")
    parts = [f"saved: {words}"]
    if captured.triggers:
        parts.append(plural(len(captured.triggers), "trigger"))
    if captured.next_step:
        due = captured.next_step_due
        parts.append(f"next step by {day_words(due)}" if due else "next step")
    return one_line(" · ".join([*parts, "u undoes it"]))


def _line(label: str, *said: Part) -> Cell:
    return [(label.ljust(LABEL), "dim"), *said]
