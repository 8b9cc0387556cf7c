"""What an import writes, and taking it back."""

import pytest

from kamtui.domain.errors import Refused
from kamtui.storage import imports
from kamtui.storage.accounts_changes import add_account
from kamtui.storage.documents import raw
from kamtui.storage.work import describe

NOW = "2026-11-20T08:00:00Z"


def bring(session, batch, name="Acme"):
    describe(session, "import of a file", batch=batch)
    values = {"name": name, "name_key": name, "tier": 1, "created_on": "2026-11-20", "slot": 0}
    return imports.add(raw(session), "account", values, NOW)


def test_a_file_is_untouched_until_something_was_done_in_it_and_again_when_that_was_undone(database):
    assert database.read(imports.is_untouched)
    database.run(add_account, {"name": "Acme", "tier": 1})
    assert not database.read(imports.is_untouched)
    database.undo()
    assert database.read(imports.is_untouched)


def test_only_what_differs_is_written_and_stamped(database):
    key = database.run(bring, "b-1")
    old = database.read(imports.row, "account", key)

    def change(session, values):
        return imports.change(raw(session), "account", old, values, "2026-11-21T00:00:00Z")

    assert database.run(change, {"name": "Acme", "industry": ""}) == ()
    assert database.read(imports.row, "account", key) == old
    assert database.run(change, {"name": "Acme", "industry": "Retail"}) == ("industry",)
    assert database.read(imports.row, "account", key)["changed_at"] == "2026-11-21T00:00:00Z"


def test_a_rehearsal_leaves_the_file_alone(database, clock):
    with database.read(imports.rehearsal, clock.now(), clock.today()) as session:
        bring(session, "b-1")
        assert not imports.is_untouched(raw(session))
    assert database.read(imports.is_untouched)


def test_an_import_is_taken_back_once_and_can_be_brought_again(database):
    database.run(bring, "b-1")
    database.run(bring, "b-2", "Globex")
    assert [batch for batch, _, _ in database.read(imports.batches)] == ["b-2", "b-1"]
    assert database.run(imports.take_back, "b-1").reversed == 1
    assert [batch for batch, _, _ in database.read(imports.batches)] == ["b-2"]
    with pytest.raises(Refused, match="taken back already"):
        database.run(imports.take_back, "b-1")
    assert database.undo() == "import b-1 taken back"
    assert [batch for batch, _, _ in database.read(imports.batches)] == ["b-2", "b-1"]


@pytest.mark.parametrize("batch", ["b-9", "b-1-undone", "x" * 500])
def test_an_unknown_batch_is_refused_with_the_ones_that_are(database, batch):
    with pytest.raises(Refused, match="none was made"):
        database.run(imports.take_back, batch)
    database.run(bring, "b-0")
    database.run(bring, "b-1", "Globex")
    database.run(imports.take_back, "b-1")
    with pytest.raises(Refused, match="the newest are b-0"):
        database.run(imports.take_back, batch)


def test_values_are_kept_as_the_tables_hold_them(clock):
    from kamtui.domain.accounts import Status

    given = (
        ("on", clock.today()), ("yes", True), ("status", Status.ENDED), ("none", None), ("empty", ""), ("number", 0),
    )  # fmt: skip
    assert imports.stored(given) == {"on": "2026-11-20", "yes": 1, "status": "ended", "number": 0}
    assert imports.stored([("at", clock.now())])["at"].endswith("Z")
