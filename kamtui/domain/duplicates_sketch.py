"""Accounts and people in the forms in which they are compared, and the keys that bring look-alikes together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from kamtui.domain import names

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountTraits:
    """What an account is compared by; `mail_domains` are those that its people write from."""

    uid: str
    name: str
    domain: str = ""
    mail_domains: frozenset[str] = frozenset()
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonTraits:
    """What a person is compared by; `account` is the uid of the client, `person` what two engagements of one share."""

    uid: str
    name: str
    account: str
    email: str = ""
    phone: str = ""
    person: str = ""
    gone: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountSketch:
    """An account in the forms it is compared in, worked out once."""

    traits: AccountTraits
    words: tuple[str, ...]
    spelt: str
    domain: str
    mail_domains: frozenset[str]

    @classmethod
    def of(cls, traits: AccountTraits) -> Self:
        """Work them out."""
        words = names.account_words(traits.name)
        mails = frozenset(filter(None, map(names.domain_key, traits.mail_domains)))
        return cls(traits, words, names.spelt(words), names.domain_key(traits.domain), mails)

    def keys(self) -> list[Key]:
        """What others must share to be compared with it."""
        found: list[Key] = [("id", names.base_source(source), value) for source, value in self.traits.ids.items()]
        found += [("domain", one) for one in sorted({self.domain, *self.mail_domains} - {""})]
        if self.spelt:
            found += [("name", self.spelt), ("words", *sorted(self.words))]
            found += [("start", self.spelt[:4]), ("end", self.spelt[-4:])]
            found += [("first", self.words[0])]
        return found


@dataclass(frozen=True, slots=True)
class PersonSketch:
    """A person in the forms they are compared in, worked out once."""

    traits: PersonTraits
    words: tuple[str, ...]
    spelt: str
    mail: str
    phone: str

    @classmethod
    def of(cls, traits: PersonTraits) -> Self:
        """Work them out."""
        words = names.person_words(traits.name)
        return cls(traits, words, names.spelt(words), names.mail_key(traits.email), names.phone_key(traits.phone))

    def keys(self) -> list[Key]:
        """What others must share to be compared with them; names that are only alike count within one client."""
        found: list[Key] = [("id", names.base_source(source), value) for source, value in self.traits.ids.items()]
        if self.traits.person:
            found.append(("person", self.traits.person))
        if self.mail:
            found.append(("mail", self.mail))
        if self.phone:
            found.append(("phone", self.phone))
        if self.words:
            found.append(("name", *sorted(self.words)))
            at = self.traits.account
            found += [("start", at, self.spelt[:3]), ("end", at, self.spelt[-4:])]
            found += [("last", at, names.spelt(self.words[-1:])[:4]), ("sorted", at, *sorted(self.words)[:1])]
        return found
