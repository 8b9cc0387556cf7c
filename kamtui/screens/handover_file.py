"""Writing the hand-over pack of an account to a file (rule G-1)."""

from datetime import date

from kamtui.domain.practice import Practice
from kamtui.exchange.handover_page import handover_page
from kamtui.screens.page_file import PageForm, file_field
from kamtui.screens.plan_rows import plan_words
from kamtui.storage.handover import Handover


def handover_form(found: Handover, today: date, practice: Practice) -> PageForm:
    """Ask for a file that is not there yet; everything about the account goes into it."""
    page = handover_page(found, today, practice, plan_words().value)
    return PageForm("Hand-over pack to a file", page, [file_field("handover", found.page.row.name, today)])
