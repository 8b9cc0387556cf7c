"""The brief of a review: what was recorded since the last one, section by section, each line naming its record."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line of the brief and the record it comes from (rule Q-3).

    `record_kind` is the table's name (`value_entry`, `touchpoint`, `account`, …) and `on` the day it is told under,
    None where the record has none.
    """

    text: str
    record_kind: str
    record_uid: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief.

    `summary` sums it up in a few words; where nothing is known, `lines` is empty and `blank` says what to ask for.
    """

    title: str
    lines: tuple[BriefLine, ...] = ()
    blank: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known about an account since its last review (rule Q-3).

    `since` is the first day that counts and `since_words` says why it is that day: the last review that was held, or
    twelve months without one. `last_qbr_uid` is that review's, None without one.
    """

    account_uid: str
    account: str
    since: date
    since_words: str
    last_qbr_uid: str | None
    sections: tuple[Section, ...]
