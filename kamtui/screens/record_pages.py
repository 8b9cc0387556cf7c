"""The page or the form of one record, wherever a line names it: in a brief, in the ledger of promises."""

from typing import TYPE_CHECKING

from kamtui.storage import lookup

if TYPE_CHECKING:
    from textual.screen import Screen

    from kamtui.screens.base import CockpitScreen


async def page_of(
    screen: "CockpitScreen", account_id: int, account: str, kind: str, uid: str
) -> "Screen[object] | None":
    """What shows that very record; None where its account's screens are what there is to see.

    `kind` is the name of its table, as `BriefLine.record_kind` has it.
    """
    if kind == "commitment":
        from kamtui.screens.commitments import CommitmentsScreen

        return CommitmentsScreen(one_account=True, uid=uid)
    if kind == "issue":
        from kamtui.screens.issues import IssuesScreen

        return IssuesScreen(one_account=True, uid=uid)
    if kind in ("contract", "revenue_event"):
        from kamtui.screens.contracts import ContractsScreen

        return ContractsScreen(account_id, account)
    if kind in ("value_entry", "stakeholder"):
        return await _of_the_map(screen, account_id, kind, uid)
    return _form(account_id, kind, uid) or await _page_by_key(screen, kind, uid)


def _form(account_id: int, kind: str, uid: str) -> "Screen[object] | None":
    if kind == "touchpoint":
        from kamtui.screens.touchpoint_form import TouchpointForm

        return TouchpointForm(account_id, uid)
    if kind == "referral":
        from kamtui.screens.referral_form import ReferralForm

        return ReferralForm(account_id, uid)
    if kind == "expansion_trigger":
        from kamtui.screens.trigger_form import TriggerForm

        return TriggerForm(account_id, uid)
    return None


async def _page_by_key(screen: "CockpitScreen", kind: str, uid: str) -> "Screen[object] | None":
    if kind == "conversation":
        from kamtui.screens.conversation_planner import PlannerScreen

        return PlannerScreen(uid)
    if kind == "qbr" and (key := await screen.read(lookup.key_of_held_qbr, uid)):
        from kamtui.screens.qbr_follow_up import QbrFollowUpScreen

        return QbrFollowUpScreen(key)
    if kind == "opportunity" and (key := await screen.read(lookup.key_of_deal, uid)):
        from kamtui.screens.opportunity import OpportunityScreen

        return OpportunityScreen(key)
    return None


async def _of_the_map(screen: "CockpitScreen", account_id: int, kind: str, uid: str) -> "Screen[object] | None":
    from kamtui.screens.person_form import PersonForm
    from kamtui.screens.value_form import ValueForm
    from kamtui.storage import map as maps

    desk = screen.desk
    found = await screen.read(maps.the_map, account_id, desk.today, desk.settings.practice())
    if found is None:
        return None
    if kind == "stakeholder":
        return next((PersonForm(found, desk.today, row) for row in found.people if row.uid == uid), None)
    key = await screen.read(lookup.key_of_value, uid)
    return next((ValueForm(found, desk.today, row) for row in found.values if row.id == key), None)
