"""When a cockpit has come to rest: nothing left to run, nothing on a thread, nothing to draw.

Textual's pilot guesses it from the processor time, two fiftieths of a second for each key. The event loop knows it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any
from weakref import WeakSet

import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App
from textual.screen import Screen

import kamtui.storage.database_thread

AT_ONCE = 1.0  # seconds that a key waits for threads: a test may hold one up on purpose
LONGEST = 30.0
POOLS: "WeakSet[Pool]" = WeakSet()
UNPAINTED: WeakSet[Screen[Any]] = WeakSet()
AWAITED: list[App[Any]] = []
paint = Screen._compositor_refresh


class Pool(ThreadPoolExecutor):
    """Threads whose unfinished work is known; work is finished when all who wait for it have been told."""

    def __init__(self, max_workers: int | None = None, thread_name_prefix: str = "") -> None:
        super().__init__(max_workers, thread_name_prefix)
        self.under_way: set[Future[Any]] = set()
        POOLS.add(self)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        told: Future[Any] = Future()
        self.under_way.add(told)
        try:
            super().submit(self._do, told, partial(fn, *args, **kwargs))
        except RuntimeError:  # it was shut down
            self.under_way.discard(told)
            raise
        return told

    def _do(self, told: Future[Any], work: Callable[[], Any]) -> None:
        try:
            if told.set_running_or_notify_cancel():
                try:
                    result = work()
                except BaseException as error:
                    told.set_exception(error)
                else:
                    told.set_result(result)
        finally:
            self.under_way.discard(told)


def watch_threads() -> None:
    """Let the running loop use threads whose work is known."""
    loop: Any = asyncio.get_running_loop()
    if loop._default_executor is None:
        loop.set_default_executor(Pool())


async def loop_is_empty() -> None:
    """Wait until no task and no callback of the event loop can go on by itself."""
    loop: Any = asyncio.get_running_loop()
    empty = 0
    while empty < 2:
        await asyncio.sleep(0)
        empty = 0 if loop._ready else empty + 1


async def still(until: float) -> bool:
    """Wait until nothing goes on but by a key or the clock; False when threads are at work beyond that loop time."""
    watch_threads()
    loop = asyncio.get_running_loop()
    while True:
        await loop_is_empty()
        under_way = [future for pool in tuple(POOLS) for future in tuple(pool.under_way)]
        if not under_way and not loop._ready:
            return True
        if loop.time() >= until:
            return False
        if under_way:
            await _one_of(under_way, until - loop.time())


async def _one_of(under_way: list[Future[Any]], patience: float) -> None:
    loop, one = asyncio.get_running_loop(), asyncio.Event()
    for future in under_way:
        future.add_done_callback(lambda _: loop.is_closed() or loop.call_soon_threadsafe(one.set))
    with suppress(TimeoutError):
        await asyncio.wait_for(one.wait(), patience)


async def at_rest(app: App[Any], patience: float = LONGEST) -> bool:
    """Wait until the app is still and all of it is drawn; False when it is not within so many seconds."""
    until = asyncio.get_running_loop().time() + patience
    AWAITED.append(app)
    try:
        while await still(until):
            if _drawn(app):
                return True
        return False
    finally:
        AWAITED.remove(app)


def _drawn(app: App[Any]) -> bool:
    """Whether all is drawn; if not, a step towards it is made."""
    screen = app._screen_stack[-1] if app._running and app._screen_stack else None
    if app._resize_timer is not None:
        app._check_resize()
    elif screen is None or not screen.is_running:
        return True
    elif _to_draw(screen):
        screen._on_timer_update()
    elif screen in UNPAINTED:
        UNPAINTED.discard(screen)
        paint(screen)
    else:
        return True
    return False


def _to_draw(screen: Screen[Any]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def _paint_once(screen: Screen[Any]) -> None:
    """While somebody waits for rest, leave the painting of the screen on top until all is done that changes it."""
    if screen.app in AWAITED and screen is screen.app.screen:
        screen._dirty_widgets.clear()
        UNPAINTED.add(screen)
    else:
        paint(screen)


async def _instead_of_guessing(min_sleep: float = 0, max_sleep: float = 0) -> None:
    app = active_app.get(None)
    if app is not None:
        await at_rest(app, AT_ONCE)


def know_when_to_go_on() -> None:
    """Let Textual's pilot, and the database, wait for what is known here."""
    textual.app.wait_for_idle = textual.pilot.wait_for_idle = _instead_of_guessing
    kamtui.storage.database_thread.ThreadPoolExecutor = Pool
    Screen._compositor_refresh = _paint_once
