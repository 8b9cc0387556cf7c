"""What the user does to touchpoints: one function a user action (rules I-1 to I-4)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from kamtui.domain.capture import Captured
from kamtui.domain.errors import Refused
from kamtui.domain.problems import NAME_LIMIT, known, listed, spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.touchpoints import (
    CHANNEL_WORDS,
    MOST_MINUTES,
    Channel,
    Initiator,
    Touch,
    parse_time,
    validate_touchpoint,
)
from kamtui.domain.wording import day_words, plural
from kamtui.storage.work import by_uid, describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.touchpoints import Touchpoint

NOON = time(12)
LABEL = 40
NAMED = 2
COLUMNS = frozenset(
    {"channel", "initiated_by", "transactional", "internal", "tone", "response_hours", "minutes", "summary"}
) | {"next_step", "next_step_due"}


def save_captured(session: "Session", captured: Captured[int], text: str) -> int:
    """Keep what was understood of a captured line as one touchpoint with its triggers, and give its key (rule I-2).

    It happened now, or at noon of the day that was said. Each trigger becomes an open one, heard from the person where
    there is exactly one (rule X-1); a referral heard stays a trigger, for the line does not tell whom it was about
    (rule I-6). Raises Refused when no account is meant or the line says nothing.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.touchpoints import Touchpoint

    if captured.account_id is None:
        raise Refused("it is not clear which account is meant")
    if says_nothing(captured):
        raise Refused("the line does not say yet what happened")
    account = the(session, Account, captured.account_id)
    record = Touchpoint(
        account_id=captured.account_id,
        at=_moment(session, captured.happened_on or today(session)),
        channel=captured.channel.value,
        initiated_by=captured.initiated_by.value,
        transactional=captured.transactional,
        internal=captured.internal,
        tone=captured.tone.value if captured.tone else None,
        response_hours=captured.response_hours,
        minutes=captured.minutes,
        summary=captured.summary,
        next_step=captured.next_step or "",
        next_step_due=captured.next_step_due,
    )
    session.add(record)
    session.flush()
    names = _set_people(session, record, captured.people, gone_are_left_out=True)
    _open_triggers(session, record, captured, text, next(iter(names)) if len(names) == 1 else None)
    label = touchpoint_words(record.channel, record.internal, names.values(), account.name)
    describe(session, f"{label} and {plural(len(captured.triggers), 'trigger')}" if captured.triggers else label)
    return key_of(record)


def _open_triggers(
    session: "Session", record: "Touchpoint", captured: Captured[int], text: str, heard_from: int | None
) -> None:
    from kamtui.models.expansion import Trigger

    heard = (captured.summary or captured.next_step or clean_line(text))[:NAME_LIMIT]
    noted_on = captured.happened_on or today(session)
    for kind in captured.triggers:
        session.add(
            Trigger(
                account_id=record.account_id, kind=kind.value, heard=heard, stakeholder_id=heard_from, noted_on=noted_on
            )
        )


def says_nothing(captured: Captured[int]) -> bool:
    """Whether a line holds no more than an account and a day."""
    marks = (captured.tone, captured.triggers, captured.minutes, captured.response_hours, captured.next_step_due)
    return not any((captured.summary, captured.next_step, not captured.transactional, *marks))


def touchpoint_words(channel: str, internal: bool, names: Iterable[str], account: str) -> str:
    """What a touchpoint is called: `call with Jane Doe at Acme`, `note on Acme`."""
    client = shorten(account, LABEL)
    if internal:
        return f"note on {client}"
    what = CHANNEL_WORDS.get(known(Channel, channel, Channel.OTHER), channel)
    shown = [shorten(name, LABEL) for name in names]
    more = [plural(len(shown) - NAMED, "other")] if len(shown) > NAMED else []
    people = listed([*shown[:NAMED], *more])
    return f"{what} with {people} at {client}" if people else f"{what} at {client}"


