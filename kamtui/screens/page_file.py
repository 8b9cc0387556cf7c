"""Writing a page to a file: Markdown or a web page by its ending, redacted while the privacy shield is up."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from textual.app import ComposeResult

from kamtui.exchange.markdown import as_markdown
from kamtui.exchange.page import REDACTED, Page, redacted
from kamtui.exchange.webpage import as_html
from kamtui.screens.fields import Field
from kamtui.screens.file_form import FileForm, proposed
from kamtui.widgets.lines import Lines

SHIELDED = f"The privacy shield is up, so the file is {REDACTED}."


class PageForm(FileForm):
    """Asks for a file that is not there yet; its ending decides between Markdown and a web page."""

    def __init__(self, title: str, page: Page, fields: Sequence[Field]) -> None:
        super().__init__(title, fields, text="")
        self._page = page

    def body(self) -> ComposeResult:
        """What is left out, then the fields."""
        if self.desk.shielded:
            yield Lines([(SHIELDED, "late")])
        yield from super().body()

    async def store(self, values: dict[str, str]) -> Path:
        """Write the file; an existing one is refused (rule G-2)."""
        web = values["file"].casefold().endswith((".html", ".htm"))
        page = redacted(self._page) if self.desk.shielded else self._page
        self._text = await asyncio.to_thread(as_html if web else as_markdown, page)
        return await super().store(values)


def file_field(what: str, account: str, today: date) -> Field:
    """Where to write what is about an account, with a name that fits."""
    return Field("file", "File", value=proposed(what, account, today, "md"), required=True, hint="ends in .md or .html")
