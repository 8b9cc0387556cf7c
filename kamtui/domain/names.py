"""Names, ids and addresses in the form in which they are compared."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from kamtui.domain.accounts import name_key

_SUFFIXES: Final = (
    "ab ag aps as asa bv bvba co company corp corporation cv eg ev gmbh gbr holding inc incorporated kg kgaa kk "
    "limited llc llp lp ltd mbh nv ohg oy oyj pbc plc pte pty pvt sa sab sarl sas se sl slu snc spa sprl srl ug"
)
_MORE_SUFFIXES: Final = "dba doo gesmbh group kft lda ltda oo sp spzoo sro z zoo zrt"
LEGAL_FORMS: Final = frozenset(_SUFFIXES.split())
_ALL_FORMS: Final = LEGAL_FORMS | frozenset(_MORE_SUFFIXES.split())
_FORMS_IN_FRONT: Final = frozenset({"ab", "oy", "pt", "the"})
_JOINING: Final = frozenset({"and", "und", "et", "y", "e", "i", "og", "och"})
_LETTERS: Final = str.maketrans(
    {"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " ", "+": " ", "-": " "}
    | dict.fromkeys(",;:|_–—·•", " ")
)
_SPELT: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_COUNTED: Final = re.compile(r"\s*\(\d{1,3}\)$")
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LONGEST: Final = 200
_DIGITS: Final = 9

_FREE_MAIL: Final = (
    "aol.com gmail.com gmx.de gmx.net gmx.at googlemail.com hotmail.com icloud.com live.com mail.com me.com msn.com "
    "outlook.com proton.me protonmail.com t-online.de web.de yahoo.com yandex.com"
)
FREE_MAIL: Final = frozenset(_FREE_MAIL.split())
"""Domains that everybody may write from; they say nothing about a company."""

MERGED: Final = "merged"
"""Under which a record keeps the uid of one that was merged into it, beside its ids in other systems."""

_SHARED_MAILBOXES: Final = (
    "accounting accounts admin billing contact einkauf finance help hello hr info invoices it kontakt mail office "
    "post procurement purchasing reception sales service support team"
)
SHARED_MAILBOXES: Final = frozenset(_SHARED_MAILBOXES.split())
"""What stands before the @ of an address that several people read."""


def matched_form(source: str, given: Any) -> str:
    """An id as it is compared: of a Salesforce id the first 15 characters count, in small and capital letters."""
    text = str(given).strip()
    salesforce = base_source(source) == "salesforce"
    return text[:15] if salesforce and re.fullmatch(r"[0-9A-Za-z]{18}", text) else text


def base_source(source: str) -> str:
    """The source of an id without the number that tells a second one from the first: `salesforce:2`."""
    return re.sub(r":\d+$", "", source)


def ids_in(text: str | None) -> Mapping[str, str]:
    """The ids in other systems that a row keeps, by source, as they are matched; what is blank or masked is none."""
    found = known_elsewhere(_read(text))
    return {
        str(source): matched_form(str(source), given) for source, given in found.items() if _says_something(str(given))
    }


def known_elsewhere(ids: Mapping[str, Any]) -> dict[str, Any]:
    """The ids in other systems alone, without the uids of records that were merged into this one."""
    return {source: given for source, given in ids.items() if base_source(source) != MERGED}


def merged_uids(text: str | None) -> tuple[str, ...]:
    """The uids of the records that were merged into a row, from its external ids as they are stored."""
    return tuple(str(given) for source, given in _read(text).items() if base_source(source) == MERGED)


def _read(text: str | None) -> dict[str, Any]:
    found = json.loads(text) if text and text != "{}" else {}
    return found if isinstance(found, dict) else {}


def bare_name(name: str) -> str:
    """A name without punctuation and legal form: it suggests that two accounts may be one, and never joins them."""
    words = re.sub(r"[^\w\s]", "", name_key(name).replace("&", " ")).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def folded(text: str) -> str:
    """Text in small letters without accents, invisible characters and punctuation; hyphens become blanks."""
    plain = unicodedata.normalize("NFKD", name_key(text[:_LONGEST])).translate(_LETTERS)
    return "".join(c for c in plain if c.isalnum() or c == " ")


def account_words(name: str) -> tuple[str, ...]:
    """The words of a company's name that tell it from others: no legal form, no joining words, no number behind it."""
    words = _initials_joined(folded(_COUNTED.sub("", name)).split())
    telling = [word for word in words if word not in _JOINING] or words
    while len(telling) > 1 and telling[-1] in _ALL_FORMS:
        telling.pop()
    while len(telling) > 1 and telling[0] in _FORMS_IN_FRONT:
        telling.pop(0)
    return tuple(telling)


def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name in the order given first, surname last: `Berg, Åsa` is `asa berg`."""
    last, comma, first = _BRACKETED.sub(" ", name).partition(",")
    return tuple(folded(f"{first} {last}" if comma and first.strip() else last).split())


def spelt(words: tuple[str, ...]) -> str:
    """The words as one, with `ae`, `oe` and `ue` written as the vowel they stand for: `mueller` is `muller`."""
    joined = "".join(words)
    for two, one in _SPELT:
        joined = joined.replace(two, one)
    return joined


def domain_key(domain: str) -> str:
    """A domain or web address as it is compared; empty for what everybody may write from."""
    host = re.sub(r"^[a-z]+://", "", domain.strip().casefold()).partition("/")[0].removeprefix("www.").rstrip(".")
    return host if _says_something(host) and host not in FREE_MAIL else ""


def mail_key(email: str) -> str:
    """An e-mail address as it is compared; empty when it is none."""
    text = email.strip().casefold().removeprefix("mailto:")
    user, at, host = text.partition("@")
    return text if at and "@" not in host and _says_something(user) and _says_something(host) else ""


def mail_domain(email: str) -> str:
    """The domain somebody writes from; empty for what everybody may write from."""
    return domain_key(mail_key(email).partition("@")[2])


def is_shared_mailbox(email: str) -> bool:
    """Whether an address is one that several people read."""
    return mail_key(email).partition("@")[0] in SHARED_MAILBOXES


def phone_key(phone: str) -> str:
    """The last nine digits of a telephone number, with which prefixes make no difference; empty when too short."""
    main = re.split(r"(?i)ext|x|;|/|,", phone, maxsplit=1)[0]
    digits = "".join(c for c in main if c.isascii() and c.isdigit())
    return digits[-_DIGITS:] if len(digits) >= 7 else ""


def _says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(map(str.isalnum, text))


def _initials_joined(words: list[str]) -> list[str]:
    """Single letters that stand side by side as one word: `s p a` is `spa`."""
    joined: list[str] = []
    run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = single
    return joined
