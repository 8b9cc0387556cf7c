"""Single cells: yes or no, shares, ids, web domains and lists, as other programs write them."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

from kamtui.exchange.amounts import shown
from kamtui.exchange.formats.shape import Source

_YES: Final = frozenset(("yes", "y", "true", "t", "1", "x", "on", "ja", "oui", "sí", "si", "sim", "✓"))
_NO: Final = frozenset(("no", "n", "false", "f", "0", "off", "nein", "non", "não", "nao", "-"))
_SALESFORCE_ID: Final = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")
_HOST: Final = re.compile(r"[^\s/@:]+\.[^\s/@:.]{2,}")
_FREE_MAIL: Final = frozenset(
    (
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
        "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "t-online.de", "proton.me",
        "protonmail.com", "mail.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "orange.fr", "free.fr",
    )
)  # fmt: skip


def to_yes_no(text: str) -> bool | None:
    """Read yes or no; nothing for an empty cell. Raises ValueError for any other word."""
    key = unicodedata.normalize("NFKC", text).strip().casefold()
    if key in _YES:
        return True
    if key in _NO:
        return False
    if not key:
        return None
    raise ValueError(f"{shown(text)} is neither yes nor no")


def to_percent(text: str, *, is_share: bool = False) -> int | None:
    """Read a probability as whole per cent, 0 to 100: `0.8` is 80, and with `is_share` 1 is 100.

    Nothing for an empty cell. Raises ValueError for what is not a probability.
    """
    bare = text.strip().removesuffix("%").strip().replace(",", ".")
    if not bare:
        return None
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,20})?", bare):
        raise ValueError(f"{shown(text)} is not a probability")
    share = float(bare)
    is_share = "%" not in text and (0 < share < 1 or (is_share and share <= 1))
    percent = round(share * 100 if is_share else share)
    if percent > 100:
        raise ValueError(f"{shown(text)} is more than 100 per cent")
    return percent


def to_id(text: str, source: Source) -> str | None:
    """Read an id in the form that it is matched by: a Salesforce id by its first 15 characters, case kept.

    Raises ValueError for a number that a spreadsheet has rounded, as many records would share it.
    """
    given = text.strip()
    if re.fullmatch(r"[0-9][.,][0-9]+E\+?[0-9]+", given):
        raise ValueError(f"the id {shown(text)} was rounded by a spreadsheet: export the file again")
    if source is Source.SALESFORCE and _SALESFORCE_ID.fullmatch(given):
        return given[:15]
    if re.fullmatch(r"[0-9]+\.0", given):
        return given[:-2]
    return given or None


def split_list(text: str) -> tuple[str, ...]:
    """Split a cell of many values, which are joined by semicolons."""
    return tuple(filter(None, (part.strip() for part in text.split(";"))))


def to_domain(text: str) -> str | None:
    """Reduce a web address or a domain to the bare domain in small letters; nothing where there is none."""
    bare = text.strip().casefold()
    bare = re.sub(r"^[a-z][a-z0-9+.-]*:/*", "", bare) if "://" in bare else bare
    host = re.split(r"[/?#:]", bare.rpartition("@")[2], maxsplit=1)[0].removeprefix("www.").rstrip(".")
    return host if _HOST.fullmatch(host) else None


def domain_of_email(email: str) -> str | None:
    """Name the domain of an e-mail address, unless anyone can have an address there."""
    domain = to_domain(email.rpartition("@")[2])
    return None if domain in _FREE_MAIL else domain


def is_email(text: str) -> bool:
    """Say whether text looks like one e-mail address."""
    name, at, host = text.rpartition("@")
    return bool(at and name and _HOST.fullmatch(host) and not re.search(r"[\s,;]", name))


def to_address(parts: dict[str, str]) -> str | None:
    """Join an address from its columns, or from one that holds it as JSON or as text; nothing when all are empty."""
    pieces = {key: " ".join(value.split()) for key, value in parts.items() if value.strip()}
    whole = pieces.pop("address", "")
    if whole.startswith("{"):
        try:
            loaded = json.loads(whole)
        except (ValueError, RecursionError):
            loaded = None
        if isinstance(loaded, dict):
            whole = ""
            for ours, theirs in (
                ("street", "street"), ("postal_code", "postalCode"), ("city", "city"), ("state", "state"),
                ("country", "country"),
            ):  # fmt: skip
                value = loaded.get(theirs)
                if isinstance(value, str | int) and str(value).strip():
                    pieces.setdefault(ours, " ".join(str(value).split()))
    town = " ".join(filter(None, (pieces.get("postal_code"), pieces.get("city"))))
    joined = ", ".join(filter(None, (pieces.get("street"), town, pieces.get("state"), pieces.get("country"))))
    return joined or whole or None
