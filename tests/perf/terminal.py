"""A program in a terminal of its own, and the moments at which a person would see something.

The text is looked for in what the program writes, without its escape sequences; a terminal is drawn only where the
text never comes, because drawing one here takes as long as the program's own work.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence

import pyte

COLUMNS, LINES = 120, 36
ANSWERS = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[6n": b"\x1b[1;1R"}
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


class Terminal:
    """Start a command in a pseudo-terminal; `seen` waits for text and says when it stood on the screen."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.written = bytearray()
        self.looked_at = 0
        self.started = time.perf_counter()
        self.process, self.handle = pty.fork()
        if self.process == 0:
            os.execvpe(command[0], list(command), {**os.environ, **environment, "TERM": "xterm-256color"})
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def seen(self, text: str, within: float = 30.0) -> float:
        """Seconds since the start at which `text` was written, after what was seen before. Raises TimeoutError."""
        wanted = text.encode()
        while self.now < within:
            if select.select([self.handle], [], [], 0.2)[0]:
                self._take()
                now = self.now
                if wanted in ESCAPES.sub(b"", self.written[self.looked_at :]):
                    self.looked_at = len(self.written)
                    return now
        raise TimeoutError(f"{text!r} never came:\n" + self._drawn())

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self.handle, keys)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    def still(self, seconds: float = 0.3) -> None:
        """Wait until nothing was written for so long."""
        while select.select([self.handle], [], [], seconds)[0]:
            self._take()
        self.looked_at = len(self.written)

    def answered(self, keys: bytes) -> float:
        """Type, and give the seconds until something is written; what was written before is waited for first."""
        self.still()
        before = self.now
        self.press(keys)
        select.select([self.handle], [], [], 30.0)
        return self.now - before

    def close(self) -> None:
        """End the program, whatever it is doing."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.handle)

    def _take(self) -> None:
        read = os.read(self.handle, 65536)
        for asked, answer in ANSWERS.items():
            if asked in read:
                os.write(self.handle, answer)
        self.written += read

    def _drawn(self) -> str:
        screen = pyte.Screen(COLUMNS, LINES)
        pyte.ByteStream(screen).feed(bytes(self.written))
        return "\n".join(screen.display)
