"""The document's lists and fields in words: the generated part of the page about the data."""

from typing import Final

from kamtui.exchange.document_fields import Field, Kind, Stored
from kamtui.exchange.document_lists import all_lists, phase_fields

BEGIN: Final = "<!-- generated: the lists -->"
END: Final = "<!-- end of the lists -->"

WORKED_OUT: Final = {"created_on": "today", "slot": "the lightest week (Y-3)"}


def lists_in_words() -> str:
    """Every list with its table and fields, as Markdown."""
    parts = []
    for each in all_lists():
        rows = [_row(field) for field in each.fields]
        head = ["| field | holds | if not given |", "|---|---|---|"]
        parts.append("\n".join((f"### `{each.name}`", "", f"Table `{each.table}`. {each.about}", "", *head, *rows)))
    return "\n\n".join(parts)


def page_with_lists(page: str) -> str:
    """The page with its generated part written anew. Raises ValueError when the page has no place for it."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no part between {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{lists_in_words()}\n\n{END}{after}"


def _row(field: Field) -> str:
    name = f"{field.group}.{field.name}" if field.group else field.name
    return f"| `{name}` | {_holds(field)} | {_if_not_given(field)} |"


def _holds(field: Field) -> str:
    if field.kind is Kind.REFERENCE:
        return f"uid in `{field.target}`" + (", or the account's name" if field.target == "accounts" else "")
    if field.kind is Kind.PEOPLE:
        return f"list of uids in `{field.target}`"
    if field.kind is Kind.TIER:
        return "1, 2, 3 or `strategic`, `growth`, `maintain`"
    if field.kind is Kind.PHASES:
        return f"list of objects: {', '.join(f'`{inner.name}` ({_holds(inner)})' for inner in phase_fields())}"
    words = ", ".join(f"`{choice}`" for choice in field.choices)
    if field.kind is Kind.CHOICE:
        return words
    if field.kind in (Kind.WHOLE, Kind.NUMBER):
        return f"{field.kind}, {field.bounds[0]} to {field.bounds[1]}"
    return f"{field.kind}: {words}" if words else field.kind.value


def _if_not_given(field: Field) -> str:
    if field.required:
        return "must be given"
    if field.name in WORKED_OUT:
        return WORKED_OUT[field.name]
    if field.kind is Kind.YES_NO and not field.nullable:
        return "true" if field.default else "false"
    return _default(field.default)


def _default(default: Stored) -> str:
    return "–" if default in (None, "", "{}", "[]") else f"`{default}`"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    page = Path(sys.argv[1])
    page.write_text(page_with_lists(page.read_text(encoding="utf-8")), encoding="utf-8")
