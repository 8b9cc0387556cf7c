"""Predictions: noted, due, settled, and scored once there are enough."""

from datetime import date

import pytest

from kamtui.domain import predictions
from kamtui.domain.predictions import Prediction

TODAY = date(2026, 11, 20)


def said(probability: int, came_true: bool | None, by: date | None = TODAY) -> Prediction:
    return Prediction(statement="They renew", probability=probability, by=by, came_true=came_true)


@pytest.mark.rule("P-6")
def test_nine_settled_predictions_are_not_scored_and_ten_are() -> None:
    assert predictions.scored([said(50, True)] * 9 + [said(50, None)] * 5).brier is None
    assert predictions.score_words(predictions.scored([said(50, True)] * 9)) == (
        "9 predictions settled; 1 more until they can be scored.",
    )
    assert predictions.scored([said(50, True)] * 10).brier == 0.25


@pytest.mark.rule("P-6")
def test_the_score_gathers_predictions_around_their_probability() -> None:
    found = predictions.scored([said(80, True)] * 6 + [said(70, False)] * 2 + [said(20, False)] * 5)
    assert found.brier == pytest.approx((6 * 0.04 + 2 * 0.49 + 5 * 0.04) / 13)
    assert predictions.score_words(found) == (
        "Brier score 0.11 over 13 predictions (0 is perfect, 0.25 a coin).",
        "Came true: 0 of 5 given about 25 %, 6 of 8 given about 75 %.",
    )
    assert len(predictions.score_words(predictions.scored([said(100, True)] * 10))) == 1


@pytest.mark.rule("P-6")
def test_a_prediction_needs_a_statement_a_probability_and_a_day() -> None:
    assert predictions.validate_prediction(said(0, None)) == ()
    wrong = Prediction(statement="", probability=101, by=None)
    assert [problem.field for problem in predictions.validate_prediction(wrong)] == ["statement", "probability", "by"]


def test_predictions_wait_for_their_day_and_then_ask() -> None:
    due = Prediction(statement="late", probability=30, by=date(2026, 11, 17))
    ordered = predictions.in_order([said(20, False), said(20, True, date(2026, 11, 22)), said(50, None, None), due])
    assert [one.line for one in ordered] == [
        "30 % late · by 2026-11-17",
        "50 % They renew",
        "20 % They renew · by 2026-11-22 · came true",
        "20 % They renew · by 2026-11-20 · did not come true",
    ]
    assert predictions.remarks([due, said(50, None)], TODAY) == ("Did it come true? late (3 d late)",)
