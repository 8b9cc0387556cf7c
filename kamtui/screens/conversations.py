"""The conversations: the ones being avoided with their days, those with a date, and what came of the others."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.conversations import STEPS, ConversationState, Part
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.conversation_words import EFFECTS, KINDS, below_lines, side_lines
from kamtui.storage import conversations, conversations_changes, touchpoints
from kamtui.storage.conversations import Conversation
from kamtui.widgets.ink import Cell, plain
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import ago_label, due_label
from kamtui.widgets.virtual_list import Column, Heading, Row, Rows, VirtualList

EMPTY = "No conversation is being avoided. n notes one: an account, a person, and what happened in one line."
NOTHING_FITS = "No conversation fits the filter. Escape shows all of them."
GROUPS = {
    ConversationState.DRAFT: "being avoided",
    ConversationState.COMMITTED: "with a date",
    ConversationState.HELD: "held, and not closed yet",
    ConversationState.CLOSED: "closed within twelve months",
}
GONE = "it is no longer there"


class ConversationsScreen(CockpitScreen):
    """All difficult conversations; enter plans one, d says that it was held and what came of it."""

    SCOPE = "conversations"
    CSS_PATH = "conversations.tcss"
    FILTERS = True
    HELP = (
        "The conversations you would rather avoid, the longest waiting on top. Note one in a line, plan it in five "
        "steps, commit to a date, rehearse it, hold it, and say what came of it."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: list[Conversation] = []
        self._new = ""

    def body(self) -> ComposeResult:
        """The list, and what happened beside or below it."""
        with Horizontal(id="main"):
            yield VirtualList(
                Column("waits", 5, right=True),
                Column("account", share=3, least=20),
                Column("person", share=2, least=14),
                Column("about", 15, keep=2),
                Column("script", 7, keep=4),
                Column("date", 10, right=True),
                empty=EMPTY,
            )
            yield Lines(id="why", classes="side")
        yield Lines(id="below", wrapped=False)

    # What is shown

    async def load(self) -> None:
        """All conversations; the cursor goes to the account that all screens show."""
        self.found = await self.read(conversations.conversations, self.desk.today)
        self.apply_filter(self.filter_text)
        self._to_account()
        counts = {state: sum(1 for one in self.found if one.state is state) for state in ConversationState}
        words = {
            ConversationState.DRAFT: "avoided",
            ConversationState.COMMITTED: "with a date",
            ConversationState.HELD: "to close",
        }
        middle = "  ".join(f"{counts[state]} {said}" for state, said in words.items() if counts[state])
        lessons = counts[ConversationState.CLOSED]
        self.show_status(middle, (f"{lessons} closed" if lessons else "", "dim"))

    def apply_filter(self, text: str) -> None:
        """Only those in whose account, person, kind or story all words occur."""
        words = text.casefold().split()
        shown = [one for one in self.found if all(word in _searched(one) for word in words)]
        lines: list[Conversation | str] = []
        for state, title in GROUPS.items():
            group = [one for one in shown if one.state is state]
            lines += [title, *group] if group else []
        rows = Rows(lines, draw=self._draw, key=lambda one: one if isinstance(one, str) else one.uid)
        self.query_one(VirtualList).show(rows, empty=NOTHING_FITS if words else EMPTY)
        self._show_why()

    def _draw(self, one: Conversation | str) -> Row | Heading:
        if isinstance(one, str):
            return Heading(one)
        today, draft = self.desk.today, one.state is ConversationState.DRAFT
        date: Cell = ("no date", "dim") if draft else due_label(one.committed_on, today)
        if one.state is ConversationState.HELD:
            date = ("what now?", "watch")
        days: Cell = (f"{one.days(today)} d", "watch" if draft else "")
        cells: list[Cell] = [days, one.account, one.person or ("–", "dim"), KINDS[one.kind], self._script(one), date]
        if one.state is ConversationState.CLOSED:
            effect: Cell = EFFECTS[one.effect] if one.effect is not None else ""
            cells = [(plain(cell), "dim") for cell in ("", *cells[1:4], effect, ago_label(one.closed_on, today))]
        return Row(cells, key=one.uid)

    @staticmethod
    def _script(one: Conversation) -> Cell:
        return (f"{one.written} of {len(STEPS)}", "good" if one.written == len(STEPS) else "dim")

    @property
    def current(self) -> Conversation | None:
        """The conversation under the cursor."""
        key = self.query_one(VirtualList).key
        return next((one for one in self.found if one.uid == key), None)

    def _to_account(self) -> None:
        """To the one that was just noted, else to the first one of the account that another screen chose."""
        here, wanted, found = self.current, self.desk.account_id, self.query_one(VirtualList)
        if not found.go_to(self._new) and wanted is not None and (here is None or here.account_id != wanted):
            found.go_to(next((one.uid for one in self.found if one.account_id == wanted), ""))
        self._new = ""

    def on_virtual_list_highlighted(self) -> None:
        """The cursor's account is the one that the other screens show."""
        if (talk := self.current) is not None:
            self.desk.account_id, self.desk.account_name = talk.account_id, talk.account
        self._show_why()

    def _show_why(self) -> None:
        talk, today, days = self.current, self.desk.today, self.desk.settings.draft_conversation_days
        self.query_one("#why", Lines).show(side_lines(talk, today, days) if talk else [])
        self.query_one("#below", Lines).show(below_lines(talk, today, days) if talk else [])

    def _talk(self, what: str) -> Conversation | None:
        if self.current is None:
            self.refuse(f"there is no conversation to {what}: n notes one")
        return self.current

    # What the keys do

    def action_open(self) -> None:
        """The planner."""
        if (talk := self._talk("plan")) is not None:
            self._plan(talk.uid)

    @work(group="plan")
    async def _plan(self, uid: str) -> None:
        from kamtui.screens.conversation_planner import PlannerScreen

        await self.app.push_screen_wait(PlannerScreen(uid))

    @work(group="form")
    async def action_new(self) -> None:
        """Note one, and plan it."""
        from kamtui.screens.conversation_forms import note_form

        options = await self.read(conversations.accounts)
        if not options:
            self.refuse("there is no account to talk to yet: 2 opens the accounts, where n adds the first one")
            return
        key: int | None = options[0][0]
        if len(options) > 1:
            chosen = self.desk.account_id
            key = await self.app.push_screen_wait(ChooseScreen("With which account?", options, chosen=chosen))
        if key is None:
            return
        people = await self._people(key)
        name = dict(options)[key]
        if saved := await self.app.push_screen_wait(note_form(key, name, people)):
            self.set_account(key, name)
            self._new = saved.value
            self.reload()
            self._plan(saved.value)

    async def _people(self, account_id: int, also: int | None = None) -> list[tuple[int | None, str]]:
        return [*await self.read(touchpoints.people_to_choose, account_id, self.desk.today, (also,))]

    @work(group="form")
    async def action_edit(self) -> None:
        """With whom, about what, since when."""
        from kamtui.screens.conversation_forms import edit_form

        talk = self._talk("edit")
        if talk is not None and talk.state is ConversationState.CLOSED:
            self.refuse("it is closed: what was written for it stays as it was")
        elif talk is not None:
            people = await self._people(talk.account_id, talk.stakeholder_id)
            await self.app.push_screen_wait(edit_form(talk, people))

    @work(group="form")
    async def action_snooze(self) -> None:
        """Commit to a date, or move it."""
        from kamtui.screens.conversation_forms import date_form

        talk = self._talk("give a date")
        if talk is not None and talk.state in (ConversationState.HELD, ConversationState.CLOSED):
            self.refuse(f"it is {talk.state} already: its date does not move any more")
        elif talk is not None and (saved := await self.app.push_screen_wait(date_form(talk))):
            self.tell(f"{saved.value} · u undoes it")

    @work(group="form")
    async def action_done(self) -> None:
        """It was held; then what came of it."""
        from kamtui.screens.conversation_forms import AfterForm

        talk = self._talk("hold")
        if talk is None:
            return
        if talk.state is not ConversationState.HELD and await self.change(conversations_changes.hold, talk.uid) is None:
            return
        now = await self.read(conversations.conversation, talk.uid)
        if now is None:
            self.refuse(GONE)
        elif now.state is ConversationState.CLOSED:
            self.refuse("it is closed already")
        elif saved := await self.app.push_screen_wait(AfterForm(now)):
            self.tell(f"{saved.value} · u undoes it")
        else:
            self.tell("it is held; d says later what came of it")

    @work(group="plan")
    async def action_rehearse(self) -> None:
        """The script, one step at a time."""
        if (talk := self._talk("rehearse")) is None:
            return
        if not talk.written:
            self.refuse("there is no script to rehearse yet: enter writes it")
            return
        from kamtui.screens.rehearsal import RehearsalScreen

        await self.app.push_screen_wait(RehearsalScreen(talk.texts))

    def action_skip(self) -> None:
        """Not here."""
        self.refuse("a hard conversation is not skipped: s moves its date, delete removes it for good")

    @work(group="form")
    async def action_remove(self) -> None:
        """Take it away."""
        if (talk := self._talk("remove")) is None:
            return
        question: Cell = ["Remove the talk with ", (talk.with_whom, "strong"), "?"]
        more: Cell = ("What was written for it goes too; its promises stay in the ledger. u brings it back.", "dim")
        if await self.app.push_screen_wait(ConfirmScreen(question, yes="remove", no="keep", more=more)) and (
            saved := await self.change(conversations_changes.remove_conversation, talk.uid)
        ):
            self.tell(f"{saved.value} · u brings it back")


def _searched(one: Conversation) -> str:
    return f"{one.account} {one.person} {KINDS[one.kind]} {one.state} {one.texts[Part.HAPPENED]}".casefold()
