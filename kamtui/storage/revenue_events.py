"""What a change of a contract line writes beside itself: the event, and the questions it has to answer (rule R-1)."""

from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain.dates import ONE_DAY
from kamtui.domain.errors import Refused
from kamtui.domain.ledger import answered, change_of, current_value, successor
from kamtui.domain.revenue import Event, Line, RenewalStage, RevenueKind, validate_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from kamtui.models.revenue import Contract


def plain(record: "Contract") -> Line:
    """A stored line as the rules see it."""
    return Line(
        record.id or 0, record.account_id, record.annual_value, record.start, record.end, record.auto_renew,
        record.renewal_stage, record.description,
    )  # fmt: skip


def lines_of(session: "Session", account_id: int) -> "Sequence[Contract]":
    """The lines of an account as they stand in this action."""
    from sqlmodel import select

    from kamtui.models.revenue import Contract

    return session.exec(select(Contract).where(Contract.account_id == account_id).order_by("id")).all()


def note(session: "Session", record: "Contract", kind: str, amount: int, on: date, reason: str = "") -> None:
    """Write what happened to a line; nothing for an amount of nothing."""
    from kamtui.models.revenue import RevenueEvent

    if amount:
        event = RevenueEvent(
            account_id=record.account_id, contract_id=record.id, kind=str(kind), amount=amount, on=on, reason=reason
        )
        session.add(event)


def note_begun(session: "Session", record: "Contract", reason: str = "") -> None:
    """Write that a line began (rule R-1).

    It renews the line that it carries on, where nothing was said of that one yet. Else it is new where the account
    paid nothing before, and an expansion where it did.
    """
    assert record.start is not None  # noqa: S101  whoever begins a line says when
    others = [each for each in lines_of(session, record.account_id) if each.id != record.id]
    before = [plain(each) for each in others]
    said = events_of(session, record.account_id)
    for each in others:
        following = successor(plain(each), [*before, plain(record)])
        if following is not None and following.id == record.id and each.end and not answered(plain(each), said):
            each.renewal_stage = RenewalStage.RENEWED.value
            note(session, each, RevenueKind.RENEWAL, record.annual_value, each.end, reason)
            note_change(session, record, each.annual_value, record.start, reason)
            return
    paid = current_value(before, record.start - ONE_DAY) or current_value(before, record.start)
    note(session, record, RevenueKind.EXPANSION if paid else RevenueKind.NEW, record.annual_value, record.start, reason)


def events_of(session: "Session", account_id: int) -> list[Event]:
    """What was recorded of an account's lines."""
    from sqlmodel import select

    from kamtui.models.revenue import RevenueEvent

    found = session.exec(select(RevenueEvent).where(RevenueEvent.account_id == account_id)).all()
    return [Event(account_id, each.kind, each.amount, each.on, each.contract_id) for each in found]


def note_change(session: "Session", record: "Contract", before: int, on: date, reason: str = "") -> None:
    """Write how a line's value changed from what it was before."""
    if (changed := change_of(before, record.annual_value)) is not None:
        kind, amount = changed
        note(session, record, kind, amount, on, reason)


def checked(record: "Contract") -> None:
    """Raise Refused, in one line, when a line cannot be."""
    for problem in validate_line(plain(record)):
        raise Refused(problem.text)
