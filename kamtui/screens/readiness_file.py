"""Writing the readiness report to a file."""

from collections.abc import Sequence

from kamtui.exchange.readiness_page import readiness_page
from kamtui.screens.fields import Field
from kamtui.screens.page_file import PageForm
from kamtui.storage.readiness_report import ReadinessReport


class ReportForm(PageForm):
    """Asks for a file that is not there yet; its ending decides between Markdown and a web page."""

    def __init__(self, report: ReadinessReport, fields: Sequence[Field]) -> None:
        super().__init__("Report to a file", readiness_page(report), fields)
