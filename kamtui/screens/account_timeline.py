"""How the lines of a timeline are drawn."""

from datetime import date

from kamtui.domain.text import shorten
from kamtui.domain.wording import NEAR_DAYS, day_words, near, past_words
from kamtui.storage.timeline import TimelineLine
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.strips import SIGNS
from kamtui.widgets.virtual_list import Row

LONGEST = 2000
"""How much of a text is shown below the list."""

TONES = {"warm": "good", "neutral": "dim", "cool": "poor", "open": "soon"}


def key_of(line: TimelineLine) -> tuple[str, str, int]:
    """What tells a line apart from all others of the page."""
    return ("line", line.kind, line.id)


def as_row(line: TimelineLine, today: date) -> Row:
    """One line: when, what, how it sounded, and what was said."""
    day = near(line.on, today) if abs((line.on - today).days) <= NEAR_DAYS else line.on.isoformat()
    said: list[Part] = [(f"  {line.text}", "dim" if line.internal else "")]
    if line.more:
        said.append((f"  · {line.more}", "dim"))
    return Row([(day, "dim"), [*_kind(line), *said]], key=key_of(line))


def whole_of(line: TimelineLine, today: date) -> list[Cell]:
    """All of one line, where the row of the list cuts it."""
    when: list[Part] = [(f"{day_words(line.on)} {line.on.year}, {past_words(line.on, today)} · ", "dim")]
    lines: list[Cell] = [[*when, *_kind(line)]]
    lines += [text for text in (shorten(line.text, LONGEST),) if text]
    return [*lines, (shorten(line.more, LONGEST), "dim")] if line.more else lines


def _kind(line: TimelineLine) -> list[Part]:
    parts: list[Part] = []
    if line.tone in SIGNS:
        parts += [SIGNS[line.tone], (" ", "")]
    parts.append((line.what, "dim" if line.internal else "accent" if line.value else "strong"))
    if line.value and line.kind == "touchpoint":
        parts.append((", value", "accent"))
    if line.tone:
        parts.append((f" {line.tone}", TONES.get(line.tone, "")))
    return parts
