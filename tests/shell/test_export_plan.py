"""`kamtui export plan`: the same lines and gaps as the screen, as a page for people."""

import json
from pathlib import Path

import pytest

from kamtui import wordlists
from kamtui.domain.plan_words import FILE, read_plan_words
from kamtui.domain.practice import Practice
from kamtui.exchange.plan_page import plan_blocks
from kamtui.models.plans import Plan, PlanVersion
from kamtui.storage import plans
from kamtui.storage.database import Database
from tests.shell.calling import HOSTILE, TODAY, Shell, shell_in, texts
from tests.storage.records import account, add, change, whole_account

WORDS = wordlists.load(FILE, read_plan_words).value


@pytest.fixture
def shell(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A shell with an empty database."""
    return shell_in(tmp_path, monkeypatch, capsys, file=database_file)


@pytest.mark.rule("P-1", "P-2", "P-7")
def test_an_exported_plan_says_the_same_as_the_screen(database: Database, shell: Shell) -> None:
    owner = database.run(whole_account)
    database.run(change, Plan, 1, profile=f"{HOSTILE}\nsecond", remarks={"competition": HOSTILE},
                 swot={"threats": "one\ntwo"})  # fmt: skip
    status, out, err = shell("export", "plan", "nordw")
    assert (status, err) == (0, "")
    page = database.read(plans.the_plan, owner, TODAY, Practice())
    assert page is not None
    lines = texts(out)
    for section in page.sections:
        wanted = [*section.lines] if section.part not in ("strengths", "threats") else []
        wanted += [WORDS.gap(section.key)] if section.gap and not section.label else []
        assert [line for line in wanted if line not in lines] == []
    assert lines[0] == "Account plan: Nordwind"
    assert lines[1].startswith("Strategic · as of 2026-11-20 · last frozen on 2026-11-20 · ")
    assert "Threats: one" in lines
    assert f"Strengths: still a gap. {WORDS.gap('strengths')}" in lines
    assert lines.count("SWOT of the relationship") == 1


def test_a_plan_can_be_written_as_a_web_page_into_a_file(database: Database, shell: Shell, tmp_path: Path) -> None:
    database.run(add, account(HOSTILE))
    target = tmp_path / "plan.html"
    assert shell("export", "plan", HOSTILE, "--format", "html", "-o", str(target)) == (0, "", "")
    assert "<b>=1" not in target.read_text()
    assert "never frozen" in target.read_text()


@pytest.mark.rule("P-5")
def test_a_web_page_is_for_a4_or_letter_and_paper_is_for_web_pages_alone(database: Database, shell: Shell) -> None:
    database.run(add, account())
    for words, size in (((), "size: A4;"), (("--paper", "a4"), "size: A4;"), (("--paper", "letter"), "size: letter;")):
        assert size in shell("export", "plan", "nordw", "--format", "html", *words)[1]
    for words in (("plan", "nordw"), ("plan", "nordw", "--format", "md"), ("ics",)):
        status, out, err = shell("export", *words, "--paper", "letter")
        assert (status, out) == (2, "")
        assert "it goes with --format html" in err


def test_a_plan_of_nobody_is_refused_in_one_line(shell: Shell) -> None:
    status, out, err = shell("export", "plan", "nobody")
    assert (status, out, err.count("\n")) == (3, "", 1)


def test_a_version_from_elsewhere_becomes_blocks_as_far_as_it_goes(database: Database) -> None:
    (owner,) = database.run(add, account())
    database.run(add, PlanVersion(account_id=owner, frozen_on=TODAY, document={"weather": "fine", "objective": "Grow"}))
    (version,) = database.read(plans.versions, owner)
    blocks = plan_blocks(version.sections, WORDS)
    assert [(block.title, block.items) for block in blocks] == [("Aims", ("Ours: Grow",)), ("Weather", ("fine",))]
    assert json.dumps(version.sections[0].key) == '"our_objective"'
