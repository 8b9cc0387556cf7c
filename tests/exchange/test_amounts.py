"""Amounts of money in other programs' ways of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.exchange.amounts import AmountVotes, decide_amounts, to_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$1,234,567", 123_456_700),
        ("1.234.567,89 €", 123_456_789),
        ("1 234 567", 123_456_700),
        ("1\u202f234,50", 123_450),
        ("1'234.50 CHF", 123_450),
        ("CHF 1’234.—", 123_400),
        ("EUR 12,50", 1250),
        ("R$ 10", 1000),
        ("12 kr.", 1200),
        ("120000.0", 12_000_000),
        ("1.5E9", 150_000_000_000),
        ("250k", 25_000_000),
        ("1.2 Mio. €", 120_000_000),
        ("1,23,45,678.90", 1_234_567_890),
        (".5", 50),
        ("0,125", 13),
        ("+7", 700),
        ("-0", 0),
        ("(0.00)", 0),
        ("１２３", 12_300),
        ("", None),
        (" - ", None),
        ("N/A", None),
    ],
)
def test_amounts_are_read_as_they_come(text: str, cents: int | None) -> None:
    assert to_cents(text, decimal_comma=False) == cents


@pytest.mark.parametrize("text", ["-500", "(500)", "500-", "−1.5", "$-3", "-$3", "(1,234.00)"])
def test_negative_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is negative"):
        to_cents(text, decimal_comma=False)


@pytest.mark.parametrize(
    "text", ["abc", "=1+1", "1.2.3,4,5", "12 34", "1,2,3", "1.234,567,890", "12%", "1/2", "1 mil", "--5", ".", "1e400x"]
)
def test_what_is_no_amount_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        to_cents(text, decimal_comma=False)


@pytest.mark.parametrize("text", ["9" * 25, "9" * 4000, "1E99", "99999999bn"])
def test_absurd_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="too large"):
        to_cents(text, decimal_comma=False)


@given(st.integers(0, 10**13), st.sampled_from((",", ".")))
def test_grouped_amounts_come_back_whatever_the_decimal_sign(cents: int, decimal: str) -> None:
    grouping = "." if decimal == "," else ","
    text = f"{cents // 100:,}".replace(",", grouping) + f"{decimal}{cents % 100:02}"
    assert to_cents(text, decimal_comma=decimal == ",") == cents


def votes(*texts: str) -> AmountVotes:
    found = AmountVotes()
    for text in texts:
        found.add(text)
    return found


def test_an_ambiguous_amount_follows_its_column() -> None:
    found = decide_amounts("Amount", votes("1.234", "12,50", "nonsense", "-", "77"), AmountVotes(), None)
    assert found.decimal_comma
    assert found.why == "Amount: amounts are read with a decimal comma (1.234 is 1,234), as the column's other values"


def test_an_ambiguous_amount_follows_the_files_other_amounts() -> None:
    found = decide_amounts("Amount", votes("1.234"), votes("1,234.50"), True)
    assert not found.decimal_comma
    assert "1.234 is 1.23)" in found.why
    assert "the file's other amounts" in found.why


@pytest.mark.parametrize(("setting", "comma"), [(True, True), (False, False), (None, False)])
def test_an_ambiguous_amount_follows_the_settings_last(setting: bool | None, comma: bool) -> None:
    found = decide_amounts("Amount", votes("1,234"), AmountVotes(), setting)
    assert found.decimal_comma is comma
    assert "by the settings" in found.why


def test_nothing_is_said_where_nothing_was_ambiguous() -> None:
    assert decide_amounts("Amount", votes("12,50", "100"), AmountVotes(), None).why == ""


def test_currencies_are_noticed() -> None:
    assert votes("$5", "EUR 7", "7").currencies == {"$", "EUR"}
