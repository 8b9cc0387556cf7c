"""All formats, in the order in which a header is tried on them: the more particular first."""

from typing import Final

from kamtui.exchange.formats import contact_books, hubspot, plain, salesforce, salesforce_reports
from kamtui.exchange.formats.shape import FileKind, Format, Source

FORMATS: Final[tuple[Format, ...]] = (
    *hubspot.FORMATS,
    *salesforce.FORMATS,
    *salesforce_reports.FORMATS,
    *contact_books.FORMATS,
    *plain.FORMATS,
)

BY_KIND: Final[dict[FileKind, Format]] = {one.kind: one for one in (*FORMATS, contact_books.VCARD)}

BOOKS: Final = (Source.GOOGLE, Source.OUTLOOK)
"""Whose tables are known by their headers alone, never by what a user maps."""
