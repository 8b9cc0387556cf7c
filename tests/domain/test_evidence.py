from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.evidence import (
    ResponseTimes,
    Reviewed,
    Suggestion,
    Tones,
    evidence,
    meetings,
    referrals,
    response_times,
)
from kamtui.domain.health import Rating, Signal
from kamtui.domain.touchpoints import Channel, Tone, Touch

TODAY = date(2026, 11, 20)


def ago(days):
    return TODAY - timedelta(days=days)


def answer(days, hours):
    return Touch(on=ago(days), response_hours=hours)


def meeting(days, tone=None, channel="meeting"):
    return Touch(on=ago(days), channel=channel, tone=tone)


def rating(part):
    return part.suggestion and part.suggestion.rating.value


def medians(recent, before):
    return ResponseTimes(recent, before, 2, 2)


@pytest.mark.rule("H-5")
def test_response_times_are_medians_of_30_days_and_of_the_90_before():
    touches = [answer(0, 40), answer(10, 31), answer(30, 4), answer(31, 14), answer(120, 14), answer(121, 999)]
    found = response_times([*touches, Touch(on=TODAY)], TODAY)
    assert found == ResponseTimes(31, 14, 3, 2)
    assert found.words == "median 31 h, was 14 h over the 90 days before (+121 %)"


@pytest.mark.rule("H-5")
@pytest.mark.parametrize(
    ("recent", "before", "suggested"),
    [(14, 14, "good"), (10, 14, "good"), (14.9, 10, "good"), (15, 10, "watch"), (19.9, 10, "watch"), (20, 10, "poor")],
)
def test_a_median_up_by_half_is_watch_and_doubled_is_poor(recent, before, suggested):
    assert rating(medians(recent, before)) == suggested


@pytest.mark.rule("H-5")
def test_answers_that_were_immediate_can_only_get_slower():
    assert rating(medians(0, 0)) == "good"
    assert rating(medians(1, 0)) == "poor"
    assert medians(0, 0).words == "median 0 h, was 0 h over the 90 days before"


@pytest.mark.rule("H-5")
@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_slower_answers_never_suggest_a_better_rating(one, other, before):
    faster, slower = sorted((one, other))
    order = ["good", "watch", "poor"]
    assert order.index(rating(medians(faster, before))) <= order.index(rating(medians(slower, before)))


@pytest.mark.rule("H-5")
def test_one_answer_on_either_side_is_not_enough():
    assert rating(ResponseTimes(30, 10, 1, 5)) is None
    assert rating(ResponseTimes(30, 10, 5, 1)) is None


@pytest.mark.rule("H-5")
def test_missing_answers_are_said_and_suggest_nothing():
    none, no_before = response_times([], TODAY), response_times([answer(1, 4), answer(2, 4)], TODAY)
    assert (none.words, rating(none)) == ("no answer timed in 30 days", None)
    assert (no_before.words, rating(no_before)) == ("median 4 h, none timed in the 90 days before", None)


@pytest.mark.rule("H-5")
@pytest.mark.parametrize(
    ("days", "suggested", "reason"),
    [
        (0, "good", "met 0 days ago"),
        (60, "good", "met 60 days ago"),
        (61, "watch", "no meeting in 61 days"),
        (90, "watch", "no meeting in 90 days"),
        (91, "poor", "no meeting in 91 days"),
    ],
)
def test_no_meeting_in_60_days_is_watch_and_in_90_days_poor(days, suggested, reason):
    found = meetings([meeting(days, channel="visit")], TODAY)
    assert rating(found) == suggested
    assert found.suggestion.reason == reason


@pytest.mark.rule("H-5")
@pytest.mark.parametrize(("known", "suggested"), [(None, None), (60, None), (61, "watch"), (91, "poor"), (-5, None)])
def test_without_any_meeting_the_days_count_from_when_the_account_is_known(known, suggested):
    found = meetings([meeting(3, channel="call")], TODAY, None if known is None else ago(known))
    assert rating(found) == suggested
    assert found.words == "no meeting yet"


@pytest.mark.rule("H-5")
def test_meetings_are_told_with_their_tones():
    assert meetings([meeting(40, "warm"), meeting(9)], TODAY).words == "2 held, last 9 d ago, warm"
    assert meetings([meeting(9)], TODAY).words == "1 held, last 9 d ago"
    assert meetings([meeting(100, "warm")], TODAY).words == "none held in 90 days, last 100 d ago"


