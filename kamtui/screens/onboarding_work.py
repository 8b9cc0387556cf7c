"""What the screens of onboarding share: meeting a milestone and what follows, moving it, starting one."""

from typing import TYPE_CHECKING, Any

from kamtui.domain.text import shorten
from kamtui.screens.base import CockpitScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.form import Field, FormScreen
from kamtui.storage import onboarding_changes

if TYPE_CHECKING:
    from kamtui.storage.onboarding import MilestoneRow, Onboarding
    from kamtui.storage.onboarding_changes import Met
    from kamtui.widgets.ink import Cell

DAY_HINT = "today, mon, 1 nov"
NAME = 40


async def meet(screen: CockpitScreen, row: "MilestoneRow") -> bool:
    """Meet a milestone; after the results review a trigger is offered (rules O-1, O-3). Await it in a worker."""
    days = screen.desk.settings.practice().onboarding_days
    saved = await screen.change(onboarding_changes.meet_milestone, row.id, days)
    if saved is None:
        return False
    met: Met = saved.value
    screen.tell(f"met{' late' if met.late else ' in time'}{', the onboarding has ended' * met.review} · u undoes it")
    if met.review:
        await offer_trigger(screen, met.uid, met.account)
    return True


async def offer_trigger(screen: CockpitScreen, uid: str, account: str) -> None:
    """Ask whether the results review opens a conversation about growth (rule O-3)."""
    question: Cell = [("Note a milestone trigger at ", "title"), (shorten(account, NAME), "title"), ("?", "title")]
    more: Cell = ("The results review is a natural moment to talk about what could come next.", "dim")
    wanted = await screen.app.push_screen_wait(ConfirmScreen(question, yes="note it", no="not now", more=more))
    if wanted and await screen.change(onboarding_changes.note_review_trigger, uid) is not None:
        screen.tell("the trigger is noted: 7 shows its window")


def start_form(
    one: "Onboarding | None", accounts: list[tuple[int, str]], days: tuple[int, ...], today: Any
) -> FormScreen:
    """Starts an onboarding: of an account that is chosen, or of this one again."""
    listed = ", ".join(map(str, days))
    more: Cell = (f"Its milestones fall on day {listed}; each can be changed.", "dim")
    begun = one is not None and (one.under_way or one.started_here)
    first = one.start if one is not None and begun else today
    start = Field("start", "First day", "date", first, required=True, hint=DAY_HINT)
    if one is not None:
        title: Cell = [("Onboarding of ", "title"), (shorten(one.account, NAME), "title")]
        always = {"account_id": one.account_id, "days": days}
        return FormScreen(title, [start], onboarding_changes.start_onboarding, always=always, more=more)
    fields = [
        Field("account_id", "Account", "pick", required=True, options=accounts),
        start,
        Field("note", "Hand-over note", "long", hint="what was promised in the sale, and to whom"),
    ]
    return FormScreen(
        "Start an onboarding", fields, onboarding_changes.start_onboarding, always={"days": days}, more=more
    )


def move_form(row: "MilestoneRow") -> FormScreen:
    """Asks for another date."""
    title: Cell = [("Another date for ", "title"), (shorten(row.milestone.what, NAME), "title")]
    field = Field("due", "By", "date", row.milestone.due, required=True, hint="fri, in 3 days, 2 dec")
    return FormScreen(title, [field], onboarding_changes.move_milestone, always={"milestone_id": row.id})


def criteria_form(one: "Onboarding") -> FormScreen:
    """Asks by what the client will call it a success, and when that was agreed (rule O-1)."""
    title: Cell = [("Success at ", "title"), (shorten(one.account, NAME), "title")]
    fields = [
        Field("success_criteria", "Success is", "long", one.success_criteria, hint="in the client's words"),
        Field("agreed_on", "Agreed on", "date", one.criteria_agreed_on, past=True, hint="empty: not agreed yet"),
    ]
    return FormScreen(title, fields, onboarding_changes.agree_criteria, always={"account_id": one.account_id})


class MilestoneForm(FormScreen):
    """A new milestone of an account, or changes to one (rule O-1); gives `Saved(key)`."""

    def __init__(self, account_id: int, row: "MilestoneRow | None" = None) -> None:
        self._account_id, self._milestone_id = account_id, row.id if row else None
        known = row.milestone if row else None
        fields = [
            Field("what", "What", value=known.what if known else "", required=True),
            Field("success_measure", "Measure", value=known.success_measure if known else "",
                  hint="how both sides see that it is met"),
            Field("due", "By", "date", known.due if known else None, required=True, hint="in 2 weeks, 2 dec"),
        ]  # fmt: skip
        if known is not None and known.met_on is not None:
            fields.append(Field("met_on", "Met on", "date", known.met_on, past=True, hint="empty: open again"))
        super().__init__("Milestone" if row else "New milestone", fields)

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it."""
        run = self.desk.database.run
        if self._milestone_id is None:
            return await run(onboarding_changes.add_milestone, values, account_id=self._account_id)
        await run(onboarding_changes.edit_milestone, self._milestone_id, values)
        return self._milestone_id
