"""Rows of deals and of cases into the database (rules X-4, S-1, R-1)."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import name_key
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import Stage
from kamtui.domain.issues import IssueStatus
from kamtui.domain.opportunities import CLOSED_STAGES
from kamtui.domain.problems import money_problems, name_problems
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.exchange.applying_accounts import account_for
from kamtui.exchange.applying_lines import add_line, change_line
from kamtui.exchange.bench import Bench, RowRef, changed_words, notes_with, with_id
from kamtui.exchange.document_values import derived_uid
from kamtui.exchange.ledger import Action, Duplicate
from kamtui.exchange.matching import Belongings, Known, Match
from kamtui.storage import imports

if TYPE_CHECKING:
    from kamtui.exchange.drafts import IssueDraft, OpportunityDraft


def apply_opportunity(bench: Bench, ref: RowRef, draft: OpportunityDraft) -> None:
    """Create the opportunity or update the one that is meant; raises ValueError when the row cannot be one."""
    name = clean_line(draft.name)
    for problem in (*name_problems("name", name), *money_problems("annual_value", draft.annual_value)):
        raise Refused(problem.text)
    match, owner = _meant(bench, ref, bench.deals, draft, name)
    values = imports.stored(
        (
            ("account_id", owner),
            ("name", name),
            ("kind", draft.kind),
            ("annual_value", draft.annual_value),
            ("stage", draft.stage),
            ("probability", draft.probability),
            ("expected_close", draft.expected_close),
            ("closed_on", draft.closed_on),
            ("next_step", clean_line(draft.next_step or "")),
        )
    )
    notes, facts = list(map(clean_text, draft.notes)), _facts(bench, draft)
    if match is None:
        values |= {
            "external_ids": with_id("{}", draft.source.value, draft.given_id),
            "notes": notes_with("", notes, facts),
        }
        known = _create(bench, "opportunity", bench.deals, name, values)
        bench.note(ref, "opportunity", Action.CREATE, name, remark=_unknown_stage(draft, "taken as an idea"))
    else:
        known = match.known
        old = bench.row("opportunity", known.id)
        values["notes"] = notes_with(old["notes"], notes, facts)
        values["external_ids"] = with_id(old["external_ids"], draft.source.value, draft.given_id)
        if draft.stage is not None and draft.stage not in CLOSED_STAGES:
            values["closed_on"] = None
        changed = bench.change("opportunity", old, values)
        action = Action.UPDATE if changed else Action.UNCHANGED
        remark = _unknown_stage(draft, "its stage was left") if changed else ""
        bench.note(ref, "opportunity", action, name, changed_words(match.by, changed), remark)
    _learn(bench.deals, known, draft, name)
    if bench.won_as_contracts and draft.stage is Stage.WON and draft.annual_value:
        _contract(bench, ref, known, draft)


def apply_issue(bench: Bench, ref: RowRef, draft: IssueDraft) -> None:
    """Create the issue or update the one that is meant; raises ValueError when the row cannot be one."""
    title = clean_line(draft.title)
    for problem in name_problems("title", title):
        raise Refused(problem.text)
    match, owner = _meant(bench, ref, bench.issues, draft, title)
    values = imports.stored(
        (
            ("account_id", owner),
            ("title", title),
            ("severity", draft.severity),
            ("status", draft.status),
            ("opened_at", draft.opened_at),
            ("resolved_at", draft.resolved_at),
        )
    )
    notes = list(map(clean_text, draft.notes))
    if match is None:
        opened = datetime.combine(bench.today, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        values = {"opened_at": opened, **values, "external_ids": with_id("{}", draft.source.value, draft.given_id)}
        values["notes"] = notes_with("", notes, ())
        known = _create(bench, "issue", bench.issues, title, values)
        bench.note(ref, "issue", Action.CREATE, title)
    else:
        known = match.known
        old = bench.row("issue", known.id)
        values["notes"] = notes_with(old["notes"], notes, ())
        values["external_ids"] = with_id(old["external_ids"], draft.source.value, draft.given_id)
        if draft.status is not None and draft.status is not IssueStatus.RESOLVED:
            values["resolved_at"] = None
        changed = bench.change("issue", old, values)
        action = Action.UPDATE if changed else Action.UNCHANGED
        bench.note(ref, "issue", action, title, changed_words(match.by, changed))
    _learn(bench.issues, known, draft, title)


def _meant(
    bench: Bench, ref: RowRef, records: Belongings, draft: OpportunityDraft | IssueDraft, name: str
) -> tuple[Match | None, int]:
    """The record that a row means, if any, and the account it belongs to."""
    source, account_id, account_name = draft.source.value, draft.account_external_id, draft.account_name
    same = records.with_id(source, draft.external_id)
    if same and not (account_id or account_name):
        return Match(same[0], "id"), same[0].owner
    owner = account_for(bench, ref, source, account_id, account_name).id
    if same:
        return Match(same[0], "id"), owner
    return records.named(owner, source, draft.external_id, name_key(name)), owner


def _create(bench: Bench, table: str, records: Belongings, name: str, values: dict[str, Any]) -> Known:
    known = Known(0, name, name_key(name), values["account_id"])
    same = records.by_key.get((known.owner, known.key))
    if same:
        bench.ledger.suspect(Duplicate(table, name, same[0].name, "equal names at one account"))
    known.id = bench.add(table, values)
    records.add(known)
    return known


def _learn(records: Belongings, known: Known, draft: OpportunityDraft | IssueDraft, name: str) -> None:
    if draft.external_id:
        records.learn(known, {draft.source.value: draft.external_id}, "")
    if name_key(name) != known.key:
        records.rename(known, name)
    known.take(name_key(name), None)


def _unknown_stage(draft: OpportunityDraft, instead: str) -> str:
    """What to say of a stage that means nothing here; it is in the notes."""
    unknown = draft.stage_word and draft.stage is None
    return f"the stage “{shorten(clean_line(draft.stage_word or ''), 40)}” is not known: {instead}" if unknown else ""


def _facts(bench: Bench, draft: OpportunityDraft) -> list[str]:
    """What the file says of a deal that has no column: lines of the notes."""
    people = [bench.people.with_id(draft.source.value, one) for one in draft.contact_external_ids]
    named = [known[0].name if known else one for known, one in zip(people, draft.contact_external_ids, strict=True)]
    stage = "" if draft.stage and draft.stage_word and draft.stage_word.casefold() == draft.stage.value else "Stage"
    told = (
        (stage, draft.stage_word),
        ("Product", draft.product if draft.product != draft.name else None),
        ("Owner", draft.owner),
        ("Currency", draft.currency),
        ("Begun", draft.started_on.isoformat() if draft.started_on else None),
        ("Contacts", ", ".join(named)),
    )
    return [f"{label}: {clean_line(text)}" for label, text in told if label and text]


def _contract(bench: Bench, ref: RowRef, deal: Known, draft: OpportunityDraft) -> None:
    """Let a won deal be a contract line; the same deal always is the same line."""
    values = imports.stored(
        (
            ("account_id", bench.row("opportunity", deal.id)["account_id"]),
            ("description", deal.name),
            ("annual_value", draft.annual_value),
            ("start", draft.closed_on),
        )
    )
    uid = derived_uid("won", bench.row("opportunity", deal.id)["uid"])
    found = bench.connection.execute(imports.LINE_SQL, (uid,)).fetchone()
    if found is None:
        add_line(bench, values, uid)
        bench.note(ref, "contract", Action.CREATE, deal.name, "a won deal")
        return
    changed = change_line(bench, found[0], values)
    bench.note(ref, "contract", Action.UPDATE if changed else Action.UNCHANGED, deal.name, "a won deal")
