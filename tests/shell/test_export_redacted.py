"""`kamtui export --redact` and `kamtui export handover`: one account as one document, and files without names."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.exchange.document import import_document, read_document
from kamtui.storage.database import Database
from tests.shell.calling import TODAY, Shell, shell_in
from tests.shell.secrets import told


@pytest.fixture
def shell(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A shell with the portfolio of the book."""
    return shell_in(tmp_path, monkeypatch, capsys, file=demo_file)


@pytest.fixture(scope="module")
def book() -> dict[str, Any]:
    return portfolio(TODAY, accounts=6, seed=5)


@pytest.fixture(scope="module")
def demo_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory, book: dict[str, Any]) -> Path:
    path = tmp_path_factory.mktemp("demo") / "kamtui.db"
    path.write_bytes(migrated_file.read_bytes())
    database = Database.open(path, Clock(TODAY))
    database.run(import_document, read_document(json.dumps(book)))
    database.close()
    return path


@pytest.mark.rule("G-1")
def test_the_hand_over_pack_holds_everything_about_one_account(shell: Shell, book: dict[str, Any]) -> None:
    client = next(one for one in book["accounts"] if one["tier"] == 1)
    lists = [of for of in book if isinstance(book[of], list)]
    own = {of: [one for one in book[of] if one.get("account") == client["uid"]] for of in lists}
    status, pack, err = shell("export", "handover", client["name"])
    pack = pack.replace("\\", "")
    assert (status, err) == (0, "")
    for title in ("Profile", "To do now", "People", "Value", "Competition", "Health", "Contracts", "Timeline"):
        assert f"## {title}\n" in pack
    assert "## Plan: The next 90 days" in pack
    assert "## Promised by us" in pack
    wanted = [one["name"] for one in own["stakeholders"]] + [one["what"] for one in own["commitments"]]
    wanted += [one["what"] for one in own["value_entries"]] + [one["provider"] for one in own["competitors"]]
    wanted += [one["summary"] for one in own["touchpoints"]] + [one["title"] for one in own["issues"]]
    wanted += [one["notes"] for one in own["health_checks"][-1:]] + [client["our_objective"]]
    assert [text for text in wanted if " ".join(text.split()) not in pack] == []


@pytest.mark.rule("G-1")
def test_private_conversations_stay_out_of_the_hand_over_pack(shell: Shell, book: dict[str, Any]) -> None:
    fields = ("happened", "holding_back", "cost_of_waiting", "acknowledge", "own", "outcome", "lesson")
    for client in book["accounts"]:
        _, pack, _ = shell("export", "handover", client["uid"])
        private = [one[name] for one in book["conversations"] for name in fields if one.get(name)]
        assert private
        assert [text for text in private if text in pack.replace("\\", "")] == []
        assert "private and left out" in pack


@pytest.mark.rule("G-1", "G-2")
@pytest.mark.parametrize("form", ["md", "html"])
def test_a_redacted_hand_over_pack_leaves_no_name_and_no_amount(shell: Shell, book: dict[str, Any], form: str) -> None:
    for client in book["accounts"]:
        _, plain, _ = shell("export", "handover", client["uid"])
        assert told(book, plain.replace("\\", ""))
        status, pack, err = shell("export", "handover", client["uid"], "--redact", "--format", form)
        assert status == 0
        assert told(book, pack.replace("\\", "")) == set()
        assert "redacted: names, texts and amounts are left out" in pack
        assert "is redacted" in err


@pytest.mark.rule("G-2")
@pytest.mark.parametrize("what", ["brief", "followup", "plan", "readiness", "json", "ics"])
def test_a_redacted_page_or_file_leaves_no_name_and_no_amount(shell: Shell, book: dict[str, Any], what: str) -> None:
    client = [one["name"] for one in book["accounts"] if one["tier"] == 1][:1]
    words = ("export", what, *(client if what in ("brief", "followup", "plan") else ()))
    assert told(book, shell(*words)[1].replace("\\", ""))
    status, out, err = shell(*words, "--redact")
    assert (status, err.count("\n")) == (0, 1)
    assert told(book, out.replace("\\", "")) == set()


@pytest.mark.rule("G-2")
@pytest.mark.parametrize("what", ["json", "ics"])
def test_a_redacted_file_leaves_no_title_of_an_activity_of_ones_own(shell: Shell, tmp_path: Path, what: str) -> None:
    (tmp_path / "settings.toml").write_text(
        '[activities.visit]\ntitle = "jour fixe"\nbucket = "execution"\ncadence = "weekly"\nminutes = 5\n'
        '[activities.friday_review]\ntitle = "the jour fixe"\n'
    )
    assert "jour fixe" in shell("export", what)[1].lower()
    status, out, _ = shell("export", what, "--redact")
    assert status == 0
    assert "jour fixe" not in out.lower()


@pytest.mark.rule("G-2")
def test_redacted_tables_leave_no_name_and_no_amount(shell: Shell, book: dict[str, Any], tmp_path: Path) -> None:
    assert shell("export", "csv", "-o", str(tmp_path / "tables"), "--redact")[0] == 0
    tables = "".join(file.read_text(encoding="utf-8-sig") for file in (tmp_path / "tables").iterdir())
    assert told(book, tables) == set()
    _, _, err = shell("export", "xlsx", "-o", str(tmp_path / "all.xlsx"), "--redact")
    assert err == f"{tmp_path / 'all.xlsx'} is redacted: names, texts and amounts are left out\n"
    with zipfile.ZipFile(BytesIO((tmp_path / "all.xlsx").read_bytes())) as book_file:
        sheets = "".join(book_file.read(name).decode() for name in book_file.namelist() if "sheet" in name)
    strings = re.sub("<v>[^<]*</v>", "", sheets)  # days are numbers there, as amounts would be
    assert told(book, strings) == set()
    assert "Account 1" in strings


@pytest.mark.rule("G-2")
def test_a_redacted_document_can_be_read_back_and_has_uids_of_its_own(
    shell: Shell, book: dict[str, Any], database: Database
) -> None:
    out = json.loads(shell("export", "json", "--redact")[1])
    database.run(import_document, read_document(json.dumps(out)))
    names = database.read(lambda c: c.execute("SELECT name FROM account ORDER BY id").fetchall())
    assert sorted(names) == [(f"Account {place}",) for place in range(1, 7)]
    assert {one["uid"] for one in out["stakeholders"]}.isdisjoint(one["uid"] for one in book["stakeholders"])
    people = {one["uid"] for one in out["stakeholders"]}
    assert {uid for one in out["touchpoints"] for uid in one["people"]} <= people
    assert json.loads(shell("export", "json", "--redact")[1]) == out


@pytest.mark.rule("G-1")
def test_a_hand_over_pack_needs_an_account(shell: Shell) -> None:
    assert shell("export", "handover")[::2] == (2, shell("export", "handover")[2])
    assert shell("export", "handover", "nobody", "--redact")[0] == 3
