"""The check-in that an account at risk asks for: making its question one's own, and closing it."""

from datetime import date

from kamtui.domain.health import check_in_due
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words
from kamtui.screens.fields import Field
from kamtui.screens.form import FormScreen
from kamtui.storage.health import CheckInRow
from kamtui.storage.health_changes import close_check_in, edit_check_in


def edit_form(check_in: CheckInRow, account: str, days: int) -> FormScreen:
    """Ask for the opening question and the day (rule H-6)."""
    latest = day_words(check_in_due(check_in.opened_on, days))
    more = (f"Ask how the relationship feels from their side; sell nothing. By {latest}.", "dim")
    fields = [
        Field("question", "Opening question", "long", check_in.question, required=True),
        Field("due", "Due", "date", check_in.due, required=True, hint="fri, in 3 days, 21 nov"),
    ]
    always = {"check_in_uid": check_in.uid}
    return FormScreen(f"Check-in with {shorten(account, 50)}", fields, edit_check_in, always=always, more=more)


def close_form(check_in: CheckInRow, account: str, today: date) -> FormScreen:
    """Ask what was discovered and what was done (rule H-6)."""
    fields = [
        Field("discovered", "Discovered", "long", hint="what you learned about how it feels", required=True),
        Field("action", "Done about it", "long", hint="what was done, or agreed", required=True),
        Field("on", "Held on", "date", today, required=True, past=True, hint="today, yesterday, tue"),
    ]
    title = f"Close the check-in with {shorten(account, 40)}"
    always = {"check_in_uid": check_in.uid}
    more = (shorten(check_in.question, 400), "dim")
    return FormScreen(title, fields, close_check_in, always=always, more=more)
