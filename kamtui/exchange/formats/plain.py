"""Plain tables that people keep themselves, with any sensible headers."""

from typing import Final

from kamtui.exchange.formats.shape import FileKind, Format, Record, Source, columns

_ACCOUNT_NAMES: Final = (
    "Account Name, Account, Company Name, Company, Client Name, Client, Customer Name, Customer, Organisation Name,"
    "Organisation, Organization Name, Organization, Firm, Firma, Empresa, Kunde, Unternehmen, Société"
)
_ACCOUNT_WORDS: Final = (
    "accountname|account|companyname|company|clientname|client|customername|customer|organisationname|organisation"
    "|organizationname|organization|firm|firma|empresa|kunde|unternehmen|société"
)

ACCOUNTS: Final = Format(
    FileKind.PLAIN_ACCOUNTS,
    Source.PLAIN,
    Record.ACCOUNT,
    "accounts",
    columns(
        {
            "name": f"Name, {_ACCOUNT_NAMES}",
            "external_id": "Id, Account Id, Company Id, Client Id, Customer Id, External Id, Account Number,"
            "Client Number, Customer Number, CRM Id, uid",
            "domain": "Domain, Company Domain, Web Domain, Email Domain, Company Domain Name",
            "website": "Website, Web, URL, Website URL, Homepage, Web Site",
            "industry": "Industry, Sector, Vertical, Branche",
            "tier": "Tier, Account Tier, Client Tier, Customer Tier, ABC Class",
            "status": "Status, Account Status, Client Status",
            "current_value": "Current Annual Value, Current Value, Annual Value, Annual Contract Value, Contract Value,"
            "ARR, ACV, Annual Spend, Annual Recurring Revenue, Annual Fee, Annual Fees, Yearly Value, Value",
            "potential_value": "Potential Annual Value, Potential Value, Potential, Potential ARR",
            "renewal_date": "Renewal Date, Renewal, Next Renewal, Renews On, Contract End, Contract End Date, "
            "Contract Expiry, Expiry Date",
            "auto_renew": "Auto Renew, Auto Renewal, Automatic Renewal, Auto Renews",
            "client_since": "Client Since, Customer Since, Account Since, Since",
            "parent_name": "Parent, Parent Account, Parent Company, Subsidiary Of, Group",
            "phone": "Phone, Phone Number, Telephone, Tel",
            "our_objective": "Our Objective",
            "their_objective": "Their Objective",
            "expansion_observation": "Expansion Observation",
            "annual_revenue": "Annual Revenue, Revenue, Turnover",
            "employees": "Employees, Number of Employees, Headcount",
            "type": "Type, Account Type",
            "ownership": "Ownership",
            "rating": "Rating",
            "founded": "Year Established, Founded, Year Founded",
            "address": "Address, Office Location, Location",
            "street": "Street, Street Address, Billing Street",
            "city": "City, Town, Billing City",
            "state": "State, Region, Province, Billing State",
            "postal_code": "Postal Code, Postcode, Zip, Zip Code, Billing Postal Code",
            "country": "Country, Billing Country",
            "description": "Notes, Note, Comments, Comment, Remarks, Description",
        }
    ),
    needs=((f"name|{_ACCOUNT_WORDS}",),),
)

_PERSON_WORDS: Final = (
    "firstname|lastname|surname|givenname|familyname|fullname|contactname|contact|person|stakeholder|vorname|nachname"
)

_PERSON_DETAILS: Final = (
    "email|emailaddress|phone|mobile|title|jobtitle|position|role|roles|buyingrole|lastname|surname|nachname|familyname"
    f"|department|function|relationship|{_ACCOUNT_WORDS}"
)

_NO_ACCOUNT: Final = (
    "!tier|industry|sector|website|domain|renewal|renewaldate|currentvalue|currentannualvalue|annualvalue|arr|potential"
    "|potentialvalue|annualrevenue|revenue|employees|parentaccount|subsidiaryof|ownership|dealstage|stage"
)

CONTACTS: Final = Format(
    FileKind.PLAIN_CONTACTS,
    Source.PLAIN,
    Record.CONTACT,
    "contacts",
    columns(
        {
            "name": "Name, Full Name, Contact Name, Contact, Person, Stakeholder, Stakeholder Name",
            "first_name": "First Name, Given Name, Forename, Vorname",
            "last_name": "Last Name, Surname, Family Name, Nachname",
            "external_id": "Id, Contact Id, Person Id, External Id, CRM Id, uid",
            "account_external_id": "Account Id, Company Id, Client Id, Customer Id",
            "account_name": _ACCOUNT_NAMES,
            "account_domain": "Domain, Company Domain, Account Domain, Website, Company Website",
            "title": "Job Title, Title, Position, Job, Role Title",
            "department": "Department, Function, Business Function, Team, Abteilung",
            "roles": "Buying Role, Buying Roles, Role, Roles, Contact Role",
            "quality": "Relationship, Relationship Quality, Quality, Sentiment, Relationship Status",
            "email": "Email, E-mail Address, Email Address, Mail, Work Email",
            "phone": "Phone, Phone Number, Telephone, Tel, Business Phone, Work Phone, Office Phone",
            "mobile": "Mobile, Mobile Phone, Mobile Phone Number, Cell, Cell Phone",
            "reports_to_name": "Reports To, Manager, Manager's Name, Manager Name, Boss",
            "description": "Notes, Note, Comments, Comment, Remarks, Description",
        }
    ),
    needs=(
        (_PERSON_WORDS, _PERSON_DETAILS),
        ("name", "jobtitle|title|position|department|buyingrole|buyingroles|reportsto|manager"),
        ("name", f"email|emailaddress|mail|workemail|mobile|role|roles|relationship|{_ACCOUNT_WORDS}", _NO_ACCOUNT),
    ),
)  # fmt: skip

PIPELINE: Final = Format(
    FileKind.PLAIN_PIPELINE,
    Source.PLAIN,
    Record.OPPORTUNITY,
    "a pipeline",
    columns(
        {
            "external_id": "Opportunity Id, Deal Id, Id, External Id",
            "name": "Opportunity Name, Opportunity, Deal Name, Deal, Name",
            "account_external_id": "Account Id, Company Id, Client Id, Customer Id",
            "account_name": _ACCOUNT_NAMES,
            "product": "Product, Product Name",
            "owner": "Sales Agent, Owner, Sales Rep, Opportunity Owner",
            "stage": "Deal Stage, Stage, Stage Name, Opportunity Stage",
            "probability": "Probability, Probability (%), Win Probability",
            "annual_value": "Annual Value, Annual Contract Value, ACV, ARR",
            "amount": "Close Value, Amount, Value, Deal Value, Deal Amount",
            "currency": "Currency",
            "started_on": "Engage Date, Created, Create Date, Created Date, Start Date",
            "close_date": "Close Date, Expected Close, Expected Close Date, Closing Date",
            "type": "Type, Deal Type, Opportunity Type",
            "next_step": "Next Step",
            "description": "Notes, Note, Comments, Comment, Remarks, Description",
        }
    ),
    needs=(
        (
            "dealstage|stage|stagename|opportunitystage",
            "opportunityid|dealid|opportunity|opportunityname|deal|dealname",
        ),
        ("dealstage|stage", _ACCOUNT_WORDS, "closevalue|closedate|amount|dealvalue"),
    ),
)

FORMATS: Final = (PIPELINE, CONTACTS, ACCOUNTS)
