import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.text import cell_width, clean_line, clean_text, removed_count, shorten

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b[]0;31mH\x07\\\x9b\x9d\x9c\r\n\t\x0b\x85\u2028\u202e\u2066\ufeff\ud800\u0301e👍🏽\u200d❤️🇩🇪"
        ),
    )
)
FORBIDDEN = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *map(chr, range(0x202A, 0x202F))} - {"\n", "\t"}
FORBIDDEN |= {*map(chr, range(0x2066, 0x206A))}


@given(HOSTILE)
def test_cleaned_text_holds_nothing_a_terminal_acts_on(text):
    cleaned = clean_text(text)
    assert not FORBIDDEN.intersection(cleaned)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_text(cleaned) == cleaned
    assert removed_count(cleaned) == 0


@given(HOSTILE)
def test_a_cleaned_line_is_one_line_without_doubled_blanks(text):
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert line == line.strip()
    assert clean_line(line) == line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("R&D [/x] [@click=app.quit]", "R&D [/x] [@click=app.quit]"),
        ("=1+1\ttab\nline", "=1+1\ttab\nline"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq payload\x1b\\after", "after"),
        ("\x1b(B\x1bcplain", "plain"),
        ("\x9b31mred", "red"),
        ("\x9bHello\x92s", "Hellos"),
        ("\x1b\x1b[31m[2J", "[2J"),
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("abc\u202edcba\u2069", "abcdcba"),
        ("\ufeffName", "Name"),
        ("e\u0301", "é"),
        ("a\ud800b", "a\ufffdb"),
        ("שלום 👩‍👩‍👧 日本", "שלום 👩‍👩‍👧 日本"),
    ],
)
def test_text_keeps_what_is_said_and_loses_what_acts(typed, kept):
    assert clean_text(typed) == kept


def test_an_unfinished_escape_sequence_does_not_swallow_the_lines_behind_it():
    assert clean_text("\x1b]0;the whole\nletter\x07") == "0;the whole\nletter"


def test_what_was_removed_is_counted():
    assert removed_count("\x1b[31mred\x1b[0m\x00\ud800") == 5 + 4 + 1 + 1
    assert removed_count("one\r\ntwo") == 0


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Acme", 4),
        ("日本", 4),
        ("e\u0323\u0301", 1),
        ("👍🏽", 2),
        ("👩‍👩‍👧", 2),
        ("🇩🇪🇫🇷", 4),
        ("🇩", 1),
        ("1️⃣", 2),
        ("❤️a", 3),
        ("a\u00adb", 3),
        ("x\u200by", 2),
        ("x\u200dy", 2),
    ],
)
def test_width_counts_the_cells_a_terminal_fills(text, cells):
    assert cell_width(text) == cells


@given(HOSTILE, st.integers(-3, 20))
def test_shortened_text_fits_and_stays_shortened(text, width):
    short = shorten(text, width)
    assert cell_width(short) <= max(width, 0)
    assert shorten(short, width) == short
    assert "\x1b" not in short


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("Northwind", 9, "Northwind"),
        ("Northwind", 8, "Northwi…"),
        ("North wind", 7, "North…"),
        ("日本語", 4, "日…"),
        ("👩‍👩‍👧👍🏽", 3, "👩‍👩‍👧…"),
        ("two\nlines", 20, "two lines"),
        ("Northwind", 1, "…"),
        ("Northwind", 0, ""),
    ],
)
def test_shortening_cuts_whole_signs_and_says_so(text, width, short):
    assert shorten(text, width) == short
