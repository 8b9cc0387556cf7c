"""Finding the account that a word on the command line means."""

import sqlite3
from collections.abc import Sequence

from kamtui.domain.accounts import name_key
from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import alternatives

NAMES = "SELECT id, uid, name, name_key FROM account ORDER BY name_key"
MOST_CANDIDATES = 6


def account_names(connection: sqlite3.Connection) -> dict[int, str]:
    """What every account is called, by its key."""
    return {key: name for key, _, name, _ in connection.execute(NAMES).fetchall()}


def account_id(connection: sqlite3.Connection, words: str) -> int:
    """The account meant by a name, an unambiguous beginning of one, or a uid.

    Raises Refused, naming the candidates where there are several.
    """
    rows = connection.execute(NAMES).fetchall()
    wanted = name_key(clean_line(words))
    for key, uid, _, known in rows:
        if wanted in (known, uid):
            return int(key)
    starting = [(key, name) for key, _, name, known in rows if wanted and known.startswith(wanted)]
    if len(starting) == 1:
        return int(starting[0][0])
    said = shorten(clean_line(words), 60)
    if not starting:
        raise Refused(f"no account is called {said!r}; `kamtui accounts` lists them")
    raise Refused(f"{said!r} could be {_candidates([name for _, name in starting])}; write more of the name")


def _candidates(names: Sequence[str]) -> str:
    shown = [shorten(clean_line(name), 40) for name in names[:MOST_CANDIDATES]]
    more = len(names) - len(shown)
    return alternatives(shown) if not more else f"{', '.join(shown)} or {more} others"
