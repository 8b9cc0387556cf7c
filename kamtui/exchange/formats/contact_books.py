"""Address books: Google Contacts in its new and old headers, Outlook, and vCards, which have no header at all."""

from typing import Final

from kamtui.exchange.formats.shape import FileKind, Format, Record, Source, columns

PLACES: Final = range(1, 10)
"""How many e-mail addresses, telephone numbers and organisations of one person Google numbers, at the least."""

_PRIVATE: Final = frozenset(
    ("gender", "children", "hobby", "governmentidnumber", "governmentid", "spouse", "religion", "socialsecuritynumber")
)


def _numbered(pattern: str, first: int = 1) -> str:
    return ",".join(pattern.replace("#", str(place)) for place in PLACES if place >= first)


GOOGLE: Final = Format(
    FileKind.GOOGLE_CONTACTS,
    Source.GOOGLE,
    Record.CONTACT,
    "Google contacts",
    columns(
        {
            "first_name": "First Name, Given Name",
            "middle_name": "Middle Name, Additional Name",
            "last_name": "Last Name, Family Name",
            "name": "Name, File As",
            "account_name": "Organization Name, Organization 1 - Name",
            "title": "Organization Title, Organization 1 - Title",
            "department": "Organization Department, Organization 1 - Department",
            "email": "E-mail 1 - Value",
            "phone": "Phone 1 - Value",
            "description": "Notes",
            "labelled": f"Labels, Group Membership, {_numbered('E-mail # - Value', 2)},"
            f"{_numbered('Phone # - Value', 2)}, {_numbered('Organization # - Name', 2)}",
            "ignore": f"{_numbered('E-mail # - Label')}, {_numbered('E-mail # - Type')},"
            f"{_numbered('Phone # - Label')}, {_numbered('Phone # - Type')}, {_numbered('Organization # - Type')}",
        }
    ),
    needs=(
        ("email1value|phone1value", "organizationname|labels|email1label|phone1label"),
        ("email1value|phone1value|organization1name", "groupmembership|email1type|phone1type|givenname"),
        ("organizationname", "organizationtitle", "labels"),
    ),
    private=_PRIVATE,
)

OUTLOOK: Final = Format(
    FileKind.OUTLOOK_CONTACTS,
    Source.OUTLOOK,
    Record.CONTACT,
    "Outlook contacts",
    columns(
        {
            "first_name": "First Name",
            "middle_name": "Middle Name",
            "last_name": "Last Name",
            "account_name": "Company",
            "department": "Department",
            "title": "Job Title",
            "email": "E-mail Address",
            "phone": "Business Phone",
            "mobile": "Mobile Phone",
            "reports_to_name": "Manager's Name",
            "description": "Notes",
            "labelled": "E-mail 2 Address, E-mail 3 Address, Business Phone 2, Company Main Phone, Assistant's Name,"
            "Assistant's Phone, Categories",
        }
    ),
    needs=(
        ("firstname", "lastname", "emailaddress", "businessphone|company", "managersname|emaildisplayname|emailtype"),
        ("firstname", "lastname", "governmentidnumber|internetfreebusy|emaildisplayname|organizationalidnumber"),
    ),
    private=_PRIVATE,
)

VCARD: Final = Format(FileKind.VCARD, Source.VCARD, Record.CONTACT, "vCards", {}, needs=())
"""Known by how a file begins; its cards have no columns that could be mapped."""

FORMATS: Final = (GOOGLE, OUTLOOK)
