"""How people of a map are drawn: the relationship as a sign with its word, marks before the name."""

from kamtui.domain.departure import Verdict
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import Person, Quality, quality_of
from kamtui.widgets.ink import Part

SIGNS: dict[str, Part] = {
    Quality.STRONG: ("●", "good"),
    Quality.NEUTRAL: ("○", ""),
    Quality.UNKNOWN: ("?", "watch"),
    Quality.AT_RISK: ("!", "poor"),
}
VERDICTS: dict[str, str] = {Verdict.SECURE: "good", Verdict.EXPOSED: "watch", Verdict.LOST: "poor"}


def quality_sign(person: Person) -> Part:
    """The relationship as one sign (rule M-2)."""
    return SIGNS[quality_of(person)]


def quality_words(person: Person) -> list[Part]:
    """The relationship as a sign and its word (rule M-2)."""
    sign = quality_sign(person)
    return [sign, (f" {spoken(quality_of(person))}", sign[1])]


def mark(person: Person, *, primary: bool) -> Part:
    """One sign before the name: ★ primary contact, ? a role whose name is unknown, ~ assumed (rule M-10)."""
    if primary:
        return ("★", "accent")
    if person.placeholder:
        return ("?", "watch")
    return ("~", "dim") if person.assumed else (" ", "")
