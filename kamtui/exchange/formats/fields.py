"""The fields a column can be mapped to, and how the cells under each are read."""

from enum import StrEnum

from kamtui.exchange.formats.shape import Record


class Cell(StrEnum):
    """How the text of a cell becomes a value."""

    TEXT = "text"
    NOTE = "note"  # a line of the notes, without a label
    LABELLED = "labelled"  # a line of the notes, under its column's name
    FACT = "fact"  # a line of the client's profile
    MONEY = "money"
    DAY = "day"
    DAY_OR_YEAR = "day_or_year"
    MOMENT = "moment"
    YES_NO = "yes_no"
    PERCENT = "percent"
    SHARE = "share"
    TIER = "tier"
    ID = "id"
    IDS = "ids"


DAYS = (Cell.DAY, Cell.DAY_OR_YEAR, Cell.MOMENT)
"""The readings that need to know whether the day or the month comes first."""

IGNORE = "ignore"
NOTES = "notes"

FACTS: dict[str, str] = {
    "annual_revenue": "Annual revenue of the client",
    "employees": "Employees",
    "type": "Type",
    "ownership": "Ownership",
    "rating": "Rating",
    "lifecycle_stage": "Lifecycle stage",
    "target_account": "Target account",
    "founded": "Founded",
}

_ADDRESS = dict.fromkeys(("address", "street", "city", "state", "postal_code", "country"), Cell.TEXT)

FIELDS: dict[Record, dict[str, Cell]] = {
    Record.ACCOUNT: {
        "external_id": Cell.ID,
        "name": Cell.TEXT,
        "domain": Cell.TEXT,
        "website": Cell.TEXT,
        "industry": Cell.TEXT,
        "tier": Cell.TIER,
        "status": Cell.TEXT,
        "current_value": Cell.MONEY,
        "potential_value": Cell.MONEY,
        "renewal_date": Cell.DAY,
        "auto_renew": Cell.YES_NO,
        "client_since": Cell.DAY_OR_YEAR,
        "parent_external_id": Cell.ID,
        "parent_name": Cell.TEXT,
        "phone": Cell.TEXT,
        "our_objective": Cell.TEXT,
        "their_objective": Cell.TEXT,
        "expansion_observation": Cell.TEXT,
        "deleted": Cell.YES_NO,
        **_ADDRESS,
        **dict.fromkeys(FACTS, Cell.FACT),
    },
    Record.CONTACT: {
        "external_id": Cell.ID,
        "account_external_id": Cell.IDS,
        "account_name": Cell.TEXT,
        "company_name": Cell.TEXT,
        "account_domain": Cell.TEXT,
        "name": Cell.TEXT,
        "first_name": Cell.TEXT,
        "middle_name": Cell.TEXT,
        "last_name": Cell.TEXT,
        "title": Cell.TEXT,
        "department": Cell.TEXT,
        "roles": Cell.TEXT,
        "quality": Cell.TEXT,
        "email": Cell.TEXT,
        "phone": Cell.TEXT,
        "mobile": Cell.TEXT,
        "reports_to_external_id": Cell.ID,
        "reports_to_name": Cell.TEXT,
        "deleted": Cell.YES_NO,
    },
    Record.OPPORTUNITY: {
        "external_id": Cell.ID,
        "account_external_id": Cell.IDS,
        "account_name": Cell.TEXT,
        "name": Cell.TEXT,
        "product": Cell.TEXT,
        "type": Cell.TEXT,
        "stage": Cell.TEXT,
        "probability": Cell.PERCENT,
        "probability_share": Cell.SHARE,
        "annual_value": Cell.MONEY,
        "recurring_value": Cell.MONEY,
        "home_amount": Cell.MONEY,
        "amount": Cell.MONEY,
        "currency": Cell.TEXT,
        "close_date": Cell.DAY,
        "started_on": Cell.DAY,
        "next_step": Cell.TEXT,
        "lost_reason": Cell.LABELLED,
        "is_closed": Cell.YES_NO,
        "is_won": Cell.YES_NO,
        "contact_external_ids": Cell.IDS,
        "owner": Cell.TEXT,
        "deleted": Cell.YES_NO,
    },
    Record.CONTACT_ROLE: {
        "opportunity_external_id": Cell.ID,
        "contact_external_id": Cell.ID,
        "role": Cell.TEXT,
        "is_primary": Cell.YES_NO,
        "deleted": Cell.YES_NO,
    },
    Record.ISSUE: {
        "external_id": Cell.ID,
        "account_external_id": Cell.ID,
        "account_name": Cell.TEXT,
        "contact_external_id": Cell.ID,
        "number": Cell.TEXT,
        "title": Cell.TEXT,
        "priority": Cell.TEXT,
        "status": Cell.TEXT,
        "opened_at": Cell.MOMENT,
        "resolved_at": Cell.MOMENT,
        "deleted": Cell.YES_NO,
    },
}

ESSENTIAL: dict[Record, tuple[tuple[str, ...], ...]] = {
    Record.ACCOUNT: (("name", "domain"),),
    Record.CONTACT: (("name", "first_name", "last_name", "email"),),
    Record.OPPORTUNITY: (("name", "product", "external_id"),),
    Record.CONTACT_ROLE: (("opportunity_external_id",), ("contact_external_id",)),
    Record.ISSUE: (("title", "number", "external_id"),),
}
"""Fields without which no row becomes a record: of each group one is enough."""

COLLECTED = frozenset({"description", NOTES, "labelled", IGNORE})
"""Fields that any number of columns may be mapped to."""


def reading_of(record: Record, field: str) -> Cell | None:
    """Say how cells under a field are read; nothing for a field that this record does not have."""
    if field in COLLECTED:
        return {NOTES: Cell.NOTE, "description": Cell.NOTE, "labelled": Cell.LABELLED}.get(field, Cell.TEXT)
    return FIELDS[record].get(field)


def fields_of(record: Record) -> tuple[str, ...]:
    """List every field of a record that a column can be mapped to."""
    return (*FIELDS[record], NOTES, IGNORE)
