"""What the user does to contract lines and their events; each writes the event in the same action (rules R-1, R-2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.dates import ONE_DAY
from kamtui.domain.errors import Refused
from kamtui.domain.ledger import successor
from kamtui.domain.problems import choice_problems, known, money_problems, spoken
from kamtui.domain.renewals import SAME_DAYS, needs_reason, next_stage, term_after
from kamtui.domain.revenue import RenewalStage, RevenueKind
from kamtui.domain.text import clean_line, shorten
from kamtui.storage.revenue_events import checked, lines_of, note, note_begun, note_change, plain
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.revenue import Contract, RevenueEvent

LABEL = 40
COLUMNS = frozenset({"description", "annual_value", "start", "end", "auto_renew"})
EVENT_COLUMNS = frozenset({"kind", "amount", "on", "reason"})


def add_line(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Add a contract line with its event, and give its key. Without a start it begins today. Raises Refused."""
    from kamtui.models.revenue import Contract

    given, reason = _given(values, COLUMNS)
    record = Contract(account_id=account_id, annual_value=0)
    fill(record, {**given, "annual_value": given.get("annual_value") or 0})
    record.start = record.start or today(session)
    checked(record)
    session.add(record)
    session.flush()
    note_begun(session, record, reason)
    describe(session, f"contract line of {_account(session, account_id)}")
    return key_of(record)


def edit_line(session: "Session", key: int, values: Mapping[str, Any], *, correction: bool = False) -> None:
    """Change a line; a new value leaves its event, dated today or on the day a later line begins (rule R-1).

    With `correction` it was only typed wrong, and nothing happened; nor did anything to a line that has ended.
    Raises Refused in one line.
    """
    record, day = _line(session, key), today(session)
    given, reason = _given(values, COLUMNS)
    before = record.annual_value
    fill(record, {**given, "annual_value": before if given.get("annual_value") is None else given["annual_value"]})
    checked(record)
    if not correction and not plain(record).ended(day):
        note_change(session, record, before, max(day, record.start or day), reason)
    describe(session, f"changes to {_called(session, record)}")


def lose_lines(session: "Session", keys: Iterable[int], on: date | None = None, reason: str = "") -> str:
    """End lines as lost: the churn is dated on the last day, which is `on`, the end they have, or today (rule R-1).

    Raises Refused when a line is carried on already.
    """
    named = []
    for key in keys:
        record = _line(session, key)
        _still_to_answer(session, record)
        last = on or record.end or today(session)
        fill(record, {"end": last, "renewal_stage": RenewalStage.LOST.value})
        checked(record)
        note(session, record, RevenueKind.CHURN, record.annual_value, last, clean_line(reason))
        named.append(_called(session, record))
    describe(session, f"{named[0] if len(named) == 1 else _first_of(named)} lost")
    return named[0]


def renew_as_it_was(session: "Session", key: int) -> str:
    """Say that a line that ended was renewed: the same value for the same term, as long as it takes to hold today."""
    record = _line(session, key)
    until = term_after(plain(record), today(session))
    return renew_lines(session, {key: record.annual_value}, record.end or until, until)


def renew_lines(
    session: "Session", worth: Mapping[int, int], on: date, until: date | None = None, reason: str = ""
) -> str:
    """Renew lines on their last day, each at its new value; a value of 0 ends it as lost (rules R-1, R-2).

    A line with an end gets a successor that begins the day after it and ends on `until`; one without an end runs on.
    Less than before needs the reason in value. Raises Refused in one line.
    """
    records = {key: _line(session, key) for key in worth}
    reason = clean_line(reason)
    before = sum(record.annual_value for record in records.values())
    if problem := needs_reason(before, sum(worth.values()), reason):
        raise Refused(problem)
    for key, record in records.items():
        _still_to_answer(session, record)
        if not worth[key]:
            lose_lines(session, [key], record.end or on, reason)
        else:
            _renew(session, record, worth[key], (on, until), reason)
    account_id = next(iter(records.values())).account_id
    _next_renewal(session, account_id, on, until)
    named = _called(session, next(iter(records.values())))
    describe(session, f"{named} renewed")
    return named


def _renew(session: "Session", record: "Contract", cents: int, days: tuple[date, date | None], reason: str) -> None:
    from kamtui.models.revenue import Contract

    on, until = days
    before = record.annual_value
    if record.end is None:
        note(session, record, RevenueKind.RENEWAL, cents, on, reason)
        fill(record, {"annual_value": cents, "renewal_stage": RenewalStage.NOT_STARTED.value})
        note_change(session, record, before, on, reason)
        return
    note(session, record, RevenueKind.RENEWAL, cents, record.end, reason)
    fill(record, {"renewal_stage": RenewalStage.RENEWED.value})
    following = Contract(
        account_id=record.account_id, description=record.description, annual_value=cents,
        start=record.end + ONE_DAY, end=until, auto_renew=record.auto_renew,
    )  # fmt: skip
    checked(following)
    session.add(following)
    session.flush()
    note_change(session, following, before, record.end + ONE_DAY, reason)


