"""Writing the plan that is shown to a file."""

from datetime import date
from pathlib import Path

from kamtui.domain.accounts import name_key
from kamtui.exchange.markdown import as_markdown
from kamtui.exchange.plan_page import plan_page
from kamtui.screens.fields import Field
from kamtui.screens.plan_rows import plan_words
from kamtui.screens.qbr_follow_up import FileForm
from kamtui.storage.plans import PlanPage


def file_form(page: PlanPage, today: date) -> FileForm:
    """Ask for a file that is not there yet; the plan goes into it as Markdown."""
    words = "".join(letter if letter.isalnum() else " " for letter in name_key(page.account)).split()
    proposed = Path("~") / f"plan-{'-'.join(words)[:40] or 'account'}-{today}.md"
    text = as_markdown(plan_page(page, today, plan_words().value))
    return FileForm("Plan to a file", [Field("file", "File", value=str(proposed), required=True)], text=text)
