"""From the values of one row to the draft of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.exchange import building_deals, vocabulary
from kamtui.exchange.drafts import AccountDraft, ContactDraft, Draft
from kamtui.exchange.formats.fields import FACTS
from kamtui.exchange.formats.shape import Record
from kamtui.exchange.row_values import Values, account_of
from kamtui.exchange.values import domain_of_email, is_email, split_list, to_address, to_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
    account_id, account_name = account_of(values)
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


_BUILDERS: Mapping[Record, Callable[[Values], Draft]] = {
    Record.ACCOUNT: _account,
    Record.CONTACT: _contact,
    Record.OPPORTUNITY: building_deals.opportunity,
    Record.CONTACT_ROLE: building_deals.contact_role,
    Record.ISSUE: building_deals.issue,
}
