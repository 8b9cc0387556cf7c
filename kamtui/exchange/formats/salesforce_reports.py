"""Salesforce: reports of accounts, contacts, opportunities and cases, by their labels and with lines beneath them."""

from typing import Final

from kamtui.exchange.formats.salesforce import ACCOUNT_FACTS, ADDRESS
from kamtui.exchange.formats.shape import FileKind, Format, Record, Source, columns

REPORT_ACCOUNTS: Final = Format(
    FileKind.SALESFORCE_REPORT_ACCOUNTS,
    Source.SALESFORCE,
    Record.ACCOUNT,
    "a Salesforce report of accounts",
    columns(
        {
            "external_id": "Account ID",
            "name": "Account Name",
            "parent_external_id": "Parent Account ID",
            "parent_name": "Parent Account",
            "phone": "Phone",
            "website": "Website",
            "industry": "Industry",
            "description": "Description, Account Description",
            **ADDRESS,
            **ACCOUNT_FACTS,
        }
    ),
    needs=(("accountname", "accountowner|accountid|billingcity|lastactivity|parentaccount|rating|annualrevenue"),),
    without=frozenset(
        ("firstname", "lastname", "fullname", "contactname", "email", "opportunityname", "stage", "recordid", "name")
    ),
    has_footer=True,
)  # fmt: skip

REPORT_CONTACTS: Final = Format(
    FileKind.SALESFORCE_REPORT_CONTACTS,
    Source.SALESFORCE,
    Record.CONTACT,
    "a Salesforce report of contacts",
    columns(
        {
            "external_id": "Contact ID",
            "account_external_id": "Account ID",
            "account_name": "Account Name",
            "name": "Full Name, Contact Name, Name",
            "first_name": "First Name",
            "last_name": "Last Name",
            "title": "Title",
            "department": "Department",
            "email": "Email",
            "phone": "Phone",
            "mobile": "Mobile, Mobile Phone",
            "reports_to_external_id": "Reports To ID",
            "reports_to_name": "Reports To",
            "description": "Description, Contact Description",
        }
    ),
    needs=(
        (
            "accountname",
            "firstname|lastname|fullname|contactname",
            "contactid|accountid|accountowner|contactowner|mobile|mailingcity|mailingstreet|lastactivity|leadsource",
        ),
    ),
    without=frozenset(("opportunityname", "stage", "recordid")),
    has_footer=True,
)

REPORT_OPPORTUNITIES: Final = Format(
    FileKind.SALESFORCE_REPORT_OPPORTUNITIES,
    Source.SALESFORCE,
    Record.OPPORTUNITY,
    "a Salesforce report of opportunities",
    columns(
        {
            "external_id": "Opportunity ID",
            "account_external_id": "Account ID",
            "account_name": "Account Name",
            "name": "Opportunity Name",
            "stage": "Stage",
            "amount": "Amount",
            "currency": "Amount Currency",
            "probability": "Probability (%)",
            "close_date": "Close Date",
            "type": "Type",
            "next_step": "Next Step",
            "is_closed": "Closed",
            "is_won": "Won",
            "description": "Description, Opportunity Description",
        }
    ),
    needs=(("opportunityname", "stage|amount|closedate|probability"),),
    without=frozenset(("recordid",)),
    has_footer=True,
)

REPORT_CASES: Final = Format(
    FileKind.SALESFORCE_REPORT_CASES,
    Source.SALESFORCE,
    Record.ISSUE,
    "a Salesforce report of cases",
    columns(
        {
            "external_id": "Case ID",
            "number": "Case Number",
            "account_external_id": "Account ID",
            "account_name": "Account Name",
            "contact_external_id": "Contact ID",
            "title": "Subject",
            "status": "Status",
            "priority": "Priority",
            "opened_at": "Date/Time Opened, Opened Date, Created Date",
            "resolved_at": "Date/Time Closed, Closed Date",
            "description": "Description",
        }
    ),
    needs=(("accountname|accountid", "casenumber|caseid", "subject|status|priority|datetimeopened|openeddate"),),
    without=frozenset(("opportunityname", "recordid")),
    has_footer=True,
)

FORMATS: Final = (REPORT_CASES, REPORT_OPPORTUNITIES, REPORT_CONTACTS, REPORT_ACCOUNTS)
