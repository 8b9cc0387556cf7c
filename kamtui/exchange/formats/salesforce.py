"""Salesforce: exports with API names, and reports with labels."""

from typing import Final

from kamtui.exchange.formats.shape import FileKind, Format, Record, Source, columns

ADDRESS: Final = {
    "address": "Billing Address",
    "street": "Billing Street, Billing Address Line 1",
    "city": "Billing City",
    "state": "Billing State, Billing State/Province",
    "postal_code": "Billing Postal Code, Billing Zip/Postal Code",
    "country": "Billing Country",
}

ACCOUNT_FACTS: Final = {
    "annual_revenue": "Annual Revenue",
    "employees": "Number Of Employees, Employees",
    "type": "Type",
    "ownership": "Ownership",
    "rating": "Rating",
}

_ACCOUNT_WORDS: Final = (
    "parentid|ownerid|billingaddress|billingstreet|billingcity|billingcountry|numberofemployees|ownership|annualrevenue"
    "|masterrecordid|accountsource|createddate|lastactivitydate|isdeleted|systemmodstamp"
)

ACCOUNT: Final = Format(
    FileKind.SALESFORCE_ACCOUNT,
    Source.SALESFORCE,
    Record.ACCOUNT,
    "Salesforce accounts",
    columns(
        {
            "external_id": "Id",
            "name": "Name",
            "parent_external_id": "ParentId",
            "phone": "Phone",
            "website": "Website",
            "industry": "Industry",
            "description": "Description",
            "deleted": "IsDeleted",
            **ADDRESS,
            **ACCOUNT_FACTS,
        }
    ),
    needs=(
        (
            "id",
            "name",
            _ACCOUNT_WORDS,
        ),
    ),
    without=frozenset(
        ("accountid", "lastname", "firstname", "stagename", "subject", "casenumber", "recordid", "email")
    ),
    id_prefix="001",
)

CONTACT: Final = Format(
    FileKind.SALESFORCE_CONTACT,
    Source.SALESFORCE,
    Record.CONTACT,
    "Salesforce contacts",
    columns(
        {
            "external_id": "Id",
            "account_external_id": "AccountId",
            "account_name": "Account.Name",
            "name": "Name",
            "first_name": "FirstName",
            "last_name": "LastName",
            "title": "Title",
            "department": "Department",
            "email": "Email",
            "phone": "Phone",
            "mobile": "MobilePhone",
            "reports_to_external_id": "ReportsToId",
            "description": "Description",
            "deleted": "IsDeleted",
        }
    ),
    needs=(("id", "lastname|reportstoid|mailingcity|mailingstreet", "accountid|ownerid|email|reportstoid|salutation"),
           ("id", "accountid", "name", "email|title|department|mobilephone")),
    without=frozenset(("stagename", "subject", "casenumber", "recordid")),
    id_prefix="003",
)  # fmt: skip

OPPORTUNITY: Final = Format(
    FileKind.SALESFORCE_OPPORTUNITY,
    Source.SALESFORCE,
    Record.OPPORTUNITY,
    "Salesforce opportunities",
    columns(
        {
            "external_id": "Id",
            "account_external_id": "AccountId",
            "account_name": "Account.Name",
            "name": "Name",
            "stage": "StageName",
            "amount": "Amount",
            "currency": "CurrencyIsoCode",
            "probability": "Probability",
            "close_date": "CloseDate",
            "type": "Type",
            "next_step": "NextStep",
            "is_closed": "IsClosed",
            "is_won": "IsWon",
            "description": "Description",
            "deleted": "IsDeleted",
        }
    ),
    needs=(("id", "name", "stagename"),),
    id_prefix="006",
)

CONTACT_ROLE: Final = Format(
    FileKind.SALESFORCE_CONTACT_ROLE,
    Source.SALESFORCE,
    Record.CONTACT_ROLE,
    "Salesforce contact roles",
    columns(
        {
            "opportunity_external_id": "OpportunityId",
            "contact_external_id": "ContactId",
            "role": "Role",
            "is_primary": "IsPrimary",
            "deleted": "IsDeleted",
        }
    ),
    needs=(("opportunityid", "contactid", "role|isprimary"),),
)

CASE: Final = Format(
    FileKind.SALESFORCE_CASE,
    Source.SALESFORCE,
    Record.ISSUE,
    "Salesforce cases",
    columns(
        {
            "external_id": "Id",
            "account_external_id": "AccountId",
            "contact_external_id": "ContactId",
            "number": "CaseNumber",
            "title": "Subject",
            "priority": "Priority",
            "status": "Status",
            "opened_at": "CreatedDate",
            "resolved_at": "ClosedDate",
            "description": "Description",
            "deleted": "IsDeleted",
        }
    ),
    needs=(("id", "subject|casenumber", "status|priority|closeddate"),),
    id_prefix="500",
)

FORMATS: Final = (CASE, CONTACT_ROLE, OPPORTUNITY, CONTACT, ACCOUNT)
