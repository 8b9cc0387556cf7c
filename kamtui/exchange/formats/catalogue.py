"""All formats, in the order in which a header is tried on them: the more particular first."""

from typing import Final

from kamtui.exchange.formats import hubspot, plain, salesforce
from kamtui.exchange.formats.shape import FileKind, Format

FORMATS: Final[tuple[Format, ...]] = (*hubspot.FORMATS, *salesforce.FORMATS, *plain.FORMATS)

BY_KIND: Final[dict[FileKind, Format]] = {one.kind: one for one in FORMATS}
