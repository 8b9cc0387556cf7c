"""What the keys of the week's list ask by a form: to what day, for what reason, what next."""

from typing import TYPE_CHECKING

from kamtui.domain.deadlines import KINDS
from kamtui.domain.period_keys import parse_period
from kamtui.domain.week import RHYTHM
from kamtui.domain.wording import day_words
from kamtui.screens.form import Field, FormScreen
from kamtui.storage import deadline_changes, week_changes

if TYPE_CHECKING:
    from kamtui.domain.week import WeekItem
    from kamtui.screens.week_work import ListScreen
    from kamtui.widgets.ink import Cell

DAY_HINT = "tomorrow, fri, in 3 days, 2 dec"


async def snooze(screen: "ListScreen", line: "WeekItem") -> None:
    """Ask for the day to put a line off to, and say what became of it."""
    if line.activity == "draft_conversation":
        await give_a_date(screen, line)
    elif line.kind != RHYTHM and KINDS[line.activity].fixed:
        screen.refuse(f"this cannot be put off: {KINDS[line.activity].fixed}")
    else:
        fields = [
            Field("day", "To", "date", required=True, hint=DAY_HINT),
            Field("reason", "Why", hint="kept beside it"),
        ]
        form = FormScreen(
            [("Snooze ", "title"), (line.subject, "title")],
            fields,
            week_changes.snooze,
            always={"line": line, "given": screen.given},
            more=(f"Asked for on {day_words(line.due)}{_until(line)}.", "dim"),
        )
        await _ask(screen, form)


async def skip(screen: "ListScreen", line: "WeekItem") -> None:
    """Leave a line out, with a reason."""
    kind = KINDS.get(line.activity) if line.kind != RHYTHM else None
    if kind is not None and (kind.kept or kind.soft):
        screen.refuse(kind.kept or f"this is not skipped: {kind.fixed}")
        return
    form = FormScreen(
        [("Skip ", "title"), (line.subject, "title")],
        [Field("reason", "Because", required=True, hint="kept in the history")],
        week_changes.skip,
        always={"line": line, "given": screen.given},
    )
    await _ask(screen, form)


async def give_next_step(screen: "ListScreen", line: "WeekItem") -> None:
    """Ask for the next step of an opportunity that stalls."""
    fields = [
        Field("what", "Next step", required=True),
        Field("due", "By", "date", required=True, hint=DAY_HINT),
    ]
    title: Cell = [("Next step at ", "title"), (line.account or "", "title")]
    always = {"line": line}
    await _ask(
        screen, FormScreen(title, fields, deadline_changes.next_step, always=always, more=(line.why[:300], "dim"))
    )


async def close_check_in(screen: "ListScreen", line: "WeekItem") -> None:
    """A check-in is over: what was found out, and what was done about it."""
    fields = [
        Field("discovered", "Discovered", "long", required=True, hint="how it feels from their side"),
        Field("action", "Done about it", "long", required=True),
    ]
    title: Cell = [("Check-in with ", "title"), (line.account or "", "title")]
    always = {"line": line, "given": screen.given}
    await _ask(screen, FormScreen(title, fields, week_changes.done, always=always, more=(line.why[:300], "dim")))


async def give_a_date(screen: "ListScreen", line: "WeekItem") -> None:
    """A conversation without a date is done with, here, once it has one."""
    from kamtui.screens.conversation_forms import date_form
    from kamtui.storage.conversations import conversation

    talk = await screen.read(conversation, line.record_uid)
    if talk is not None:
        await _ask(screen, date_form(talk))


async def _ask(screen: "ListScreen", form: FormScreen) -> None:
    if saved := await screen.app.push_screen_wait(form):
        screen.tell(f"{saved.value} · u undoes it")


def _until(line: "WeekItem") -> str:
    if line.kind != RHYTHM:
        return ""
    return f"; its period ends on {day_words(parse_period(line.record_uid).end)}"
