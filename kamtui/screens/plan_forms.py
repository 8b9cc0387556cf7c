"""Which form a record of the plan has."""

from kamtui.domain.plans import PlanPart
from kamtui.screens.action_form import action_form
from kamtui.screens.form import FormScreen
from kamtui.screens.objective_form import objective_form
from kamtui.screens.prediction_form import prediction_form
from kamtui.screens.team_form import team_form
from kamtui.storage.plans import PlanPage


def record_form(page: PlanPage, part: PlanPart, uid: str = "") -> FormScreen:
    """The form of the record with this uid, or of a new one."""
    facts, account = page.facts, page.account_id
    if part is PlanPart.OBJECTIVES:
        return objective_form(account, next((one for one in facts.objectives if one.uid == uid), None))
    if part is PlanPart.ACTIONS:
        return action_form(account, next((one for one in facts.actions if one.uid == uid), None))
    if part is PlanPart.PREDICTIONS:
        return prediction_form(account, next((one for one in facts.predictions if one.uid == uid), None))
    return team_form(account, facts.team[int(uid)] if uid else None)
