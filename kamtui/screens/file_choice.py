"""Choosing a file: typed, pasted, or found in its folder."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from kamtui.screens.finding import FindingWindow
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamtui.widgets.ink import Cell

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".vcf", ".json")
MOST = 2000
"""How many entries of a folder are listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder, or a file that could be imported."""

    path: Path
    is_folder: bool
    words: str


def typed_path(text: str, folder: Path) -> Path:
    """The path that was typed or pasted: quotes and escaped blanks as terminals paste them are understood."""
    bare = text.strip()
    if bare[:1] in ("'", '"'):
        bare = bare.strip(bare[0])
    elif os.sep == "/":
        bare = bare.replace("\\ ", " ")
    bare = bare.removeprefix("file://")
    try:
        return folder / Path(bare).expanduser()
    except RuntimeError:  # `~somebody` whom this machine does not know
        return folder / bare


def entries(folder: Path) -> list[Entry]:
    """What a folder holds that leads to a file: folders first, then files by name; hidden ones are left out."""
    found = [Entry(folder.parent, is_folder=True, words="..")] if folder.parent != folder else []
    try:
        with os.scandir(folder) as inside:
            listed = sorted(
                (one for one in inside if not one.name.startswith(".")), key=lambda one: one.name.casefold()
            )
            folders = [one.name for one in listed if one.is_dir()]
            files = [one.name for one in listed if one.name.casefold().endswith(ENDINGS) and one.is_file()]
    except OSError:
        return found
    found += [Entry(folder / name, is_folder=True, words=f"{name}/") for name in folders[:MOST]]
    return found + [Entry(folder / name, is_folder=False, words=name) for name in files[:MOST]]


def first_folder() -> Path:
    """Where to look first: here, or where browsers put exports when there is nothing here."""
    here, downloads = Path.cwd(), Path.home() / "Downloads"
    if any(not one.is_folder for one in entries(here)) or not downloads.is_dir():
        return here
    return downloads


class FileScreen(FindingWindow):
    """Gives the path of the file chosen with enter, None for escape."""

    PLAIN = True

    DEFAULT_CSS = """
    FileScreen VirtualList { height: 14; max-height: 60vh; }
    FileScreen Lines.folder { height: 1; }
    """
    HINTS = (("↑↓", "move"), ("enter", "choose"), ("tab", "into the folder"), ("esc", "cancel"))
    BINDINGS: ClassVar[list[Any]] = [Binding("tab", "complete", show=False, priority=True)]

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__("Import which file?")
        self.folder = folder or first_folder()
        self._found: Sequence[Entry] = ()

    def body(self) -> ComposeResult:
        """What is typed, the folder, and what fits in it."""
        yield Input(compact=True, placeholder="type or paste a path, or choose below")
        yield Lines([""], classes="folder", wrapped=False)
        yield VirtualList(Column(""), empty="no .csv, .tsv, .txt, .xlsx, .vcf or .json file here", titles=False)

    def on_mount(self) -> None:
        """The folder where it begins."""
        self._enter(self.folder)

    def _enter(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._found = entries(self.folder)
        self.query_one(Input).value = ""
        self._show("")

    def _show(self, text: str) -> None:
        words = text.casefold().split()
        fitting = [one for one in self._found if all(word in one.words.casefold() for word in words)]
        folder: Cell = [("in ", "dim"), (str(self.folder), "dim")]
        self.query_one(".folder", Lines).show([folder])
        found = self.query_one(VirtualList)
        found.show(Rows(fitting, draw=_drawn, key=lambda one: str(one.path)))
        first = next((one for one in fitting if not one.is_folder), fitting[0] if fitting else None)
        if first is not None:
            found.go_to(str(first.path))

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value

    @property
    def _under_cursor(self) -> Entry | None:
        key = self.query_one(VirtualList).key
        return next((one for one in self._found if str(one.path) == key), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find at every key; a path is looked at only with enter or tab."""
        if not _is_path(event.value):
            self._show(event.value)

    def action_complete(self) -> None:
        """Into the folder that is typed or under the cursor."""
        path = typed_path(self._typed, self.folder)
        if _is_path(self._typed):
            beginning = path if path.is_dir() else path.parent
            if beginning.is_dir():
                rest = "" if path.is_dir() else path.name
                self._enter(beginning)
                self.query_one(Input).value = rest
        elif (entry := self._under_cursor) is not None and entry.is_folder:
            self._enter(entry.path)

    def action_choose(self) -> None:
        """Take what is typed as a path, else what is under the cursor; a folder is entered."""
        entry = self._under_cursor
        path = typed_path(self._typed, self.folder)
        if self._typed.strip() and (_is_path(self._typed) or entry is None or path.is_file()):
            if path.is_dir():
                self._enter(path)
            else:
                self.dismiss(path)
        elif entry is not None and entry.is_folder:
            self._enter(entry.path)
        elif entry is not None:
            self.dismiss(entry.path)


def _is_path(text: str) -> bool:
    bare = text.strip().lstrip("'\"")
    return bare.startswith("~") or os.sep in bare


def _drawn(entry: Entry) -> Row:
    return Row([(entry.words, "accent" if entry.is_folder else "")], key=str(entry.path))
