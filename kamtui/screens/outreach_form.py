"""The quick form for the next outreach to somebody: what, and by when."""

from typing import TYPE_CHECKING

from kamtui.domain.text import shorten
from kamtui.screens.form import Field, FormScreen
from kamtui.storage.stakeholders_changes import set_outreach

if TYPE_CHECKING:
    from kamtui.domain.stakeholders import Person


class OutreachForm(FormScreen):
    """Plans the outreach; both fields left empty take it away (rule M-4)."""

    def __init__(self, person: "Person") -> None:
        planned = person.outreach_done_on is None
        fields = [
            Field(
                "what", "What", value=person.outreach_what if planned else "", hint="ask for half an hour on returns"
            ),
            Field("due", "By", "date", person.outreach_due if planned else None, hint="fri, in 3 days, 21 nov"),
        ]
        title = f"Outreach to {shorten(person.name, 40)}"
        super().__init__(title, fields, set_outreach, always={"stakeholder_id": person.id})
