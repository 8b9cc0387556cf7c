"""HubSpot: the exports of companies, contacts and deals, with labels in English, Spanish or German."""

from typing import Final

from kamtui.exchange.formats.shape import FileKind, Format, Record, Source, columns

_ID: Final = "Record ID, ID de registro, Datensatz-ID"
_ID_WORDS: Final = "recordid|idderegistro|datensatzid"

COMPANY: Final = Format(
    FileKind.HUBSPOT_COMPANY,
    Source.HUBSPOT,
    Record.ACCOUNT,
    "HubSpot companies",
    columns(
        {
            "external_id": _ID,
            "name": "Company name, Nombre de la empresa, Unternehmensname",
            "domain": "Company Domain Name, Nombre de dominio de la empresa, Nombre del dominio de la empresa,"
            "Domainname des Unternehmens, Unternehmens-Domainname",
            "website": "Website URL",
            "phone": "Phone Number, Número de teléfono, Telefonnummer",
            "industry": "Industry, Sector, Branche",
            "tier": "Ideal Customer Profile Tier",
            "parent_name": "Parent Company",
            "description": "Description",
            "type": "Type",
            "lifecycle_stage": "Lifecycle Stage",
            "annual_revenue": "Annual Revenue, Ingresos anuales, Jahresumsatz",
            "employees": "Number of Employees, Número de empleados, Anzahl der Mitarbeiter",
            "target_account": "Target Account",
            "founded": "Year Founded",
            "street": "Street Address",
            "city": "City, Ciudad, Stadt",
            "state": "State/Region",
            "postal_code": "Postal Code",
            "country": "Country/Region, País/región, Land/Region",
        }
    ),
    needs=((_ID_WORDS, "companyname|companydomainname|nombredelaempresa|unternehmensname"),),
    without=frozenset(("firstname", "lastname", "email", "dealname", "nombredelnegocio", "dealstage")),
)

CONTACT: Final = Format(
    FileKind.HUBSPOT_CONTACT,
    Source.HUBSPOT,
    Record.CONTACT,
    "HubSpot contacts",
    columns(
        {
            "external_id": _ID,
            "first_name": "First Name, Nombre, Vorname",
            "last_name": "Last Name, Apellidos, Apellido, Nachname",
            "email": "Email, Correo, Correo electrónico, E-Mail-Adresse",
            "phone": "Phone Number, Número de teléfono, Telefonnummer",
            "mobile": "Mobile Phone Number, Número de teléfono móvil, Mobiltelefonnummer",
            "title": "Job Title, Cargo, Puesto, Jobbezeichnung, Position",
            "department": "Department",
            "company_name": "Company Name, Nombre de la empresa, Unternehmensname",
            "roles": "Buying Role",
            "account_name": "Associated Company, Primary Associated Company, Empresa asociada,Zugeordnetes Unternehmen",
            "account_external_id": "Associated Company IDs, Primary Associated Company ID",
        }
    ),
    needs=((_ID_WORDS, "firstname|lastname|email|apellidos|apellido|nachname|correo|vorname"),),
    without=frozenset(("dealname", "dealstage", "nombredelnegocio")),
)

DEAL: Final = Format(
    FileKind.HUBSPOT_DEAL,
    Source.HUBSPOT,
    Record.OPPORTUNITY,
    "HubSpot deals",
    columns(
        {
            "external_id": _ID,
            "name": "Deal Name, Nombre del negocio, Deal-Name",
            "stage": "Deal Stage, Etapa del negocio, Deal-Phase",
            "amount": "Amount, Importe, Valor, Cantidad, Betrag",
            "home_amount": "Amount in company currency",
            "currency": "Currency",
            "annual_value": "Annual contract value",
            "recurring_value": "Annual recurring revenue",
            "probability_share": "Deal probability",
            "close_date": "Close Date, Fecha de cierre, Abschlussdatum",
            "started_on": "Create Date",
            "type": "Deal Type",
            "next_step": "Next step",
            "lost_reason": "Closed Lost Reason",
            "description": "Deal Description",
            "account_name": "Associated Company, Primary Associated Company, Empresa asociada,Zugeordnetes Unternehmen",
            "account_external_id": "Associated Company IDs, Primary Associated Company ID",
            "contact_external_ids": "Associated Contact IDs",
        }
    ),
    needs=((_ID_WORDS, "dealname|dealstage|nombredelnegocio|etapadelnegocio|dealphase"),),
)

FORMATS: Final = (DEAL, CONTACT, COMPANY)
