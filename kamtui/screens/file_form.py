"""Writing a text to a file that is not there yet."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kamtui.domain.accounts import name_key
from kamtui.private_file import write_new
from kamtui.screens.fields import Field
from kamtui.screens.form import FormScreen


class FileForm(FormScreen):
    """Asks for a file that is not there yet, and writes the text into it."""

    PLAIN = False

    def __init__(self, title: str, fields: Sequence[Field], *, text: str) -> None:
        super().__init__(title, fields)
        self._text = text

    async def store(self, values: dict[str, str]) -> Path:
        """Write the file; an existing one is refused."""
        try:
            file = Path(values["file"]).expanduser()
            await asyncio.to_thread(write_new, file, self._text.encode())
        except FileExistsError:
            raise ValueError(f"{values['file']} is there already: choose another name") from None
        except (OSError, RuntimeError) as problem:
            raise ValueError(f"it cannot be written: {getattr(problem, 'strerror', None) or problem}") from None
        return file


def proposed(what: str, account: str, on: date, ending: str) -> str:
    """A name in the home folder for a file with what is about an account."""
    words = "".join(letter if letter.isalnum() else " " for letter in name_key(account)).split()
    return str(Path("~") / f"{what}-{'-'.join(words)[:40] or 'account'}-{on}.{ending}")
