from datetime import date, timedelta
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.dates import Cadence
from kamtui.domain.health import (
    UNRATED,
    Check,
    Colour,
    Rating,
    Signal,
    Standing,
    Trend,
    check_in_due,
    colour,
    is_stale,
    opens_check_in,
    ratings,
    score,
    standing,
    strip,
    trend,
    validate_score,
)

TODAY = date(2026, 11, 20)
WORST_FIRST = (Rating.POOR, Rating.WATCH, Rating.GOOD)
COLOURS_WORST_FIRST = (Colour.RED, Colour.YELLOW, Colour.GREEN)
LETTERS = {"g": "good", "w": "watch", "p": "poor", ".": "not_observed"}
four = st.tuples(*[st.sampled_from("gwp.")] * 4).map("".join)


def rated(letters):
    return ratings(*(LETTERS[letter] for letter in letters))


def check(letters, on=TODAY):
    return Check(on, rated(letters))


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.rule("H-1")
def test_stored_words_become_the_four_ratings():
    assert ratings("good", "watch", "poor", "not_observed") == dict(zip(Signal, Rating, strict=True))


@pytest.mark.rule("H-1")
def test_a_word_that_is_no_rating_is_refused():
    with pytest.raises(ValueError, match="superb"):
        ratings("superb", "good", "good", "good")


@pytest.mark.rule("H-2")
@pytest.mark.parametrize("letters", ["ppgg", "pppp", "gpgp", "ppww"])
def test_two_poor_signals_turn_an_account_red(letters):
    assert colour(rated(letters)) is Colour.RED


@pytest.mark.rule("H-2")
@pytest.mark.parametrize("letters", ["pggg", "pwww", "wwgg", "w.gg", "..gg", "...."])
def test_one_poor_or_two_watched_or_unseen_signals_turn_an_account_yellow(letters):
    assert colour(rated(letters)) is Colour.YELLOW


@pytest.mark.rule("H-2")
@pytest.mark.parametrize("letters", ["gggg", "wggg", "ggg."])
def test_at_most_one_watched_or_unseen_signal_stays_green(letters):
    assert colour(rated(letters)) is Colour.GREEN


@pytest.mark.rule("H-2")
def test_a_check_without_all_four_signals_is_refused():
    with pytest.raises(ValueError, match="signals without a rating: tone"):
        colour({signal: Rating.GOOD for signal in Signal if signal != Signal.TONE})


@pytest.mark.rule("H-2")
@given(four, st.sampled_from(Signal), st.sampled_from(WORST_FIRST))
def test_a_worse_rating_never_gives_a_better_colour(letters, signal, worse):
    before = rated(letters)
    known = Rating.WATCH if before[signal] is Rating.NOT_OBSERVED else before[signal]
    if WORST_FIRST.index(worse) <= WORST_FIRST.index(known):
        after = before | {signal: worse}
        assert COLOURS_WORST_FIRST.index(colour(after)) <= COLOURS_WORST_FIRST.index(colour(before))
        assert score(after) <= score(before)


@pytest.mark.rule("H-2")
@given(four)
def test_the_order_of_the_signals_does_not_matter(letters):
    assert colour(rated(letters)) is colour(rated(sorted(letters)))


@pytest.mark.rule("H-4")
@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("wggg", "gggg", "improving"),
        ("gggg", ".ggg", "declining"),
        ("wggg", "g.gg", "steady"),
        ("ppgg", "wwww", "steady"),
    ],
)
def test_the_trend_compares_the_sums_of_two_checks(before, now, expected):
    assert trend(rated(now), rated(before)) == expected


@pytest.mark.rule("H-4")
@given(four, four)
def test_a_trend_turned_round_is_its_opposite(one, other):
    opposite = {"improving": "declining", "declining": "improving", "steady": "steady"}
    assert trend(rated(one), rated(other)) == opposite[trend(rated(other), rated(one))]


