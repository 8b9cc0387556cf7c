"""What kamtui wrote as csv or xlsx comes back as the records it was, edited in between or not."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.exchange.applying import Options, Result, import_sources
from kamtui.exchange.csv_out import as_csv
from kamtui.exchange.document import dumps, export_document, import_document, read_document
from kamtui.exchange.sources import Asked, read_sources
from kamtui.exchange.tables_out import tables
from kamtui.exchange.xlsx_out import as_xlsx
from kamtui.storage.database import Database
from tests.exchange.document_samples import document as sample
from tests.exchange.table_samples import HOSTILE

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLD = "2026-01-01T00:00:00Z"


def put(database: Database, document: dict[str, Any]) -> None:
    database.run(import_document, read_document(json.dumps(document)))


def everything(database: Database) -> str:
    return dumps(database.read(export_document))


def written(folder: Path, document: dict[str, Any]) -> list[Path]:
    paths = []
    for table in tables(document):
        paths.append(folder / f"{table.name}.csv")
        paths[-1].write_text(as_csv(table, bom=True), encoding="utf-8", newline="")
    return paths


def bring(database: Database, *paths: Path, **asked: Any) -> Result:
    return database.run(import_sources, read_sources(paths, Asked(**asked)), Options(every_row=True))


def told(text: str) -> Any:
    """A document in which nothing known and empty text are the same, as in a cell."""
    return json.loads(text.replace('": ""', '": null'))


def forget(database: Database) -> None:
    database.undo()
    assert '"accounts": []' in everything(database)


@pytest.mark.parametrize("seed", range(4))
def test_a_folder_of_lists_is_the_portfolio_again(database: Database, tmp_path: Path, seed: int) -> None:
    put(database, sample(seed, least=1))
    before = everything(database)
    paths = written(tmp_path, json.loads(before))
    again = bring(database, *paths)
    assert (again.totals.changes, again.totals.skipped) == (0, 0)
    forget(database)
    bring(database, *reversed([path for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > 1]))
    assert told(everything(database)) == told(before)


def test_a_workbook_s_first_list_comes_back_hostile_names_long_notes_and_all(
    database: Database, tmp_path: Path
) -> None:
    names = {" ".join(name.split()): name for name in HOSTILE if name.strip() and len(name) < 100}
    accounts = [{"name": f"{name} {number}"} for number, name in enumerate(names)]
    put(database, {"accounts": [{**accounts[0], "notes": "é" * 40_000, "client_since": "2020-02-29"}, *accounts[1:]]})
    before = everything(database)
    path = tmp_path / "all.xlsx"
    path.write_bytes(as_xlsx(tables(json.loads(before)), NOW))
    assert bring(database, path).totals.changes == 0
    forget(database)
    assert bring(database, path).totals.created == 2 * len(accounts)
    assert json.loads(everything(database))["accounts"] == json.loads(before)["accounts"]


def test_what_was_edited_in_the_table_is_taken_and_what_is_newer_here_stays(database: Database, tmp_path: Path) -> None:
    uids = ("a", "b", "c")
    put(
        database, {"accounts": [{"uid": uid, "name": f"={uid}", "industry": "wind", "changed_at": OLD} for uid in uids]}
    )
    path = written(tmp_path, json.loads(everything(database)))[0]
    text = path.read_text(encoding="utf-8-sig")
    assert "'=a" in text
    path.write_text(text.replace("wind", "sun") + text.splitlines()[1].replace("=a", "=d").replace("a,", ",", 1))
    newer = {"uid": "b", "name": "=b", "industry": "mine", "changed_at": "2026-05-01T00:00:00Z"}
    put(database, {"accounts": [newer]})
    result = bring(database, path)
    assert (result.totals.updated, result.totals.skipped, result.by_record["accounts"].created) == (2, 1, 1)
    now = {each["name"]: each["industry"] for each in json.loads(everything(database))["accounts"]}
    assert now == {"=a": "sun", "=b": "mine", "=c": "sun", "=d": "wind"}
    assert bring(database, path).totals.created == 0


def test_a_list_alone_leaves_out_whom_it_names_and_nobody_knows(database: Database, tmp_path: Path) -> None:
    people = [{"uid": "j", "account": "a", "name": "Jane"}]
    talks = [{"uid": "t", "account": "a", "at": OLD, "channel": "call", "people": ["j"]}]
    account = {"uid": "a", "name": "Acme", "primary_contact": "j"}
    put(database, {"accounts": [account], "stakeholders": people, "touchpoints": talks})
    paths = {path.stem: path for path in written(tmp_path, json.loads(everything(database)))}
    forget(database)
    with pytest.raises(Refused, match=r'account: "a" is not among the accounts: import that list as well'):
        bring(database, paths["stakeholders"])
    bring(database, paths["accounts"])
    bring(database, paths["touchpoints"])
    now = json.loads(everything(database))
    assert (now["accounts"][0]["primary_contact"], now["touchpoints"][0]["people"]) == (None, [])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,Acme,9,,x", r"accounts.csv: row 3: tier: 9 is unknown"),
        ("a,Acme,1,maybe,x", r"row 3: auto_renew: .*… and 1 more problem"),
        ("a,Acme", r"row 3 has 2 cells where the header has 5"),
        ("z,Acme,1,true,2026-01-01T00:00:00Z", r'row 3: the uid "z" is the one of'),
    ],
)
def test_a_row_that_was_spoilt_is_named_and_nothing_is_taken(
    database: Database, tmp_path: Path, row: str, says: str
) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(f"uid,name,tier,auto_renew,changed_at\nz,Zed,1,false,{OLD}\n{row}\n", encoding="utf-8")
    with pytest.raises(Refused, match=says):
        bring(database, path)


def test_a_table_of_one_s_own_with_a_uid_is_a_table_and_ours_may_be_read_as_one(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("uid,Name,changed_at,Colour\n7,Acme,yesterday,red\n", encoding="utf-8")
    assert bring(database, path).totals.created == 1
    put(database, {"accounts": [{"uid": "a", "name": "Beta"}]})
    ours = written(tmp_path, json.loads(everything(database)))[0]
    assert read_sources([ours], Asked(mapping=(("industry", "notes"),)))[0].document is None
