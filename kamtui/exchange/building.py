"""From the values of one row to the draft of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kamtui.domain.issues import IssueStatus
from kamtui.exchange import vocabulary
from kamtui.exchange.drafts import AccountDraft, ContactDraft, ContactRoleDraft, Draft, IssueDraft, OpportunityDraft
from kamtui.exchange.formats.fields import FACTS
from kamtui.exchange.formats.shape import Record, Source
from kamtui.exchange.values import domain_of_email, is_email, split_list, to_address, to_domain, to_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(slots=True)
class Values:
    """The values of one row by field, with the lines for the notes and for the client's profile."""

    source: Source
    of: dict[str, Any] = field(default_factory=dict)
    given_id: str | None = None
    profile: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """Give a field's text as one line; nothing when it is empty."""
        return " ".join(str(self.of.get(name) or "").split()) or None

    def note(self, label: str, text: str | None) -> None:
        """Keep a line `label: text` in the notes, unless there is no text."""
        if text:
            self.notes.append(f"{label}: {text}")


def build(record: Record, values: Values) -> Draft:
    """Make the draft of a record. Raises ValueError, with one clear line, for a row that cannot become one."""
    return _BUILDERS[record](values)


def _account(values: Values) -> AccountDraft:
    of, text = values.of, values.text
    domain = to_domain(text("domain") or "")
    website = text("website")
    name = text("name") or domain or text("domain")
    if name is None:
        raise ValueError("there is no name")
    if text("domain") and domain is None:
        values.note("Domain", text("domain"))
    status = vocabulary.STATUSES.get(vocabulary.word(text("status") or ""))
    if status is None:
        values.note("Status", text("status"))
    for fact, label in FACTS.items():
        if line := text(fact):
            values.profile.append(f"{label}: {line}")
    parts = ("address", "street", "city", "state", "postal_code", "country")
    if address := to_address({part: str(of.get(part) or "") for part in parts}):
        values.profile.append(f"Address: {address}")
    return AccountDraft(
        source=values.source,
        name=name,
        external_id=of.get("external_id"),
        given_id=values.given_id,
        domain=domain or to_domain(website or ""),
        website=website,
        industry=text("industry"),
        tier=of.get("tier"),
        status=status,
        current_value=of.get("current_value"),
        potential_value=of.get("potential_value"),
        renewal_date=of.get("renewal_date"),
        auto_renew=of.get("auto_renew"),
        client_since=of.get("client_since"),
        parent_external_id=of.get("parent_external_id"),
        parent_name=text("parent_name"),
        phone=text("phone"),
        our_objective=text("our_objective"),
        their_objective=text("their_objective"),
        expansion_observation=text("expansion_observation"),
        profile=tuple(values.profile),
        notes=tuple(values.notes),
    )


def _contact(values: Values) -> ContactDraft:
    of, text = values.of, values.text
    email = _email(values)
    first, last = text("first_name"), text("last_name")
    name = " ".join(filter(None, (first, text("middle_name"), last))) or text("name") or email
    if not name:
        raise ValueError("there is neither a name nor an e-mail address")
    account_id, account_name = _account_of(values)
    account_domain = to_domain(text("account_domain") or "")
    if account_id is None and account_name is None and account_domain is None and email:
        account_domain = domain_of_email(email)
    department = text("department")
    function = vocabulary.function(department or "")
    if function is not None and vocabulary.word(department or "") != function.value:
        values.note("Department", department)
    roles, unknown_roles = vocabulary.roles(text("roles") or "")
    values.note("Buying role", "; ".join(unknown_roles))
    quality = vocabulary.QUALITIES.get(vocabulary.word(text("quality") or ""))
    if quality is None:
        values.note("Relationship", text("quality"))
    phone, mobile = text("phone"), text("mobile")
    if phone and mobile != phone:
        values.note("Mobile", mobile)
    return ContactDraft(
        source=values.source,
        name=name,
        external_id=of.get("external_id"),
        given_id=values.given_id,
        account_external_id=account_id,
        account_name=account_name,
        account_domain=account_domain,
        first_name=first,
        last_name=last,
        title=text("title"),
        function=function,
        roles=roles,
        quality=quality,
        email=email,
        phone=phone or mobile,
        reports_to_external_id=of.get("reports_to_external_id"),
        reports_to_name=text("reports_to_name"),
        notes=tuple(values.notes),
    )


def _email(values: Values) -> str | None:
    """Take the first address of the cell; the rest, or what is no address, goes to the notes."""
    first, *rest = split_list(values.text("email") or "") or ("",)
    email = first.removeprefix("mailto:")
    if email and not is_email(email):
        values.note("E-mail", values.text("email"))
        return None
    values.note("Other e-mail", "; ".join(rest))
    return email or None


