"""Type-ahead: a key acts on what the key before it left, however fast they follow one another.

Textual hands a key to the widget that has the focus when it arrives. After a key that opens a window that is still the
screen beneath, so the first letters of a quick hand, of a slow line or of a script would be commands there.
"""

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, WeakSet

from textual import events
from textual.app import ScreenStackError
from textual.worker import Worker, active_worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen

PATIENCE: Final = 2.0
"""Seconds that a key waits for the one before it at most."""
BESIDE: Final = frozenset(("backup", "beside", "compass", "elsewhere", "end", "keep", "more", "rise", "warm", "why"))
"""Groups of workers that go on beside the keys: no key waits for them."""


class TypeAhead:
    """Holds back what is typed while the key before it is at work; `pass_on` is what Textual does with an event."""

    def __init__(self, app: "App[Any]", pass_on: "Callable[[events.Event], Awaitable[None]]") -> None:
        self._app, self._pass_on = app, pass_on
        self._held: deque[events.Event] = deque()
        self._turn: events.Event | None = None
        self._following: asyncio.Task[None] | None = None
        self._path: list[MessagePump] = []
        self._before: set[Worker[Any]] = set()
        self._known: WeakSet[Screen[Any]] = WeakSet()
        self._openers: WeakKeyDictionary[Screen[Any], Worker[Any]] = WeakKeyDictionary()
        self._opened: asyncio.Future[None] | None = None

    def opens(self, screen: "Screen[Any]") -> None:
        """A screen is being shown; a worker that shows it waits there for its answer."""
        if (worker := active_worker.get(None)) is not None:
            self._openers[screen] = worker
        if self._opened is not None:
            _resolve(self._opened)

    async def take(self, event: events.Event) -> None:
        """Pass on what was typed, pasted or clicked, once its turn has come and the screen in front is there."""
        its_turn = event is self._turn
        if self._app.screen in self._known and (its_turn or self._following is None):
            self._path, self._before = self._way(), self._at_work()
            await self._pass_on(event)
        else:
            (self._held.appendleft if its_turn else self._held.append)(event)
        if self._following is None and (self._held or isinstance(event, events.Key)):
            self._following = asyncio.create_task(self._follow())

    def _way(self) -> "list[MessagePump]":
        """Whom a key passes: the widget with the focus, what it lies in, the screen, the cockpit."""
        return [*(self._app.focused or self._app.screen).ancestors_with_self]

    def _at_work(self) -> set[Worker[Any]]:
        """The workers that change what is seen, without those that wait for a window to be answered."""
        parked = {self._openers.get(screen) for screen in self._app.screen_stack}
        return {one for one in self._app.workers if one.group not in BESIDE and not one.is_finished} - parked

    async def _follow(self) -> None:
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE):
                        await self._dealt_with()
                while self._app.screen not in self._known:
                    self._known.add(screen := self._app.screen)
                    await _answered([screen])  # however long it takes: half a screen has nothing for a key
                self._path = []
                if not self._held:
                    return
                self._turn = self._held.popleft()
                self._app.post_message(self._turn)
                await _answered([self._app])
        except ScreenStackError:
            self._held.clear()
        finally:
            self._following = None

    async def _dealt_with(self) -> None:
        """Wait until the key that was passed on has done what it does, and what it opened is there."""
        await _answered(self._path)
        while True:
            screen = self._app.screen
            await _answered([screen])
            if screen is not self._app.screen:
                continue
            tasks = {one._task for one in self._at_work() - self._before if one._task is not None}
            if not tasks:
                return
            self._opened = asyncio.get_running_loop().create_future()
            await asyncio.wait({*tasks, self._opened}, return_when=asyncio.FIRST_COMPLETED)


async def _answered(pumps: "Iterable[MessagePump]") -> None:
    """Every one of them, in this order, has dealt with the messages that waited for it."""
    for pump in pumps:
        done = asyncio.get_running_loop().create_future()
        if pump.call_later(_resolve, done):
            end = [pump._task] if pump._task is not None else []  # a widget that is removed says nothing any more
            await asyncio.wait([done, *end], return_when=asyncio.FIRST_COMPLETED)


def _resolve(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
