"""What enter opens on an account's page: the record's own form, or the screen where it has its place."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kamtui.screens.form import FormScreen
from kamtui.storage.account_page import AccountPage
from kamtui.storage.timeline import TimelineLine

if TYPE_CHECKING:
    from kamtui.screens.base import CockpitScreen

ELSEWHERE = {
    "health_check": ("health", "a health check is changed on the Health screen"),
    "check_in": ("health", "a check-in is closed on the Health screen"),
    "value_entry": ("map", "value is changed on the Map"),
    "map_review": ("map", "the map's reviews belong to the Map"),
    "quality_change": ("map", "relationships are changed on the Map"),
    "person": ("map", ""),
    "delivered": ("map", ""),
    "adjacent": ("map", ""),
    "competition": ("map", ""),
    "work": ("week", ""),
    "coming": ("week", ""),
}
"""Where enter leads from a line whose record has its place on another screen."""


def form_of(
    page: AccountPage | None, happened: Sequence[TimelineLine], kind: str, key: int, today: date
) -> FormScreen | None:
    """The form of a record, where it has one of its own."""
    if page is None:
        return None
    account = page.row.id
    uid = next((line.uid for line in happened if (line.kind, line.id) == (kind, key)), "")
    if kind == "touchpoint":
        return touchpoint_form(account, uid)
    if kind == "trigger":
        from kamtui.screens.trigger_form import TriggerForm

        return TriggerForm(account, uid)
    if kind == "referral":
        from kamtui.screens.referral_form import ReferralForm

        return ReferralForm(account, uid)
    if kind == "check_in" and page.check_in is not None and page.check_in.id == key:
        from kamtui.screens.check_in_form import close_form

        return close_form(page.check_in, page.row.name, today)
    return None


def page_of(page: AccountPage | None, happened: Sequence[TimelineLine], kind: str, key: int) -> "CockpitScreen | None":
    """The screen of a record, where it has one of its own behind More (rules O-1, S-1)."""
    if page is None:
        return None
    uid = next((line.uid for line in happened if (line.kind, line.id) == (kind, key)), "")
    if kind in ("issue", "issue_resolved"):
        from kamtui.screens.issues import IssuesScreen

        return IssuesScreen(one_account=True, uid=uid)
    if kind in ("milestone", "onboarding"):
        from kamtui.screens.onboarding import OnboardingScreen

        return OnboardingScreen(page.row.id, page.row.name, uid)
    return None


def touchpoint_form(account_id: int, uid: str | None = None) -> FormScreen:
    """The form of a touchpoint, new where no uid is given."""
    from kamtui.screens.touchpoint_form import TouchpointForm

    return TouchpointForm(account_id, uid)