def _account_of(values: Values) -> tuple[str | None, str | None]:
    """Find the account that a record belongs to, by id and by name, of which a cell may hold several or either."""
    ids: tuple[str, ...] = values.of.get("account_external_id") or ()
    name = values.text("account_name")
    if values.source is not Source.HUBSPOT:
        return ids[0] if ids else None, name or values.text("company_name")
    named = split_list(name or "")
    if named and all(part.isascii() and part.isdigit() for part in named):
        ids, named = ids or named, ()
    elif len(named) > 1 and len(named) != len(ids):
        named = (name or "",) if len(ids) == 1 else named
    if len(ids) > 1 or len(named) > 1:
        values.note("Also associated with", "; ".join(named[1:] or ids[1:]))
    return ids[0] if ids else None, named[0] if named else values.text("company_name")


def _opportunity(values: Values) -> OpportunityDraft:
    of, text = values.of, values.text
    stage_word, table = text("stage"), _STAGES[values.source]
    likely = vocabulary.probability_of(stage_word or "", table)
    given = of["probability"] if of.get("probability") is not None else of.get("probability_share")
    won, closed = of.get("is_won"), of.get("is_closed")
    if won or (likely is None and given == 100 and closed):
        likely = given = 100
    elif closed and won is False:
        likely = given = 0
    if likely in (0, 100):
        given = likely
    probability = given if given is not None else likely
    best = likely if likely is not None else probability
    stage = vocabulary.stage_of(best) if best is not None and (best or likely == 0) else None
    product, identity = text("product"), values.given_id
    name = text("name") or product or (f"Opportunity {identity}" if identity else None)
    if name is None:
        raise ValueError("there is no name")
    account_id, account_name = _account_of(values)
    amounts = [of.get(one) for one in ("annual_value", "recurring_value", "home_amount", "amount")]
    kind = vocabulary.KINDS.get(vocabulary.word(text("type") or ""))
    if kind is None:
        values.note("Type", text("type"))
    is_over = stage is not None and stage.value in ("won", "lost")
    return OpportunityDraft(
        source=values.source,
        name=name,
        external_id=of.get("external_id"),
        given_id=values.given_id,
        account_external_id=account_id,
        account_name=account_name,
        kind=kind,
        stage=stage,
        stage_word=stage_word,
        probability=probability,
        annual_value=next((one for one in amounts if one), next((one for one in amounts if one is not None), None)),
        currency=None if of.get("home_amount") else text("currency"),
        expected_close=None if is_over else of.get("close_date"),
        closed_on=of.get("close_date") if is_over else None,
        started_on=of.get("started_on"),
        next_step=text("next_step"),
        product=product,
        owner=text("owner"),
        contact_external_ids=of.get("contact_external_ids") or (),
        notes=tuple(values.notes),
    )


def _contact_role(values: Values) -> ContactRoleDraft:
    opportunity, contact = values.of.get("opportunity_external_id"), values.of.get("contact_external_id")
    if not opportunity or not contact:
        raise ValueError(f"there is no {'contact' if opportunity else 'opportunity'} id")
    roles, unknown = vocabulary.roles(values.text("role") or "")
    values.note("Role", "; ".join(unknown))
    return ContactRoleDraft(
        source=values.source,
        opportunity_external_id=opportunity,
        contact_external_id=contact,
        role=roles[0] if roles else None,
        role_word=values.text("role"),
        is_primary=values.of.get("is_primary"),
        notes=tuple(values.notes),
    )


def _issue(values: Values) -> IssueDraft:
    of, text = values.of, values.text
    number = text("number") or values.given_id
    title = text("title") or (f"Case {number}" if number else None)
    if title is None:
        raise ValueError("there is no subject")
    severity = vocabulary.SEVERITIES.get(vocabulary.word(text("priority") or ""))
    if severity is None:
        values.note("Priority", text("priority"))
    status = vocabulary.ISSUE_STATUSES.get(vocabulary.word(text("status") or ""))
    if status is None:
        values.note("Status", text("status"))
    if of.get("resolved_at"):
        status = IssueStatus.RESOLVED
    return IssueDraft(
        source=values.source,
        title=title,
        external_id=of.get("external_id"),
        given_id=values.given_id,
        account_external_id=of.get("account_external_id"),
        contact_external_id=of.get("contact_external_id"),
        severity=severity,
        status=status,
        opened_at=of.get("opened_at"),
        resolved_at=of.get("resolved_at"),
        notes=tuple(values.notes),
    )


def ids_of(text: str, source: Source) -> tuple[str, ...]:
    """Read the ids in a cell of one or many."""
    found = (to_id(part, source) for part in split_list(text))
    return tuple(one for one in found if one)


_STAGES: Mapping[Source, Mapping[str, int]] = {
    Source.SALESFORCE: vocabulary.SALESFORCE_STAGES,
    Source.HUBSPOT: vocabulary.HUBSPOT_STAGES,
    Source.PLAIN: vocabulary.PLAIN_STAGES,
}

_BUILDERS: Mapping[Record, Callable[[Values], Draft]] = {
    Record.ACCOUNT: _account,
    Record.CONTACT: _contact,
    Record.OPPORTUNITY: _opportunity,
    Record.CONTACT_ROLE: _contact_role,
    Record.ISSUE: _issue,
}
