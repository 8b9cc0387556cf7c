from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui import paths
from kamtui.domain.qbr import Phase, PrepPart
from kamtui.storage.qbr_words import words


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "settings.toml"))
    paths.words().mkdir()
    words.cache_clear()
    yield paths.words()
    words.cache_clear()


@pytest.mark.rule("Q-4")
def test_every_phase_and_part_has_words_of_our_own(folder: Path) -> None:
    found = words()
    assert found.problem == ""
    assert all(len(found.value.prompts[phase]) >= 2 for phase in Phase)
    assert all(found.value.preparation[part] for part in PrepPart)


@pytest.mark.rule("Q-4")
def test_the_users_own_prompts_replace_or_add(folder: Path) -> None:
    ours = words().value.prompts[Phase.VISION]
    words.cache_clear()
    (folder / "qbr.toml").write_text('[prompts]\nresults = ["Mine?"]\n[more]\nvision = ["And mine?"]\n')
    found = words().value.prompts
    assert found[Phase.RESULTS] == ("Mine?",)
    assert found[Phase.VISION] == (*ours, "And mine?")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[phases]\nresults = ["x"]', "there is no section 'phases'"),
        ('[prompts]\nend = ["x"]', "there is no 'end' in prompts"),
        ('[prompts]\nresults = "x"', "prompts are a list of sentences"),
        ("[preparation]\nresults = 3", "3 is no sentence"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_aside_and_says_why(folder: Path, text: str, why: str) -> None:
    (folder / "qbr.toml").write_text(text)
    assert words().problem.endswith(why)
    assert words().value.prompts[Phase.RESULTS]
