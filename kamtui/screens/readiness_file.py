"""Writing the readiness report to a file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kamtui.exchange.markdown import as_markdown
from kamtui.exchange.readiness_page import readiness_page
from kamtui.exchange.webpage import as_html
from kamtui.screens.fields import Field
from kamtui.screens.qbr_follow_up import FileForm
from kamtui.storage.readiness_report import ReadinessReport


class ReportForm(FileForm):
    """Asks for a file that is not there yet; its ending decides between Markdown and a web page."""

    def __init__(self, report: ReadinessReport, fields: Sequence[Field]) -> None:
        super().__init__("Report to a file", fields, text="")
        self._page = readiness_page(report)

    async def store(self, values: dict[str, str]) -> Path:
        """Write the file; an existing one is refused."""
        web = values["file"].casefold().endswith((".html", ".htm"))
        self._text = await asyncio.to_thread(as_html if web else as_markdown, self._page)
        return await super().store(values)
