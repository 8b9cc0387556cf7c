"""What the user does with playbooks: one function a user action."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain.accounts import Status
from kamtui.domain.errors import Refused
from kamtui.domain.playbooks import Playbook, Step, dated, from_today_on, in_order, validate_playbook
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.wording import day_words, plural
from kamtui.storage.stakeholders_write import LABEL, refuse
from kamtui.storage.work import by_uid, describe, fill, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.plans import PlanAction


def save_playbook(session: "Session", uid: str | None, name: str, about: str, anchor: str) -> str:
    """Add a playbook of one's own, or change what is said of one; gives its uid. Its steps stay."""
    from kamtui.models.playbooks import Playbook as Stored

    record = Stored(name="") if uid is None else by_uid(session, Stored, uid)
    said, text = clean_line(name), clean_text(about).strip()
    refuse(validate_playbook(Playbook(said, text, anchor, ())))
    _name_is_free(session, said, uid)
    fill(record, {"name": said, "about": text, "anchor": anchor})
    session.add(record)
    describe(session, f"playbook {shorten(said, LABEL)}")
    return record.uid


def save_steps(session: "Session", uid: str, steps: Sequence[Step]) -> None:
    """Give a playbook of one's own these steps; runs under way keep theirs."""
    from kamtui.models.playbooks import Playbook as Stored

    record = by_uid(session, Stored, uid)
    kept = in_order(Step(step.day, clean_line(step.who), clean_line(step.what)) for step in steps)
    refuse(validate_playbook(Playbook(record.name, record.about, record.anchor, kept)))
    fill(record, {"steps": [step.as_stored() for step in kept]})
    describe(session, f"steps of the playbook {shorten(record.name, LABEL)}")


def copy_playbook(session: "Session", playbook: Playbook) -> str:
    """Make a playbook one's own, under a name that is free; gives its uid."""
    from sqlmodel import select

    from kamtui.models.playbooks import Playbook as Stored

    taken = {name.casefold() for name in session.exec(select(Stored.name)).all()}
    name, number = f"{playbook.name}, my own", 1
    while name.casefold() in taken:
        number += 1
        name = f"{playbook.name}, my own ({number})"
    record = Stored(name=name, about=playbook.about, anchor=playbook.anchor)
    record.steps = [step.as_stored() for step in playbook.steps]
    session.add(record)
    describe(session, f"copy of the playbook {shorten(playbook.name, LABEL)}")
    return record.uid


def remove_playbook(session: "Session", uid: str) -> str:
    """Take one's own playbook away, and give its name; runs under way go on."""
    from kamtui.models.playbooks import Playbook as Stored

    record = by_uid(session, Stored, uid)
    describe(session, f"playbook {shorten(record.name, LABEL)} removed")
    session.delete(record)
    return record.name


def start(session: "Session", account_id: int, playbook: Playbook, anchor: date | None) -> str:
    """Start a playbook on an account: one dated action a step; returns what to tell the user.

    A step whose day is gone is planned from today on. Without a day the steps count from the account's renewal date.
    Raises Refused when there is none, when the account has ended, or when this playbook is under way there.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.columns import new_uid
    from kamtui.models.plans import PlanAction

    account = the(session, Account, account_id)
    name, title = shorten(account.name, LABEL), shorten(playbook.name, LABEL)
    if account.status == Status.ENDED:
        raise Refused(f"{name} has ended")
    if not playbook.steps:
        raise Refused(f"{title} has no steps yet")
    if _under_way(session, account_id, playbook.name):
        raise Refused(f"{title} is under way at {name} already; x stops it there")
    counted_from = anchor or account.renewal_date
    if counted_from is None:
        raise Refused(f"{name} has no renewal date; say the day to count from")
    try:
        planned = dated(playbook.steps, counted_from)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    steps, run = from_today_on(planned, today(session)), new_uid()
    session.add_all(
        PlanAction(account_id=account_id, what=step.what, who=step.who, due=due, playbook=playbook.name, run=run)
        for step, due in steps
    )
    describe(session, f"playbook {title} started at {name}")
    gone = sum(1 for _, due in planned if due < today(session))
    late = f", {gone} of them moved from before today" if gone else ""
    return f"{title} at {name}: {plural(len(steps), 'step')}, first {day_words(steps[0][1])}{late}"


def finish_step(session: "Session", uid: str) -> str:
    """A step was taken today; returns what to tell the user."""
    from kamtui.models.plans import PlanAction

    record = by_uid(session, PlanAction, uid)
    if record.done_on is not None:
        raise Refused("it is done already")
    record.done_on = today(session)
    said = f"“{shorten(record.what, LABEL)}” is done"
    describe(session, said)
    return said


def stop(session: "Session", run: str) -> str:
    """Stop a run: its open steps are removed, those that were done stay; returns what to tell the user."""
    from sqlmodel import select

    from kamtui.models.plans import PlanAction

    steps = session.exec(select(PlanAction).where(PlanAction.run == run)).all()
    waiting = [step for step in steps if step.done_on is None and step.due is not None]
    if not waiting:
        raise Refused("nothing of it is open any more")
    for step in waiting:
        session.delete(step)
    title = shorten(waiting[0].playbook, LABEL)
    describe(session, f"playbook {title} stopped")
    return f"{title} is stopped: {plural(len(waiting), 'open step')} removed"


def _under_way(session: "Session", account_id: int, name: str) -> "PlanAction | None":
    from sqlmodel import col, select

    from kamtui.models.plans import PlanAction

    open_steps = select(PlanAction).where(
        PlanAction.account_id == account_id, PlanAction.playbook == name,
        col(PlanAction.run).is_not(None), col(PlanAction.done_on).is_(None), col(PlanAction.due).is_not(None),
    )  # fmt: skip
    return session.exec(open_steps).first()


def _name_is_free(session: "Session", name: str, uid: str | None) -> None:
    from sqlmodel import select

    from kamtui.models.playbooks import Playbook as Stored

    for other in session.exec(select(Stored)).all():
        if other.uid != uid and other.name.casefold() == name.casefold():
            raise Refused(f"{shorten(name, LABEL)} is the name of another playbook of yours")
