"""How likely things are unless the user says otherwise, in whole percent; the keys are values of the enumerations.

A module of its own: the settings need these numbers at the start, when the rules that use them are not loaded yet.
"""

from collections.abc import Mapping

RENEWAL_PERCENT: Mapping[str, int] = {"green": 90, "yellow": 70, "red": 40, "unrated": 70}
"""How likely a line is to be renewed, by the colour its account counts under (rule R-3)."""

PROBABILITIES: Mapping[str, int] = {
    "idea": 10, "invited": 25, "exploring": 50, "proposed": 75, "won": 100, "lost": 0,
}  # fmt: skip
"""How likely an opportunity of each stage is to be won (rule X-4)."""
