"""The form of an objective: what, measure, target, owner, day, priority, and where it came from."""

from kamtui.domain.plans import ObjectiveStatus
from kamtui.domain.problems import known, spoken
from kamtui.domain.smart import ORIGINS, PRIORITIES, Objective
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.storage.plans_changes import save_objective


def objective_form(account_id: int, objective: Objective | None = None) -> FormScreen:
    """Ask for an objective; what is left empty is said as missing, and never refused (rule P-3)."""
    now = objective or Objective(what="")
    status = known(ObjectiveStatus, now.status, ObjectiveStatus.OPEN)
    fields = [
        Field("what", "Objective", value=now.what, required=True, hint="what is different when it is reached"),
        Field("measure", "Measure", value=now.measure, hint="share of users active each week"),
        Field("target", "Target", value=now.target, hint="85 %"),
        Field("owner", "Owner", value=now.owner, hint="one name"),
        Field("due", "By", Kind.DATE, now.due, hint="31 mar, in 3 months"),
        Field("priority", "Priority", Kind.CHOICE, now.priority, options=[(one, str(one)) for one in PRIORITIES]),
        Field("quick_win", "Quick win", Kind.YES_NO, now.quick_win),
        Field("origin", "Comes from", Kind.PICK, now.origin, options=[(None, "not said"), *ORIGINS.items()]),
        Field("status", "Status", Kind.CHOICE, status, options=[(one, spoken(one)) for one in ObjectiveStatus]),
    ]
    title = "Objective" if objective else "New objective"
    always = {"account_id": account_id, "uid": now.uid or None}
    return FormScreen(title, fields, save_objective, always=always)
