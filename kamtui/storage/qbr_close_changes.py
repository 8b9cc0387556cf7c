"""The end of a review: its marked lines become records, and its follow-up goes out (rules Q-5, Q-7 to Q-9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kamtui.domain.commitments import Side
from kamtui.domain.deadlines import sent_on_time
from kamtui.domain.errors import Refused
from kamtui.domain.follow_up import PARTS, Part, Promise, missing
from kamtui.domain.problems import name_problems
from kamtui.domain.qbr import Participant, Phase, QbrState, moved
from kamtui.domain.qbr_marks import Marked, MarkKind
from kamtui.domain.qbr_notes import merged
from kamtui.domain.text import clean_line, clean_text
from kamtui.domain.value import ValueKind
from kamtui.domain.wording import plural
from kamtui.storage.documents import raw
from kamtui.storage.expansion_changes import add_trigger
from kamtui.storage.qbrs import Qbr as Whole
from kamtui.storage.qbrs import qbr
from kamtui.storage.qbrs_changes import as_stored, called
from kamtui.storage.value_changes import add_value
from kamtui.storage.work import describe, fill, the

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.qbr import Qbr

SIDES = {MarkKind.OURS: Side.OURS, MarkKind.THEIRS: Side.THEIRS}


@dataclass(frozen=True, slots=True)
class Closing:
    """What the user agreed to when closing: the lines that are kept, rating, who came, what was learned.

    `reasons` say, by part, why a part of the follow-up is left out.
    """

    marks: Sequence[Marked]
    rating: int | None
    came: Sequence[Participant]
    learned: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def close(session: "Session", qbr_id: int, closing: Closing) -> str:
    """End a review: every line becomes its record, all in one action; says in words what it became.

    It ended when its clock was last counted. Raises Refused, naming what is missing, when a part of the follow-up is
    neither there nor explained (rule Q-7), without a rating from 1 to 5, or when it is not under way.
    """
    from kamtui.models.qbr import Qbr

    record = the(session, Qbr, qbr_id)
    state = moved(record.state, QbrState.HELD)
    if closing.rating not in range(1, 6):
        raise Refused("rate the meeting from 1 to 5")
    gaps = missing([promise(each) for each in closing.marks if each.kind in SIDES], closing.reasons)
    if gaps:
        named = " and ".join(PARTS[part] for part in gaps)
        raise Refused(f"the follow-up still needs {named}: add it, or say why there is none")
    found = qbr(raw(session), qbr_id)
    assert found is not None  # noqa: S101  its record was just read
    ended = record.counted_at or session.info["now"]
    found = replace(found, ended_at=ended)
    for each in closing.marks:
        _become(session, found, each)
    fill(
        record,
        {
            "state": state.value,
            "started_at": record.started_at or ended,
            "ended_at": ended,
            "rating": closing.rating,
            "learned": clean_text(closing.learned).strip(),
            "participants": as_stored(_present(found.participants, closing.came)),
            "follow_up_parts": _agreed(closing),
        },
    )
    _carry_over(session, record)
    describe(session, f"{called(session, record)} held")
    return _became(closing.marks)


def promise(marked: Marked) -> Promise:
    """A marked commitment as the follow-up sees it."""
    return Promise(marked.text, marked.kind is MarkKind.OURS, marked.who, marked.due)


def keep_follow_up(session: "Session", qbr_id: int, read: str, text: str) -> str:
    """Keep the text of a follow-up as it is typed; gives what is stored now. Through `note` (rule Q-6)."""
    from kamtui.models.qbr import Qbr

    record = the(session, Qbr, qbr_id)
    kept = merged(read, clean_text(text), record.follow_up or read)
    fill(record, {"follow_up": kept})
    return kept


def sent(session: "Session", qbr_id: int, text: str = "") -> bool:
    """The follow-up went out now, as `text` has it; gives whether it was on time (rule Q-7).

    Raises Refused when the review was not held, or followed up before.
    """
    from kamtui.models.qbr import Qbr

    record, now = the(session, Qbr, qbr_id), session.info["now"]
    if record.state == QbrState.FOLLOWED_UP:
        raise Refused("the follow-up went out already")
    state = moved(record.state, QbrState.FOLLOWED_UP)
    fill(record, {"state": state.value, "followed_up_at": now, "follow_up": clean_text(text) or record.follow_up})
    on_time = sent_on_time(record.ended_at or now, now)
    describe(session, f"follow-up of the {called(session, record)} sent {'on time' if on_time else 'late'}")
    return on_time


def _become(session: "Session", review: Whole, marked: Marked) -> None:
    text = clean_line(marked.text)
    for problem in name_problems("what", text):
        raise Refused(problem.text)
    if marked.kind in SIDES:
        from kamtui.models.commitments import Commitment

        source = {"kind": "qbr", "uid": review.uid}
        side, who = SIDES[marked.kind], clean_line(marked.who)
        session.add(
            Commitment(account_id=review.account_id, side=side, what=text, who=who, due=marked.due, source=source)
        )
    elif marked.kind is MarkKind.TRIGGER:
        heard = {"kind": marked.trigger, "heard": text, "noted_on": review.held_on}
        add_trigger(session, review.account_id, heard)
    elif marked.kind is MarkKind.VALUE:
        value = {"kind": ValueKind.DELIVERED, "what": text, "amount": marked.amount, "on": review.held_on}
        add_value(session, review.account_id, value)


def _present(people: Sequence[Participant], came: Sequence[Participant]) -> list[Participant]:
    """Everybody who was expected, with whether they came, and whoever came besides."""
    there = {(each.side, each.name) for each in came}
    expected = {(each.side, each.name) for each in people}
    marked = [replace(each, came=(each.side, each.name) in there) for each in people]
    return [*marked, *(replace(each, came=True) for each in came if (each.side, each.name) not in expected)]


def _agreed(closing: Closing) -> dict[str, object]:
    """What the follow-up is composed from, as it was agreed to."""
    reasons = {Part(part).value: clean_line(why) for part, why in closing.reasons.items() if clean_line(why)}
    raised = [each for each in closing.marks if each.kind is MarkKind.TRIGGER and each.phase is Phase.ALIGNMENT]
    return {
        "reasons": reasons,
        "results": [clean_line(each.text) for each in closing.marks if each.kind is MarkKind.VALUE],
        "questions": [clean_line(each.text) for each in closing.marks if each.kind is MarkKind.QUESTION],
        "expansion": [{"kind": each.trigger, "heard": clean_line(each.text)} for each in raised],
    }


def _carry_over(session: "Session", record: "Qbr") -> None:
    """Put the open questions into the preparation of the next review; without one they wait for it (rule Q-5)."""
    from sqlmodel import select

    from kamtui.models.qbr import Qbr

    questions = record.follow_up_parts["questions"]
    ahead = select(Qbr).where(Qbr.account_id == record.account_id, Qbr.id != record.id)
    planned = [each for each in session.exec(ahead).all() if each.state in (QbrState.PLANNED, QbrState.PREPARED)]
    if questions and planned:
        following = min(planned, key=lambda each: each.scheduled_on)
        lines = [following.prep.get("intelligence") or "", *(f"? {each}" for each in questions)]
        following.prep = {**following.prep, "intelligence": "\n".join(filter(None, lines))}
        record.follow_up_parts = {**record.follow_up_parts, "carried": True}


def _became(marks: Sequence[Marked]) -> str:
    names = {
        MarkKind.OURS: "promise of ours",
        MarkKind.THEIRS: "promise of theirs",
        MarkKind.TRIGGER: "trigger",
        MarkKind.VALUE: "value entry",
        MarkKind.QUESTION: "open question",
    }
    many = {MarkKind.OURS: "promises of ours", MarkKind.THEIRS: "promises of theirs", MarkKind.VALUE: "value entries"}
    counts = {kind: sum(each.kind is kind for each in marks) for kind in MarkKind}
    return ", ".join(plural(count, names[kind], many.get(kind)) for kind, count in counts.items() if count)
