"""The page of one account: its verdicts, open work, people and promises, and everything that happened."""

from textual import work

from kamtui.screens.account_opening import ELSEWHERE, form_of, page_of, touchpoint_form
from kamtui.screens.account_timeline import key_of
from kamtui.screens.account_view import AccountView
from kamtui.screens.form import FormScreen
from kamtui.storage.account_history import account_history
from kamtui.storage.account_page import AccountPage
from kamtui.storage.timeline_changes import remove_line


class AccountScreen(AccountView):
    """Everything about the current account on one page, with its timeline."""

    SCOPE = "account"
    NAME = "Account"
    CSS_PATH = "account.tcss"
    FILTERS = True
    HELP = (
        "One account with everything known about it. / finds lines of the timeline, enter opens one, "
        "tab goes to the timeline and back, [ and ] go to the other accounts of the list."
    )

    def action_switch(self) -> None:
        """To the timeline, and back."""
        if self.wide:
            other = self.facts if self.lines.has_focus else self.lines
            other.focus()
        elif isinstance(self.facts.key, tuple) and self.facts.key[0] == "line":
            self.facts.action_first()
        elif self.happened:
            self.facts.go_to(key_of(self.happened[0]))
            self.facts.scroll_to(y=self.facts.cursor - 1, animate=False, immediate=True, force=True)

    async def action_open(self) -> None:
        """Open what the line under the cursor stands for."""
        kind, key = self.under_cursor()
        if kind == "tier_change":
            self.action_tier()
        elif (form := form_of(self.page, self.happened, kind, key, self.desk.today)) is not None:
            self._ask(form)
        elif (screen := page_of(self.page, self.happened, kind, key)) is not None:
            await self.app.push_screen(screen)
        elif kind == "commitment":
            from kamtui.screens.commitments import CommitmentsScreen

            await self.app.push_screen(CommitmentsScreen(one_account=True))
        elif kind in ELSEWHERE:
            await self._go(*ELSEWHERE[kind])
        else:
            self.refuse("there is nothing to open here; e edits the account")

    @work
    async def _ask(self, form: FormScreen) -> None:
        await self.app.push_screen_wait(form)

    async def _go(self, place: str, reason: str) -> None:
        if place in {one.id for one in self.desk.places}:
            await self.app.run_action(f"go('{place}')", default_namespace=self.app)
        else:
            self.refuse(reason or "there is nothing to open here")

    def action_new(self) -> None:
        """A new touchpoint."""
        if (page := self._there("note a touchpoint for")) is not None:
            self._ask(touchpoint_form(page.row.id))

    @work
    async def action_edit(self) -> None:
        """Change the account."""
        from kamtui.screens.account_form import edit_account

        if (page := self._there("edit")) is not None:
            await edit_account(self, page.row.id)

    @work
    async def action_tier(self) -> None:
        """Change the tier, with the reason."""
        from kamtui.screens.tier_form import ask_for_tier

        if (page := self._there("move to another tier")) is not None:
            await ask_for_tier(self, page.row.id, page.row.name, page.row.tier)

    @work
    async def action_playbook(self) -> None:
        """Start a playbook here."""
        from kamtui.screens.playbook_start import ask_to_start

        if (page := self._there("start a playbook on")) is not None:
            await ask_to_start(self, None, page.row.id)

    @work
    async def action_contracts(self) -> None:
        """The contract lines that its value is made of, and what happened to them."""
        from kamtui.screens.contracts import ContractsScreen

        if (page := self._there("open contract lines of")) is not None:
            await self.app.push_screen_wait(ContractsScreen(page.row.id, page.row.name))

    @work
    async def action_history(self) -> None:
        """What was changed."""
        from kamtui.screens.history import HistoryScreen

        if (page := self._there("look back on")) is not None:
            entries = await self.read(account_history, page.row.id)
            await self.app.push_screen_wait(HistoryScreen(page.row.name, entries))

    @work(group="file")
    async def action_export(self) -> None:
        """Write the hand-over pack, everything about the account, to a file."""
        from kamtui.screens.handover_file import handover_form
        from kamtui.storage.handover import handover_of

        if (page := self._there("hand over")) is not None:
            today, practice = self.desk.today, self.desk.settings.practice()
            found = await self.read(handover_of, page.row.id, today, practice)
            if found and (saved := await self.app.push_screen_wait(handover_form(found, today, practice))):
                self.tell(f"written to {saved.value}")

    @work
    async def action_remove(self) -> None:
        """Take the line under the cursor off the timeline."""
        kind, key = self.under_cursor()
        if not isinstance(self.list.key, tuple) or self.list.key[0] != "line":
            self.refuse("only lines of the timeline are removed here; the list of accounts removes an account")
        elif (saved := await self.change(remove_line, kind, key)) is not None:
            self.tell(f"{saved.value} removed · u brings it back")

    def _there(self, to: str) -> AccountPage | None:
        if self.page is None:
            self.refuse(f"there is no account to {to}")
        return self.page
