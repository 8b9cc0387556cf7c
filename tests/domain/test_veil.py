"""What stands for names and texts behind the privacy veil."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import money
from kamtui.domain.veil import LEFT_OUT, MASK, NAME, is_uid, masked, veiled, veiled_value, without_texts

UID = "31567201-1fbd-4926-aa9a-f3c151badbdb"


@pytest.mark.rule("G-2")
@given(st.text())
def test_no_letter_and_no_digit_comes_through(text: str) -> None:
    assert not any(sign.isalnum() for sign in veiled(text))


def test_words_marks_and_lines_keep_their_places() -> None:
    assert veiled("! send 240k,\nto Åsa.") == f"! {MASK * 4} {MASK * 4},\n{MASK * 2} {MASK * 3}."
    assert veiled("^ €5") == f"^ {MASK * 2}"
    assert masked(veiled("a"))
    assert not masked("a")


def test_a_structure_keeps_its_uids_its_keys_and_what_is_structure() -> None:
    stored = {"kind": "qbr", "uid": UID, "done": ["results"], "parts": [{"part": "profile", "lines": ["Åsa"]}]}
    assert veiled_value(stored) == stored | {"parts": [{"part": "profile", "lines": [MASK * 3]}]}
    assert veiled_value([UID, 5, True, None]) == [UID, 5, True, None]


def test_figures_of_a_structure_can_be_amounts() -> None:
    assert veiled_value({"tier": 1, "annual_value": 240, "open": True}, figures=False) == {
        "tier": 1,
        "annual_value": NAME,
        "open": True,
    }


def test_a_redacted_structure_has_neither_texts_nor_figures() -> None:
    assert without_texts({"part": "profile", "lines": ["Åsa", "", UID], "worth": 5, "open": False, "none": None}) == {
        "part": "profile",
        "lines": [LEFT_OUT, "", UID],
        "worth": None,
        "open": False,
        "none": None,
    }
    assert is_uid(UID)
    assert not is_uid(UID + "x")


@pytest.mark.rule("G-2")
def test_amounts_are_not_said_while_they_are_hidden() -> None:
    with money.hidden():
        with money.hidden():
            assert (money.short(24_000_000), money.full(24_000_000, "EUR"), money.short(95)) == ("▒▒▒",) * 3
        assert money.full(1) == "▒▒▒"
    assert money.short(24_000_000) == "240k"
    money.hide(on=True)
    assert money.short(24_000_000) == "▒▒▒"
    money.hide(on=False)
    assert money.short(24_000_000) == "240k"
