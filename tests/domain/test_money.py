import json
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.money import LIMIT, from_json, full, parse_amount, short, to_json

AMOUNTS = st.integers(0, LIMIT)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("120000", 12_000_000),
        ("120k", 12_000_000),
        ("1.2m", 120_000_000),
        ("1.2 M", 120_000_000),
        ("3bn", 300_000_000_000),
        ("2b", 200_000_000_000),
        ("1,234.50", 123_450),
        ("1.234,50", 123_450),
        ("1,5", 150),
        ("1,234", 123_400),
        ("1,234k", 123_400_000),
        ("1.234m", 123_400_000),
        ("1.234.567", 123_456_700),
        ("1 234 567", 123_456_700),
        ("1\u00a0234,5", 123_450),
        ("1'234.50", 123_450),
        (".5", 50),
        ("0", 0),
        ("€ 240k", 24_000_000),
        ("240k €", 24_000_000),
        ("$99.90", 9_990),
        ("EUR 5", 500),
        ("5 USD", 500),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, cents):
    assert parse_amount(typed) == cents


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "is not an amount"),
        ("lots", "is not an amount"),
        ("12 apples", "is not an amount"),
        ("1,23,4", "is not an amount"),
        ("1.2.3", "is not an amount"),
        ("0,234", "is not an amount"),
        ("5.", "is not an amount"),
        ("٥", "is not an amount"),
        ("nan", "is not an amount"),
        ("1e5", "is not an amount"),
        ("9" * 60, "is not an amount"),
        ("1.234", "two ways: write 1234 or 1.23"),
        ("-5", "cannot be negative"),
        ("−5", "cannot be negative"),
        ("(500)", "cannot be negative"),
        ("1.2345", "at most two decimals"),
        ("0.001", "at most two decimals"),
        ("99999bn", "cannot be that large"),
    ],
)
def test_an_amount_that_cannot_be_trusted_is_refused_in_one_line(typed, why):
    with pytest.raises(ValueError, match=why) as refusal:
        parse_amount(typed)
    assert "\n" not in str(refusal.value)


@given(st.text())
def test_any_text_is_an_amount_or_refused(text):
    cents, refused = 0, ""
    try:
        cents = parse_amount(text)
    except ValueError as refusal:
        refused = str(refusal)
    assert 0 <= cents <= LIMIT
    assert len(refused.splitlines()) <= 1


@given(AMOUNTS)
def test_an_amount_survives_a_data_file_to_the_cent(cents):
    written = json.dumps(to_json(cents))
    assert from_json(json.loads(written)) == cents
    assert from_json(written) == cents
    assert len(written.partition(".")[2]) <= 2
    assert "e" not in written


@given(AMOUNTS)
def test_an_amount_said_in_full_reads_back(cents):
    assert parse_amount(full(cents)) == cents


@pytest.mark.parametrize("value", [12, 12.0, "12", "12.00", Decimal("12.0")])
def test_numbers_and_text_mean_the_same_in_a_data_file(value):
    assert from_json(value) == 1200


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (math.nan, "not an amount"),
        (math.inf, "not an amount"),
        (Decimal("sNaN"), "not an amount"),
        (True, "not an amount"),
        (None, "not an amount"),
        ([1], "not an amount"),
        ("1,5", "not an amount"),
        ("1e3", "not an amount"),
        ("12\n", "not an amount"),
        (-1, "negative"),
        ("-0.01", "negative"),
        (0.001, "two decimals"),
        ("1.005", "two decimals"),
        ("1.0000000000000000000000001", "two decimals"),
        (1e15, "large"),
        pytest.param(10**5000, "13 digits", id="5001 digits"),
        ("9" * 20, "large"),
        (Decimal("1E+400"), "large"),
    ],
)
def test_a_data_file_cannot_bring_an_impossible_amount(value, why):
    with pytest.raises(ValueError, match=why) as refusal:
        from_json(value)
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "0"),
        (49, "0"),
        (-49, "0"),
        (50, "1"),
        (95_000, "950"),
        (99_949, "999"),
        (99_950, "1k"),
        (150_000, "1.5k"),
        (995_000, "10k"),
        (24_000_000, "240k"),
        (99_949_999, "999k"),
        (99_950_000, "1M"),
        (120_000_000, "1.2M"),
        (1_250_000_000, "13M"),
        (250_000_000_000, "2.5B"),
        (10**13, "100B"),
        (10**15, "10,000B"),
        (-24_000_000, "-240k"),
    ],
)
def test_short_amounts_round_half_up(cents, said):
    assert short(cents) == said


@given(AMOUNTS, AMOUNTS)
def test_a_short_amount_fits_five_cells(one, other):
    assert len(short(min(one, other, 10**13))) <= 5


@pytest.mark.parametrize(
    ("cents", "currency", "said"),
    [(123_450, "EUR", "1,234.50 EUR"), (24_000_000, "", "240,000"), (-5, "", "-0.05"), (0, "", "0")],
)
def test_full_amounts_are_exact(cents, currency, said):
    assert full(cents, currency) == said
