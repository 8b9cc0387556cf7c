"""What the user does to accounts: add, edit, change the tier, remove (rules T-1, T-6, Y-3, Y-7)."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import AccountFacts, Status, Tier, name_key, tier_of, validate_account
from kamtui.domain.catalogue import CATALOGUE, Activity
from kamtui.domain.errors import Refused
from kamtui.domain.onboarding import ONBOARDING_DAYS, first_day
from kamtui.domain.plans import our_objective_problem
from kamtui.domain.practice import Practice
from kamtui.domain.problems import Problem, spoken
from kamtui.domain.slots import WEEKS, Slotted, best_slot, loads
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.storage.contracts_changes import LABEL, put_value, set_current_value
from kamtui.storage.onboarding_changes import begin
from kamtui.storage.stakeholders_write import mark_primary
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.accounts import Account

__all__ = ["add_account", "change_tier", "edit_account", "remove_account", "set_current_value"]

LINES = frozenset({"name", "industry", "domain", "our_objective"})
TEXTS = frozenset({"their_objective", "expansion_observation", "notes"})
PLAIN = frozenset(
    {"tier", "status", "client_since", "potential_value", "renewal_date", "contract_term_months", "auto_renew", "slot"}
)
BESIDE = frozenset({"current_value", "primary_contact", "tier_reason"})
"""What a form says of an account that is not a column of it."""

VALUE_REASON = "said on the account's form"
AGAIN = "a client again"


def add_account(
    session: "Session",
    values: Mapping[str, Any],
    activities: Sequence[Activity] = CATALOGUE,
    onboarding_days: Sequence[int] = ONBOARDING_DAYS,
) -> int:
    """Add an account and give its key; `values` are columns and `current_value`, what is missing takes its default.

    It gets the slot that keeps the busiest week lightest unless one is given (rule Y-3), enters its tier today (rule
    T-6), and nothing of it is overdue (rule Y-7). One in onboarding gets its milestones (rule O-1). Amounts are minor
    units. Raises Refused with one line for each thing that is wrong.
    """
    from kamtui.models.accounts import Account, TierChange

    given = _cleaned(values)
    day = today(session)
    _refuse(_problems(session, given, None))
    tier = tier_of(given["tier"]) or Tier.MAINTAIN
    worth = given.pop("current_value", None)
    for beside in BESIDE & given.keys():
        del given[beside]
    if given.get("slot") is None:
        given["slot"] = _best(session, tier, activities, None)
    account = Account(**{**given, "tier": int(tier), "name_key": name_key(given["name"]), "created_on": day})
    session.add(account)
    session.flush()
    session.add(TierChange(account_id=key_of(account), on=day, from_tier=None, to_tier=int(tier)))
    if worth:
        put_value(session, account, worth)
    if account.status == Status.ONBOARDING:
        begin(session, account, first_day(account.client_since, day, onboarding_days), onboarding_days)
    describe(session, f"new account {_called(account)}")
    return key_of(account)


def edit_account(
    session: "Session", account_id: int, values: Mapping[str, Any], practice: Practice | None = None
) -> None:
    """Change what is known of an account; what is not in `values` stays, an empty slot is chosen anew.

    `current_value` changes the one contract line behind it, `primary_contact` is the key of a person or None, and a
    `tier` that changes keeps its date and the `tier_reason`, which must say something where it is given (rule T-6).
    One that had ended and is a client again enters its tier anew, and with another slot nothing becomes late by it
    (rule Y-7). One that comes into onboarding gets its milestones (rule O-1).
    Raises Refused with one line for each thing that is wrong.
    """
    from kamtui.models.accounts import Account
    from kamtui.storage.slots_changes import days_kept

    account, practice = the(session, Account, account_id), practice or Practice()
    given, onboarding_days = _cleaned(values), practice.onboarding_days
    _refuse(_problems(session, given, account))
    tier, reason = tier_of(given.pop("tier", account.tier)), given.pop("tier_reason", None)
    worth, primary = given.pop("current_value", None), given.pop("primary_contact", account_id)
    if "current_value" in values:
        put_value(session, account, worth or 0, VALUE_REASON)
    if "primary_contact" in values:
        _put_primary(session, account_id, primary)
    if tier is not None and tier != account.tier:
        if reason is not None and not reason:
            raise Refused(f"say why the tier becomes {tier.name.capitalize()}; the history keeps the reason")
        _put_tier(session, account, tier, reason or "", today(session))
    elif account.status == Status.ENDED != given.get("status", account.status):
        _enter_again(session, account)
    if "slot" in given and given["slot"] is None:
        given["slot"] = _best(session, Tier(account.tier), practice.catalogue, account.id)
    if "name" in given:
        given["name_key"] = name_key(given["name"])
    joins = given.get("status") == Status.ONBOARDING != account.status
    with days_kept(session, practice) if given.get("slot", account.slot) != account.slot else nullcontext():
        fill(account, given)
    if joins:
        begin(session, account, first_day(account.client_since, today(session), onboarding_days), onboarding_days)
    describe(session, f"changes to {_called(account)}")


def change_tier(session: "Session", account_id: int, tier: int | str, reason: str, on: date | None = None) -> None:
    """Move an account to another tier, on a day not after today, with the reason that its history keeps (rule T-6).

    Raises Refused in one line.
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    wanted, said, day = tier_of(tier), clean_line(reason), on or today(session)
    if wanted is None:
        raise Refused(f"no tier is called “{shorten(str(tier), LABEL)}”; it is 1 Strategic, 2 Growth or 3 Maintain")
    if wanted == account.tier:
        raise Refused(f"{_called(account)} is {wanted.name.capitalize()} already")
    if not said:
        raise Refused("say why; the history of the tier keeps the reason")
    _put_tier(session, account, wanted, said, day)
    describe(session, f"{_called(account)} is {wanted.name.capitalize()} now")


