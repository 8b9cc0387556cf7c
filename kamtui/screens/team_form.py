"""The form of somebody on the account team."""

from kamtui.domain.account_team import Member
from kamtui.screens.fields import Field
from kamtui.screens.form import FormScreen
from kamtui.storage.plans_changes import save_member


def team_form(account_id: int, member: Member | None = None) -> FormScreen:
    """Ask for a member of the account team (rule P-2)."""
    now = member or Member("")
    fields = [
        Field("person", "Person", value=now.person, required=True, hint="of ours"),
        Field("role", "Role here", value=now.role, hint="for this client"),
        Field("may_authorise", "May authorise", value=now.may_authorise, hint="discounts up to 5 %"),
        Field("overrules", "Overrules", value=now.overrules, hint="whom, on this client"),
    ]
    always = {"account_id": account_id, "before": member}
    return FormScreen("Account team" if member else "New on the team", fields, save_member, always=always)
