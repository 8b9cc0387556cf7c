"""Accounts and people that may be there twice, over the whole portfolio."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.duplicates import AccountTraits, Kind, Pair, PersonTraits, Verdict, find_accounts, find_people
from kamtui.domain.names import ids_in, mail_domain

ACCOUNTS = "SELECT uid, id, name, domain, external_ids, tier, status FROM account"
PEOPLE = """
SELECT s.uid, s.id, s.name, a.uid, a.name, s.title, s.email, s.phone, coalesce(s.person, ''),
       s.left_on IS NOT NULL AND s.left_on <= :today, s.external_ids
FROM stakeholder s JOIN account a ON a.id = s.account_id WHERE NOT s.placeholder
"""
TO_CHOOSE = """
SELECT s.id, s.name, a.name FROM stakeholder s JOIN account a ON a.id = s.account_id WHERE NOT s.placeholder
ORDER BY s.name COLLATE NOCASE, a.name COLLATE NOCASE, s.id
"""
DISTINCT = "SELECT kind, one, other FROM distinct_pair"


@dataclass(frozen=True, slots=True)
class Look:
    """A record of a pair as the list shows it: key, uid, name, and a few words beside it."""

    id: int
    uid: str
    name: str
    beside: str


@dataclass(frozen=True, slots=True)
class Twins:
    """A pair that may be one, with both records, the older first."""

    pair: Pair
    one: Look
    other: Look

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from other pairs."""
        return (self.pair.kind.value, self.pair.one, self.pair.other)


def found(connection: sqlite3.Connection, today: date) -> tuple[Twins, ...]:
    """Every pair that may be one: accounts, then people of one client, then people of two; the surest first.

    Pairs that were said not to be the same are left out; ended accounts and people who left are looked at too.
    """
    people = connection.execute(PEOPLE, {"today": today.isoformat()}).fetchall()
    looks: dict[str, Look] = {}
    mails: dict[str, set[str]] = defaultdict(set)
    crowd = []
    for uid, key, name, account, client, title, email, phone, person, gone, ids in people:
        left = ", left" if gone else ""
        looks[uid] = Look(key, uid, name, f"{title}, {client}{left}" if title else f"{client}{left}")
        mails[account].add(mail_domain(email))
        crowd.append(PersonTraits(uid, name, account, email, phone, person, bool(gone), ids_in(ids)))
    clients = []
    for uid, key, name, domain, ids, tier, status in connection.execute(ACCOUNTS).fetchall():
        looks[uid] = Look(key, uid, name, f"{Tier(tier).name.capitalize()}, {status}")
        clients.append(AccountTraits(uid, name, domain, frozenset(mails.get(uid, ())), ids_in(ids)))
    said = distinct(connection)
    pairs = [*find_accounts(clients, said[Kind.ACCOUNT]), *find_people(crowd, said[Kind.PERSON])]
    twins = (Twins(pair, *sorted((looks[pair.one], looks[pair.other]), key=lambda look: look.id)) for pair in pairs)
    return tuple(sorted(twins, key=_order))


def _order(twins: Twins) -> tuple[str, bool, int, str, int, int]:
    pair = twins.pair
    return (pair.kind, pair.across, -pair.score, twins.one.name.casefold(), twins.one.id, twins.other.id)


def people_to_choose(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Everybody who has a name, whoever left: key, name, account."""
    return connection.execute(TO_CHOOSE).fetchall()


def likely(connection: sqlite3.Connection, today: date) -> int:
    """How many likely duplicates there are, people at two clients left out."""
    pairs = (twins.pair for twins in found(connection, today))
    return sum(1 for pair in pairs if pair.verdict is Verdict.LIKELY and not pair.across)


def distinct(connection: sqlite3.Connection) -> Mapping[str, list[tuple[str, str]]]:
    """The pairs that were said not to be the same, by kind."""
    pairs: dict[str, list[tuple[str, str]]] = {kind.value: [] for kind in Kind}
    for kind, one, other in connection.execute(DISTINCT).fetchall():
        pairs.setdefault(kind, []).append((one, other))
    return pairs
