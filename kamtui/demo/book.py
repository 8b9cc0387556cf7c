"""What the demo's makers share: the words, the book they write into, and a client in the making."""

import re
import tomllib
import unicodedata
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from kamtui.demo.cast import Part
from kamtui.domain.accounts import Tier

Row = dict[str, Any]

ACCOUNT_LISTS = (
    "tier_changes", "contracts", "revenue_events", "stakeholders", "quality_changes", "touchpoints", "referrals",
    "value_entries", "competitors", "map_reviews", "health_checks", "scores", "check_ins", "qbrs", "commitments",
    "conversations", "triggers", "opportunities", "actions", "objectives", "plans", "plan_versions", "predictions",
    "issues", "milestones",
)  # fmt: skip
_SPELLED = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ł": "l"})

PORTFOLIO_LISTS = ("occurrences", "reviews", "assessments", "playbooks", "distinct_pairs")


@cache
def words() -> dict[str, Any]:
    """Read what the demo is made of: names, industries, stories and sentences."""
    text = resources.files("kamtui").joinpath("words/demo.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def moment(day: date, hour: int, minute: int) -> str:
    """Write a moment of the day as the data format does, in UTC."""
    return f"{day.isoformat()}T{hour:02d}:{minute:02d}:00Z"


def iso(day: date | None) -> str | None:
    """Write a day as the data format does."""
    return None if day is None else day.isoformat()


def ago(today: date, days: int) -> date:
    """Return the day so many days before today."""
    return today - timedelta(days=days)


def sentence(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]


def ascii_words(name: str) -> list[str]:
    """Break a name into the plain lower-case words that addresses are made of."""
    spelled = name.lower().translate(_SPELLED)
    return re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode())


def fresh_uid(rng: Random) -> str:
    """Draw a uid in the shape of a UUID4."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


@dataclass(slots=True)
class Person:
    """A stakeholder in the making: what the history needs to know, beside the row itself."""

    uid: str
    name: str
    row: Row
    met_on: date
    left_on: date | None = None
    weight: float = 1.0
    last_touch: date | None = None

    @property
    def first_name(self) -> str:
        """How one would address them in a talk."""
        return str(self.row["_first"])


@dataclass(slots=True)
class Client:
    """An account in the making, with everything its records draw on."""

    part: Part
    uid: str
    name: str
    rng: Random
    today: date
    industry: dict[str, Any]
    slot: int
    created_on: date
    since: date
    value: int
    potential: int
    status: str = "active"
    renewal_on: date | None = None
    ended_on: date | None = None
    tier_since: date = date.min
    people: list[Person] = field(default_factory=list)
    ratings: dict[int, dict[str, str]] = field(default_factory=dict)
    done: dict[str, list[date]] = field(default_factory=dict)
    planned_qbrs: list[date] = field(default_factory=list)
    rival: str = ""
    said: set[str] = field(default_factory=set)

    @property
    def tier(self) -> Tier:
        """How much attention the account gets."""
        return self.part.tier

    @property
    def is_key(self) -> bool:
        """Whether it is a key account (strategic or growth)."""
        return self.tier is not Tier.MAINTAIN

    @property
    def history_start(self) -> date:
        """The first day that has records: eighteen months back, or the day the account was added."""
        return max(self.created_on, ago(self.today, 548))

    @property
    def last_day(self) -> date:
        """The last day that has records."""
        return self.ended_on or self.today

    def has(self, tag: str) -> bool:
        """Whether the account plays this situation."""
        return tag in self.part.tags

    def known(self, day: date) -> list[Person]:
        """Who could be met on that day, the primary contact first."""
        return [
            one for one in self.people
            if one.weight > 0 and one.met_on <= day and (one.left_on is None or day < one.left_on)
        ]  # fmt: skip

    @property
    def primary(self) -> Person:
        """The person the account mostly runs through."""
        return self.people[0]

    def fill(self, text: str, person: Person | None = None) -> str:
        """Fill a sentence with this client's own people, places and projects."""
        who = person or self.primary
        draw, own, ours = self.rng.choice, self.industry, words()["ours"]
        goal, pain, metric = draw(own["goals"]), draw(own["pains"]), draw(own["metrics"])
        filled = text.format(
            person=who.name, first=who.first_name, name=self.name, since=self.since.year,
            industry_lower=own["label"].lower(), project=draw(own["projects"]), site=draw(own["sites"]),
            metric=metric, metric_short=metric, pain=pain, pain_short=f"“{pain}”", goal=goal, goal_short=goal,
            system=draw(own["systems"]), module=draw(ours["modules"]), colleague=draw(ours["colleagues"]),
            rival=self.rival,
        )  # fmt: skip
        return sentence(filled) if text.startswith("{") else filled

    def fill_together(self, texts: list[str]) -> list[str]:
        """Fill sentences that belong together, all with the same people, places and projects."""
        return [sentence(text) for text in self.fill("\n".join(texts)).split("\n")]

    def say(self, texts: list[str], person: Person | None = None) -> str:
        """Fill one of the sentences so that it was not said about this client before, as far as there are enough."""
        said = ""
        for _ in range(8):
            said = sentence(self.fill(self.rng.choice(texts), person))
            if said not in self.said:
                break
        self.said.add(said)
        return said

    def chance(self, share: float) -> bool:
        """Draw whether something happens that happens in this share of cases."""
        return self.rng.random() < share

    def day_between(self, first: date, last: date) -> date:
        """Draw a day, a working day where there is one; the last day where the span is empty."""
        if last <= first:
            return last
        day = first + timedelta(days=self.rng.randint(0, (last - first).days))
        friday = day - timedelta(days=max(0, day.weekday() - 4))
        return friday if friday >= first else min(last, day + timedelta(days=7 - day.weekday()))


@dataclass(slots=True)
class Book:
    """The document in the making."""

    today: date
    rng: Random
    lists: dict[str, list[Row]]

    def add(self, name: str, client: Client | None, /, **values: Any) -> str:
        """Write a record into a list and return its uid."""
        uid = fresh_uid(client.rng if client else self.rng)
        row: Row = {"uid": uid}
        if client is not None:
            row["account"] = client.uid
        row.update(values)
        self.lists[name].append(row)
        return uid

    def of(self, name: str, client: Client) -> list[Row]:
        """Return the client's records of a list."""
        return [row for row in self.lists[name] if row["account"] == client.uid]
