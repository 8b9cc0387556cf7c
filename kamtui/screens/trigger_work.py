"""What the keys do to a trigger in the pipeline; on an opportunity they do what they do on its page."""

from textual import work

from kamtui.domain.expansion import TriggerState
from kamtui.domain.text import shorten
from kamtui.domain.timing import TimingVerdict
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.opportunity_form import DAY_HINT
from kamtui.screens.opportunity_work import OpportunityWork
from kamtui.storage import expansion_changes as changes
from kamtui.storage import opportunities
from kamtui.storage.expansion import Judged
from kamtui.storage.opportunities_from import from_trigger

NAME = 40


class TriggerWork(OpportunityWork):
    """The base of a screen with triggers beside opportunities; `trigger` is the one under the cursor."""

    @property
    def trigger(self) -> Judged | None:
        """The trigger that the keys act on."""
        return None

    def point_at(self, key: int) -> None:
        """Put the cursor on an opportunity."""

    def _chosen_trigger(self, to: str) -> Judged | None:
        if self.trigger is None:
            self.refuse(f"this is no trigger to {to}; tab goes to the triggers, g notes one")
        return self.trigger

    # On either

    @work
    async def action_forward(self) -> None:
        """To the next stage; a trigger has to become an opportunity first."""
        if self.trigger is not None:
            self.refuse("a trigger has no stages: i makes it an opportunity")
        elif (row := self._chosen()) is not None:
            await self._step(row, 1)

    @work
    async def action_integrity(self) -> None:
        """Make an opportunity of the trigger, or answer the integrity question of an opportunity."""
        if (each := self.trigger) is None:
            if (row := self._chosen()) is not None:
                await self.judge(row)
            return
        saved = await self.change(from_trigger, each.trigger.uid)
        if saved is not None:
            self.point_at(saved.value)
            self.tell("an idea is in the pipeline · e adds what it is worth, w writes the conversation")

    @work
    async def action_edit(self) -> None:
        """Change the facts."""
        from kamtui.screens.opportunity_form import OpportunityForm
        from kamtui.screens.trigger_form import TriggerForm

        if (each := self.trigger) is not None:
            await self.app.push_screen_wait(TriggerForm(each.trigger.account_id, each.trigger.uid))
        elif (row := self._chosen()) is not None:
            await self.app.push_screen_wait(OpportunityForm(key=row.id))

    @work
    async def action_done(self) -> None:
        """The trigger was acted on; the next step of an opportunity was taken."""
        if (each := self.trigger) is not None:
            if await self.change(changes.settle_trigger, each.trigger.uid, TriggerState.ACTED.value):
                self.tell("acted on · u undoes it")
        elif (row := self._chosen()) is not None:
            await self.plan(row, taken=True)

    @work
    async def action_snooze(self) -> None:
        """The next step of an opportunity; a later day for a trigger, which is then open again."""
        if (each := self.trigger) is not None:
            await self._reopen(each)
        elif (row := self._chosen()) is not None:
            await self.plan(row)

    async def _reopen(self, each: Judged) -> None:
        days = self.desk.settings.trigger_window_days
        form = FormScreen(
            f"Act later: {shorten(each.trigger.heard, NAME)}",
            [Field("look_again_on", "By", "date", hint=f"{DAY_HINT}; empty: {days} days from now")],
            changes.settle_trigger,
            always={"uid": each.trigger.uid, "state": TriggerState.OPEN.value, "window_days": days},
            more=(f"It {each.trigger.window}. It is open then, and asked for by that day.", "dim"),
        )
        if await self.app.push_screen_wait(form):
            self.tell("open again with a new day · u undoes it")

    @work
    async def action_skip(self) -> None:
        """Let the trigger go; the opportunity is lost."""
        if (each := self.trigger) is not None:
            if await self.change(changes.settle_trigger, each.trigger.uid, TriggerState.EXPIRED.value):
                self.tell("let go · s opens it again, u undoes it")
        elif (row := self._chosen()) is not None:
            await self.lose(row)

    @work
    async def action_remove(self) -> None:
        """Remove it, after a question."""
        from kamtui.screens.confirm import ConfirmScreen

        if (each := self.trigger) is not None:
            question = ConfirmScreen(f"Remove “{shorten(each.trigger.heard, NAME)}”?", yes="remove", no="keep")
            if await self.app.push_screen_wait(question):
                saved = await self.change(changes.remove_trigger, each.trigger.uid)
                if saved is not None:
                    self.tell(f"{saved.value} removed · u brings it back")
        elif (row := self._chosen()) is not None:
            await self.remove_it(row)

    # On triggers alone

    @work
    async def action_file(self) -> None:
        """File the trigger with a day to look again (rule X-3)."""
        if (each := self._chosen_trigger("file")) is None:
            return
        verdict = each.timing
        said = "; ".join(leg.words for leg in verdict.missing)
        now = verdict.verdict is TimingVerdict.ACT_NOW
        more = "All three legs stand: you could act now." if now else f"Missing: {said}."
        form = FormScreen(
            f"File: {shorten(each.trigger.heard, NAME)}",
            [Field("look_again_on", "Look again on", "date", required=True, hint=DAY_HINT)],
            changes.settle_trigger,
            always={"uid": each.trigger.uid, "state": TriggerState.FILED.value},
            more=(more, "dim"),
        )
        if await self.app.push_screen_wait(form):
            self.tell("filed; it comes back in the week's list on that day")

    @work
    async def action_trigger(self) -> None:
        """Note what was heard (rule X-1)."""
        from kamtui.screens.choose import ChooseScreen
        from kamtui.screens.trigger_form import TriggerForm

        near = self.opportunity or (self.trigger.trigger if self.trigger is not None else None)
        accounts = await self.read(opportunities.accounts_to_choose)
        if not accounts:
            self.refuse("there is no account yet; 2 shows where to add one")
            return
        wanted = near.account_id if near is not None else self.desk.account_id
        chosen = await self.app.push_screen_wait(ChooseScreen("Heard at which account?", accounts, chosen=wanted))
        if chosen is not None:
            await self.app.push_screen_wait(TriggerForm(chosen))
