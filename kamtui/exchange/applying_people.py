"""Rows of contacts and of contact roles into the database (rules M-1, M-2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import name_key
from kamtui.domain.errors import Refused
from kamtui.domain.problems import name_problems
from kamtui.domain.stakeholders import Function, Quality, Role, reports_in_a_circle
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.exchange.applying_accounts import account_for
from kamtui.exchange.bench import Bench, RowRef, Skipped, Waiting, changed_words, notes_with, with_id
from kamtui.exchange.ledger import Action, Duplicate, Outcome
from kamtui.exchange.matching import Known
from kamtui.storage import imports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamtui.exchange.drafts import ContactDraft, ContactRoleDraft

RECORD = "contact"


def apply_contact(bench: Bench, ref: RowRef, draft: ContactDraft) -> None:
    """Create the person or update the one that is meant; raises ValueError when the row cannot be one."""
    name, source = clean_line(draft.name), draft.source.value
    for problem in name_problems("name", name):
        raise Refused(problem.text)
    owner = _owner(bench, ref, draft)
    email = clean_line(draft.email or "").casefold()
    match = bench.people.person(owner, source, draft.external_id, email, name_key(name))
    ids = {source: draft.external_id} if draft.external_id else {}
    values = imports.stored(
        (
            ("name", name),
            ("title", clean_line(draft.title or "")),
            ("function", draft.function),
            ("quality", draft.quality),
            ("email", email),
            ("phone", clean_line(draft.phone or "")),
        )
    )
    if match is None:
        known = _create(bench, draft, owner, values)
        bench.people.learn(known, ids, "")
        outcome = Outcome(ref.file, ref.number, RECORD, Action.CREATE, name, _elsewhere(bench, draft, owner))
    else:
        known = match.known
        changed = _update(bench, known, draft, values)
        bench.people.learn(known, ids, email)
        action = Action.UPDATE if changed else Action.UNCHANGED
        outcome = Outcome(ref.file, ref.number, RECORD, action, name, changed_words(match.by, changed))
    known.take(name_key(name), email)
    if draft.reports_to_external_id or draft.reports_to_name:
        manager = clean_line(draft.reports_to_name or "") or None
        bench.waiting.append(Waiting(outcome, known, source, draft.reports_to_external_id, manager))
    else:
        bench.ledger.note(outcome)


def apply_role(bench: Bench, ref: RowRef, draft: ContactRoleDraft) -> None:
    """Give a person the part that they play in a deal; raises Refused when nobody knows the person."""
    people = bench.people.with_id(draft.source.value, draft.contact_external_id)
    if not people:
        raise Refused(f"its contact {draft.contact_external_id} is in no file and not known: import the contacts too")
    if draft.role is None and not draft.notes:
        raise Skipped(f"“{shorten(draft.role_word or 'no role', 40)}” is no buying role")
    deals = bench.deals.with_id(draft.source.value, draft.opportunity_external_id)
    for known in people:
        if len(people) > 1 and deals and known.owner != deals[0].owner:
            continue
        old = bench.row("stakeholder", known.id)
        changed = bench.change(
            "stakeholder",
            old,
            {
                "roles": _roles(old["roles"], [draft.role] if draft.role else ()),
                "notes": notes_with(old["notes"], map(clean_text, draft.notes)),
            },
        )
        action = Action.UPDATE if changed else Action.UNCHANGED
        bench.note(ref, "contact_role", action, known.name, changed_words("id", changed))


def resolve_managers(bench: Bench) -> None:
    """Let everybody who waits report to their manager: the one with the id, else the one of that name (rule M-1)."""
    above: dict[int, dict[int, int | None]] = {}
    for each in bench.waiting:
        owner = each.known.owner
        if owner not in above:
            above[owner] = dict(bench.connection.execute(imports.MANAGERS_SQL, (owner,)).fetchall())
        manager, remark = _manager(bench, each)
        outcome = each.outcome
        if manager is not None and reports_in_a_circle(each.known.id, manager.id, above[owner]):
            remark = f"reporting to {manager.name} was left out: it would make them report to themselves"
        elif manager is not None:
            above[owner][each.known.id] = manager.id
            old = bench.row("stakeholder", each.known.id)
            changed = bench.change("stakeholder", old, {"reports_to_id": manager.id})
            if changed and outcome.action is Action.UNCHANGED:
                outcome = Outcome(
                    outcome.file, outcome.number, RECORD, Action.UPDATE, outcome.name, f"{outcome.why}: reports to"
                )
        bench.ledger.note(outcome, remark=remark)
    bench.waiting.clear()


def _manager(bench: Bench, each: Waiting) -> tuple[Known | None, str]:
    """Who is meant, or why nobody can be."""
    people, owner = bench.people, each.known.owner
    for known in people.with_id(each.source, each.manager_id):
        if known.owner == owner:
            return known, ""
    named = people.by_key.get((owner, name_key(each.manager_name)), []) if each.manager_name else []
    if len(named) == 1:
        return named[0], ""
    who = each.manager_name or each.manager_id
    why = "several at the account are called that" if named else "nobody at the account is that"
    return None, f"reporting to {who} was left out: {why}"


def _owner(bench: Bench, ref: RowRef, draft: ContactDraft) -> int:
    """The account that the person belongs to; without a word about it, the one where they are known."""
    if not (draft.account_external_id or draft.account_name or draft.account_domain):
        known = bench.people.with_id(draft.source.value, draft.external_id)
        if len(known) == 1:
            return known[0].owner
    found = account_for(
        bench, ref, draft.source.value, draft.account_external_id, draft.account_name, draft.account_domain
    )
    return found.id


def _create(bench: Bench, draft: ContactDraft, owner: int, values: dict[str, Any]) -> Known:
    given = {
        **values,
        "account_id": owner,
        "roles": _roles("[]", draft.roles),
        "external_ids": with_id("{}", draft.source.value, draft.given_id),
        "notes": notes_with("", map(clean_text, draft.notes)),
    }
    known = Known(0, values["name"], name_key(values["name"]), owner, values.get("email", ""))
    same = bench.people.by_key.get((owner, known.key))
    twin = bench.people.by_mark.get((owner, known.mark)) if known.mark else None
    known.id = bench.add("stakeholder", given)
    bench.people.add(known)
    if same and len(same) > 1:
        bench.ledger.suspect(
            Duplicate(RECORD, f"{known.name} ({values.get('email', 'no e-mail')})", same[0].name, "equal names")
        )
    elif twin is not None:
        bench.ledger.suspect(Duplicate(RECORD, known.name, twin.name, f"the same e-mail {known.mark}"))
    _remember_quality(bench, known, values.get("quality"))
    return known


def _update(bench: Bench, known: Known, draft: ContactDraft, values: dict[str, Any]) -> tuple[str, ...]:
    old = bench.row("stakeholder", known.id)
    if values.get("function") == Function.OTHER.value:
        del values["function"]
    changed = bench.change(
        "stakeholder",
        old,
        {
            **values,
            "roles": _roles(old["roles"], draft.roles),
            "external_ids": with_id(old["external_ids"], draft.source.value, draft.given_id),
            "notes": notes_with(old["notes"], map(clean_text, draft.notes)),
        },
    )
    if "quality" in changed:
        _remember_quality(bench, known, values["quality"])
    if "name" in changed:
        bench.people.rename(known, values["name"])
    return changed


def _elsewhere(bench: Bench, draft: ContactDraft, owner: int) -> str:
    """Whether the same person is on another account's map: perhaps they moved."""
    others = [one for one in bench.people.with_id(draft.source.value, draft.external_id) if one.owner != owner]
    if not others:
        return ""
    return "known at another account, too: if they moved, mark them left there"


def _remember_quality(bench: Bench, known: Known, quality: str | None) -> None:
    if quality and quality != Quality.UNKNOWN.value:
        values = {"account_id": known.owner, "stakeholder_id": known.id}
        bench.add("quality_change", {**values, "on": bench.today.isoformat(), "quality": quality})


def _roles(old: str, more: Iterable[Role]) -> str:
    """The roles of a row with more of them, in the order of the practice; what is there is never taken away."""
    held = json.loads(old)
    added = [role.value for role in Role if role in set(more) and role.value not in held]
    if not added:
        return old
    every = {*held, *added}
    return json.dumps([role.value for role in Role if role.value in every])
