"""What a merge writes into the notes, so that no value is lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.merging import MergeField, Shape
from kamtui.domain.plans import TITLES
from kamtui.domain.problems import spoken


def merged_notes(other: str, lost: Sequence[tuple[MergeField, Any]], people: Mapping[int, str], on: date) -> str:
    """One line for the merge, and one for each value that was not kept."""
    lines = [f"Merged on {on} with {other}."]
    lines += [f"{field.label} was: {said(field, value, people)}" for field, value in lost if value != other]
    return "\n".join(lines)


def said(field: MergeField, value: Any, people: Mapping[int, str]) -> str:
    """A value of a comparison in words; nothing for what is not there."""
    if value is None or value in ("", []):
        return ""
    if field.shape is Shape.TIER:
        return Tier(value).name.capitalize()
    if field.shape is Shape.MONEY:
        return str(money.to_json(value))
    if field.shape is Shape.YES_NO:
        return "yes" if value else "no"
    if field.shape is Shape.PERSON:
        return people.get(value, "")
    if field.shape is Shape.LIST:
        return ", ".join(map(spoken, value))
    if field.shape is Shape.WORD:
        return spoken(value)
    if field.name == "outreach":
        what, due, done = value
        return f"{what}" + (f", by {due}" if due else "") + (f", done on {done}" if done else "")
    return str(value)


def plan_lines(
    account: str, profile: str, metrics: str, remarks: Mapping[str, Any], swot: Mapping[str, Any]
) -> list[str]:
    """The texts of a plan that gives way to another, each with the title of its part."""
    texts = {"Client profile": profile, "Success metrics": metrics}
    titles = {part.value: title for part, title in TITLES.items()}
    texts |= {titles.get(part, spoken(part)): str(text) for part, text in {**remarks, **swot}.items()}
    found = [f"{title}: {text}" for title, text in texts.items() if text.strip()]
    return [f"From the plan of {account}:", *found] if found else []
