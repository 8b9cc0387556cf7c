"""Which account a word on the command line means."""

import pytest

from kamtui.domain.errors import Refused
from kamtui.models.expansion import Opportunity
from kamtui.models.qbr import Qbr
from kamtui.models.value import ValueEntry
from kamtui.storage.database import Database
from kamtui.storage.lookup import account_id, key_of_deal, key_of_held_qbr, key_of_qbr, key_of_value
from tests.storage.records import DAY, account, add, change


@pytest.fixture(autouse=True)
def clients(database: Database) -> None:
    names = ("Acme", "Acme Labs", "Nørd & Söhne", *(f"Row {number}" for number in range(9)))
    for number, name in enumerate(names):
        database.run(add, account(name, uid=f"uid-{number}", name_key=name.casefold()))


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Acme", 1),
        (" ACME ", 1),
        ("acme l", 2),
        ("nørd", 3),
        ("nørd & soh", 3),
        ("NØRD & SÖHNE", 3),
        ("uid-2", 3),
        ("Row 7", 11),
    ],
)
def test_a_name_its_beginning_or_a_uid_means_one_account(database: Database, words: str, key: int) -> None:
    assert database.read(account_id, words) == key


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ac", "'ac' could be Acme or Acme Labs; write more of the name"),
        ("row", "'row' could be Row 0, Row 1, Row 2, Row 3, Row 4, Row 5 or 3 others; write more of the name"),
        ("zebra", "no account is called 'zebra'; `kamtui accounts` lists them"),
        ("", "no account is called ''; `kamtui accounts` lists them"),
        ("\u0301", "no account is called '\u0301'; `kamtui accounts` lists them"),
        ("\x1b[31mzebra", "no account is called 'zebra'; `kamtui accounts` lists them"),
    ],
)
def test_several_or_none_are_refused_in_one_line(database: Database, words: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        database.read(account_id, words)
    assert str(refused.value) == said


def test_a_record_is_found_by_its_uid_or_is_gone(database: Database) -> None:
    deal = Opportunity(account_id=1, name="Roll-out", uid="deal-1")
    qbr = Qbr(account_id=1, scheduled_on=DAY, uid="qbr-1")
    keys = [database.run(add, each)[0] for each in (deal, qbr)]
    assert [database.read(key_of_deal, "deal-1"), database.read(key_of_qbr, "qbr-1")] == keys
    assert database.read(key_of_deal, "qbr-1") is None
    assert database.read(key_of_held_qbr, "qbr-1") is None
    database.run(change, Qbr, keys[1], state="held")
    assert database.read(key_of_held_qbr, "qbr-1") == keys[1]
    value = ValueEntry(account_id=1, kind="delivered", what="Hours saved", on=DAY, uid="value-1")
    (value_key,) = database.run(add, value)
    assert database.read(key_of_value, "value-1") == value_key
    assert database.read(key_of_value, "qbr-1") is None