def _next_renewal(session: "Session", account_id: int, on: date, until: date | None) -> None:
    """The renewal date written at the account moves on with the renewal it stood for."""
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    if account.renewal_date is not None and abs((account.renewal_date - on).days) <= SAME_DAYS:
        account.renewal_date = until


def move_stage(session: "Session", keys: Iterable[int], stage: str) -> RenewalStage:
    """Bring the renewal of lines to a stage up to terms; renewed and lost are said in their own ways (rule R-2)."""
    wanted = known(RenewalStage, stage, RenewalStage.LOST)
    if next_stage(wanted) is None and wanted is not RenewalStage.TERMS:
        raise Refused("say that it is renewed, or lost, with its value and reason")
    records = [_line(session, key) for key in keys]
    for record in records:
        _still_to_answer(session, record)
        fill(record, {"renewal_stage": wanted.value})
    describe(session, f"renewal of {_account(session, records[0].account_id)}: {spoken(wanted)}")
    return wanted


def remove_line(session: "Session", key: int) -> str:
    """Remove a line that never was, with its own events, and say in words what is gone."""
    from sqlmodel import select

    from kamtui.models.revenue import RevenueEvent

    record = _line(session, key)
    words = _called(session, record)
    for event in session.exec(select(RevenueEvent).where(RevenueEvent.contract_id == key)).all():
        session.delete(event)
    session.flush()
    session.delete(record)
    describe(session, f"{words} removed")
    return words


def put_event(session: "Session", account_id: int, values: Mapping[str, Any], key: int | None = None) -> int:
    """Write what happened earlier, or put an event right; gives its key. Raises Refused in one line (rule R-1)."""
    from kamtui.models.revenue import RevenueEvent

    given, reason = _given(values, EVENT_COLUMNS)
    for problem in choice_problems("kind", RevenueKind, given.get("kind")) + money_problems(
        "amount", given.get("amount")
    ):
        raise Refused(problem.text)
    if key is None:
        kind = given.get("kind") or RevenueKind.EXPANSION.value
        record = RevenueEvent(account_id=account_id, kind=kind, amount=0, on=today(session))
        session.add(record)
    else:
        record = the(session, RevenueEvent, key)
    fill(record, {**{name: value for name, value in given.items() if value is not None}, "reason": reason})
    session.flush()
    describe(session, f"{_event_called(session, record)} {'noted' if key is None else 'changed'}")
    return key_of(record)


def remove_event(session: "Session", key: int) -> str:
    """Remove an event that never happened, and say in words what is gone."""
    from kamtui.models.revenue import RevenueEvent

    record = the(session, RevenueEvent, key)
    words = _event_called(session, record)
    session.delete(record)
    describe(session, f"{words} removed")
    return words


def _given(values: Mapping[str, Any], columns: frozenset[str]) -> tuple[dict[str, Any], str]:
    given = dict(values)
    reason = clean_line(given.pop("reason", None) or "")
    if unknown := set(given) - columns:
        raise Refused(f"a contract line has no {spoken(min(unknown))}")
    if "description" in given:
        given["description"] = clean_line(given["description"] or "")
    return given, reason


def _line(session: "Session", key: int) -> "Contract":
    from kamtui.models.revenue import Contract

    return the(session, Contract, key)


def _still_to_answer(session: "Session", record: "Contract") -> None:
    """Raise Refused when it was said already what becomes of a line."""
    everything = [plain(each) for each in lines_of(session, record.account_id)]
    following = successor(plain(record), everything)
    if following is not None:
        raise Refused(f"it is renewed already: the next line begins on {following.start}")
    if record.renewal_stage == RenewalStage.LOST:
        raise Refused("it is given up as lost already; u takes that back while it is the newest change")


def _called(session: "Session", record: "Contract") -> str:
    what = shorten(record.description, LABEL) or "contract line"
    return f"{what} of {_account(session, record.account_id)}"


def _first_of(named: list[str]) -> str:
    return f"{named[0]} and {len(named) - 1} more"


def _event_called(session: "Session", record: "RevenueEvent") -> str:
    return f"{spoken(record.kind)} of {_account(session, record.account_id)}"


def _account(session: "Session", account_id: int) -> str:
    from kamtui.models.accounts import Account

    return shorten(the(session, Account, account_id).name, LABEL)
