"""What a document's accounts need before they are written: whose name it is, a slot, a first tier, a contract line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kamtui.domain import slots
from kamtui.domain.accounts import Status, Tier, name_key
from kamtui.exchange.document_fields import Stored
from kamtui.exchange.document_lists import listed
from kamtui.exchange.document_records import Problems, Record
from kamtui.exchange.document_report import Renamed
from kamtui.exchange.document_values import derived_uid

COLUMNS: Final = ("uid", "name_key", "tier", "slot", "status", "changed_at")


@dataclass(frozen=True, slots=True)
class Known:
    """An account that is in the database already."""

    uid: str
    name_key: str
    tier: int
    slot: int
    status: str
    changed_at: str


class Owners:
    """Which account a reference means: the uid of one, else the name of one, the document's before the database's."""

    def __init__(self, accounts: Iterable[Record], known: Iterable[Known]) -> None:
        held = tuple(known)
        given = tuple(accounts)
        self.uids = {each.uid for each in held} | {each.uid for each in given}
        self.names = {each.name_key: each.uid for each in held}
        self.names |= {name_key(str(each.values.get("name", ""))): each.uid for each in given}

    def uid(self, reference: Stored) -> str | None:
        """The uid of the account that is meant, None when there is none."""
        text = str(reference)
        return text if text in self.uids else self.names.get(name_key(text))


def wins(record: Record, changed_at: str, now: str) -> bool:
    """Whether the document's record replaces a stored one that changed then: the newer change does."""
    return now >= changed_at if record.changed_at is None else record.changed_at > changed_at


def matched_by_name(accounts: Iterable[Record], known: Iterable[Known]) -> list[Record]:
    """Let records without a uid be the stored account of their name, unless another record names its uid."""
    stored = {each.name_key: each.uid for each in known}
    records = list(accounts)
    claimed = {each.uid for each in records if each.named}
    for at, record in enumerate(records):
        uid = stored.get(name_key(str(record.values.get("name", ""))))
        if not record.named and uid is not None and uid not in claimed:
            records[at] = replace(record, uid=uid, named=True)
    return records


def with_names_of_their_own(
    accounts: Iterable[Record], known: Sequence[Known], now: str
) -> tuple[list[Record], list[Renamed]]:
    """Give accounts whose name belongs to a different account a number after it: `Name (2)`."""
    stored = {each.uid: each for each in known}
    given = list(accounts)
    coming = {each.uid for each in given if each.uid not in stored or wins(each, stored[each.uid].changed_at, now)}
    taken = {each.name_key for each in known if each.uid not in coming}
    records, renamed = [], []
    for record in given:
        if record.uid not in coming:
            records.append(record)
            continue
        name = wanted = str(record.values["name"])
        number = 2
        while name_key(name) in taken:
            name = f"{wanted} ({number})"
            number += 1
        taken.add(name_key(name))
        if name != wanted:
            renamed.append(Renamed(record.uid, wanted, name))
        records.append(replace(record, values={**record.values, "name": name}))
    return records, renamed


def filled_in(accounts: Iterable[Record], known: Sequence[Known], today: str) -> list[Record]:
    """Give new accounts what the document does not say: the day they were added and a slot (rule Y-3)."""
    stored = {each.uid for each in known}
    given = list(accounts)
    placed = [(each.tier, each.slot) for each in known if each.status != Status.ENDED]
    placed += [
        (_tier(each), int(each.values["slot"] or 0))
        for each in given
        if each.uid not in stored and each.values.get("slot") is not None and each.values.get("status") != Status.ENDED
    ]
    loads = slots.loads(slots.Slotted("", Tier(tier), slot) for tier, slot in placed)
    for at, record in enumerate(given):
        if record.uid in stored:
            continue
        values = {"created_on": today, **record.values}
        if values.get("slot") is None:
            values["slot"], loads = _best_slot(loads, Tier(_tier(record)))
        given[at] = replace(record, values=values)
    return given


def _best_slot(loads: Sequence[int], tier: Tier) -> tuple[int, tuple[int, ...]]:
    slot = slots.best_slot(loads, tier)
    more = slots.loads([slots.Slotted("", tier, slot)])
    return slot, tuple(map(int.__add__, loads, more))


def tier_changes(
    accounts: Iterable[Record], known: Sequence[Known], changes: Sequence[Record], owners: Owners, now: str, today: str
) -> list[Record]:
    """The tier changes that the document does not tell itself: a new account's first, and a tier it changes (T-6)."""
    told = {owners.uid(each.values.get("account_id")) for each in changes}
    stored = {each.uid: each for each in known}
    made = []
    for record in accounts:
        if record.uid in told:
            continue
        before = stored.get(record.uid)
        if before is None:
            values: dict[str, Stored] = {"on": record.values["created_on"], "to_tier": _tier(record)}
            made.append(_made(record, "tier_change", values))
        elif wins(record, before.changed_at, now) and record.values.get("tier", before.tier) != before.tier:
            values = {"on": today, "from_tier": before.tier, "to_tier": _tier(record), "reason": "imported"}
            made.append(_made(record, "tier_change", values, today, before.tier, _tier(record)))
    return made


def contract_lines(
    accounts: Iterable[Record],
    contracts: Sequence[Record],
    held: Mapping[str, set[str]],
    owners: Owners,
    problems: Problems,
) -> list[Record]:
    """One open-ended contract line for each account that comes with a current value and without contract lines.

    `held` are the uids of the contract lines in the database, by account.
    """
    told = {owners.uid(each.values.get("account_id")) for each in contracts}
    made = []
    for record in accounts:
        amount = record.values.get("current_value")
        if not amount:
            continue
        line = _made(record, "contract", {"annual_value": amount})
        if record.uid in told or held.get(record.uid, set()) - {line.uid}:
            problems.add(record.where, "current_value: the account has contract lines, and its value is their sum")
        made.append(line)
    return made


def _tier(record: Record) -> int:
    return int(record.values.get("tier", listed("accounts").field("tier").default) or Tier.MAINTAIN)


def _made(account: Record, what: str, values: Mapping[str, Stored], *parts: object) -> Record:
    return Record(
        account.where,
        derived_uid(what, account.uid, *parts),
        named=True,
        changed_at=account.changed_at,
        values={"account_id": account.uid, **values},
    )
