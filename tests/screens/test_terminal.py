"""The cockpit in a real terminal: the quiet driver, and ending when the terminal does."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui import quiet_driver
from kamtui.app import quiet_driver as chosen_driver

PROGRAM = """
import sys
from pathlib import Path
from kamtui.start import prepare
prepare()
from kamtui.app import Cockpit
from kamtui.clock import Clock
from kamtui.keys import Place
from kamtui.screens.base import CockpitScreen
from kamtui.storage.database_thread import DatabaseThread
from textual.widgets import Input

class Typing(CockpitScreen):
    SCOPE = "week"
    def body(self):
        yield Input(id="line")
    async def load(self):
        self.show_status(type(self.app._driver).__name__)
    async def flush(self):
        Path(sys.argv[2]).write_text(self.query_one("#line").value)

sys.modules["typing_screen"] = sys.modules["__main__"]
file = Path(sys.argv[1])
places = [Place("1", "week", "Week", "typing_screen", "Typing")]
app = Cockpit(DatabaseThread(file), places=places, folder=file.parent)
app.run()
sys.exit(app.return_code or 0)
"""


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self.us, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_LOG": "/nonexistent/keys"},
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, text: str) -> str:
        """Read until this was drawn."""
        seen = ""
        while text not in seen:
            assert select.select([self.us], [], [], 20)[0], f"{text!r} was never drawn: {seen[-500:]!r}"
            seen += os.read(self.us, 65536).decode(errors="replace")
        return seen

    def type(self, text: str) -> None:
        os.write(self.us, text.encode())

    def close(self) -> None:
        """Take the terminal away."""
        if self.us >= 0:
            os.close(self.us)
            self.us = -1

    def ended(self) -> int:
        """Read what is left until the program has ended; its exit status."""
        try:
            while select.select([self.us], [], [], 20)[0] and os.read(self.us, 65536):
                pass
        except OSError:
            pass
        return self.program.wait(20)


@pytest.fixture
def terminal(database_file: Path, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(str(database_file), str(tmp_path / "flushed"))
    yield opened
    opened.program.kill()
    opened.program.wait()
    opened.close()


def test_the_quiet_driver_fits_this_textual() -> None:
    assert quiet_driver.fits()
    assert chosen_driver() is quiet_driver.QuietDriver


def test_where_its_names_are_missing_textuals_own_driver_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet_driver, "LEANS_ON", ("gone",))
    assert chosen_driver() is None
    monkeypatch.setattr(sys, "platform", "win32")
    assert chosen_driver() is None


def test_it_types_and_ends_in_a_real_terminal(terminal: Terminal, tmp_path: Path) -> None:
    terminal.until("QuietDriver")
    terminal.type("Åsa")
    terminal.until("Å")
    terminal.type("\x11")
    assert terminal.ended() == 0
    assert (tmp_path / "flushed").read_text() == "Åsa"


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_saves_what_was_typed(terminal: Terminal, tmp_path: Path, told: signal.Signals) -> None:
    terminal.until("QuietDriver")
    terminal.type("abc")
    terminal.until("c")
    terminal.program.send_signal(told)
    assert terminal.ended() == 0
    assert (tmp_path / "flushed").read_text() == "abc"


def test_a_continue_without_a_stop_starts_nothing_twice(terminal: Terminal, tmp_path: Path) -> None:
    """As when the terminal is closed, or the program is stopped from outside and brought back."""
    terminal.until("QuietDriver")
    for letter in "abc":
        terminal.program.send_signal(signal.SIGCONT)
        terminal.type(letter)
        terminal.until(letter)
    terminal.program.send_signal(signal.SIGCONT)
    terminal.close()
    assert terminal.program.wait(20) == 0
    assert (tmp_path / "flushed").read_text() == "abc"


def test_a_terminal_that_is_closed_takes_nothing_with_it(terminal: Terminal, tmp_path: Path) -> None:
    terminal.until("QuietDriver")
    terminal.type("abc")
    terminal.until("c")
    terminal.close()
    terminal.program.wait(20)
    assert (tmp_path / "flushed").read_text() == "abc"
