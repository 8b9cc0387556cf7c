"""The account plan: one page, written and drawn, with what stands beside each part."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.plan_length import measure
from kamtui.domain.plans import LISTS, TITLES, PlanPart
from kamtui.domain.text import shorten
from kamtui.domain.wording import past_words
from kamtui.screens.account_choice import choose_account
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.plan_rows import Spot, meter, plan_words, rows, spot_near
from kamtui.screens.plan_side import below_lines, side_lines
from kamtui.screens.timed import Timed
from kamtui.storage import map as maps
from kamtui.storage import plans, plans_changes
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.domain.plan_actions import Action
    from kamtui.storage.plans import PlanPage
    from kamtui.widgets.ink import Cell

NO_ACCOUNT = "There is no account yet. 2 shows the accounts, and n there adds the first."
NEW = {PlanPart.OBJECTIVES: "objective", PlanPart.ACTIONS: "action", PlanPart.TEAM: "person on the team"}
NEW |= {PlanPart.PREDICTIONS: "prediction"}
OUTCOMES = [(True, "It came true"), (False, "It did not come true")]


class PlanScreen(Timed, CockpitScreen):
    """The plan of one account; e writes the part under the cursor, f freezes a version."""

    SCOPE = "plan"
    CSS_PATH = "plan.tcss"
    FOLLOWS_ACCOUNT = True
    HELP = (
        "The account plan on one page. What kamtui knows is drawn and takes a remark; the rest is written. A gap names "
        "the conversation that fills it. f freezes a version every quarter, v lays any two side by side."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.page: PlanPage | None = None
        self._told = False

    def body(self) -> ComposeResult:
        """The page, and what stands beside or below it."""
        with Horizontal(id="main"):
            yield VirtualList(Column(""), empty=NO_ACCOUNT, titles=False)
            yield Lines(id="why", classes="side")
        yield Lines(id="below")

    # What is shown

    async def load(self) -> None:
        """Read the whole plan; without a current account the first one is shown."""
        desk = self.desk
        if desk.account_id is None and (first := await self.read(maps.first_account)) is not None:
            self.set_account(*first)
            return
        self.page = None
        self.time_on(desk.account_id)
        if desk.account_id is not None:
            self.page = await self.read(plans.the_plan, desk.account_id, desk.today, desk.settings.practice())
        if plan_words().problem and not self._told:
            self._told = True
            self.refuse(plan_words().problem)
        self.show_page()

    def show_page(self) -> None:
        """Put the plan up, as wide as there is room."""
        page = self.page
        plan = self.query_one(VirtualList)
        plan.show([] if page is None else rows(page.sections, max(20, plan.room - 3)))
        if page is not None:
            length = measure(page.sections, page.tier, plan_words().value.gaps, page.account)
            frozen = f"frozen {past_words(page.frozen_on, self.desk.today)}" if page.frozen_on else "never frozen"
            name = shorten(page.account, 60 if self.has_class("-wide") else 26)
            left: Cell = [("Plan", "title"), (" · ", "dim"), (name, "")]
            self.show_status((frozen, "dim"), meter(length), left)
        self._show_side()

    def _show_side(self) -> None:
        page, spot, today = self.page, self.spot, self.desk.today
        shown = page is not None and spot is not None
        self.query_one("#why", Lines).show(side_lines(page, spot, today) if shown and page and spot else [])
        self.query_one("#below", Lines).show(below_lines(page, spot, today) if shown and page and spot else [])

    @property
    def spot(self) -> Spot | None:
        """Where the cursor stands."""
        key = self.query_one(VirtualList).key
        return key if isinstance(key, Spot) else None

    def on_virtual_list_highlighted(self) -> None:
        """What stands beside follows the cursor."""
        self._show_side()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self.call_after_refresh(self.show_page)

    def _here(self) -> "tuple[PlanPage, Spot] | None":
        page, spot = self.page, self.spot
        if page is None or spot is None:
            self.refuse("there is no account yet: 2 shows the accounts")
            return None
        return page, spot

    # Moving

    def action_forward(self) -> None:
        """The next part."""
        self._go(1)

    def action_backward(self) -> None:
        """The part before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        plan = self.query_one(VirtualList)
        plan.go_to(spot_near(plan.lines, self.spot, by))

    @work
    async def action_account(self) -> None:
        """Another account, found by typing."""
        await choose_account(self)

    # Writing

    async def action_open(self) -> None:
        """Enter writes too."""
        self.action_edit()

    @work(group="form")
    async def action_edit(self) -> None:
        """Write the part under the cursor, or change the record."""
        from kamtui.screens.plan_forms import record_form

        if (here := self._here()) is None:
            return
        page, spot = here
        if spot.part not in LISTS:
            from kamtui.screens.plan_write import PlanWriteScreen

            await self.app.push_screen(PlanWriteScreen(page.account_id, spot.part))
        elif (saved := await self.app.push_screen_wait(record_form(page, spot.part, spot.uid))) is not None:
            self.tell(saved.value)

    @work(group="form")
    async def action_new(self) -> None:
        """A new objective, action, prediction or member, as the part has it; elsewhere it asks which."""
        from kamtui.screens.plan_forms import record_form

        if (here := self._here()) is None:
            return
        page, spot = here
        part: PlanPart | None = spot.part
        if part not in NEW:
            part = await self.app.push_screen_wait(ChooseScreen("What is new?", list(NEW.items())))
        if part is not None and (saved := await self.app.push_screen_wait(record_form(page, part))) is not None:
            self.tell(saved.value)

    @work(group="form")
    async def action_done(self) -> None:
        """Done, reached, or settled, as the part has it."""
        if (here := self._here()) is None:
            return
        _, spot = here
        saved = None
        if not spot.uid or spot.part is PlanPart.TEAM:
            self.refuse("an objective, an action or a prediction can be done; the cursor is on none of them")
        elif spot.part is PlanPart.ACTIONS:
            saved = await self.change(plans_changes.finish_action, spot.uid)
        elif spot.part is PlanPart.OBJECTIVES:
            saved = await self.change(plans_changes.reach_objective, spot.uid)
        elif (true := await self.app.push_screen_wait(ChooseScreen("What became of it?", OUTCOMES))) is not None:
            saved = await self.change(plans_changes.settle_prediction, spot.uid, true)
        if saved is not None:
            self.tell(f"{saved.value} · u undoes it")

    def _action(self) -> "Action | None":
        """The action under the cursor; says so where there is none."""
        page, spot = self.page, self.spot
        if page is not None and spot is not None and spot.part is PlanPart.ACTIONS and spot.uid:
            return next((one for one in page.facts.actions if one.uid == spot.uid), None)
        self.refuse("only an action is marked; they stand under “The next 90 days”")
        return None

    @work(group="form")
    async def action_in_plan(self) -> None:
        """Mark the action for the next 90 days, or take the mark off."""
        if (action := self._action()) and (saved := await self.change(plans_changes.mark_in_plan, action.uid)):
            self.tell(saved.value)

    @work(group="form")
    async def action_important(self) -> None:
        """Make the action the most important of the next 30 days."""
        if (action := self._action()) and (saved := await self.change(plans_changes.mark_most_important, action.uid)):
            self.tell(saved.value)

    @work(group="form")
    async def action_remove(self) -> None:
        """Take the record under the cursor away."""
        if (here := self._here()) is None:
            return
        page, spot = here
        if not spot.uid:
            self.refuse(f"“{TITLES[spot.part]}” has no line to remove here: e writes it")
            return
        if spot.part is PlanPart.TEAM:
            member = page.facts.team[int(spot.uid)]
            saved = await self.change(plans_changes.remove_member, page.account_id, member)
        else:
            saved = await self.change(plans_changes.remove_record, spot.part.value, spot.uid)
        if saved is not None:
            self.tell(f"{saved.value} · u brings it back")

    # Versions

    @work(group="form")
    async def action_freeze(self) -> None:
        """Three questions, then a version that never changes."""
        if (page := self.page) is None:
            self.refuse("there is no plan to freeze")
            return
        from kamtui.screens.freeze_form import freeze_form

        kept = await self.read(plans.versions, page.account_id)
        form = freeze_form(page, kept, self.desk.settings.practice(), self.time_spent())
        if (saved := await self.app.push_screen_wait(form)) is not None:
            self.time_anew()
            self.tell(f"{saved.value} · v shows the versions")

    @work(group="file")
    async def action_export(self) -> None:
        """Write the plan to a file."""
        from kamtui.screens.plan_file import file_form

        if self.page is None:
            self.refuse("there is no plan to write to a file")
        elif saved := await self.app.push_screen_wait(file_form(self.page, self.desk.today)):
            self.tell(f"written to {saved.value}")

    async def action_versions(self) -> None:
        """The frozen versions, any two side by side."""
        if (page := self.page) is None:
            self.refuse("there is no plan yet, and no version of it")
            return
        from kamtui.screens.plan_versions import PlanVersionsScreen

        await self.app.push_screen(PlanVersionsScreen(page.account_id, page.account))
