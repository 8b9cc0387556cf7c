"""`kamtui export brief` and `followup`: the same lines as the screens, as Markdown or HTML."""

import json
import re

import pytest

from kamtui.clock import Clock
from kamtui.domain.practice import Practice
from kamtui.storage.briefs import brief_of
from kamtui.storage.database import Database
from kamtui.storage.follow_ups import follow_up_of
from tests.shell.calling import TODAY, shell_in, texts


@pytest.fixture
def shell(demo_file, tmp_path, monkeypatch, capsys):
    """A shell with the demo portfolio."""
    return shell_in(tmp_path, monkeypatch, capsys, file=demo_file)


@pytest.fixture
def account(demo_file):
    """The account with the latest review: key and name."""
    return asked(
        demo_file,
        lambda connection: connection.execute(
            "SELECT a.id, a.name FROM qbr q JOIN account a ON a.id = q.account_id WHERE q.ended_at IS NOT NULL"
            " ORDER BY q.ended_at DESC LIMIT 1"
        ).fetchone(),
    )


def asked(file, query, *words):
    database = Database.open(file, Clock(TODAY))
    try:
        return database.read(query, *words)
    finally:
        database.close()


@pytest.mark.rule("Q-3")
def test_an_exported_brief_says_the_same_as_the_screens(shell, demo_file, account):
    key, name = account
    status, out, err = shell("export", "brief", name)
    assert (status, err) == (0, "")
    brief = asked(demo_file, brief_of, key, TODAY, Practice())
    wanted = [f"Brief: {name}", f"{brief.since_words}, up to {TODAY}"]
    for section in brief.sections:
        wanted += [section.title, section.summary, *(line.text for line in section.lines), section.blank]
    said = [re.sub(r"^\d{4}-\d\d-\d\d · ", "", line) for line in texts(out)]
    assert said == [line for line in wanted if line]


@pytest.mark.rule("Q-7")
def test_an_exported_follow_up_says_the_same_as_the_screens(shell, demo_file, account):
    key, name = account
    status, out, err = shell("export", "followup", name)
    assert (status, err) == (0, "")
    draft = [line.strip().removeprefix("- ") for line in asked(demo_file, follow_up_of, key).text.splitlines()]
    assert texts(out)[2:] == [line for line in draft if line]


def test_a_page_goes_into_a_file_once_and_again_only_by_force(shell, account, tmp_path):
    target = tmp_path / "brief.html"
    words = ("export", "brief", account[1], "--format", "html", "-o", str(target))
    assert shell(*words)[:2] == (0, "")
    assert target.read_text().startswith("<!doctype html>")
    target.write_text("mine")
    status, _, err = shell(*words)
    assert (status, err.count("\n")) == (3, 1)
    assert target.read_text() == "mine"
    assert shell(*words, "--force")[0] == 0


@pytest.mark.parametrize(
    "words",
    [("brief",), ("followup",), ("json", "x"), ("json", "--format", "md"), ("brief", "x", "--format", "pdf"), ("pdf",)],
)
def test_wrong_usage_is_one_line_and_status_2(shell, words):
    status, out, err = shell("export", *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("kamtui: ")


@pytest.mark.parametrize("what", ["brief", "followup"])
def test_an_unknown_account_is_refused_in_one_line(shell, what):
    status, out, err = shell("export", what, "nobody of that name")
    assert (status, out, err.count("\n")) == (3, "", 1)


def test_everything_is_still_exported_as_one_document(shell):
    assert json.loads(shell("export", "json")[1])["format"] == "kamtui"
