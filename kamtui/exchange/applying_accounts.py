"""One row of an accounts file into the database (rules T-1, T-2, T-6, Y-3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import AccountFacts, Status, Tier, name_key, validate_account
from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line, clean_text
from kamtui.exchange.applying_lines import add_line, change_line
from kamtui.exchange.bench import Bench, RowRef, Skipped, changed_words, notes_with, with_id
from kamtui.exchange.formats.shape import Source
from kamtui.exchange.ledger import Action, Duplicate
from kamtui.exchange.matching import Known, matched_form
from kamtui.exchange.values import to_domain
from kamtui.storage import imports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamtui.exchange.drafts import AccountDraft

RECORD = "account"


def apply_account(bench: Bench, ref: RowRef, draft: AccountDraft) -> None:
    """Create the account or update the one that is meant; raises ValueError when the row cannot be one."""
    name = clean_line(draft.name)
    match = bench.accounts.find(draft.source.value, draft.external_id, draft.domain, name_key(name))
    values = _values(draft)
    if match is None:
        _create(bench, ref, draft, name, values)
        return
    known = match.known
    old = bench.row("account", known.id)
    _check(old, {**values, "name": name}, draft.current_value)
    values["notes"] = notes_with(old["notes"], map(clean_text, draft.notes), _facts(bench, draft))
    values["external_ids"] = with_id(old["external_ids"], draft.source.value, draft.given_id)
    values |= _name(bench, known, name)
    if draft.tier is not None and int(draft.tier) != old["tier"]:
        values["tier"] = int(draft.tier)
        bench.add(
            "tier_change",
            {
                "account_id": known.id,
                "on": bench.today.isoformat(),
                "from_tier": old["tier"],
                "to_tier": int(draft.tier),
                "reason": "imported",
            },
        )
    changed = bench.change("account", old, values)
    if "name" in values:
        bench.accounts.rename(known, values["name"])
    bench.accounts.learn(known, _ids(draft), draft.domain or "")
    known.take(name_key(name), draft.domain)
    worth, remark = _put_value(bench, known.id, draft.current_value, old["client_since"])
    every = (*changed, *worth)
    action = Action.UPDATE if every else Action.UNCHANGED
    bench.note(ref, RECORD, action, known.name, changed_words(match.by, every), remark)


def account_for(
    bench: Bench, ref: RowRef, source: str, external_id: str | None, name: str | None, domain: str | None = None
) -> Known:
    """The account that a row of another file belongs to; one that nobody knows is made from its name.

    Raises Refused where only an id is given that leads nowhere, and Skipped where no account is named at all.
    """
    wanted = clean_line(name or "")
    match = bench.accounts.find(source, external_id, domain, name_key(wanted), claims=False)
    if match is not None:
        _take_id(bench, ref, match.known, source, external_id)
        return match.known
    if not wanted:
        if external_id:
            raise Refused(f"its account {external_id} is in no file and not known: import the accounts as well")
        raise Skipped(f"no account has the domain {domain}" if domain else "no account is named")
    return _create_bare(bench, ref, source, external_id, wanted)


def _take_id(bench: Bench, ref: RowRef, known: Known, source: str, external_id: str | None) -> None:
    """Let an account that was found by its name be known by its Salesforce id too, however it is called later.

    Ids of other systems are not as unique, and HubSpot lists several in an order of its own.
    """
    if not external_id or source != Source.SALESFORCE or (source, external_id) in bench.accounts.by_id:
        return
    old = bench.row("account", known.id)
    changed = bench.change("account", old, {"external_ids": with_id(old["external_ids"], source, external_id)})
    bench.accounts.learn(known, {source: external_id}, "")
    bench.note(ref, RECORD, Action.UPDATE, known.name, changed_words("name", changed))


def _create_bare(bench: Bench, ref: RowRef, source: str, external_id: str | None, name: str) -> Known:
    given = {"external_ids": with_id("{}", source, external_id)}
    known, why = _write(bench, name, {**given, "name": name}, None)
    if external_id:
        bench.accounts.learn(known, {source: matched_form(source, external_id)}, "")
    bench.note(ref, RECORD, Action.CREATE, known.name, ("not known, made from the name in this row", why))
    return known


def _create(bench: Bench, ref: RowRef, draft: AccountDraft, name: str, values: dict[str, Any]) -> None:
    given = {**values, "name": name, "notes": notes_with("", map(clean_text, draft.notes), _facts(bench, draft))}
    given["external_ids"] = with_id("{}", draft.source.value, draft.given_id)
    _check({}, given, draft.current_value)
    known, why = _write(bench, name, given, draft.tier)
    bench.accounts.learn(known, _ids(draft), draft.domain or "")
    known.take(name_key(name), draft.domain)
    _put_value(bench, known.id, draft.current_value, values.get("client_since"))
    bench.note(ref, RECORD, Action.CREATE, known.name, why)


def _write(bench: Bench, name: str, values: Mapping[str, Any], tier: Tier | None) -> tuple[Known, str]:
    """Write a new account with its slot and its first tier, and say what else there is to know."""
    _check({}, values, None)
    accounts, domain = bench.accounts, values.get("domain", "")
    for other, why in accounts.similar(name, domain):
        bench.ledger.suspect(Duplicate(RECORD, accounts.free_name(name), other.name, why))
    own, entered = accounts.free_name(name), tier or Tier.MAINTAIN
    row_id = bench.add(
        "account",
        {
            **values,
            "name": own,
            "name_key": name_key(own),
            "tier": int(entered),
            "created_on": bench.today.isoformat(),
            "slot": bench.slot(entered, values.get("status", Status.ACTIVE.value)),
        },
    )
    bench.add("tier_change", {"account_id": row_id, "on": bench.today.isoformat(), "to_tier": int(entered)})
    known = Known(row_id, own, name_key(own), mark=domain)
    accounts.add(known)
    named = f"another account is called {name}" if own != name else ""
    tiered = "" if tier else "tier Maintain, the file says none"
    return known, "; ".join(filter(None, (named, tiered)))


def _values(draft: AccountDraft) -> dict[str, Any]:
    """The columns that the file says something of, as they are stored."""
    texts = {name: getattr(draft, name) for name in ("our_objective", "their_objective", "expansion_observation")}
    return imports.stored(
        (
            ("domain", draft.domain),
            ("industry", clean_line(draft.industry or "")),
            ("status", draft.status),
            ("potential_value", draft.potential_value),
            ("renewal_date", draft.renewal_date),
            ("auto_renew", draft.auto_renew),
            ("client_since", draft.client_since),
            *((name, clean_text(text or "").strip()) for name, text in texts.items()),
        )
    )


def _facts(bench: Bench, draft: AccountDraft) -> list[str]:
    """What the file says of the client that has no column: lines of the notes."""
    facts = [clean_line(line) for line in draft.profile]
    website = clean_line(draft.website or "")
    if website and website.casefold() not in (draft.domain, f"www.{draft.domain}") and to_domain(website):
        facts.append(f"Website: {website}")
    if draft.phone:
        facts.append(f"Phone: {clean_line(draft.phone)}")
    parent = bench.accounts.by_id.get((draft.source.value, draft.parent_external_id or ""))
    if above := (parent.name if parent else clean_line(draft.parent_name or "")):
        facts.append(f"Parent: {above}")
    return facts


def _name(bench: Bench, known: Known, name: str) -> dict[str, str]:
    """The name that the file gives a known account, where that is another one and free."""
    if name == known.name:
        return {}
    free = bench.accounts.free_name(name, known)
    if free == known.name or (free != name and known.key.startswith(f"{name_key(name)} (")):
        return {}
    return {"name": free, "name_key": name_key(free)}


def _check(old: Mapping[str, Any], given: Mapping[str, Any], worth: int | None) -> None:
    """Refuse an account that would be wrong, for the first thing that is."""
    seen = {**old, **given}
    facts = AccountFacts(
        name=seen["name"],
        tier=Tier.MAINTAIN,
        status=seen.get("status") or Status.ACTIVE,
        current_value=worth,
        potential_value=seen.get("potential_value"),
        client_since=_day(seen.get("client_since")),
        renewal_date=_day(seen.get("renewal_date")),
    )
    for problem in validate_account(facts):
        raise Refused(problem.text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _ids(draft: AccountDraft) -> dict[str, str]:
    return {draft.source.value: draft.external_id} if draft.external_id else {}


def _put_value(bench: Bench, account_id: int, cents: int | None, since: str | None) -> tuple[tuple[str, ...], str]:
    """Let an account's value be the file's: one open-ended contract line, where there are no others (rule R-1).

    Gives what changed and a remark.
    """
    if cents is None:
        return (), ""
    lines = bench.connection.execute(imports.LINES_SQL, (account_id,)).fetchall()
    if not lines:
        if cents:
            add_line(bench, {"account_id": account_id, "annual_value": cents, "start": since})
        return ("current_value",) if cents else (), ""
    line_id, description, _ = lines[0]
    if sum(each[2] for each in lines) == cents:
        return (), ""
    if len(lines) > 1 or description:
        return (), "its current value is the sum of its contract lines and was left"
    change_line(bench, line_id, {"annual_value": cents})
    return ("current_value",), ""
