"""Handing a text to the user's mail program: a `mailto:` link, opened as the desktop does it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

LONGEST = 1_900
"""Characters of a link that every mail program and desktop takes."""

OPENERS = {"darwin": "open", "linux": "xdg-open"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link, and whether it holds the whole text."""

    url: str
    whole: bool


def link(addresses: Sequence[str], subject: str, text: str) -> Link:
    """A `mailto:` link; a text that is too long for one is left out of it."""
    to = ",".join(quote(each, safe="@") for each in addresses)
    start = f"mailto:{to}?subject={quote(subject)}"
    whole = f"{start}&body={quote(text.replace(chr(10), chr(13) + chr(10)))}"
    return Link(whole, whole=True) if len(whole) <= LONGEST else Link(start, whole=False)


def hand_over(url: str) -> bool:
    """Open a link with what the desktop has for it; False where there is no desktop or nothing to open it with."""
    if sys.platform == "win32":
        return _start(url)
    on_desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    program = shutil.which(OPENERS.get(sys.platform, "xdg-open"))
    if not on_desktop or program is None:
        return False
    quiet = subprocess.DEVNULL
    try:
        subprocess.Popen([program, url], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    return True


def _start(url: str) -> bool:
    try:
        os.startfile(url)  # type: ignore[attr-defined]  # noqa: S606  only there on Windows
    except OSError:
        return False
    return True
