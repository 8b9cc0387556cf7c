"""What screens say while the privacy shield is up: the sign in the title line, and answers without names."""

from typing import Any, TypeVar

from kamtui.domain.veil import masked
from kamtui.screens.desk import Desk
from kamtui.widgets.ink import Part

T = TypeVar("T")

SHIELDED: tuple[Part, ...] = ((" ▒ privacy ▒ ", "late"), ("  ", ""))
"""The sign in front of every title line."""

LIFT_FIRST = "the privacy shield is up: p lifts it, then you can type"
NO_FILTER = "the privacy shield is up: names cannot be filtered until p lifts it"

STALE = "the privacy shield was lifted a moment ago: press it again"


def given_back(desk: Desk, value: T) -> T:
    """What a change gave back, fit to be said now."""
    if not desk.shielded:
        return value
    from kamtui.storage.veil import unnamed

    answer: T = unnamed(value)
    return answer


async def sayable(desk: Desk, reason: str) -> str:
    """Why something was refused, without the names, texts and figures in it while the shield is up."""
    if not desk.shielded:
        return reason
    from kamtui.storage.veil import told

    return await desk.database.read_plainly(told, reason)


def shows_typed(screen: Any) -> bool:
    """Whether a screen has to stay out of sight while the shield is up."""
    return bool(getattr(screen, "PLAIN", False))


def comes_late(desk: Desk, screen: Any, over: Any) -> bool:
    """Whether a screen was made before the shield was up and would show real text over the curtain."""
    if getattr(screen, "COVERS", False):
        return False
    return not desk.veiled or (getattr(over, "COVERS", False) and getattr(screen, "HOLDS", False))


def asks_masked(screen: Any) -> bool:
    """Whether a form begins with something masked, which must not be saved."""
    return any(masked(repr(field.value)) for field in getattr(screen, "fields", ()))
