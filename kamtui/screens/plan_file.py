"""Writing the plan that is shown to a file."""

from datetime import date

from kamtui.exchange.plan_page import plan_page
from kamtui.screens.page_file import PageForm, file_field
from kamtui.screens.plan_rows import plan_words
from kamtui.storage.plans import PlanPage


def file_form(page: PlanPage, today: date) -> PageForm:
    """Ask for a file that is not there yet; the plan goes into it."""
    words = plan_words().value
    return PageForm("Plan to a file", plan_page(page, today, words), [file_field("plan", page.account, today)])
