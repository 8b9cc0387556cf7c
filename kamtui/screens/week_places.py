"""Where the record of a line of the week's list lives, and how it is opened there.

The screens are imported when they are opened: this is part of the first screen, which should stand at once.
"""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from kamtui.domain.week import WeekItem
    from kamtui.screens.base import CockpitScreen

PLACE_OF = {
    "health_check": "health",
    "check_in": "health",
    "map_review": "map",
    "outreach": "map",
    "wanted_frequency": "map",
    "qbr": "qbr",
    "trigger_window": "pipeline",
    "look_again": "pipeline",
    "pipeline_review": "pipeline",
    "plan_review": "plan",
    "plan_rewrite": "plan",
    "action": "plan",
    "objective": "plan",
}
"""The screen that shows an activity's account; the account's own page for all others."""


async def show(screen: "CockpitScreen", line: "WeekItem") -> None:
    """Open the very record where there is a page for it, else its account where the activity is done."""
    place = PLACE_OF.get(line.activity, "")
    if line.account_id is None and not place:
        screen.refuse(f"the {line.title} has no screen of its own: d marks it done")
        return
    if line.account_id is not None:
        screen.set_account(line.account_id, line.account or "")
    page = await _page(screen, line)
    if page is not None:
        await screen.app.push_screen(page)
    elif any(one.id == place for one in screen.desk.places):
        await screen.app.run_action(f"go('{place}')", default_namespace=screen.app)
    elif line.account_id is not None:
        from kamtui.screens.account import AccountScreen

        await screen.app.push_screen(AccountScreen(line.account_id, line.account or ""))


async def _page(screen: "CockpitScreen", line: "WeekItem") -> "Screen[object] | None":
    """The page of the record itself; None where its account is what there is to see."""
    if line.activity in ("renewal_mapping", "renewal_conversation"):
        from kamtui.screens.renewals import RenewalsScreen

        day = date.fromisoformat(line.record_uid.rpartition(":")[2])
        return RenewalsScreen(("renewal", line.account_id, day))
    if line.activity == "milestone":
        from kamtui.screens.onboarding import OnboardingScreen

        return OnboardingScreen(line.account_id, line.account or "", line.record_uid)
    if line.activity == "issue":
        from kamtui.screens.issues import IssuesScreen

        return IssuesScreen(uid=line.record_uid)
    if line.activity == "commitment":
        from kamtui.screens.commitments import CommitmentsScreen

        return CommitmentsScreen(uid=line.record_uid)
    if line.activity in ("conversation", "draft_conversation"):
        from kamtui.screens.conversation_planner import PlannerScreen

        return PlannerScreen(line.record_uid)
    return await _page_by_key(screen, line)


async def _page_by_key(screen: "CockpitScreen", line: "WeekItem") -> "Screen[object] | None":
    from kamtui.storage import lookup

    if line.activity == "follow_up" and (key := await screen.read(lookup.key_of_qbr, line.record_uid)):
        from kamtui.screens.qbr_follow_up import QbrFollowUpScreen

        return QbrFollowUpScreen(key)
    if line.activity == "stalled_opportunity" and (key := await screen.read(lookup.key_of_deal, line.record_uid)):
        from kamtui.screens.opportunity import OpportunityScreen

        return OpportunityScreen(key)
    return None
