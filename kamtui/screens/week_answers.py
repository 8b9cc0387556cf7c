"""What marking a line of the week's list done asks for beside, by what the line is about."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from kamtui.domain.week import WeekItem
    from kamtui.screens.week_work import ListScreen


async def meet_milestone(screen: "ListScreen", line: "WeekItem") -> None:
    """A milestone is met; after the results review a trigger is offered (rule O-3)."""
    from kamtui.screens.onboarding_work import offer_trigger
    from kamtui.storage.onboarding import account_of_milestone

    asked = (line.record_uid, screen.desk.today, screen.given.practice.onboarding_days)
    before = await screen.read(account_of_milestone, *asked)
    await screen.mark_done(line)
    after = await screen.read(account_of_milestone, *asked)
    if before is not None and after is not None and before.under_way and not after.under_way:
        await offer_trigger(screen, line.record_uid, after.account)


async def resolve_issue(screen: "ListScreen", line: "WeekItem") -> None:
    """An issue is resolved; of a P1 or P2 the root cause is asked for (rule S-3)."""
    from kamtui.domain.issues import CAUSE_ASKED
    from kamtui.screens.issue_form import resolve_line_form
    from kamtui.storage.issues import one_issue

    now, targets = screen.desk.clock.now(), screen.desk.settings.practice().issue_targets
    row = await screen.read(one_issue, line.record_uid, now, targets)
    if row is None or row.issue.severity not in CAUSE_ASKED or row.issue.root_cause:
        await screen.mark_done(line)
    elif saved := await screen.app.push_screen_wait(resolve_line_form(row, line, screen.given)):
        screen.tell(f"{saved.value} · u undoes it")


async def hold_conversation(screen: "ListScreen", line: "WeekItem") -> None:
    """A conversation was held: ask at once what came of it."""
    from kamtui.screens.conversation_forms import AfterForm
    from kamtui.storage.conversations import conversation

    await screen.mark_done(line)
    talk = await screen.read(conversation, line.record_uid)
    if talk is not None and talk.state == "held" and (saved := await screen.app.push_screen_wait(AfterForm(talk))):
        screen.tell(f"{saved.value} · u undoes it")


async def fill_in(screen: "ListScreen", line: "WeekItem") -> None:
    """A check-in, an opportunity that stalls, a draft conversation: done with what a form asks for."""
    from kamtui.screens import week_forms

    if line.activity == "check_in":
        await week_forms.close_check_in(screen, line)
    elif line.activity == "stalled_opportunity":
        await week_forms.give_next_step(screen, line)
    else:
        await week_forms.give_a_date(screen, line)


ANSWERS: "Mapping[str, Callable[[ListScreen, WeekItem], Awaitable[None]]]" = {
    "check_in": fill_in,
    "stalled_opportunity": fill_in,
    "draft_conversation": fill_in,
    "conversation": hold_conversation,
    "milestone": meet_milestone,
    "issue": resolve_issue,
}
"""By the activity of the line; the others are done without a question."""
