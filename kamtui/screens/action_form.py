"""The form of an action: what, by when, and whether it is one of the next 90 days."""

from kamtui.domain.plan_actions import Action
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.storage.plans_changes import save_action


def action_form(account_id: int, action: Action | None = None) -> FormScreen:
    """Ask for an action; at most three can be marked (rule P-4)."""
    now = action or Action(what="")
    fields = [
        Field("what", "Action", value=now.what, required=True, hint="call the new COO"),
        Field("due", "By", Kind.DATE, now.due, hint="fri, in 3 weeks, 15 jan"),
        Field("in_plan", "Next 90 days", Kind.YES_NO, now.in_plan),
    ]
    always = {"account_id": account_id, "uid": now.uid or None}
    return FormScreen("Action" if action else "New action", fields, save_action, always=always)
