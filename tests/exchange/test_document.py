"""The kamtui document, out and in: nothing is lost, whatever it holds."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, LargeBinary, MetaData, Table

from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.domain.errors import Refused
from kamtui.exchange import document_lists
from kamtui.exchange.document import dry_run, dumps, export_document, import_document, read_document, write_file
from kamtui.exchange.document_file import write_folder
from kamtui.exchange.document_lists import MODELS, all_lists, phase_fields, table_of
from kamtui.models import qbr, touchpoints
from kamtui.storage import journal
from kamtui.storage.database import Database
from tests.exchange.document_samples import document as sample

TODAY = date(2026, 11, 20)


@contextmanager
def empty(migrated_file: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        opened = Database.open(Path(shutil.copy(migrated_file, Path(folder) / "kamtui.db")), Clock(TODAY))
        yield opened
        opened.close()


def text_of(database: Database, settings: dict[str, Any] | None = None) -> str:
    return dumps(database.read(export_document, settings))


def by_uid(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {record["uid"]: record for record in records}


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_an_export_of_an_imported_export_is_the_same_byte_by_byte(seed: int, migrated_file: Path) -> None:
    with empty(migrated_file) as first, empty(migrated_file) as second:
        first.run(import_document, read_document(json.dumps(sample(seed))))
        text = text_of(first, {"friday_minutes": 30})
        second.run(import_document, read_document(text))
        assert text_of(second, {"friday_minutes": 30}) == text


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_every_field_comes_back_as_it_was_given(seed: int, migrated_file: Path) -> None:
    given_document = sample(seed)
    with empty(migrated_file) as database:
        database.run(import_document, read_document(json.dumps(given_document)))
        found = database.read(export_document, given_document["settings"])
    assert found["settings"] == given_document["settings"]
    for each in all_lists():
        back = by_uid(found[each.name])
        for record in given_document[each.name]:
            record["people"] = sorted(record.get("people", []))
            record["outreach"] = record["outreach"] if any((record.get("outreach") or {}).values()) else None
            if "phases" in record:
                order = ["results", "context", "engagement", "vision", "alignment"]
                record["phases"].sort(key=lambda phase: order.index(phase["phase"]))
            missing: dict[str, Any] = {"people": [], "outreach": None}
            assert {**missing, **back[record["uid"]]} == record


def test_the_sample_holds_something_in_every_list_and_says_every_field() -> None:
    drawn = sample(7, least=1)
    assert all(drawn[name] for name in MODELS)


def test_every_column_of_every_table_is_a_field_of_the_document() -> None:
    internal = {"id", "uid", "changed_at", "name_key", "primary_contact"}
    for each in all_lists():
        columns = {column.name for column in table_of(MODELS[each.name]).columns}
        assert columns - internal == {field.column for field in each.columns}
    assert {field.name for field in phase_fields()} == set(qbr.QbrPhase.model_fields) - internal - {"qbr_id"}
    assert set(touchpoints.TouchpointPerson.model_fields) - internal == {"touchpoint_id", "stakeholder_id"}


def test_a_column_that_the_document_has_no_words_for_is_noticed() -> None:
    with pytest.raises(TypeError, match="has no words for the column"):
        document_lists._kind(Table("t", MetaData(), Column("odd", LargeBinary)).c.odd, "bytes")


def test_every_table_of_the_schema_is_a_list_or_part_of_one(database: Database) -> None:
    tables = set(database.read(journal.journalled))
    assert tables - {each.table for each in all_lists()} == {"touchpoint_person", "qbr_phase"}


def test_the_demo_imports_without_a_conflict_and_comes_back_equal(database: Database) -> None:
    demo = portfolio(TODAY)
    report = database.run(import_document, read_document(json.dumps(demo)))
    assert not report.conflicts
    assert not report.renamed
    found = database.read(export_document, demo.get("settings"))
    for each in all_lists():
        back = by_uid(found[each.name])
        assert len(back) == len(demo[each.name])
        for record in demo[each.name]:
            for key, value in record.items():
                expected = sorted(value) if key == "people" else value
                assert back[record["uid"]][key] == expected, (each.name, key)


def test_an_empty_database_exports_every_list_empty(database: Database) -> None:
    found = json.loads(text_of(database))
    assert found == {"format": "kamtui", "version": 1, "settings": {}} | {name: [] for name in MODELS}
    assert list(found) == ["format", "version", "settings", *MODELS]


def test_an_export_has_one_record_a_line_in_the_order_of_names_and_days(database: Database) -> None:
    accounts = [{"uid": "2", "name": "beta"}, {"uid": "1", "name": "Gamma"}, {"uid": "3", "name": "Älpha"}]
    reviews = [
        {"uid": "a", "account": "1", "on": "2026-01-01"},
        {"uid": "b", "account": "2", "on": "2026-03-01"},
        {"uid": "c", "account": "2", "on": "2026-02-01"},
    ]
    database.run(import_document, read_document(json.dumps({"accounts": accounts, "map_reviews": reviews})))
    text = text_of(database)
    found = json.loads(text)
    assert [each["name"] for each in found["accounts"]] == ["beta", "Gamma", "Älpha"]
    assert [each["uid"] for each in found["map_reviews"]] == ["c", "b", "a"]
    assert len([line for line in text.splitlines() if line.startswith('{"uid"')]) == 9
    assert "Älpha" in text


def test_an_import_is_one_action_that_undo_takes_back_and_redo_brings_again(database: Database) -> None:
    nothing = text_of(database)
    database.run(import_document, read_document(json.dumps(sample(7, least=1))))
    everything = text_of(database)
    assert database.undo() == "import of a kamtui document"
    assert text_of(database) == nothing
    database.redo()
    assert text_of(database) == everything


def test_an_import_can_be_taken_back_by_its_batch(database: Database) -> None:
    nothing = text_of(database)
    report = database.run(import_document, read_document(json.dumps(sample(7, least=1))))
    assert [batch for batch, _, _ in database.read(journal.batches)] == [report.batch]
    assert report.batch.startswith("b-20261120-")

    def take_back(session: Any) -> journal.RolledBack:
        return journal.roll_back(database.connection, journal.action_of_batch(database.connection, report.batch) or 0)

    done = database.run(take_back)
    assert (done.kept, done.errored) == ((), ())
    assert text_of(database) == nothing


def test_a_dry_run_says_what_an_import_would_do_and_leaves_no_trace(database: Database) -> None:
    read = read_document(json.dumps(sample(7, least=1)))
    before = text_of(database)
    told = dry_run(database, read)
    assert text_of(database) == before
    assert database.undo() is None
    done = database.run(import_document, read)
    assert (told.lists, told.conflicts) == (done.lists, done.conflicts)
    assert told.total.created > 20


def test_a_file_is_written_whole_for_the_user_alone_and_never_over_another(tmp_path: Path) -> None:
    path = write_file(tmp_path / "out.json", "Åsa\n")
    assert path.read_bytes() == "Åsa\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="exists already"):
        write_file(path, "other")
    assert path.read_text(encoding="utf-8") == "Åsa\n"
    write_file(path, "other", force=True)
    assert path.read_text(encoding="utf-8") == "other"
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"out\.json cannot be written: No such file"):
        write_file(tmp_path / "no folder" / "out.json", "text")
    (tmp_path / "taken").mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        write_file(tmp_path / "taken", "text", force=True)
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


def test_by_force_a_link_stays_and_what_it_leads_to_is_written_and_a_device_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "real.json", tmp_path / "latest.json"
    link.symlink_to(target)
    with pytest.raises(Refused, match="exists already"):
        write_file(link, "first")
    write_file(link, "first", force=True)
    write_file(link, "second", force=True)
    assert (link.is_symlink(), target.read_text(encoding="utf-8")) == (True, "second")
    folder = tmp_path / "lists"
    folder.symlink_to(tmp_path / "far")
    write_folder(folder, {"a.csv": "x"}, force=True)
    assert sorted(each.name for each in (tmp_path / "far").iterdir()) == ["a.csv", "real.json"]
    with pytest.raises(Refused, match="not a file"):
        write_file(Path("/dev/null"), "text", force=True)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(Refused, match="loop"):
        write_folder(loop, {"a.csv": "x"}, force=True)


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    def unknown(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr("os.link", killed)
        with pytest.raises(KeyboardInterrupt):
            write_file(tmp_path / "out.json", "text")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("os.link", unknown)
    assert write_file(tmp_path / "out.json", "text").read_text(encoding="utf-8") == "text"
    with pytest.raises(Refused, match="exists already"):
        write_file(tmp_path / "out.json", "other")
