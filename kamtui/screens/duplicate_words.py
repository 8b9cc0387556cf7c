"""Look-alikes in words: the rows of the list, the sides of a comparison, and what moves."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamtui.domain.duplicates import Kind, Verdict
from kamtui.domain.merging import Keep, MergeField, Shape
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.storage.merging_notes import said
from kamtui.widgets.rows import Row

if TYPE_CHECKING:
    from kamtui.storage.duplicates import Twins
    from kamtui.storage.duplicates_compare import Compared
    from kamtui.widgets.ink import Cell

SHOWN = 60
NOUNS = {
    "check_in": "check-in",
    "competitor": "competitor",
    "contract": "contract line",
    "expansion_trigger": "trigger",
    "map_review": "map review",
    "opportunity": "opportunity",
    "plan_action": "action",
    "plan_version": "frozen plan",
    "qbr": "QBR",
    "quality_change": "change of relationship",
    "revenue_event": "revenue event",
    "stakeholder": "person",
    "tier_change": "change of tier",
    "touchpoint_person": "part in touchpoints",
    "value_entry": "value entry",
}
MANY = {
    "quality_change": "changes of relationship",
    "tier_change": "changes of tier",
    "touchpoint_person": "parts in touchpoints",
    "value_entry": "value entries",
}
GROUPS = ("accounts", "people", "one person at two clients?")


def group_of(twins: "Twins") -> str:
    """Under which heading a pair stands."""
    if twins.pair.kind is Kind.ACCOUNT:
        return GROUPS[0]
    return GROUPS[2] if twins.pair.across else GROUPS[1]


def pair_row(twins: "Twins") -> Row:
    """One pair of the list."""
    verdict = twins.pair.verdict
    sure: Cell = (verdict.value, "strong" if verdict is Verdict.LIKELY else "dim")
    return Row([sure, str(twins.pair.score), twins.one.name, twins.other.name], key=twins.key)


def why_lines(twins: "Twins") -> "list[Cell]":
    """What speaks for a pair, and what the keys would do."""
    looks = (twins.one, twins.other)
    lines: list[Cell] = [
        [(shorten(one.name, SHOWN), "title"), ("  " + shorten(one.beside, SHOWN), "dim")] for one in looks
    ]
    lines.append("; ".join(twins.pair.reasons))
    if twins.pair.across:
        lines.append(("One person may have two engagements: enter, ctrl+s joins them, both stay.", "dim"))
    else:
        lines.append(("enter lays them side by side, x says they are not the same.", "dim"))
    return lines


def value_words(field: MergeField, value: object, names: Mapping[int, str]) -> str:
    """A value on one line; a dash for nothing."""
    return shorten(said(field, value, names), 400) or "–"


def says_something(field: MergeField, compared: "Compared") -> bool:
    """Whether the first one's value is worth a line."""
    return compared.first[field.name] not in (None, "", [], *field.unknown)


def field_row(field: MergeField, compared: "Compared", keep: Keep) -> Row:
    """One field with both values, the kept one marked."""
    first, other = compared.first[field.name], compared.other[field.name]
    if first == other:
        words = value_words(field, first, compared.names)
        return Row([(field.label, "dim"), (f"  {words}", "dim"), ("  =", "dim")], key=field.name)
    cells: list[Cell] = [field.label]
    for side, value in ((Keep.FIRST, first), (Keep.OTHER, other)):
        words = value_words(field, value, compared.names)
        if keep in (side, Keep.BOTH):
            cells.append([("● ", "accent"), words])
        else:
            cells.append(("  " + words, "dim"))
    return Row(cells, key=field.name)


def field_lines(field: MergeField, compared: "Compared", keep: Keep) -> "list[Cell]":
    """Both values in full, and which is kept."""
    first, other = compared.first[field.name], compared.other[field.name]
    if first == other:
        return [(field.label, "title"), ("the same in both", "dim")]
    kept = {Keep.FIRST: "the left one is kept", Keep.OTHER: "the right one is kept", Keep.BOTH: "both are kept"}[keep]
    lines: list[Cell] = [[(field.label, "title"), (f"  {kept}", "dim")]]
    for mark, value in (("left   ", first), ("right  ", other)):
        lines += [
            [(mark, "dim"), line] for line in said(field, value, compared.names).splitlines() or ["–"]
        ]  # fmt: skip
    if keep is not Keep.BOTH and field.shape is not Shape.YES_NO:
        lines.append(("What is not kept is named in the notes.", "dim"))
    return lines


def move_lines(compared: "Compared", stays: str, goes: str) -> "list[Cell]":
    """What saving does."""
    if compared.across:
        where = " and at ".join(shorten(client, SHOWN) for client in compared.clients)
        return [
            [("One person, two engagements", "title")],
            f"{stays} is at {where}. Both stay as they are; ctrl+s says that they are one person.",
        ]
    moved = ", ".join(counted(table, number) for table, number in compared.moves) or "nothing hangs on it"
    return [
        [("ctrl+s merges  ", "title"), f"{goes} → {stays}"],
        [("moves: ", "dim"), moved],
    ]


def counted(table: str, number: int) -> str:
    """So many rows of a table: `3 contract lines`."""
    noun = NOUNS.get(table, table.replace("_", " "))
    return plural(number, noun, MANY.get(table))
