import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.qbr_notes import THEIRS, merged

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=6).map("\n".join)


@pytest.mark.rule("Q-6")
def test_what_only_one_window_changed_is_kept_as_it_is() -> None:
    assert merged("a", "ab", "a") == "ab"
    assert merged("a", "a", "abc") == "abc"
    assert merged("a", "ab", "ab") == "ab"
    assert merged("a", "ab", "abc") == "abc"
    assert merged("a", "abc", "ab") == "abc"


@pytest.mark.rule("Q-6")
def test_what_both_wrote_stands_below_a_clear_line() -> None:
    assert merged("start", "start\nmine", "start\ntheirs") == f"start\nmine\n{THEIRS}\ntheirs"
    assert merged("start\nx", "start\nmine\n", "start\nmine") == "start\nmine\n"
    assert merged("a\nb", "a\nb\nc", "a") == "a\nb\nc"


@pytest.mark.rule("Q-6")
@given(LINES, LINES, LINES)
def test_no_line_that_either_wrote_is_lost(read: str, mine: str, stored: str) -> None:
    text = merged(read, mine, stored)
    kept = set(text.split("\n"))
    written = (set(mine.split("\n")) | set(stored.split("\n"))) - set(read.split("\n"))
    assert {line for line in written if line} <= kept


@given(LINES, LINES, LINES)
def test_merging_again_changes_nothing_more(read: str, mine: str, stored: str) -> None:
    text = merged(read, mine, stored)
    assert merged(text, text, text) == text
