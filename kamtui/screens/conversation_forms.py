"""The forms of difficult conversations: noting one, changing it, its date, and what came of it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import TextArea

from kamtui.domain.conversations import ConversationKind, ConversationState, Effect, Promise, promises
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import Quality
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words
from kamtui.screens.conversation_words import kind_options
from kamtui.screens.fields import Field, FieldRow, Kind
from kamtui.screens.form import FormScreen
from kamtui.storage import conversations_changes as changes
from kamtui.storage.conversations import Conversation
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

NAME = 40
DAY_HINT = "fri, in 3 days, 2 dec"
PROMISE_HINT = "one a line: send the plan by fri"
People = Sequence[tuple[int | None, str]]


def note_form(account_id: int, account: str, people: People) -> FormScreen:
    """Note one that is being avoided (rule D-2)."""
    fields = [
        Field("happened", "What happened", required=True, hint="one line is enough"),
        Field("stakeholder_id", "With", Kind.PICK, options=people, hint="enter chooses, or leave it open"),
        Field("kind", "About", Kind.CHOICE, ConversationKind.SERVICE_FAILURE.value, options=kind_options()),
    ]
    title: Cell = [("A talk you would rather avoid · ", "title"), (shorten(account, NAME), "title")]
    return FormScreen(title, fields, changes.note_conversation, always={"account_id": account_id})


def edit_form(talk: Conversation, people: People) -> FormScreen:
    """With whom, about what, since when (rules D-1, D-2)."""
    fields = [
        Field("stakeholder_id", "With", Kind.PICK, talk.stakeholder_id, options=people, hint="enter chooses"),
        Field("kind", "About", Kind.CHOICE, talk.kind.value, options=kind_options()),
        Field("noted_on", "First noted", Kind.DATE, talk.noted_on, required=True, past=True),
    ]
    title: Cell = [("The talk with ", "title"), (shorten(talk.with_whom, NAME), "title")]
    return FormScreen(title, fields, changes.edit_conversation, always={"uid": talk.uid})


def date_form(talk: Conversation) -> FormScreen:
    """Commit to a date, or move it (rule D-5)."""
    committed = talk.state is ConversationState.COMMITTED
    field = Field("day", "On", Kind.DATE, talk.committed_on, required=not committed, hint=DAY_HINT)
    more = "An empty date makes it a draft again." if committed else "From then on it is in the week's list."
    title: Cell = [("When: ", "title"), (f"the talk with {shorten(talk.with_whom, NAME)}", "title")]
    return FormScreen(title, [field], changes.set_date, always={"uid": talk.uid}, more=(more, "dim"))


class AfterForm(FormScreen):
    """What came of a conversation (rule D-5): it is closed, the map and the ledger take their part of it."""

    DEFAULT_CSS = """
    AfterForm FieldRow > TextArea { height: 2; }
    AfterForm #heard { margin-top: 1; max-height: 5; }
    """

    def __init__(self, talk: Conversation) -> None:
        fields = [
            Field("outcome", "What came of it", Kind.LONG, talk.outcome, required=True),
            Field(
                "effect",
                "Relationship",
                Kind.CHOICE,
                talk.effect,
                required=True,
                options=[(one.value, one.value) for one in Effect],
            ),
            Field("lesson", "What I take", Kind.LONG, talk.lesson, required=True, hint="next time I …"),
        ]
        if talk.quality is not None:
            options = [(one.value, spoken(one)) for one in Quality]
            fields.append(Field("quality", "On the map", Kind.CHOICE, talk.quality.value, options=options))
        fields += [
            Field("ours", "We promised", Kind.LONG, hint=PROMISE_HINT),
            Field("theirs", "They promised", Kind.LONG, hint=PROMISE_HINT),
        ]
        title: Cell = [("After the talk with ", "title"), (shorten(talk.with_whom, NAME), "title")]
        super().__init__(title, fields, changes.close, always={"uid": talk.uid})
        self._person = talk.person

    def body(self) -> ComposeResult:
        """The fields, and how the promises are understood."""
        yield from super().body()
        yield Lines(id="heard")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:  # noqa: ARG002
        """Say how promises are understood while they are typed."""
        typed = {row.field.name: row.typed for row in self.query(FieldRow)}
        today = self.desk.today
        found = [_heard("we", each) for each in promises(typed["ours"], today)]
        found += [_heard(self._person or "they", each) for each in promises(typed["theirs"], today)]
        self.query_one("#heard", Lines).show(found)


def _heard(who: str, promised: Promise) -> Cell:
    when = f"by {day_words(promised.due)}" if promised.due else "no date"
    return [(f"{promised.who or who}: ", "dim"), promised.what, (f" · {when}", "dim" if promised.due else "watch")]
