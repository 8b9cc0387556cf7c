"""Forecasts: what was given about 25, 50 and 75 percent, and the Brier score."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.calibration import Forecast, brier_score, calibration, forecast_of
from kamtui.domain.opportunities import Opportunity


def forecasts(*pairs):
    return [Forecast(given, true) for given, true in pairs]


@pytest.mark.rule("X-8")
def test_a_worked_example():
    ten = forecasts(
        (25, False), (25, False), (30, True), (20, False),  # 0.0625 0.0625 0.49 0.04
        (50, True), (50, False), (60, True),  # 0.25 0.25 0.16
        (75, True), (80, True), (75, False),  # 0.0625 0.04 0.5625
    )  # fmt: skip
    found = calibration(ten)
    assert [(one.about, one.count, one.came_true, one.share) for one in found.buckets] == [
        (25, 4, 1, 0.25),
        (50, 3, 2, 2 / 3),
        (75, 3, 2, 2 / 3),
    ]
    assert found.brier is not None
    assert isclose(found.brier, 0.198)
    assert (found.settled, found.still_needed) == (10, 0)


@pytest.mark.rule("X-8")
def test_before_ten_are_closed_it_is_not_yet():
    found = calibration(forecasts(*[(50, True)] * 9))
    assert (found.brier, found.buckets, found.settled, found.still_needed) == (None, (), 9, 1)
    assert calibration(forecasts((50, True)), needed=1).brier == 0.25


@pytest.mark.rule("X-8")
def test_the_nearest_bucket_takes_a_forecast_and_far_ones_count_in_the_score_alone():
    found = calibration(
        forecasts((12, False), (13, True), (37, True), (38, True), (62, True), (63, True), (88, True)), 1
    )
    assert [one.count for one in found.buckets] == [2, 2, 1]
    assert calibration(forecasts((88, True)), 1).buckets[0].share is None


@pytest.mark.rule("X-8")
@pytest.mark.parametrize(
    ("stage", "given", "expected"),
    [
        ("won", 60, Forecast(60, True)),
        ("lost", 60, Forecast(60, False)),
        ("proposed", 60, None),
        ("won", None, None),
        ("won", 100, None),
        ("lost", 0, None),
    ],
)
def test_a_forecast_is_what_was_given_before_it_closed(stage, given, expected):
    assert forecast_of(Opportunity(name="x", stage=stage, probability=given)) == expected


@pytest.mark.rule("X-8")
def test_there_is_no_score_without_a_forecast():
    with pytest.raises(ValueError, match="without a forecast"):
        brier_score([])


@pytest.mark.rule("X-8")
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1))
def test_the_score_lies_between_perfect_and_always_wrong(pairs):
    found = calibration(forecasts(*pairs), needed=1)
    assert found.brier is not None
    assert 0 <= found.brier <= 1
    assert sum(one.count for one in found.buckets) <= len(pairs)
