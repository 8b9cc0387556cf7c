"""What a redacted file must not hold: every name, every text and every amount of a demo portfolio."""

import re
from collections.abc import Iterator
from typing import Any

from kamtui.domain.money import full, short
from kamtui.domain.stakeholders import Role

KEPT = {"uid", "changed_at", "format", "account", "stakeholder", "external_ids", "activity", "period"}
ROLES = {role.value.replace("_", " ") for role in Role}
"""What somebody unknown is called is a role of the practice."""
WORD_OF_OURS = re.compile(r"[a-z_]+|[0-9T:.Z-]+|[0-9a-f-]{36}|[0-9]{4}-[QHW]?[0-9]+")


def texts(value: Any) -> Iterator[str]:
    """Every text that somebody wrote, in a document or a part of one; words of the practice and days are left out."""
    if isinstance(value, str):
        if len(value) > 4 and value.lower() not in ROLES and not WORD_OF_OURS.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in KEPT:
                yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def amounts(book: dict[str, Any]) -> set[int]:
    """Every amount of the document, in whole units."""
    fields = {"accounts": "potential_value", "revenue_events": "amount", "value_entries": "amount"}
    fields |= {"contracts": "annual_value", "opportunities": "annual_value"}
    return {int(one[name]) for of, name in fields.items() for one in book[of] if one.get(name)}


def told(book: dict[str, Any], written: str) -> set[str]:
    """Which of them a written text gives away; each line of a text counts for itself."""
    found = {line for text in texts(book) for line in text.splitlines() if len(line) > 4 and line in written}
    said = re.findall(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?[kM]?(?![\w-])", written)
    known = {form for each in amounts(book) for form in _forms(each)}
    return found | {each for each in said if each in known}


def _forms(amount: int) -> Iterator[str]:
    if amount >= 2_100:  # smaller ones look like years and counts
        yield from (str(amount), full(amount * 100), short(amount * 100))
