from datetime import date, time, timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.touchpoints import (
    Balance,
    Touch,
    contacts,
    days_silent,
    is_silent,
    is_value_touchpoint,
    last_contact,
    parse_hours,
    parse_time,
    silence_words,
    touch_balance,
    validate_touchpoint,
)

TODAY = date(2026, 11, 20)


def ago(days):
    return TODAY - timedelta(days=days)


def touches(letters):
    """Touchpoints on one day after another up to today: v gave value, t was transactional, i an internal note."""
    return [
        Touch(on=ago(len(letters) - 1 - day), transactional=letter == "t", internal=letter == "i")
        for day, letter in enumerate(letters)
    ]


@pytest.mark.rule("I-3")
def test_a_touchpoint_with_nothing_to_sell_gives_value():
    assert [is_value_touchpoint(touch) for touch in touches("vti")] == [True, False, False]


@pytest.mark.rule("I-4")
def test_an_internal_note_never_resets_the_last_contact():
    assert last_contact(touches("tii"), TODAY) == ago(2)
    assert last_contact(touches("ii"), TODAY) is None


@pytest.mark.rule("I-4")
def test_a_touchpoint_of_tomorrow_is_no_contact_yet():
    assert last_contact([Touch(on=ago(-1)), Touch(on=ago(3))], TODAY) == ago(3)


@pytest.mark.rule("I-4")
def test_contacts_come_oldest_first_and_keep_the_order_of_a_day():
    early, first, second = Touch(on=ago(9)), Touch(on=ago(2), tone="warm"), Touch(on=ago(2), tone="cool")
    assert contacts([first, second, early], TODAY) == (early, first, second)


@pytest.mark.rule("I-5")
@pytest.mark.parametrize(
    ("letters", "balance", "words"),
    [
        ("", Balance(0, 0, 0), "no touchpoint yet"),
        ("vtv", Balance(3, 2, 0), "2 of the last 3 gave value"),
        ("vvtttttttttt", Balance(10, 0, 10), "0 of the last 10 gave value; the last 10 were all transactional"),
        ("vtttt", Balance(5, 1, 4), "1 of the last 5 gave value"),
        ("vttittt", Balance(6, 1, 5), "1 of the last 6 gave value; the last 5 were all transactional"),
        ("tttttv", Balance(6, 1, 0), "1 of the last 6 gave value"),
    ],
)
def test_five_transactional_touchpoints_in_a_row_are_called_out(letters, balance, words):
    assert touch_balance(touches(letters), TODAY) == balance
    assert balance.words == words
    assert balance.called_out is ("all transactional" in words)


@pytest.mark.rule("I-5")
@given(st.text("vti", max_size=15))
def test_the_balance_never_counts_more_than_ten(letters):
    balance = touch_balance(touches(letters), TODAY)
    assert 0 <= balance.value <= balance.considered <= 10


@pytest.mark.rule("H-8")
def test_silence_is_counted_in_days_since_the_last_touchpoint():
    assert days_silent(None, TODAY) is None
    assert [days_silent(ago(days), TODAY) for days in (-1, 0, 46)] == [0, 0, 46]


@pytest.mark.rule("H-8")
@pytest.mark.parametrize(
    ("last", "since", "words"),
    [
        (ago(45), None, ""),
        (ago(46), None, "silent for 46 days"),
        (ago(46), TODAY, "silent for 46 days"),
        (None, ago(45), ""),
        (None, ago(46), "no touchpoint yet"),
        (None, None, "no touchpoint yet"),
    ],
)
def test_an_account_without_a_touchpoint_in_45_days_says_so(last, since, words):
    assert silence_words(last, TODAY, since) == words
    assert is_silent(last, TODAY, since) is bool(words)


@pytest.mark.rule("H-8")
def test_the_days_of_silence_can_be_changed():
    assert silence_words(ago(2), TODAY, limit=1) == "silent for 2 days"


@pytest.mark.rule("I-1")
def test_a_touchpoint_is_checked_word_by_word():
    assert validate_touchpoint(Touch(on=TODAY, channel="call", tone="warm", response_hours=0)) == ()
    wrong = Touch(on=TODAY, channel="smoke", tone="icy", initiated_by="them", response_hours=-1)
    problems = [problem.field for problem in validate_touchpoint(wrong)]
    assert problems == ["channel", "tone", "initiated_by", "response_hours"]


@pytest.mark.rule("I-1")
@pytest.mark.parametrize("hours", [nan, inf])
def test_a_response_time_is_a_number(hours):
    [problem] = validate_touchpoint(Touch(on=TODAY, response_hours=hours))
    assert problem.text == "The response time is a number of hours, zero or more."


@pytest.mark.rule("I-1")
@pytest.mark.parametrize(
    ("text", "hours"), [("", None), ("4", 4), ("4h", 4), ("30 m", 0.5), ("30min", 0.5), ("2d", 48), ("1,5h", 1.5)]
)
def test_a_response_time_is_read_as_typed(text, hours):
    assert parse_hours(text) == hours


@pytest.mark.rule("I-1")
@pytest.mark.parametrize("text", ["soon", "-1", "4w", "99999d", "٤", "[/x]"])
def test_what_is_no_response_time_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match="is no time to answer"):
        parse_hours(text)


@pytest.mark.rule("I-1")
@pytest.mark.parametrize(
    ("text", "wanted"), [("", None), ("14:30", time(14, 30)), ("9", time(9)), ("7.05", time(7, 5)), ("0:00", time(0))]
)
def test_a_time_of_day_is_read_as_typed(text, wanted):
    assert parse_time(text) == wanted


@pytest.mark.rule("I-1")
@pytest.mark.parametrize("text", ["24:00", "12:60", "noon", "1:2", "[/x]"])
def test_what_is_no_time_of_day_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match="is no time of day"):
        parse_time(text)
