"""The two forms of closing a review: one line of it, and what ends it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kamtui.domain.commitments import Side
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.follow_up import Part
from kamtui.domain.qbr import Participant
from kamtui.domain.qbr_marks import Marked, MarkKind, draft
from kamtui.domain.text import shorten
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.qbr_lines import KIND_WORDS
from kamtui.storage import qbr_close_changes
from kamtui.storage.qbr_close_changes import SIDES, Closing
from kamtui.storage.qbrs import Qbr

RATINGS = [(number, str(number)) for number in range(1, 6)]
TRIGGERS = [(kind, kind.value.replace("_", " ")) for kind in TriggerKind]
ASKED = {Part.OURS: ("We will", MarkKind.OURS), Part.THEIRS: ("They will", MarkKind.THEIRS)}
MORE = "The follow-up says what we do, what they do, and when both are done. What is missing is asked here."


def line_form(marked: Marked) -> FormScreen:
    """Ask for everything about one line."""
    return FormScreen(
        [(marked.sign, "key"), (" becomes", "title")],
        [
            Field("kind", "Becomes", "choice", marked.kind, options=list(KIND_WORDS.items())),
            Field("text", "What", value=marked.text, required=True),
            Field("who", "Who", value=marked.who, hint="for promises"),
            Field("due", "Due", "date", marked.due, hint="for promises: fri, 12 dec"),
            Field("trigger", "Kind of trigger", "choice", marked.trigger or TRIGGERS[0][0], options=TRIGGERS),
            Field("amount", "Worth", "money", marked.amount, hint="for value: 84k"),
        ],
    )


class CloseForm(FormScreen):
    """Rating, who came, what was learned, and each missing part of the follow-up or the reason why there is none."""

    def __init__(self, qbr: Qbr, marks: Sequence[Marked], gaps: Sequence[Part]) -> None:
        self._qbr, self._marks = qbr, marks
        people = [(place, shorten(each.name, 30)) for place, each in enumerate(qbr.participants)]
        fields = [Field("rating", "The meeting was", "choice", None, required=True, options=RATINGS)]
        if people:
            everybody = [place for place, _ in people]
            fields.append(Field("came", "Who came", "several", everybody, options=people))
        fields.append(Field("others", "Who else", hint="of theirs, with commas between"))
        fields.append(Field("learned", "Learned", "long", hint="and which conversation about growth came of it"))
        for part in (Part.OURS, Part.THEIRS):
            if part in gaps:
                title = ASKED[part][0]
                fields.append(Field(f"do_{part}", title, hint="send the list by fri"))
                fields.append(Field(f"why_{part}", "… or why nothing", hint="a reason in its place"))
        if gaps:
            fields.append(Field("by", "Both done by", "date", hint="for what has no date yet"))
            fields.append(Field(f"why_{Part.WHEN}", "… or why no day", hint="a reason in its place"))
        super().__init__(
            [("Close the QBR with ", "title"), (qbr.account, "title")], fields, more=(MORE, "dim") if gaps else ""
        )

    async def store(self, values: dict[str, Any]) -> str:
        """Make the records, all in one action."""
        marks = list(self._marks)
        for part, (_, kind) in ASKED.items():
            if said := values.get(f"do_{part}"):
                marks.append(draft(kind, said, self._qbr.held_on, self._qbr.participants))
        if by := values.get("by"):
            marks = [replace(each, due=by) if each.kind in SIDES and each.due is None else each for each in marks]
        came = [self._qbr.participants[place] for place in values.get("came", ())]
        came += [Participant(name.strip(), Side.THEIRS) for name in values["others"].split(",") if name.strip()]
        reasons = {part.value: values.get(f"why_{part}") or "" for part in Part}
        closing = Closing(marks, values["rating"], came, values["learned"], reasons)
        return await self.desk.database.run(qbr_close_changes.close, self._qbr.id, closing)
