"""What an account pays: the contract line behind its current annual value (rules R-1, T-1)."""

from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.problems import money_problems
from kamtui.domain.text import shorten
from kamtui.storage.revenue_events import checked, lines_of, note_begun, note_change
from kamtui.storage.work import describe, key_of, the, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from kamtui.models.accounts import Account
    from kamtui.models.revenue import Contract

LABEL = 40
"""How many terminal cells of a name a label repeats."""


def set_current_value(session: "Session", account_id: int, cents: int, reason: str = "") -> None:
    """Say what an account pays a year, in minor units, where at most one contract line stands behind it.

    Without a line an open-ended one is made. What begins or changes keeps what happened as an event (rule R-1). Raises
    Refused when several lines make up the value, when one begins later, or when the amount is none.
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    put_value(session, account, cents, reason)
    describe(session, f"current value of {shorten(account.name, LABEL)}")


def put_value(session: "Session", account: "Account", cents: int, reason: str = "") -> None:
    """As `set_current_value`, as a part of another action."""
    from kamtui.models.revenue import Contract

    problems = money_problems("current_value", cents)
    if problems:
        raise Refused(problems[0].text)
    day = today(session)
    lines = lines_of(session, key_of(account))
    line = _the_line(account, lines, day)
    if line is not None:
        before, line.annual_value = line.annual_value, cents
        note_change(session, line, before, day, reason)
    elif cents:
        start = day if lines else account.client_since
        line = Contract(account_id=key_of(account), annual_value=cents, start=start)
        session.add(line)
        session.flush()
        if start is not None:
            note_begun(session, line, reason)


def grow_value(session: "Session", account: "Account", cents: int, what: str, reason: str) -> int:
    """Let an account pay so much more from today on, and give what it pays then, in minor units (rule R-1).

    The one line behind the value grows. Where there is none, or several, or one begins later, a line of its own named
    `what` begins, without an end. Raises Refused when the amount cannot be.
    """
    from kamtui.models.revenue import Contract

    day = today(session)
    lines = lines_of(session, key_of(account))
    standing, later = _standing(lines, day), _later(lines, day)
    if len(standing) == 1 and not later:
        (line,) = standing
        before, line.annual_value = line.annual_value, line.annual_value + cents
        checked(line)
        note_change(session, line, before, day, reason)
    else:
        line = Contract(account_id=key_of(account), description=what, annual_value=cents, start=day)
        checked(line)
        session.add(line)
        session.flush()
        note_begun(session, line, reason)
        standing = [*standing, line]
    return sum(each.annual_value for each in standing)


def _standing(lines: "Sequence[Contract]", day: date) -> "list[Contract]":
    return [line for line in lines if (line.start or day) <= day <= (line.end or day)]


def _later(lines: "Sequence[Contract]", day: date) -> "list[Contract]":
    return [line for line in lines if (line.start or day) > day]


def _the_line(account: "Account", lines: "Sequence[Contract]", day: date) -> "Contract | None":
    """The one line in force, None where there is none; raises Refused where the value cannot be typed."""
    standing, later = _standing(lines, day), _later(lines, day)
    name = shorten(account.name, LABEL)
    if len(standing) > 1:
        raise Refused(f"{len(standing)} contract lines make up the current value of {name}; change those")
    if later:
        raise Refused(f"a contract line of {name} begins on {later[0].start}; change the lines")
    return standing[0] if standing else None
