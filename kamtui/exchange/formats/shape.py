"""What a format is: a kind of file, its headers and the record that its rows become."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kamtui.exchange.headers import normal


class FileKind(StrEnum):
    """Everything that a file can be taken for."""

    SALESFORCE_ACCOUNT = "salesforce_account"
    SALESFORCE_CONTACT = "salesforce_contact"
    SALESFORCE_OPPORTUNITY = "salesforce_opportunity"
    SALESFORCE_CONTACT_ROLE = "salesforce_contact_role"
    SALESFORCE_CASE = "salesforce_case"
    SALESFORCE_REPORT_ACCOUNTS = "salesforce_report_accounts"
    SALESFORCE_REPORT_CONTACTS = "salesforce_report_contacts"
    SALESFORCE_REPORT_OPPORTUNITIES = "salesforce_report_opportunities"
    SALESFORCE_REPORT_CASES = "salesforce_report_cases"
    HUBSPOT_COMPANY = "hubspot_company"
    HUBSPOT_CONTACT = "hubspot_contact"
    HUBSPOT_DEAL = "hubspot_deal"
    GOOGLE_CONTACTS = "google_contacts"
    OUTLOOK_CONTACTS = "outlook_contacts"
    VCARD = "vcard"
    PLAIN_ACCOUNTS = "plain_accounts"
    PLAIN_CONTACTS = "plain_contacts"
    PLAIN_PIPELINE = "plain_pipeline"
    KAMTUI_JSON = "kamtui_json"


class Source(StrEnum):
    """Whose ids a file carries."""

    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    VCARD = "vcard"
    PLAIN = "plain"
    KAMTUI = "kamtui"


class Record(StrEnum):
    """What one row of a file becomes."""

    ACCOUNT = "account"
    CONTACT = "contact"
    OPPORTUNITY = "opportunity"
    CONTACT_ROLE = "contact_role"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of table.

    `needs` lists the ways to know it by its header: any one of the alternatives, each a row of words that must all be
    there, where `a|b` is satisfied by either and `!a|b` by neither. A header with any of `without` is something else.
    `private` headers are read only if the user maps them.
    """

    kind: FileKind
    source: Source
    record: Record
    called: str
    columns: Mapping[str, str]
    needs: tuple[tuple[str, ...], ...]
    without: frozenset[str] = frozenset()
    id_prefix: str = ""
    has_footer: bool = False
    private: frozenset[str] = frozenset()

    def fits(self, headers: frozenset[str]) -> bool:
        """Say whether a file with these normalised headers is of this kind."""
        if headers & self.without:
            return False
        return any(all(_holds(headers, word) for word in words) for words in self.needs)

    def field_of(self, header: str) -> str | None:
        """Name the field that a header means here, or nothing."""
        key = normal(header)
        return "ignore" if key in self.private else self.columns.get(key)

    def headers_of(self, field: str) -> frozenset[str]:
        """List the normalised headers that mean the field here."""
        return frozenset(header for header, meaning in self.columns.items() if meaning == field)


def _holds(headers: frozenset[str], word: str) -> bool:
    found = headers & set(word.removeprefix("!").split("|"))
    return not found if word.startswith("!") else bool(found)


def columns(meanings: Mapping[str, str]) -> dict[str, str]:
    """Turn `{"field": "Header, Other header"}` into a look-up by normalised header; the first to claim one keeps it."""
    found: dict[str, str] = {}
    for field, headers in meanings.items():
        for header in headers.split(","):
            found.setdefault(normal(header), field)
    return found
