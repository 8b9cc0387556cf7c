"""Planning a review: account, day, and who takes part on both sides (rule Q-9)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.commitments import Side
from kamtui.domain.qbr import Participant
from kamtui.domain.text import shorten
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.form import Field, FormScreen
from kamtui.storage import qbrs, qbrs_changes
from kamtui.storage.map import account_choices
from kamtui.storage.qbrs import Choice, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from kamtui.screens.base import CockpitScreen

WHEN = "fri, in 2 weeks, 12 dec"


async def plan_review(screen: "CockpitScreen", account_id: int | None, on: date | None = None) -> int | None:
    """Ask for a new review's account, day and people, and plan it; gives its key, None where nothing was planned."""
    accounts = await screen.read(account_choices)
    if not accounts:
        screen.refuse("there are no accounts yet: add one on the Accounts screen")
        return None
    if account_id is None or on is None:
        account_id = await screen.app.push_screen_wait(ChooseScreen("QBR with whom?", accounts, chosen=account_id))
    if account_id is None:
        return None
    choice = await screen.read(qbrs.choice, account_id, screen.desk.today)
    form = FormScreen(
        [("QBR with ", "title"), (dict(accounts)[account_id], "title")],
        _fields(choice, on, choice.last),
        _plan,
        always={"account_id": account_id, "known": choice.people},
    )
    if (saved := await screen.app.push_screen_wait(form)) is None:
        return None
    screen.tell("planned · enter prepares it, u undoes it")
    return int(saved.value)


async def edit_review(screen: "CockpitScreen", qbr_id: int) -> None:
    """Ask for the day and the people of a planned review, and change them."""
    review = await screen.read(qbrs.qbr, qbr_id)
    if review is None:
        screen.refuse("it is no longer there")
        return
    choice = await screen.read(qbrs.choice, review.account_id, screen.desk.today)
    form = FormScreen(
        [("QBR with ", "title"), (review.account, "title")],
        _fields(choice, review.scheduled_on, review.participants),
        _edit,
        always={"qbr_id": qbr_id, "known": choice.people},
    )
    if await screen.app.push_screen_wait(form):
        screen.tell("saved · u undoes it")


def _fields(choice: Choice, on: date | None, people: "Sequence[Participant]") -> list[Field]:
    theirs = [each for each in people if each.side == Side.THEIRS]
    mapped = {each.uid for each in choice.people}
    fields = [Field("scheduled_on", "On", "date", on, required=True, hint=WHEN)]
    if choice.people:
        options = [(each.uid, shorten(each.name, 30)) for each in choice.people]
        chosen = [each.stakeholder for each in theirs if each.stakeholder in mapped]
        fields.append(Field("theirs", "With", "several", chosen, options=options))
    others = ", ".join(each.name for each in theirs if each.stakeholder not in mapped)
    ours = ", ".join(each.name for each in people if each.side == Side.OURS)
    fields.append(Field("others", "Others of theirs", value=others, hint="names, with commas between them"))
    fields.append(Field("ours", "For us", value=ours, hint=", ".join(choice.ours[:3]) or "names, with commas between"))
    return fields


def _people(known: "Sequence[Person]", theirs: "Sequence[str]", others: str, ours: str) -> list[Participant]:
    by_uid = {each.uid: each for each in known}
    found = [Participant(by_uid[uid].name, Side.THEIRS, uid) for uid in theirs if uid in by_uid]
    found += [Participant(name, Side.THEIRS) for name in _names(others)]
    return found + [Participant(name, Side.OURS) for name in _names(ours)]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _plan(
    session: "Session", scheduled_on: date, others: str, ours: str, theirs: "Sequence[str]" = (), **given: Any
) -> int:
    people = _people(given["known"], theirs, others, ours)
    return qbrs_changes.plan(session, given["account_id"], scheduled_on, people)


def _edit(
    session: "Session", scheduled_on: date, others: str, ours: str, theirs: "Sequence[str]" = (), **given: Any
) -> None:
    people = _people(given["known"], theirs, others, ours)
    qbrs_changes.edit(session, given["qbr_id"], scheduled_on, people)