def remove_account(session: "Session", account_id: int) -> str:
    """Remove an account with all it has, and give its name; `u` brings everything back."""
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    describe(session, f"{_called(account)} removed with all it has")
    session.delete(account)
    return account.name


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; raises Refused for one that no account has."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in LINES or name == "tier_reason":
            found[name] = clean_line(value or "")
        elif name in TEXTS:
            found[name] = clean_text(value or "").strip()
        elif name in PLAIN or name in BESIDE:
            found[name] = value
        else:
            raise Refused(f"an account has no {spoken(name)}")
    if "status" in found:
        found["status"] = found["status"] or Status.ACTIVE.value
    if "auto_renew" in found:
        found["auto_renew"] = bool(found["auto_renew"])
    return found


def _problems(session: "Session", given: Mapping[str, Any], account: "Account | None") -> list[Problem]:
    """Everything that is wrong with the account as it would be (rule T-1)."""
    from sqlmodel import select

    from kamtui.models.accounts import Account

    names = ("name", "tier", "status", "potential_value", "client_since", "renewal_date", "contract_term_months")
    stands = {name: getattr(account, name) for name in names} if account is not None else {"name": "", "tier": None}
    facts = AccountFacts(
        **{**stands, **{name: given[name] for name in names if name in given}},
        current_value=given.get("current_value"),
    )  # fmt: skip
    taken = select(Account.name_key).where(Account.id != (account.id if account is not None else None))
    with session.no_autoflush:
        found = list(validate_account(facts, set(session.exec(taken).all())))
    if too_long := our_objective_problem(given.get("our_objective", "")):
        found.append(Problem("our_objective", f"{too_long[0].upper()}{too_long[1:]}."))
    slot = given.get("slot")
    if slot is not None and not 0 <= slot < WEEKS:
        found.append(Problem("slot", f"The slot is between 0 and {WEEKS - 1}."))
    return found


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refused("\n".join(problem.text for problem in problems))


def _put_tier(session: "Session", account: "Account", tier: Tier, reason: str, on: date) -> None:
    """Change the tier and keep what happened; raises Refused for a day that does not fit the history."""
    from sqlmodel import select

    from kamtui.models.accounts import TierChange

    if on > today(session):
        raise Refused(f"{on} is still to come; change the tier on that day")
    known = session.exec(select(TierChange).where(TierChange.account_id == account.id)).all()
    last = max((each.on for each in known), default=account.created_on)
    if on < last:
        raise Refused(f"the account has its present tier since {last}; a change comes after that")
    change = TierChange(account_id=key_of(account), on=on, from_tier=account.tier, to_tier=int(tier), reason=reason)
    session.add(change)
    account.tier = int(tier)


def _enter_again(session: "Session", account: "Account") -> None:
    from kamtui.models.accounts import TierChange

    now = today(session)
    session.add(TierChange(account_id=key_of(account), on=now, from_tier=None, to_tier=account.tier, reason=AGAIN))


def _put_primary(session: "Session", account_id: int, person: int | None) -> None:
    """Make a person of the account its primary contact, or nobody; raises Refused for somebody else's."""
    from sqlmodel import col, select

    from kamtui.models.stakeholders import Stakeholder

    now = session.exec(
        select(Stakeholder).where(Stakeholder.account_id == account_id, col(Stakeholder.primary_contact))
    ).first()
    if (now.id if now is not None else None) == person:
        return
    if now is not None:
        mark_primary(session, now, on=False)
    if person is not None:
        chosen = the(session, Stakeholder, person)
        if chosen.account_id != account_id:
            raise Refused(f"{shorten(chosen.name, LABEL)} is not on this account's map")
        mark_primary(session, chosen)


def _best(session: "Session", tier: Tier, activities: Sequence[Activity], but: int | None) -> int:
    """The slot that keeps the busiest week lightest beside all other accounts that are clients (rule Y-3)."""
    from sqlmodel import select

    from kamtui.models.accounts import Account

    others = session.exec(select(Account).where(Account.status != Status.ENDED.value)).all()
    stands = [Slotted(each.uid, Tier(each.tier), each.slot) for each in others if each.id != but]
    return best_slot(loads(stands, activities), tier, activities)


def _called(account: "Account") -> str:
    return shorten(account.name, LABEL)
