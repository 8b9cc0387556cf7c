"""What the user does to the value dimension: one function a user action (rule M-6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.expansion import OpportunityKind, Stage
from kamtui.domain.problems import spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.value import ValueEntry as Entry
from kamtui.domain.value import ValueKind, validate_value_entry
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.value import ValueEntry

FIELDS = frozenset({"kind", "what", "evidence", "amount", "on", "stakeholder_id", "unit"})
LABEL = 40


def add_value(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Add a value entry and give its key; that something is known takes back "none known". Raises Refused."""
    from kamtui.models.accounts import Account
    from kamtui.models.value import ValueEntry

    account = the(session, Account, account_id)
    record = ValueEntry(account_id=account_id, kind=ValueKind.DELIVERED, what="", on=today(session))
    _write(session, record, values)
    session.add(record)
    account.value_none_known = False
    session.flush()
    describe(session, f"value at {shorten(account.name, LABEL)}: {_called(record)}")
    return key_of(record)


def edit_value(session: "Session", entry_id: int, values: Mapping[str, Any]) -> None:
    """Change a value entry; fields that are not in `values` stay. Raises Refused in one line."""
    from kamtui.models.value import ValueEntry

    record = the(session, ValueEntry, entry_id)
    _write(session, record, values)
    describe(session, f"changes to value {_called(record)}")


def remove_value(session: "Session", entry_id: int) -> str:
    """Remove a value entry, and give what it said."""
    from kamtui.models.value import ValueEntry

    record = the(session, ValueEntry, entry_id)
    describe(session, f"value {_called(record)} removed")
    session.delete(record)
    return record.what


def value_none_known(session: "Session", account_id: int, none: bool) -> None:
    """Say that no value is known, so that the map is complete without any entry (rule M-11), or take that back."""
    from sqlmodel import select

    from kamtui.models.accounts import Account
    from kamtui.models.value import ValueEntry

    account = the(session, Account, account_id)
    known = session.exec(select(ValueEntry.id).where(ValueEntry.account_id == account_id).limit(1)).first()
    if none and known is not None:
        raise Refused("there are value entries; only an empty list can be marked as none known")
    account.value_none_known = none
    words = "none known" if none else "to be found out"
    describe(session, f"value at {shorten(account.name, LABEL)}: {words}")


def open_opportunity(session: "Session", entry_id: int) -> int:
    """Turn an adjacent entry into an opportunity in its first stage and give its key (rule M-6).

    Name and annual value come from the entry, the observation from its evidence. Raises Refused for delivered value
    and for an entry that became an opportunity already.
    """
    from sqlmodel import select

    from kamtui.models.expansion import Opportunity
    from kamtui.models.value import ValueEntry

    entry = the(session, ValueEntry, entry_id)
    if entry.kind != ValueKind.ADJACENT:
        raise Refused("only an adjacent entry turns into an opportunity; this value is delivered")
    of_account = select(Opportunity).where(Opportunity.account_id == entry.account_id)
    for other in session.exec(of_account).all():
        if other.external_ids.get("value_entry") == entry.uid or other.name == entry.what:
            raise Refused(f"it is an opportunity already, in stage {other.stage}")
    made = Opportunity(
        account_id=entry.account_id, name=entry.what, kind=OpportunityKind.CROSS_SELL, annual_value=entry.amount,
        stage=Stage.IDEA, observation=entry.evidence or entry.what, external_ids={"value_entry": entry.uid},
    )  # fmt: skip
    session.add(made)
    session.flush()
    describe(session, f"opportunity {_called(entry)}")
    return key_of(made)


def _write(session: "Session", record: "ValueEntry", values: Mapping[str, Any]) -> None:
    """Fill an entry with cleaned values; raises Refused for the first thing that is wrong."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise Refused(f"a value entry has no {spoken(name)}")
        given[name] = clean_line(value or "") if name in ("what", "unit") else value
    if "evidence" in given:
        given["evidence"] = clean_text(given["evidence"] or "").strip()
    if "on" in given:
        given["on"] = given["on"] or today(session)
    wanted = {name: given.get(name, getattr(record, name)) for name in ("kind", "what", "on", "amount")}
    for problem in validate_value_entry(Entry(**wanted)):
        raise Refused(problem.text)
    if given.get("stakeholder_id") is not None:
        from kamtui.models.stakeholders import Stakeholder

        if the(session, Stakeholder, given["stakeholder_id"]).account_id != record.account_id:
            raise Refused("this person is not on the account's map")
    fill(record, given)


def _called(record: "ValueEntry") -> str:
    return shorten(record.what, LABEL)
