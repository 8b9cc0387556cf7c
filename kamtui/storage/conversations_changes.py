"""What the user does with a difficult conversation: one function a user action (rules D-1 to D-5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from kamtui.domain import conversations as talks
from kamtui.domain.commitments import Side
from kamtui.domain.conversations import TITLES, ConversationKind, ConversationState, Effect, Part
from kamtui.domain.errors import Refused
from kamtui.domain.problems import choice_problems, spoken
from kamtui.domain.text import clean_text, shorten
from kamtui.domain.wording import day_words, plural
from kamtui.storage.conversations import Conversation as Read
from kamtui.storage.editing import as_one_action
from kamtui.storage.stakeholders_changes import rate_quality
from kamtui.storage.stakeholders_write import LABEL, refuse
from kamtui.storage.work import by_uid, describe, fill, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.conversations import Conversation


@dataclass(frozen=True, slots=True)
class Editing:
    """An editing session of the planner: how the texts were when it began, and how they were last saved.

    `action` is the one action in the journal that the session has been so far.
    """

    uid: str
    first: Mapping[Part, str]
    kept: Mapping[Part, str]
    first_changed: datetime | None = None
    action: int | None = None

    @classmethod
    def of(cls, read: Read) -> Self:
        """A session that begins now."""
        return cls(read.uid, read.texts, read.texts, read.changed_at)


def note_conversation(
    session: "Session", account_id: int, happened: str, kind: str, stakeholder_id: int | None = None
) -> str:
    """Note a conversation that is being avoided, and give its uid; one line of what happened is enough (rule D-2)."""
    from kamtui.models.accounts import Account
    from kamtui.models.conversations import Conversation

    the(session, Account, account_id)
    said = clean_text(happened).strip()
    if not said:
        raise Refused("say what happened, one line is enough")
    refuse(choice_problems("kind", ConversationKind, kind))
    record = Conversation(
        account_id=account_id, stakeholder_id=_at(session, account_id, stakeholder_id), kind=kind,
        noted_on=today(session), happened=said,
    )  # fmt: skip
    session.add(record)
    session.flush()
    describe(session, f"note of the talk with {_whom(session, record)}")
    return record.uid


def edit_conversation(
    session: "Session", uid: str, kind: str, stakeholder_id: int | None, noted_on: date | None
) -> None:
    """Change with whom it is, what it is about, and since when it waits (rules D-1, D-2)."""
    record = _open(session, uid)
    refuse(choice_problems("kind", ConversationKind, kind))
    if noted_on is None or noted_on > today(session):
        raise Refused("it was noted on some day up to today")
    person = _at(session, record.account_id, stakeholder_id)
    fill(record, {"kind": kind, "stakeholder_id": person, "noted_on": noted_on})
    describe(session, f"changes to the talk with {_whom(session, record)}")


def keep_plan(session: "Session", editing: Editing, texts: Mapping[Part, str]) -> Editing:
    """Save what is typed in the planner, and give the session as it goes on; one action, however often it is called.

    Only what changed is written. Raises Refused, having written nothing, when another window changed the same text
    meanwhile, or when the conversation is closed.
    """
    record = _open(session, editing.uid)
    typed = {part: clean_text(texts[part]) for part in Part}
    changed = {part: text for part, text in typed.items() if text != editing.kept[part]}
    stored = {part: str(getattr(record, part)) for part in Part}
    for part, text in changed.items():
        if stored[part] not in (editing.kept[part], text):
            raise Refused(f"“{TITLES[part]}” was changed elsewhere meanwhile; what you typed is not saved over it")
    earlier = {part for part in Part if editing.first[part] != editing.kept[part]} - changed.keys()
    if any(stored[part] != editing.kept[part] for part in earlier):  # somebody wrote in between: begin anew
        editing = replace(editing, first=stored, first_changed=record.changed_at, action=None)
        earlier = set()
    before: dict[str, object] = {part.value: editing.first[part] for part in (*changed, *earlier)}
    after: dict[str, object] = {part.value: typed[part] for part in (*changed, *earlier)}
    describe(session, f"plan for the talk with {_whom(session, record)}")
    action = as_one_action(session, record, {**before, "changed_at": editing.first_changed}, after, editing.action)
    return replace(editing, kept={**editing.kept, **changed}, action=action)


def set_date(session: "Session", uid: str, day: date | None) -> str:
    """Commit to a date, move it, or take it away with None (rule D-5); returns what to tell the user."""
    record = _talk(session, uid)
    state = talks.dated(ConversationState(record.state), day, today(session))
    fill(record, {"state": state.value, "committed_on": day})
    name = _whom(session, record)
    said = f"the talk with {name} is on {day_words(day)}" if day else f"the talk with {name} has no date any more"
    describe(session, said)
    return said


def hold(session: "Session", uid: str) -> str:
    """It was held (rule D-5); returns what to tell the user."""
    record = _talk(session, uid)
    fill(record, {"state": talks.held(ConversationState(record.state)).value})
    said = f"the talk with {_whom(session, record)} is held"
    describe(session, said)
    return said


def close(
    session: "Session",
    uid: str,
    outcome: str,
    effect: str | None,
    lesson: str,
    quality: str | None = None,
    ours: str = "",
    theirs: str = "",
) -> str:
    """Close a held conversation with what came of it (rule D-5); returns what to tell the user.

    `quality` is the relationship as it is now, set on the map when it differs (rule M-2). `ours` and `theirs` are
    promises, one a line, which land in the ledger (rule C-1). Raises Refused when something is missing.
    """
    record = _talk(session, uid)
    refuse(choice_problems("effect", Effect, effect))
    known = Effect(effect) if effect is not None else None
    state = talks.closed(ConversationState(record.state), outcome, known, lesson)
    kept = {"outcome": clean_text(outcome).strip(), "lesson": clean_text(lesson).strip(), "effect": effect}
    fill(record, {"state": state.value, "closed_on": today(session), **kept})
    if quality and record.stakeholder_id is not None:
        _rate(session, record.stakeholder_id, quality)
    number = _promise(session, record, Side.OURS, ours) + _promise(session, record, Side.THEIRS, theirs)
    describe(session, f"the talk with {_whom(session, record)} is closed: {spoken(str(effect))}")
    more = f" · {plural(number, 'promise')} in the ledger" if number else ""
    return f"the talk with {_whom(session, record)} is closed{more}"


def remove_conversation(session: "Session", uid: str) -> str:
    """Take a conversation away, and say which; its promises stay in the ledger."""
    record = _talk(session, uid)
    name = _whom(session, record)
    describe(session, f"removal of the talk with {name}")
    session.delete(record)
    return f"the talk with {name} is removed"


def _talk(session: "Session", uid: str) -> "Conversation":
    from kamtui.models.conversations import Conversation

    return by_uid(session, Conversation, uid)


def _open(session: "Session", uid: str) -> "Conversation":
    record = _talk(session, uid)
    if record.state == ConversationState.CLOSED:
        raise Refused("it is closed: what was written for it stays as it was")
    return record


def _at(session: "Session", account_id: int, stakeholder_id: int | None) -> int | None:
    """A person of this account, or nobody."""
    if stakeholder_id is None:
        return None
    from kamtui.models.stakeholders import Stakeholder

    if the(session, Stakeholder, stakeholder_id).account_id != account_id:
        raise Refused("this person is not on the account's map")
    return stakeholder_id


def _whom(session: "Session", record: "Conversation") -> str:
    """With whom it is, as labels say it."""
    from kamtui.models.accounts import Account
    from kamtui.models.stakeholders import Stakeholder

    account = shorten(the(session, Account, record.account_id).name, LABEL)
    person = session.get(Stakeholder, record.stakeholder_id) if record.stakeholder_id is not None else None
    return f"{shorten(person.name, LABEL)} at {account}" if person is not None else account


def _rate(session: "Session", stakeholder_id: int, quality: str) -> None:
    from kamtui.models.stakeholders import Stakeholder

    if the(session, Stakeholder, stakeholder_id).quality != quality:
        rate_quality(session, stakeholder_id, quality)


def _promise(session: "Session", record: "Conversation", side: Side, text: str) -> int:
    """Put what one side promised into the ledger; theirs are the person's where nobody else is named."""
    from kamtui.models.commitments import Commitment
    from kamtui.models.stakeholders import Stakeholder

    person = session.get(Stakeholder, record.stakeholder_id) if record.stakeholder_id is not None else None
    usual = person.name if person is not None and side is Side.THEIRS else ""
    found = talks.promises(clean_text(text), today(session))
    source = {"kind": "conversation", "uid": record.uid}
    for each in found:
        who = each.who or usual
        session.add(
            Commitment(
                account_id=record.account_id, side=side.value, what=each.what, who=who, due=each.due, source=source
            )
        )
    return len(found)
