"""Which known record a row means, so that a second import updates and never doubles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kamtui.domain.accounts import name_key
from kamtui.domain.names import bare_name, base_source, ids_in, matched_form

__all__ = ["Accounts", "Belongings", "Known", "Match", "accounts_of", "bare_name", "ids_in", "matched_form"]
__all__ += ["belongings_of", "people_of"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(slots=True, eq=False)
class Known:
    """A record that is in the database, or came to be in this import.

    `mark` is what tells it apart beside its name: an account's domain, a person's address. `used` is the name that a
    row of this import called it by, and `used_mark` the mark of that row.
    """

    id: int
    name: str
    key: str
    owner: int = 0
    mark: str = ""
    ids: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    used: str | None = None
    used_mark: str = ""

    def contradicts(self, source: str, external_id: str | None) -> bool:
        """Whether the source knows it under different ids only; a merged record has one of each."""
        theirs = [given for name, given in self.ids.items() if base_source(name) == source]
        return bool(external_id and any(theirs) and external_id not in theirs)

    def take(self, key: str, mark: str | None) -> None:
        """A row of this import means it."""
        self.used, self.used_mark = key, mark or self.used_mark


@dataclass(frozen=True, slots=True)
class Match:
    """A known record and how it was recognised: `id`, `e-mail`, `domain` or `name`."""

    known: Known
    by: str


@dataclass(slots=True)
class Accounts:
    """The accounts by everything that a row may call them."""

    by_id: dict[tuple[str, str], Known] = field(default_factory=dict)
    by_key: dict[str, Known] = field(default_factory=dict)
    by_domain: dict[str, list[Known]] = field(default_factory=dict)
    by_bare: dict[str, list[Known]] = field(default_factory=dict)
    named_in_files: set[str] = field(default_factory=set)

    def add(self, known: Known) -> None:
        """Take in an account."""
        self.by_key[known.key] = known
        self.by_bare.setdefault(bare_name(known.name), []).append(known)
        self.learn(known, known.ids, known.mark)

    def learn(self, known: Known, ids: Mapping[str, str], domain: str) -> None:
        """Know an account by these ids and this domain as well."""
        known.ids = {**known.ids, **ids} if ids else known.ids
        for name, given in ids.items():
            self.by_id.setdefault((base_source(name), given), known)
        if domain:
            known.mark = domain
            if known not in (same := self.by_domain.setdefault(domain, [])):
                same.append(known)

    def rename(self, known: Known, name: str) -> None:
        """Know an account by a new name, and no longer by the old one."""
        del self.by_key[known.key]
        known.name, known.key = name, name_key(name)
        self.by_key[known.key] = known

    def find(
        self, source: str, external_id: str | None, domain: str | None, key: str, *, claims: bool = True
    ) -> Match | None:
        """The account that a row means: by id, else by domain, else by name; one with a different id is another.

        A row that `claims` is the account's own: no two of different names mean the same one for their domain's sake.
        """
        if external_id and (known := self.by_id.get((source, external_id))):
            return Match(known, "id")
        if domain:
            able = [one for one in self.by_domain.get(domain, ()) if not one.contradicts(source, external_id)]
            same = [one for one in able if one.key == key or (one.used == key and one.used_mark == domain)]
            if same or (len(able) == 1 and not (claims and self._is_anothers(able[0], key))):
                return Match((same or able)[0], "domain")
        named = self.by_key.get(key) if key else None
        if named is None or named.contradicts(source, external_id):
            return None
        if named.used is not None and domain and named.used_mark and named.used_mark != domain:
            return None
        return Match(named, "name")

    def _is_anothers(self, known: Known, key: str) -> bool:
        """Whether a different row of the files means this account: it has its name, or was it already."""
        return bool(key) and ((known.used or key) != key or known.key in self.named_in_files)

    def free_name(self, name: str, besides: Known | None = None) -> str:
        """The name, with a number behind it where another account has it: `Name (2)`."""
        wanted, number = name, 1
        while (holder := self.by_key.get(name_key(wanted))) is not None and holder is not besides:
            number += 1
            wanted = f"{name} ({number})"
        return wanted

    def similar(self, name: str, domain: str) -> Iterator[tuple[Known, str]]:
        """Accounts that may be the same as a new one, each with what speaks for it."""
        for one in self.by_bare.get(bare_name(name), ()):
            yield one, "equal but for the legal form" if name_key(name) != one.key else "equal names"
        for one in self.by_domain.get(domain, ()) if domain else ():
            yield one, f"the same domain {domain}"


@dataclass(slots=True)
class Belongings:
    """Records that belong to accounts: people, opportunities, issues."""

    by_id: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    by_key: dict[tuple[int, str], list[Known]] = field(default_factory=dict)
    by_mark: dict[tuple[int, str], Known] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Take in a record."""
        self.by_key.setdefault((known.owner, known.key), []).append(known)
        self.learn(known, known.ids, known.mark)

    def learn(self, known: Known, ids: Mapping[str, str], mark: str) -> None:
        """Know a record by these ids and this mark as well."""
        known.ids = {**known.ids, **ids} if ids else known.ids
        for name, given in ids.items():
            if known not in (same := self.by_id.setdefault((base_source(name), given), [])):
                same.append(known)
        if mark:
            known.mark = mark
            self.by_mark.setdefault((known.owner, mark), known)

    def rename(self, known: Known, name: str) -> None:
        """Know a record by a new name, and no longer by the old one."""
        self.by_key[known.owner, known.key].remove(known)
        known.name, known.key = name, name_key(name)
        self.by_key.setdefault((known.owner, known.key), []).append(known)

    def with_id(self, source: str, external_id: str | None) -> list[Known]:
        """The records of an id, at whatever account."""
        return self.by_id.get((source, external_id), []) if external_id else []

    def person(self, owner: int, source: str, external_id: str | None, email: str, key: str) -> Match | None:
        """The person of an account that a row means: by id, else by e-mail, else by name."""
        for known in self.with_id(source, external_id):
            if known.owner == owner:
                return Match(known, "id")
        known_mail = self.by_mark.get((owner, email)) if email else None
        if known_mail is not None and not known_mail.contradicts(source, external_id):
            return Match(known_mail, "e-mail")
        for known in self.by_key.get((owner, key), ()):
            other_mail = known.used is not None and email and known.mark and known.mark != email
            if not known.contradicts(source, external_id) and not other_mail:
                return Match(known, "name")
        return None

    def named(self, owner: int, source: str, external_id: str | None, key: str) -> Match | None:
        """The opportunity or issue of this name at an account that no other row of this import means."""
        for known in self.by_key.get((owner, key), ()):
            if known.used is None and not known.contradicts(source, external_id):
                return Match(known, "name")
        return None


def accounts_of(rows: Iterable[tuple[Any, ...]]) -> Accounts:
    """The accounts from rows that begin with id, name, domain and external ids."""
    found = Accounts()
    for row_id, name, domain, ids, *_ in rows:
        found.add(Known(row_id, name, name_key(name), mark=domain.casefold(), ids=ids_in(ids)))
    return found


def people_of(rows: Iterable[tuple[int, int, str, str, str]]) -> Belongings:
    """The people from rows of id, account, name, e-mail and external ids."""
    found = Belongings()
    for row_id, owner, name, email, ids in rows:
        found.add(Known(row_id, name, name_key(name), owner, email.casefold(), ids_in(ids)))
    return found


def belongings_of(rows: Iterable[tuple[int, int, str, str]]) -> Belongings:
    """Opportunities or issues from rows of id, account, name and external ids."""
    found = Belongings()
    for row_id, owner, name, ids in rows:
        found.add(Known(row_id, name, name_key(name), owner, ids=ids_in(ids)))
    return found
