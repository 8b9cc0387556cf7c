"""Doing something once, a little later."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


def later(pump: "MessagePump", seconds: float, then: Callable[[], object]) -> asyncio.TimerHandle:
    """Let a screen or the cockpit call `then` in so many seconds, however busy the machine is until then.

    A timer of Textual's own passes over a turn that it is late for. One that has only that turn then never comes:
    a machine that stood still for a moment would end the saving of what is typed.
    """
    return asyncio.get_running_loop().call_later(seconds, pump.call_next, then)
