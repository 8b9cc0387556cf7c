"""A terminal driver whose input thread sleeps until there is input.

Textual's own wakes ten times a second and answers escape late. This one waits for the keyboard, for the moment an
escape stands alone, or for the end. It leans on names that Textual keeps to itself: `best_driver` steps aside where
they are missing. Importing this module fails on Windows.
"""

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._parser import ParseError
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

READ_AT_ONCE = 4096
LEANS_ON = ("run_input_thread", "disable_input", "start_application_mode", "process_message")


class QuietDriver(LinuxDriver):
    """Linux and macOS, without idle wake-ups."""

    _wake: tuple[int, int] | None = None

    def start_application_mode(self) -> None:
        """Open the pipe that wakes the input thread, then start as usual; what has started already goes on.

        A terminal that is closed sends "go on" to programs that were never stopped. A second input thread would keep
        the program from ending.
        """
        if self._wake is not None:
            return
        self._wake = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types

    def disable_input(self) -> None:
        """Wake the thread first, so that waiting for its end takes no time."""
        if self._wake is not None:
            os.write(self._wake[1], b".")
        super().disable_input()
        self._close_pipe()

    def _close_pipe(self) -> None:
        if self._wake is not None:
            for end in self._wake:
                os.close(end)
            self._wake = None

    def run_input_thread(self) -> None:
        """Read keys until the driver is told to stop; when the terminal is gone, the app ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        ends = [self.fileno, *(self._wake or ())[:1]]
        while not self.exit_event.is_set():
            due = parser._timeout_time
            ready = select.select(ends, [], [], None if due is None else max(0.0, due - get_time()))[0]
            if self.fileno in ready:
                data = self._typed()
                self._send(parser.feed(decode(data)) if data else ())
                if not data:
                    ends.remove(self.fileno)
                    self._loop.call_soon_threadsafe(getattr(self._app, "end", self._app.exit))
            self._send(parser.tick())
        try:
            self._send(parser.feed(""))
        except (EOFError, ParseError):
            return

    def _typed(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, READ_AT_ONCE)
        except OSError:
            return b""

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


def fits() -> bool:
    """Whether this Textual still has the names that the driver leans on."""
    return all(hasattr(LinuxDriver, name) for name in LEANS_ON) and hasattr(XTermParser(), "_timeout_time")
