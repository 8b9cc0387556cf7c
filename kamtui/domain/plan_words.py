"""What is said about the parts of a plan: the conversation that fills a gap, and help while writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kamtui.domain.plans import PlanPart

FILE: Final = "plan.toml"
NOTHING_YET: Final = "nothing yet"


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The words by part; `gaps` by its key (rule P-7)."""

    gaps: Mapping[str, str] = field(default_factory=dict)
    guidance: Mapping[str, str] = field(default_factory=dict)

    def gap(self, key: str) -> str:
        """Which conversation fills this part (rule P-7)."""
        return self.gaps.get(key) or NOTHING_YET


def read_plan_words(lists: Mapping[str, Any]) -> PlanWords:
    """Make the words from their file; raises ValueError for a part that no plan has, TypeError for no text."""
    return PlanWords(_texts(lists.get("gaps", {})), _texts(lists.get("guidance", {})))


def _texts(lines: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name, text in lines.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is no text")
        found[PlanPart(name).value] = " ".join(text.split())
    return found
