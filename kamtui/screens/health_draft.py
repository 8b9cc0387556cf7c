"""A health round in the making: what was rated and typed and not saved yet, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kamtui.domain.health import Rating, Signal
from kamtui.screens import rescue
from kamtui.screens.health_lines import NAMES

if TYPE_CHECKING:
    from textual.app import App

    from kamtui.screens.desk import Desk
    from kamtui.storage.health import HeldCheck
    from kamtui.storage.health_round import HealthRound


@dataclass(slots=True)
class Draft:
    """Ratings and note of one account, and how they began: empty, or as today's check was saved."""

    ratings: dict[Signal, Rating] = field(default_factory=dict)
    note: str = ""
    first: tuple[Mapping[Signal, Rating], str] = field(default_factory=lambda: ({}, ""))

    @classmethod
    def of(cls, held: "HeldCheck | None") -> "Draft":
        """A new check, or the one that was held today already."""
        if held is None:
            return cls()
        return cls(dict(held.ratings), held.notes, (dict(held.ratings), held.notes))

    @property
    def changed(self) -> bool:
        """Whether anything was rated or typed that is not saved."""
        return (self.ratings, self.note) != (dict(self.first[0]), self.first[1])

    @property
    def missing(self) -> Signal | None:
        """The first signal that has no rating yet."""
        return next((signal for signal in Signal if signal not in self.ratings), None)

    @property
    def words(self) -> str:
        """What was given so far, as plain text."""
        rated = [f"{NAMES[signal]} {rating.replace('_', ' ')}" for signal, rating in self.ratings.items()]
        return "\n".join([", ".join(rated), self.note]).strip()


Drafts = dict[int, Draft]

_OF_APPS: "WeakKeyDictionary[App[Any], Drafts]" = WeakKeyDictionary()


def drafts_of(app: "App[Any]") -> Drafts:
    """What was begun and not saved, by account: it waits, wherever a round is opened, until the cockpit is closed."""
    return _OF_APPS.setdefault(app, {})


def rescue_drafts(desk: "Desk", drafts: Drafts, found: "HealthRound | None") -> None:
    """Write what was begun and not saved beside the database, before the cockpit ends."""
    names = {row.account.id: row.account.name for row in found.rows} if found else {}
    texts = {names.get(key, "an account"): draft.words for key, draft in drafts.items() if draft.changed}
    rescue.keep(desk.rescue_folder, desk.clock.now(), "Health checks that were not saved", texts)


class Turns:
    """Whose turn it is: the order is settled when the round begins, an account that is gone drops out."""

    def __init__(self, first: int | None, accounts: Sequence[int] | None) -> None:
        self.at = first
        self.order = list(accounts or ())
        self.saved: list[tuple[int, Draft, str]] = []

    def follow(self, found: "HealthRound") -> None:
        """Bring the order up to what the portfolio is now."""
        order = self.order or [row.account.id for row in found.queue]
        if self.at is not None and self.at not in order:
            order = [self.at, *order]
        self.order = [each for each in order if found.row(each) is not None]
        if self.at not in self.order:
            self.at = self.next()

    @property
    def place(self) -> int:
        """The place of the account at hand; -1 when there is none."""
        return self.order.index(self.at) if self.at in self.order else -1

    @property
    def left(self) -> list[int]:
        """Those that come after this one, and then those that were passed over."""
        done = {key for key, _, _ in self.saved}
        around = [*self.order[self.place + 1 :], *self.order[: max(0, self.place)]]
        return [each for each in around if each not in done]

    def next(self) -> int | None:
        """Who comes after this one."""
        return next(iter(self.left), None)

    def step(self, by: int) -> bool:
        """Go to a neighbour without saving; False at either end."""
        place = self.place + by
        if not 0 <= place < len(self.order):
            return False
        self.at = self.order[place]
        return True

    def was_saved(self, draft: Draft, label: str) -> None:
        """The one at hand is saved, under that name in the journal; go on."""
        if self.at is not None:
            self.saved.append((self.at, draft, label))
            self.at = self.next()

    def taken_back(self, label: str | None) -> Draft | None:
        """Something was undone: when it was the last check of this round, return to it with what was rated."""
        account_id, draft, expected = self.saved[-1]
        if label != expected:
            return None
        self.saved.pop()
        self.at = account_id
        return Draft(draft.ratings, draft.note)
