"""What marking a milestone or an issue of the week's list done asks for beside: a trigger, a root cause."""

from typing import TYPE_CHECKING

from kamtui.domain.issues import CAUSE_ASKED
from kamtui.screens.issue_form import resolve_line_form
from kamtui.screens.onboarding_work import offer_trigger
from kamtui.storage.issues import one_issue
from kamtui.storage.onboarding import account_of_milestone

if TYPE_CHECKING:
    from kamtui.domain.week import WeekItem
    from kamtui.screens.week_work import ListScreen


async def meet_milestone(screen: "ListScreen", line: "WeekItem") -> None:
    """A milestone is met; after the results review a trigger is offered (rule O-3)."""
    asked = (line.record_uid, screen.desk.today, screen.given.practice.onboarding_days)
    before = await screen.read(account_of_milestone, *asked)
    await screen.mark_done(line)
    after = await screen.read(account_of_milestone, *asked)
    if before is not None and after is not None and before.under_way and not after.under_way:
        await offer_trigger(screen, line.record_uid, after.account)


async def resolve_issue(screen: "ListScreen", line: "WeekItem") -> None:
    """An issue is resolved; of a P1 or P2 the root cause is asked for (rule S-3)."""
    now, targets = screen.desk.clock.now(), screen.desk.settings.practice().issue_targets
    row = await screen.read(one_issue, line.record_uid, now, targets)
    if row is None or row.issue.severity not in CAUSE_ASKED or row.issue.root_cause:
        await screen.mark_done(line)
    elif saved := await screen.app.push_screen_wait(resolve_line_form(row, line, screen.given)):
        screen.tell(f"{saved.value} · u undoes it")