def save_touchpoint(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Keep a touchpoint and give its key (rule I-1).

    `values` are columns, and beside them `on` (the day, today unless given), `time` (as typed: `14:30`) and `people`
    (their keys). Raises Refused in one line.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.touchpoints import Touchpoint

    account = the(session, Account, account_id)
    record = Touchpoint(account_id=account_id, at=session.info["now"])
    _write(session, record, values)
    session.add(record)
    session.flush()
    names = _set_people(session, record, values.get("people", ()))
    describe(session, touchpoint_words(record.channel, record.internal, names.values(), account.name))
    return key_of(record)


def edit_touchpoint(session: "Session", uid: str, values: Mapping[str, Any]) -> None:
    """Change a touchpoint; what is not in `values` stays. A new next step is open again. Raises Refused."""
    from kamtui.models.accounts import Account
    from kamtui.models.touchpoints import Touchpoint

    record = by_uid(session, Touchpoint, uid)
    before = record.next_step
    _write(session, record, values)
    if record.next_step != before:
        record.next_step_done_on = None
    if "people" in values:
        _set_people(session, record, values["people"])
    account = the(session, Account, record.account_id)
    describe(session, f"changes to the {touchpoint_words(record.channel, record.internal, (), account.name)}")


def _write(session: "Session", record: "Touchpoint", values: Mapping[str, Any]) -> None:
    given = {name: value for name, value in values.items() if name not in ("on", "time", "people")}
    if unknown := set(given) - COLUMNS:
        raise Refused(f"a touchpoint has no {spoken(min(unknown))}")
    for name in ("next_step",):
        if name in given:
            given[name] = clean_line(given[name] or "")
    if "summary" in given:
        given["summary"] = clean_text(given["summary"] or "").strip()
    given = {name: _defaulted(name, value) for name, value in given.items()}
    if "on" in values or "time" in values:
        given["at"] = _when(session, record, values)
    wanted = {name: given.get(name, getattr(record, name)) for name in COLUMNS}
    touch = Touch(
        on=today(session), channel=wanted["channel"], tone=wanted["tone"], initiated_by=wanted["initiated_by"],
        response_hours=wanted["response_hours"],
    )  # fmt: skip
    for problem in validate_touchpoint(touch):
        raise Refused(problem.text)
    minutes = wanted["minutes"]
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise Refused(f"minutes are a whole number from 1 to {MOST_MINUTES}")
    if wanted["next_step_due"] and not wanted["next_step"]:
        raise Refused("what the next step is, is needed, since it has a day")
    if not (wanted["summary"] or wanted["next_step"] or values.get("people") or record.id):
        raise Refused("say what happened, or with whom")
    fill(record, given)


def _defaulted(name: str, value: Any) -> Any:
    defaults = {"channel": Channel.OTHER.value, "initiated_by": Initiator.US.value, "tone": None}
    return value or defaults[name] if name in defaults else value


def _when(session: "Session", record: "Touchpoint", values: Mapping[str, Any]) -> datetime:
    """The moment that a day and a time of day mean; what was not said stays as it was."""
    new = record.id is None
    before = record.at.astimezone()
    on = values.get("on") or (today(session) if new else before.date())
    if on > today(session):
        raise Refused(f"{day_words(on)} is still to come: what is planned is a next step")
    try:
        said = parse_time(values.get("time") or "")
    except ValueError as problem:
        raise Refused(str(problem)) from None
    if said is None:
        return _moment(session, on) if new or on != before.date() else record.at
    if not new and (on, said) == (before.date(), before.time().replace(second=0)):
        return record.at
    return _local(on, said)


def _moment(session: "Session", on: date) -> datetime:
    """Now for today, noon for another day: the time was not said."""
    now: datetime = session.info["now"]
    return now if on == today(session) else _local(on, NOON)


def _local(on: date, at: time) -> datetime:
    return datetime.combine(on, at).astimezone()


def _set_people(
    session: "Session", record: "Touchpoint", people: Iterable[int], *, gone_are_left_out: bool = False
) -> dict[int, str]:
    """Make exactly these people take part, and give them by key with their names."""
    from sqlmodel import col, select

    from kamtui.models.stakeholders import Stakeholder
    from kamtui.models.touchpoints import TouchpointPerson

    wanted = list(dict.fromkeys(people))
    here = select(Stakeholder.id, Stakeholder.name).where(
        Stakeholder.account_id == record.account_id, col(Stakeholder.id).in_(wanted)
    )
    names = {key: name for key, name in session.exec(here).all() if key is not None}
    if len(names) < len(wanted) and not gone_are_left_out:
        raise Refused("somebody who took part is no longer on the map of the account")
    links = select(TouchpointPerson).where(TouchpointPerson.touchpoint_id == record.id)
    linked = {link.stakeholder_id: link for link in session.exec(links).all()}
    for key, link in linked.items():
        if key not in names:
            session.delete(link)
    found = {key: names[key] for key in wanted if key in names}
    for key in found:
        if key not in linked:
            session.add(TouchpointPerson(touchpoint_id=key_of(record), stakeholder_id=key))
    return found
