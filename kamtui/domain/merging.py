"""Merging two records of one account or one person: which value is kept, and how nothing of the other is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from kamtui.domain.names import base_source, matched_form

T = TypeVar("T")


class Keep(StrEnum):
    """Whose value a field keeps."""

    FIRST = "first"
    OTHER = "other"
    BOTH = "both"


class Shape(StrEnum):
    """What a field of a comparison holds."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    MONEY = "money"
    DATE = "date"
    WORD = "word"
    NUMBER = "number"
    YES_NO = "yes/no"
    TIER = "tier"
    PERSON = "person"


JOINABLE: Final = frozenset({Shape.TEXT, Shape.LIST})


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field that the user decides on; `unknown` are values that say as little as nothing.

    With `earliest` the earlier of two dates is kept unless the user says otherwise. Where `empty_counts`, an empty
    value means something: nobody left, no day.
    """

    name: str
    label: str
    shape: Shape = Shape.LINE
    unknown: tuple[Any, ...] = (None, "")
    earliest: bool = False
    empty_counts: bool = False

    @property
    def joinable(self) -> bool:
        """Whether both values can be kept."""
        return self.shape in JOINABLE


ACCOUNT_FIELDS: Final = (
    MergeField("name", "Name"),
    MergeField("tier", "Tier", Shape.TIER),
    MergeField("status", "Status", Shape.WORD),
    MergeField("industry", "Industry"),
    MergeField("domain", "Domain"),
    MergeField("client_since", "Client since", Shape.DATE, earliest=True),
    MergeField("potential_value", "Potential", Shape.MONEY),
    MergeField("renewal_date", "Renewal date", Shape.DATE),
    MergeField("contract_term_months", "Contract term, months", Shape.NUMBER),
    MergeField("auto_renew", "Renews by itself", Shape.YES_NO, unknown=()),
    MergeField("our_objective", "Our objective"),
    MergeField("their_objective", "Their objective", Shape.TEXT),
    MergeField("expansion_observation", "Expansion", Shape.TEXT),
    MergeField("primary_contact", "Primary contact", Shape.PERSON),
    MergeField("handover_note", "Hand-over note", Shape.TEXT),
    MergeField("success_criteria", "Success criteria", Shape.TEXT),
    MergeField("criteria_agreed_on", "Criteria agreed on", Shape.DATE, earliest=True),
    MergeField("onboarding_started_on", "Onboarding since", Shape.DATE, earliest=True),
    MergeField("notes", "Notes", Shape.TEXT),
)
PERSON_FIELDS: Final = (
    MergeField("name", "Name"),
    MergeField("title", "Title"),
    MergeField("function", "Function", Shape.WORD, unknown=("other",)),
    MergeField("roles", "Buying roles", Shape.LIST),
    MergeField("quality", "Relationship", Shape.WORD, unknown=("unknown",)),
    MergeField("stance", "Stance", Shape.WORD, unknown=("unknown",)),
    MergeField("influence", "Influence", Shape.WORD, unknown=("unknown",)),
    MergeField("assumed", "Assumed so far", Shape.YES_NO, unknown=()),
    MergeField("reports_to_id", "Reports to", Shape.PERSON),
    MergeField("email", "E-mail"),
    MergeField("phone", "Phone"),
    MergeField("frequency", "Wants to hear", Shape.WORD, unknown=("as_needed",)),
    MergeField("left_on", "Left on", Shape.DATE, empty_counts=True),
    MergeField("outreach", "Outreach", Shape.LINE),
    MergeField("notes", "Notes", Shape.TEXT),
)


def first_choice(field: MergeField, first: Any, other: Any) -> Keep:
    """Whose value a field keeps unless the user says otherwise: the first one's, the other's where it says nothing.

    Texts and lists that differ are both kept.
    """
    if field.empty_counts or first == other:
        return Keep.FIRST
    silent = (*field.unknown, [])
    if other in silent:
        return Keep.FIRST
    if first in silent:
        return Keep.OTHER
    if field.joinable:
        return Keep.BOTH
    return Keep.OTHER if field.earliest and other < first else Keep.FIRST


def choices(field: MergeField, first: Any, other: Any) -> tuple[Keep, ...]:
    """The choices that make a difference."""
    if first == other:
        return (Keep.FIRST,)
    return tuple(Keep) if field.joinable and first and other else (Keep.FIRST, Keep.OTHER)


def kept(field: MergeField, first: Any, other: Any, keep: str) -> Any:
    """The value that a field has after the merge."""
    if keep == Keep.OTHER:
        return other
    if keep != Keep.BOTH:
        return first
    return joined_texts(first, other) if field.shape is Shape.TEXT else joined_lists(first, other)


def joined_texts(first: str, other: str) -> str:
    """Two texts one below the other; one that is part of the other is not repeated."""
    if not other.strip() or other.strip() in first:
        return first
    return other if not first.strip() or first.strip() in other else f"{first}\n\n{other}"


def joined_lists(first: Sequence[T], other: Sequence[T]) -> list[T]:
    """Everything in the first list, then what only the other has."""
    return [*first, *(each for each in other if each not in first)]


def joined_ids(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The external ids of both; a second id of one source is kept as `source:2`, so that imports know it too."""
    found = dict(first)
    for source, value in other.items():
        base = base_source(source)
        known = {matched_form(name, given) for name, given in found.items() if base_source(name) == base}
        if matched_form(source, value) in known:
            continue
        name, number = base, 1
        while name in found:
            number += 1
            name = f"{base}:{number}"
        found[name] = value
    return found


def left_behind(
    fields: Iterable[MergeField], first: Mapping[str, Any], other: Mapping[str, Any], keep: Mapping[str, str]
) -> list[tuple[MergeField, Any]]:
    """The values that are not kept although they say something, so that the notes can name them."""
    found = []
    for field in fields:
        one, two = first[field.name], other[field.name]
        choice = keep.get(field.name) or first_choice(field, one, two)
        gone = two if choice == Keep.FIRST else one if choice == Keep.OTHER else None
        if one != two and gone not in (*field.unknown, None, [], False):
            found.append((field, gone))
    return found


def without_twice(people: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The participants of a meeting, each stakeholder once; who came under one of two names came."""
    found: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for each in people:
        uid = each.get("stakeholder")
        if uid is None or uid not in places:
            places.setdefault(str(uid), len(found))
            found.append(dict(each))
        elif each.get("came"):
            found[places[uid]]["came"] = True
    return found


def with_uid_replaced(value: Any, gone: str, kept_uid: str, keys: frozenset[str], key: str = "") -> Any:
    """A structure in which references to one uid lead to another.

    A reference is what stands under one of `keys`, and a key that is the uid itself: notes kept by account. Where both
    uids have a text, the texts are joined.
    """
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for name, each in value.items():
            here = kept_uid if name == gone else name
            changed = with_uid_replaced(each, gone, kept_uid, keys, name)
            before = found.get(here)
            if isinstance(before, str) and isinstance(changed, str):
                found[here] = joined_texts(before, changed)
            elif before is None:
                found[here] = changed
        return found
    if isinstance(value, list):
        return [with_uid_replaced(each, gone, kept_uid, keys, key) for each in value]
    return kept_uid if value == gone and key in keys else value
