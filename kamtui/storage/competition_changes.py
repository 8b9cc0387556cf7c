"""What the user does to the competition dimension: one function a user action (rule M-7)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamtui.domain.competition import Competitor as Entry
from kamtui.domain.competition import validate_competitor
from kamtui.domain.errors import Refused
from kamtui.domain.problems import spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.storage.work import describe, fill, key_of, the

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.competition import Competitor

FIELDS = frozenset({"provider", "area", "kind", "position", "contract_end", "notes"})
LABEL = 40


def add_competitor(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Add another provider and give its key; that one is known takes back "none known". Raises Refused."""
    from kamtui.models.accounts import Account
    from kamtui.models.competition import Competitor

    account = the(session, Account, account_id)
    record = Competitor(account_id=account_id, provider="")
    _write(record, values)
    session.add(record)
    account.competition_none_known = False
    session.flush()
    describe(session, f"competitor at {shorten(account.name, LABEL)}: {_called(record)}")
    return key_of(record)


def edit_competitor(session: "Session", competitor_id: int, values: Mapping[str, Any]) -> None:
    """Change a competitor; fields that are not in `values` stay. Raises Refused in one line."""
    from kamtui.models.competition import Competitor

    record = the(session, Competitor, competitor_id)
    _write(record, values)
    describe(session, f"changes to competitor {_called(record)}")


def remove_competitor(session: "Session", competitor_id: int) -> str:
    """Remove a competitor, and give its name."""
    from kamtui.models.competition import Competitor

    record = the(session, Competitor, competitor_id)
    describe(session, f"competitor {_called(record)} removed")
    session.delete(record)
    return record.provider


def competition_none_known(session: "Session", account_id: int, none: bool) -> None:
    """Say that no competitor is known, so that the map is complete without one (rule M-11), or take that back."""
    from sqlmodel import select

    from kamtui.models.accounts import Account
    from kamtui.models.competition import Competitor

    account = the(session, Account, account_id)
    known = session.exec(select(Competitor.id).where(Competitor.account_id == account_id).limit(1)).first()
    if none and known is not None:
        raise Refused("there are competitors; only an empty list can be marked as none known")
    account.competition_none_known = none
    words = "none known" if none else "to be found out"
    describe(session, f"competition at {shorten(account.name, LABEL)}: {words}")


def _write(record: "Competitor", values: Mapping[str, Any]) -> None:
    """Fill a competitor with cleaned values; raises Refused for the first thing that is wrong."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise Refused(f"a competitor has no {spoken(name)}")
        given[name] = clean_line(value or "") if name in ("provider", "area") else value
    if "notes" in given:
        given["notes"] = clean_text(given["notes"] or "").strip()
    wanted = {
        name: given.get(name, getattr(record, name))
        for name in ("provider", "kind", "position", "area", "contract_end")
    }
    for problem in validate_competitor(Entry(**wanted)):
        raise Refused(problem.text)
    fill(record, given)


def _called(record: "Competitor") -> str:
    return shorten(record.provider, LABEL)
