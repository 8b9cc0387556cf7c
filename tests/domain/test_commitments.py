"""The ledger of promises: what becomes of one, and how each side keeps its own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.commitments import (
    CommitmentState,
    Promise,
    Promises,
    Side,
    corrected,
    days_late,
    kept_so_far,
    kept_state,
    moved,
    outcome_words,
    reopened,
    settled,
    validate_commitment,
)
from kamtui.domain.errors import Refused

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def promise(**more: object) -> Promise:
    return Promise(**{"side": "ours", "what": "send the list", **more})


@pytest.mark.rule("C-1")
def test_a_promise_kept_after_its_date_is_late_and_one_without_a_date_never() -> None:
    assert kept_state(TODAY, TODAY) is CommitmentState.KEPT
    assert kept_state(TODAY, TODAY + timedelta(1)) is CommitmentState.LATE
    assert kept_state(None, TODAY) is CommitmentState.KEPT


@pytest.mark.rule("C-1")
@pytest.mark.parametrize(
    ("due", "wanted", "state"),
    [(TODAY, "kept", "kept"), (ago(1), "kept", "late"), (ago(9), "broken", "broken"), (None, "waived", "waived")],
)
def test_settling_decides_by_the_date(due: date | None, wanted: str, state: str) -> None:
    after = settled(promise(due=due), wanted, TODAY, " plans changed " if wanted == "waived" else "")
    assert (after.state, after.settled_on) == (state, TODAY)
    assert after.reason == ("plans changed" if wanted == "waived" else "")


@pytest.mark.rule("C-1")
def test_a_promise_is_settled_once_and_waived_only_with_a_reason() -> None:
    with pytest.raises(Refused, match="it is late already"):
        settled(promise(state="late"), "kept", TODAY)
    with pytest.raises(Refused, match="needs a reason"):
        settled(promise(), "waived", TODAY, "  ")


@pytest.mark.rule("C-1")
def test_a_settled_promise_can_be_opened_again() -> None:
    again = reopened(promise(state="waived", settled_on=ago(3), reason="no"))
    assert (again.state, again.settled_on, again.reason) == ("open", None, "")
    with pytest.raises(Refused, match="open already"):
        reopened(again)


def test_a_date_moves_to_today_or_later_while_the_promise_is_open() -> None:
    assert moved(promise(due=ago(3)), TODAY, TODAY).due == TODAY
    with pytest.raises(Refused, match="gone"):
        moved(promise(), ago(1), TODAY)
    with pytest.raises(Refused, match="kept already"):
        moved(promise(state="kept"), TODAY, TODAY)


@pytest.mark.rule("C-1")
def test_corrected_dates_decide_anew_between_kept_and_late() -> None:
    late = promise(state="late", due=ago(9), settled_on=ago(5))
    assert corrected(Promise("ours", "x", due=ago(4), state="late", settled_on=ago(5)), TODAY).state == "kept"
    assert corrected(Promise("ours", "x", due=ago(9), state="kept", settled_on=ago(5)), TODAY).state == "late"
    assert corrected(late, TODAY) == late
    for other in (promise(), promise(state="broken", settled_on=ago(1)), promise(state="late", due=ago(3))):
        assert corrected(other, TODAY) is other
    with pytest.raises(Refused, match="has not come yet"):
        corrected(promise(state="kept", settled_on=ago(-1)), TODAY)


@pytest.mark.rule("C-1")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"side": "yours"}, "side"),
        ({"what": " "}, "what"),
        ({"state": "lost"}, "state"),
        ({"who": "x" * 20_001}, "who"),
        ({"state": "waived"}, "reason"),
    ],
)
def test_what_is_wrong_with_a_promise_is_named(wrong: dict[str, str], field: str) -> None:
    assert [problem.field for problem in validate_commitment(promise(**wrong))] == [field]
    assert validate_commitment(promise(who="Ida", state="waived", reason="no need")) == ()


@pytest.mark.rule("C-2")
def test_the_share_counts_what_was_settled_in_twelve_months() -> None:
    ledger = [
        promise(state="kept", settled_on=ago(10)),
        promise(state="kept", settled_on=date(2025, 11, 20)),
        promise(state="kept", settled_on=date(2025, 11, 19)),
        promise(state="late", settled_on=ago(100)),
        promise(state="broken", due=ago(95)),
        promise(state="waived", settled_on=ago(3)),
        promise(due=ago(3)),
        promise(side="theirs", state="broken", settled_on=ago(2)),
        promise(state="kept", settled_on=ago(-5)),
    ]
    ours = kept_so_far(ledger, Side.OURS, TODAY)
    assert ours == Promises(kept=2, settled=4, open=1, missed_lately=0)
    assert ours.share == 0.5
    theirs = kept_so_far(ledger, Side.THEIRS, TODAY)
    assert (theirs.share, theirs.open) == (0.0, 0)


@pytest.mark.rule("C-2")
def test_without_anything_settled_there_is_no_share() -> None:
    assert kept_so_far([promise(), promise(state="waived", settled_on=TODAY)], "ours", TODAY).share is None


@pytest.mark.rule("C-2")
def test_two_of_ours_missed_in_90_days_suggest_a_difficult_conversation() -> None:
    one = [promise(state="late", settled_on=ago(90)), promise(state="broken", settled_on=ago(91))]
    assert kept_so_far(one, "ours", TODAY).evidence == ""
    two = kept_so_far([*one, promise(state="broken")], "ours", TODAY)
    assert two.called_out
    assert two.evidence == "2 late or broken in 90 days: worth a difficult conversation"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "open"),
        ({"due": TODAY}, "open"),
        ({"due": ago(1)}, "open, 1 day late"),
        ({"state": "kept"}, "kept"),
        ({"state": "late", "due": ago(9), "settled_on": ago(6)}, "kept 3 days late"),
        ({"state": "late"}, "kept late"),
        ({"state": "waived", "reason": "no need"}, "waived: no need"),
        ({"state": "waived"}, "waived"),
        ({"state": "broken"}, "broken"),
    ],
)
def test_what_became_of_a_promise_is_said(more: dict[str, object], words: str) -> None:
    assert outcome_words(promise(**more), TODAY) == words


@given(due=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)), on=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_keeping_and_opening_again_leaves_the_promise_as_it_was(due: date | None, on: date) -> None:
    before = promise(due=due)
    after = settled(before, "kept", on)
    assert (days_late(after) > 0) == (after.state == "late") == (due is not None and on > due)
    assert reopened(after) == before
