import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.errors import Refused
from kamtui.domain.qbr import (
    MOVES,
    PHASE_MINUTES,
    PHASES,
    PREP_TITLES,
    SHORT_TITLES,
    TITLES,
    Completion,
    Phase,
    PrepPart,
    QbrState,
    completion,
    may_move,
    moved,
    prepared,
    words,
)

ORDER = (QbrState.PLANNED, QbrState.PREPARED, QbrState.RUNNING, QbrState.HELD, QbrState.FOLLOWED_UP)


@pytest.mark.rule("Q-1")
def test_the_five_phases_take_an_hour() -> None:
    assert dict(zip(PHASES, PHASE_MINUTES, strict=True)) == {
        Phase.RESULTS: 10,
        Phase.CONTEXT: 15,
        Phase.ENGAGEMENT: 10,
        Phase.VISION: 15,
        Phase.ALIGNMENT: 10,
    }
    assert sum(PHASE_MINUTES) == 60
    assert list(TITLES) == list(SHORT_TITLES) == list(PHASES)
    assert list(PREP_TITLES) == list(PrepPart)


@pytest.mark.rule("Q-2")
def test_the_way_of_a_review_leads_from_planned_to_followed_up() -> None:
    assert moved(*ORDER) is QbrState.FOLLOWED_UP
    assert moved("planned", "prepared", "running", "paused", "running", "paused", "held") is QbrState.HELD


@pytest.mark.rule("Q-2")
@pytest.mark.parametrize("state", [QbrState.PLANNED, QbrState.PREPARED, QbrState.RUNNING, QbrState.PAUSED])
def test_a_review_can_be_cancelled_until_it_was_held(state: QbrState) -> None:
    assert moved(state, "cancelled") is QbrState.CANCELLED


@pytest.mark.rule("Q-2")
@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("planned", "running", "planned and cannot become running: from there it can only be cancelled or prepared"),
        ("held", "running", "held and cannot become running: from there it can only be followed up"),
        ("prepared", "planned", "prepared and cannot become planned"),
        ("held", "cancelled", "held and cannot become cancelled"),
        ("followed_up", "held", "followed up and cannot become held$"),
        ("cancelled", "planned", "cancelled and cannot become planned$"),
    ],
)
def test_any_other_move_is_refused_in_one_line(before: str, after: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        moved(before, after)


@pytest.mark.rule("Q-2")
@given(st.lists(st.sampled_from(list(QbrState)), min_size=1, max_size=8))
def test_no_chain_of_moves_leaves_the_table(steps: list[QbrState]) -> None:
    state = QbrState.PLANNED
    seen = [state]
    for step in steps:
        if may_move(state, step):
            assert step in MOVES[state]
            state = moved(state, step)
            seen.append(state)
        else:
            with pytest.raises(Refused):
                moved(state, step)
    if QbrState.FOLLOWED_UP in seen:
        assert seen[-2:] == [QbrState.HELD, QbrState.FOLLOWED_UP]
        assert {QbrState.PREPARED, QbrState.RUNNING} <= set(seen)
    if QbrState.CANCELLED in seen:
        assert seen[-1] is QbrState.CANCELLED
        assert QbrState.HELD not in seen
    assert seen.count(QbrState.PREPARED) <= 1


@pytest.mark.rule("Q-3")
def test_a_review_is_prepared_when_all_three_parts_are_done() -> None:
    assert not prepared([])
    assert not prepared(["results", "hypothesis"])
    assert prepared(["hypothesis", "results", "intelligence"])


@pytest.mark.rule("Q-10")
def test_completion_is_held_of_scheduled_per_tier_and_in_all() -> None:
    found = completion(
        [
            (Tier.STRATEGIC, "held"),
            (Tier.STRATEGIC, "followed_up"),
            (Tier.STRATEGIC, "cancelled"),
            (Tier.GROWTH, "planned"),
        ]
    )
    assert found == {None: Completion(2, 4), Tier.STRATEGIC: Completion(2, 3), Tier.GROWTH: Completion(0, 1)}
    assert found[None].share == 0.5
    assert completion([])[None].share is None


def test_a_state_is_said_in_words() -> None:
    assert words("followed_up") == "followed up"
