"""What the keys do to an opportunity, the same in the pipeline and on its page."""

from textual import work

from kamtui.domain import money
from kamtui.domain.expansion import Integrity, Stage
from kamtui.domain.opportunities import PARKED, WAY, asks_integrity, missing_parts, next_stage, why_not
from kamtui.domain.text import shorten
from kamtui.screens.base import CockpitScreen
from kamtui.storage import opportunities_changes as changes
from kamtui.storage.opportunities import OpportunityRow

NAME = 40
NONE_CHOSEN = "no opportunity is chosen; n adds one"


class OpportunityWork(CockpitScreen):
    """The base of the screens that show an opportunity; `opportunity` is the one under the cursor."""

    @property
    def opportunity(self) -> OpportunityRow | None:
        """The opportunity that the keys act on."""
        return None

    def _chosen(self) -> OpportunityRow | None:
        if self.opportunity is None:
            self.refuse(NONE_CHOSEN)
        return self.opportunity

    # Stages

    @work
    async def action_forward(self) -> None:
        """To the next stage, where its parts and the integrity question let it (rules X-5, X-6)."""
        if (row := self._chosen()) is not None:
            await self._step(row, 1)

    @work
    async def action_backward(self) -> None:
        """To the stage before."""
        if (row := self._chosen()) is not None:
            await self._step(row, -1)

    async def _step(self, row: OpportunityRow, by: int) -> None:
        to = next_stage(row.deal.stage, by)
        if to is not None:
            await self.move(row, to)
        elif row.deal.stage not in WAY:
            self.refuse("it is lost; t chooses the stage it goes on from")
        else:
            self.refuse(f"it is {row.deal.stage}: there is no stage {'after' if by > 0 else 'before'} that")

    @work
    async def action_stage(self) -> None:
        """To any stage."""
        from kamtui.screens.choose import ChooseScreen
        from kamtui.screens.opportunity_form import stage_options

        if (row := self._chosen()) is None:
            return
        window = ChooseScreen(
            f"Stage of {shorten(row.deal.name, NAME)}", stage_options(row.deal.usual), chosen=row.deal.stage
        )
        chosen = await self.app.push_screen_wait(window)
        if chosen is not None and chosen != row.deal.stage:
            await self.move(row, chosen)

    async def move(self, row: OpportunityRow, to: str) -> None:
        """Bring it to a stage; asks the integrity question where only that is in the way."""
        if asks_integrity(row.deal, to):
            if not await self._answer(row, to):
                return
        elif reason := why_not(row.deal, to):
            writes = missing_parts(row.deal) and reason != PARKED
            self.refuse(f"{reason} · {'w writes it' if writes else 'i says what is new'}")
            return
        elif await self.change(changes.move_opportunity, row.id, to, usual=row.deal.usual) is None:
            return
        else:
            self.tell(f"{shorten(row.deal.name, NAME)} is {to} now · u undoes it")
        if to == Stage.WON:
            await self._offer_contract(row)

    async def _answer(self, row: OpportunityRow, to: str) -> bool:
        """Ask whose benefit it is; whether it went on to the stage."""
        from kamtui.screens.opportunity_form import IntegrityScreen

        answer = await self.app.push_screen_wait(IntegrityScreen(row))
        goes_on = answer == Integrity.THEIRS
        then, usual = to if goes_on else "", row.deal.usual
        if not answer or not await self.change(changes.answer_integrity, row.id, answer, to=then, usual=usual):
            return False
        done = f"{to} now" if to else "mainly for their benefit"
        self.tell(f"{shorten(row.deal.name, NAME)}: {done if goes_on else 'parked until there is new evidence'}")
        return bool(goes_on and to)

    async def _offer_contract(self, row: OpportunityRow) -> None:
        from kamtui.screens.confirm import ConfirmScreen

        if not row.deal.annual_value:
            return
        worth = money.short(row.deal.annual_value)
        question = f"Won. Does {shorten(row.account, NAME)} pay {worth} a year more from now on?"
        more = ("Yes lets its contract line grow, or begins one where it has several; no leaves it for later.", "dim")
        window = ConfirmScreen(question, yes="yes", no="not yet", more=more)
        if await self.app.push_screen_wait(window) and (saved := await self.change(changes.grow_contract, row.id)):
            self.tell(f"{shorten(row.account, NAME)} pays {money.short(saved.value)} a year now")

    # Everything else

    @work
    async def action_integrity(self) -> None:
        """Answer the integrity question, or say what is new about a parked one (rule X-6)."""
        if (row := self._chosen()) is not None:
            await self.judge(row)

    async def judge(self, row: OpportunityRow) -> None:
        """Ask the question; a parked one asks for its evidence."""
        from kamtui.screens.opportunity_form import evidence_form

        if not row.deal.open:
            self.refuse(f"it is {row.deal.stage}; the question comes before the invitation")
        elif not row.deal.parked:
            await self._answer(row, "")
        elif await self.app.push_screen_wait(evidence_form(row)):
            self.tell(f"{shorten(row.deal.name, NAME)} goes on")

    @work
    async def action_words(self) -> None:
        """Write the three parts of the conversation (rule X-5)."""
        from kamtui.screens.opportunity_form import PartsForm
        from kamtui.screens.pipeline_words import expansion_words

        if (row := self._chosen()) is not None:
            if problem := expansion_words().problem:
                self.refuse(problem)
            await self.app.push_screen_wait(PartsForm(row))

    @work
    async def action_edit(self) -> None:
        """Change the facts."""
        from kamtui.screens.opportunity_form import OpportunityForm

        if (row := self._chosen()) is not None:
            await self.app.push_screen_wait(OpportunityForm(key=row.id))

    @work
    async def action_snooze(self) -> None:
        """The next step and its day (rule X-7)."""
        if (row := self._chosen()) is not None:
            await self.plan(row)

    @work
    async def action_done(self) -> None:
        """The next step is taken, and another one follows."""
        if (row := self._chosen()) is not None:
            await self.plan(row, taken=True)

    async def plan(self, row: OpportunityRow, *, taken: bool = False) -> None:
        """Ask for the next step."""
        from dataclasses import replace

        from kamtui.screens.opportunity_form import next_step_form

        if not row.deal.open:
            self.refuse(f"it is {row.deal.stage} and needs no next step")
            return
        asked = replace(row, deal=replace(row.deal, next_step="")) if taken else row
        await self.app.push_screen_wait(next_step_form(asked))

    @work
    async def action_skip(self) -> None:
        """It is lost, and why."""
        if (row := self._chosen()) is not None:
            await self.lose(row)

    async def lose(self, row: OpportunityRow) -> None:
        """Ask why, and close it as lost."""
        from kamtui.screens.form import Field, FormScreen

        if row.deal.stage == Stage.LOST:
            self.refuse("it is lost already; t chooses the stage it goes on from")
            return
        form = FormScreen(
            f"Lost: {shorten(row.deal.name, 50)}",
            [Field("why", "Why", hint="what the client said; the notes keep it")],
            changes.move_opportunity,
            always={"opportunity_id": row.id, "to": Stage.LOST.value, "usual": row.deal.usual},
        )
        if await self.app.push_screen_wait(form):
            self.tell("closed as lost · u undoes it")

    @work
    async def action_remove(self) -> None:
        """Remove it, after a question."""
        if (row := self._chosen()) is not None:
            await self.remove_it(row)

    async def remove_it(self, row: OpportunityRow) -> None:
        """Ask, and remove."""
        from kamtui.screens.confirm import ConfirmScreen

        question = ConfirmScreen(f"Remove the opportunity {shorten(row.deal.name, 50)}?", yes="remove", no="keep")
        if await self.app.push_screen_wait(question) and await self.change(changes.remove_opportunity, row.id):
            self.tell("removed · u brings it back")
