"""Finding records: the account that a word on the command line means, and keys by uid."""

import sqlite3
from collections.abc import Sequence

from kamtui.domain.accounts import name_key
from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import alternatives

NAMES = "SELECT id, uid, name, name_key FROM account ORDER BY name_key"
KEY_OF_QBR = "SELECT id FROM qbr WHERE uid = ?"
KEY_OF_HELD_QBR = f"{KEY_OF_QBR} AND state IN ('held', 'followed_up')"
KEY_OF_VALUE = "SELECT id FROM value_entry WHERE uid = ?"
KEY_OF_DEAL = "SELECT id FROM opportunity WHERE uid = ?"
MOST_CANDIDATES = 6


def account_names(connection: sqlite3.Connection) -> dict[int, str]:
    """What every account is called, by its key."""
    return {key: name for key, _, name, _ in connection.execute(NAMES).fetchall()}


def account_id(connection: sqlite3.Connection, words: str) -> int:
    """The account meant by a name, an unambiguous beginning of one, or a uid; accents may be left out.

    Raises Refused, naming the candidates where there are several.
    """
    rows = connection.execute(NAMES).fetchall()
    wanted = name_key(clean_line(words))
    for key, uid, _, known in rows:
        if wanted in (known, uid):
            return int(key)
    starting = [(key, name) for key, _, name, known in rows if wanted and known.startswith(wanted)]
    if wanted and not starting:
        starting = _without_accents(rows, words)
    if len(starting) == 1:
        return int(starting[0][0])
    said = shorten(clean_line(words), 60)
    if not starting:
        raise Refused(f"no account is called {said!r}; `kamtui accounts` lists them")
    raise Refused(f"{said!r} could be {_candidates([name for _, name in starting])}; write more of the name")


def _without_accents(rows: Sequence[tuple[int, str, str, str]], words: str) -> list[tuple[int, str]]:
    from kamtui.domain.capture_names import fold  # needed only for a name that is not found as it is written

    plain = fold(clean_line(words))
    return [(key, name) for key, _, name, _ in rows if plain and fold(name).startswith(plain)]


def key_of_qbr(connection: sqlite3.Connection, uid: str) -> int | None:
    """The key of a QBR by its uid; None when it is gone."""
    return _key(connection, KEY_OF_QBR, uid)


def key_of_held_qbr(connection: sqlite3.Connection, uid: str) -> int | None:
    """The key of a QBR that was held, by its uid; None for any other one, and when it is gone."""
    return _key(connection, KEY_OF_HELD_QBR, uid)


def key_of_deal(connection: sqlite3.Connection, uid: str) -> int | None:
    """The key of an opportunity by its uid; None when it is gone."""
    return _key(connection, KEY_OF_DEAL, uid)


def key_of_value(connection: sqlite3.Connection, uid: str) -> int | None:
    """The key of a value entry by its uid; None when it is gone."""
    return _key(connection, KEY_OF_VALUE, uid)


def _key(connection: sqlite3.Connection, statement: str, uid: str) -> int | None:
    row = connection.execute(statement, (uid,)).fetchone()
    return row[0] if row is not None else None


def _candidates(names: Sequence[str]) -> str:
    shown = [shorten(clean_line(name), 40) for name in names[:MOST_CANDIDATES]]
    more = len(names) - len(shown)
    return alternatives(shown) if not more else f"{', '.join(shown)} or {more} others"