@pytest.mark.rule("H-5")
@pytest.mark.parametrize(
    ("days", "suggested", "words"),
    [
        (40, "good", "1 in 12 months, last 40 d ago"),
        (365, "good", "1 in 12 months, last 365 d ago"),
        (366, "watch", "none in 12 months, last 366 d ago"),
    ],
)
def test_no_referral_in_12_months_is_watch(days, suggested, words):
    found = referrals([ago(days), ago(-3)], TODAY)
    assert (rating(found), found.words) == (suggested, words)


@pytest.mark.rule("H-5")
@pytest.mark.parametrize(("known", "suggested"), [(None, "watch"), (365, "watch"), (364, None)])
def test_a_young_account_without_a_referral_is_not_judged_by_it(known, suggested):
    found = referrals([], TODAY, None if known is None else ago(known))
    assert (rating(found), found.words) == (suggested, "none yet")


@pytest.mark.rule("H-5")
@pytest.mark.parametrize(
    ("letters", "suggested"),
    [("", None), ("ww", None), ("wc", None), ("cc", "watch"), ("wwc", "good"), ("wcwcn", "watch"), ("cwcwc", "poor")],
)
def test_two_of_the_last_five_cool_are_watch_and_three_are_poor(letters, suggested):
    tones = {"w": Tone.WARM, "c": Tone.COOL, "n": Tone.NEUTRAL}
    assert rating(Tones(tuple(tones[letter] for letter in letters))) == suggested


@pytest.mark.rule("H-5")
def test_evidence_stands_beside_each_signal():
    tones = ["cool", "warm", "cool", None, "warm", "neutral", "warm"]
    touches = [meeting(20 - day, tone) for day, tone in enumerate(tones)]
    found = evidence([*touches, Touch(on=TODAY, tone="cool", internal=True)], [ago(10)], TODAY)
    assert found.words == {
        Signal.RESPONSE_TIME: "no answer timed in 30 days",
        Signal.MEETING_ENGAGEMENT: "7 held, last 14 d ago, cool warm cool warm neutral warm",
        Signal.REFERRAL_ACTIVITY: "1 in 12 months, last 10 d ago",
        Signal.TONE: "warm cool warm neutral warm",
    }
    assert {signal: one.rating for signal, one in found.suggestions.items()} == {
        Signal.MEETING_ENGAGEMENT: Rating.GOOD,
        Signal.REFERRAL_ACTIVITY: Rating.GOOD,
        Signal.TONE: Rating.GOOD,
    }
    assert found.suggestions[Signal.TONE].reason == "1 of the last 5 were cool"


@pytest.mark.rule("H-5")
def test_an_account_with_nothing_recorded_has_no_evidence_but_the_missing_referral():
    found = evidence([], [], TODAY)
    assert found.words[Signal.TONE] == "no tone noted yet"
    assert set(found.suggestions) == {Signal.REFERRAL_ACTIVITY}


@pytest.mark.rule("H-5")
def test_without_a_first_day_the_first_touchpoint_stands_in():
    assert evidence([meeting(100, channel="call")], [], TODAY).meeting_engagement.days_without == 100
    assert evidence([meeting(100, channel="call")], [], TODAY, ago(9)).meeting_engagement.days_without == 9


@pytest.mark.rule("Q-9")
def test_reviews_count_as_meetings_and_their_ratings_are_shown():
    met = Touch(on=TODAY - timedelta(days=20), channel=Channel.MEETING, tone=Tone.WARM)
    reviews = [
        Reviewed(TODAY - timedelta(days=9), 5),
        Reviewed(TODAY - timedelta(days=20), 4),
        Reviewed(TODAY - timedelta(days=200), 1),
        Reviewed(TODAY - timedelta(days=30)),
        Reviewed(TODAY + timedelta(days=3), 2),
    ]
    found = evidence([met], [], TODAY, reviews=reviews).meeting_engagement
    assert found.words == "3 held, last 9 d ago, warm, ratings 4 5"
    assert found.suggestion == Suggestion(Rating.GOOD, "met 9 days ago")
