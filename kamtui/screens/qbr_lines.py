"""What the screens of the business review draw: rows, the phase bar, counts, the why beside the list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from kamtui.domain import follow_up, money
from kamtui.domain.accounts import Tier
from kamtui.domain.commitments import Side
from kamtui.domain.qbr import PHASES, SHORT_TITLES, TITLES, Completion, Participant, PrepPart, QbrState, words
from kamtui.domain.qbr_clock import Clock, left_in_meeting, left_in_phase, minutes_and_seconds
from kamtui.domain.qbr_marks import Marked, MarkKind
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, moment_words, percent, plural
from kamtui.storage.qbr_proposals import Proposal
from kamtui.storage.qbrs import QbrRow
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.phase_bar import Step
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.strips import due_label

LETTERS = {Tier.STRATEGIC: "S", Tier.GROWTH: "G", Tier.MAINTAIN: "M"}
KIND_WORDS = {
    MarkKind.OURS: "we promise",
    MarkKind.THEIRS: "they promise",
    MarkKind.TRIGGER: "trigger",
    MarkKind.VALUE: "value",
    MarkKind.QUESTION: "question",
}
COUNTED = {
    MarkKind.OURS: ("ours", "ours"),
    MarkKind.THEIRS: ("theirs", "theirs"),
    MarkKind.TRIGGER: ("trigger", "triggers"),
    MarkKind.VALUE: ("value", "values"),
    MarkKind.QUESTION: ("question", "questions"),
}
HINTS = {
    QbrState.PLANNED: (("enter", "prepare"), ("r", "run"), ("e", "day and people"), ("x", "call off")),
    QbrState.PREPARED: (("enter", "preparation"), ("r", "run"), ("e", "day and people"), ("x", "call off")),
    QbrState.RUNNING: (("enter", "go on"),),
    QbrState.PAUSED: (("enter", "go on"),),
    QbrState.HELD: (("enter", "follow-up"), ("d", "sent")),
    QbrState.FOLLOWED_UP: (("enter", "what went out"),),
    QbrState.CANCELLED: (),
}


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("", 1),
        Column("when", 12),
        Column("account", share=1),
        Column("", 1, keep=2),
        Column("", 28),
    )


def sections(
    rows: Sequence[QbrRow], proposed: Sequence[Proposal], marked: set[int], today: date, now: datetime
) -> list[Line]:
    """The list: under way, follow-ups that are due, proposed, planned, held."""
    lines: list[Line] = []
    under_way = [row for row in rows if row.state in (QbrState.RUNNING, QbrState.PAUSED)]
    planned = sorted(
        (row for row in rows if row.state in (QbrState.PLANNED, QbrState.PREPARED)), key=lambda row: row.scheduled_on
    )
    past = [row for row in rows if row.state in (QbrState.FOLLOWED_UP, QbrState.CANCELLED)]
    for title, group in (
        ("under way", under_way),
        ("follow-up to send", [row for row in rows if row.state is QbrState.HELD]),
        ("planned", planned),
    ):
        if group:
            lines += [Heading(f"{title}: {len(group)}"), *(row_of(row, today, now) for row in group)]
    if proposed:
        lines.append(Heading(f"proposed by the rhythm: {len(proposed)}"))
        lines += [_proposal(each, today, marked=each.account_id in marked) for each in proposed]
    if past:
        held = sum(row.state is QbrState.FOLLOWED_UP for row in past)
        counts = (("held", held), ("cancelled", len(past) - held))
        lines.append(Heading(", ".join(f"{title}: {count}" for title, count in counts if count)))
        lines += [row_of(row, today, now) for row in past]
    return lines


def row_of(row: QbrRow, today: date, now: datetime) -> Row:
    """One review as a line."""
    return Row(["", _when(row, today), row.account, LETTERS[row.tier], _state(row, now)], key=("qbr", row.id))


def _when(row: QbrRow, today: date) -> Cell:
    if row.state in (QbrState.PLANNED, QbrState.PREPARED):
        return due_label(row.scheduled_on, today) if row.scheduled_on < today else _near(row.scheduled_on, today)
    at = row.ended_at or row.started_at
    return _near(at.astimezone().date() if at else row.scheduled_on, today)


def _near(day: date, today: date) -> str:
    if day == today:
        return "today"
    return day_words(day) if abs((day - today).days) < 180 else day.isoformat()


def _state(row: QbrRow, now: datetime) -> Cell:
    if row.state is QbrState.HELD and row.ended_at is not None:
        late = now > follow_up.due(row.ended_at)
        return [("follow-up ", ""), (follow_up.left_words(row.ended_at, now), "late" if late else "soon")]
    if row.state in (QbrState.RUNNING, QbrState.PAUSED):
        used = f"{minutes_and_seconds(row.seconds)} used"
        return [(words(row.state), "accent" if row.state is QbrState.RUNNING else "watch"), (f" · {used}", "dim")]
    if row.state is QbrState.PLANNED:
        return [("planned", ""), (f" · {len(row.prep_done)} of {len(PrepPart)} prepared", "dim")]
    if row.state is QbrState.FOLLOWED_UP:
        return [(f"rated {row.rating}" if row.rating else "held", ""), (_open_words(row), "dim")]
    return (words(row.state), "good" if row.state is QbrState.PREPARED else "dim")


def _open_words(row: QbrRow) -> str:
    return f" · {plural(row.open_promises, 'promise')} open" if row.open_promises else ""


def _proposal(each: Proposal, today: date, *, marked: bool) -> Row:
    asked = f"asked for {day_words(each.asked_for)}" if each.asked_for != each.on else "as the rhythm has it"
    mark: Cell = ("●", "accent") if marked else ("·", "dim")
    return Row(
        [mark, _near(each.on, today), each.account, LETTERS[each.tier], (asked, "dim")],
        key=("proposal", each.account_id),
    )


def why(row: QbrRow, now: datetime) -> list[Cell]:
    """All about the review under the cursor."""
    lines: list[Cell] = [[("QBR ", "title"), (row.account, "title")], (_told(row, now), "dim"), ""]
    if row.state is QbrState.HELD and row.ended_at is not None:
        due = follow_up.due(row.ended_at)
        lines += [[("Follow-up due ", ""), (moment_words(due, now.astimezone()), "soon" if now <= due else "late")], ""]
    lines += [(f"{title}: {_names(row.participants, side)}", "") for title, side in SIDES if _of(row, side)]
    if row.seconds:
        lines.append((f"{minutes_and_seconds(row.seconds)} used", "dim"))
    if row.learned:
        lines += ["", ("Learned", "dim"), shorten(row.learned, 600)]
    hints: list[Part] = [piece for key, does in HINTS[row.state] for piece in ((key, "key"), (f" {does}   ", "dim"))]
    return [*lines, "", hints] if hints else lines


SIDES = (("With", Side.THEIRS), ("For us", Side.OURS))


def _of(row: QbrRow, side: Side) -> list[Participant]:
    return [each for each in row.participants if each.side == side]


def _names(people: Iterable[Participant], side: Side) -> str:
    return ", ".join(
        f"{shorten(each.name, 40)}{'' if each.came is not False else ' (did not come)'}"
        for each in people
        if each.side == side
    )


def _told(row: QbrRow, now: datetime) -> str:
    local = now.astimezone()
    if row.followed_up_at and row.ended_at:
        on_time = "on time" if row.followed_up_at <= follow_up.due(row.ended_at) else "late"
        sent = moment_words(row.followed_up_at, local)
        return f"Held {moment_words(row.ended_at, local)}, followed up {sent}, {on_time}"
    if row.ended_at:
        return f"Held, ended {moment_words(row.ended_at, local)}"
    if row.started_at:
        return f"{words(row.state).capitalize()}, begun {moment_words(row.started_at, local)}"
    return f"{words(row.state).capitalize()}, {day_words(row.scheduled_on)}"


def proposal_why(each: Proposal, period: str) -> list[Cell]:
    """Why a review is proposed."""
    return [
        [("QBR ", "title"), (each.account, "title")],
        (f"{each.tier.name.capitalize()} accounts get one {period}.", "dim"),
        "",
        f"The rhythm asks for it on {day_words(each.asked_for)}; nobody has planned it yet.",
        "",
        [("a", "key"), " plan it   ", ("space", "key"), " mark several"],
    ]


def completion_words(found: Mapping[Tier | None, Completion]) -> Cell:
    """How many of the scheduled ones were held, per tier and in all (rule Q-10)."""
    whole = found.get(None, Completion())
    if not whole.scheduled:
        return ("", "")
    tiers = [f"{LETTERS[tier]} {percent(each.share)}" for tier in Tier if (each := found.get(tier))]
    return [(f"held {percent(whole.share)}", ""), (f" of scheduled, 12 months · {'  '.join(tiers)}", "dim")]


def phase_steps(clock: Clock, minutes: Sequence[int]) -> list[Step]:
    """The phase bar: used times, and what is left of the phase at hand (rule Q-4)."""
    steps: list[Step] = []
    here = PHASES.index(clock.phase)
    for place, phase in enumerate(PHASES):
        used = clock.used.get(phase, 0)
        if place == here:
            left = left_in_phase(clock, minutes)
            steps.append((SHORT_TITLES[phase], left.words, "late" if left.over else "accent"))
        else:
            over = used > minutes[place] * 60
            behind = f"{'✓ ' if place < here else ''}{minutes_and_seconds(used)}" if used else ""
            steps.append((SHORT_TITLES[phase], behind, "late" if over else "dim"))
    return steps


def meeting_clock(clock: Clock, minutes: Sequence[int]) -> Cell:
    """What is left of the meeting, and whether it is paused."""
    left = left_in_meeting(clock, minutes)
    paused: list[Part] = [] if clock.running else [("paused  ", "watch")]
    return [*paused, (left.words, "late" if left.over else "strong")]


def counts_line(counts: Mapping[MarkKind, int], saved: Part) -> Cell:
    """The marks so far, and whether all of it is kept."""
    said = [plural(counts[kind], *COUNTED[kind]) for kind in MarkKind if counts.get(kind)]
    return [(" · ".join(said) or "no marks yet", "dim" if not said else ""), (" · ", "dim"), saved]


def prompts_line(title: str, prompts: Sequence[str], width: int, rows: int) -> Cell:
    """As many prompts as fit."""
    room = width * rows - len(title) - 2
    said: list[str] = []
    for prompt in prompts:
        if said and len(" · ".join([*said, prompt])) > room:
            break
        said.append(shorten(prompt, max(20, room)))
    return [(title, "title"), ("  ", ""), (" · ".join(said), "dim")]


def marked_row(place: int, each: Marked, today: date, *, kept: bool) -> Row:
    """A marked line in the list of the close; value delivered has its amount where promises have their day."""
    ink = "" if kept else "dim"
    due: Cell = due_label(each.due, today) if each.amount is None else money.short(each.amount)
    due = due if kept else ("dropped", "dim")
    kind = each.trigger.value.replace("_", " ") if each.trigger else KIND_WORDS[each.kind]
    return Row(
        [("✓" if kept else "–", "good" if kept else "dim"), (kind, ink), (each.text, ink), (each.who, ink), due],
        key=place,
    )


def phase_title(marked: Marked) -> str:
    """The phase in which a line was noted."""
    return TITLES[marked.phase]