@pytest.mark.rule("H-3")
@pytest.mark.parametrize(("cadence", "days"), [(Cadence.MONTHLY, 45), (Cadence.QUARTERLY, 137)])
def test_a_check_is_stale_after_one_and_a_half_periods(cadence, days):
    assert not is_stale(ago(days), TODAY, cadence)
    assert is_stale(ago(days + 1), TODAY, cadence)


@pytest.mark.rule("H-3")
def test_a_stale_green_keeps_its_colour_and_never_counts_as_green():
    stale, fresh = standing([check("gggg", ago(46))], TODAY), standing([check("gggg", ago(45))], TODAY)
    assert (stale.colour, stale.stale, stale.counts_as_green) == (Colour.GREEN, True, False)
    assert (fresh.colour, fresh.stale, fresh.counts_as_green) == (Colour.GREEN, False, True)
    assert standing([check("gggg", ago(46))], TODAY, Cadence.QUARTERLY).counts_as_green


@pytest.mark.rule("H-2")
def test_an_account_without_a_check_is_unrated_and_never_green():
    assert standing([], TODAY) == standing([check("gggg", ago(-1))], TODAY) == UNRATED
    assert not UNRATED.counts_as_green
    assert not UNRATED.at_risk


@pytest.mark.rule("H-4")
def test_the_standing_is_that_of_the_last_check_against_the_one_before():
    checks = [check("ppgg", ago(1)), check("gggg", ago(60)), check("wggg", ago(30))]
    assert standing(checks, TODAY) == Standing(Colour.RED, False, Trend.DECLINING, ago(1))
    assert standing(checks, TODAY).at_risk
    assert standing(checks[:1], TODAY).trend is None


@pytest.mark.rule("H-4")
def test_of_two_checks_on_one_day_the_later_one_counts():
    assert standing([check("pppp"), check("gggg")], TODAY).colour is Colour.GREEN


@pytest.mark.rule("H-7")
def test_the_strip_shows_the_last_check_of_each_of_twelve_months():
    checks = [
        check("gggg", date(2025, 11, 30)),
        check("gggg", date(2025, 12, 1)),
        check("pppp", date(2026, 10, 31)),
        check("gggg", date(2026, 10, 1)),
        check("pggg", date(2026, 11, 1)),
        check("pppp", date(2026, 11, 30)),
    ]
    assert strip(checks, TODAY) == (Colour.GREEN, *[None] * 9, Colour.RED, Colour.YELLOW)
    assert strip(checks, TODAY, months=1) == (Colour.YELLOW,)


@pytest.mark.rule("H-6")
def test_red_opens_a_check_in_due_in_exactly_ten_days():
    assert [opens_check_in(one) for one in Colour] == [False, False, True, False]
    assert check_in_due(date(2028, 2, 20)) == date(2028, 3, 1)
    assert check_in_due(TODAY, 3) == date(2026, 11, 23)


@pytest.mark.rule("H-9")
@pytest.mark.parametrize(("kind", "value"), [("csat", 0), ("csat", 10), ("csat", 8.5), ("nps", -100), ("nps", 100)])
def test_scores_within_their_bounds_are_fine(kind, value):
    assert validate_score(kind, value) == ()


@pytest.mark.rule("H-9")
@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("csat", 10.5, "A score of kind csat is between 0 and 10."),
        ("csat", -1, "A score of kind csat is between 0 and 10."),
        ("nps", 101, "A score of kind nps is between -100 and 100."),
        ("nps", nan, "A score of kind nps is between -100 and 100."),
        ("stars", 5, "“stars” is not a known kind; it is one of csat or nps."),
    ],
)
def test_scores_outside_their_bounds_are_refused(kind, value, said):
    assert [problem.text for problem in validate_score(kind, value)] == [said]


@pytest.mark.rule("H-3")
@pytest.mark.parametrize(
    ("verdict", "stale", "counted"),
    [("green", False, "green"), ("green", True, "unrated"), ("red", True, "red"), ("yellow", False, "yellow")],
)
def test_a_stale_green_is_counted_as_unrated_and_other_colours_are_kept(verdict, stale, counted):
    assert Standing(Colour(verdict), stale, None, TODAY).counted_as == Colour(counted)
