from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.stakeholders import Function, Influence, Person, Stance
from kamtui.domain.wallchart import (
    FUNCTIONS_THAT_MATTER,
    INFLUENCES,
    STANCES,
    Direction,
    Place,
    callouts,
    chart,
    move,
    place_of,
)

TODAY = date(2026, 11, 20)
places = st.builds(Place, st.sampled_from(Stance), st.sampled_from(Influence))
grid = st.builds(Place, st.sampled_from(STANCES), st.sampled_from(INFLUENCES))


def person(key=1, **changes):
    return Person(**{"id": key, "name": f"Person {key}"} | changes)


@pytest.mark.rule("M-3")
def test_stance_and_influence_place_a_person():
    assert place_of(person(stance="ally", influence="high")) == (Stance.ALLY, Influence.HIGH)
    assert place_of(person(stance="fan", influence="huge")) == (Stance.UNKNOWN, Influence.UNKNOWN)


@pytest.mark.rule("M-3")
def test_the_chart_has_nine_cells_and_a_lane_for_the_unknown():
    ally = person(1, stance="ally", influence="high")
    half = person(2, stance="ally")
    gone = person(3, stance="ally", influence="high", left_on=TODAY)
    drawn = chart([half, ally, gone], TODAY)
    assert len(drawn.cells) == 9
    assert drawn.cells[Place(Stance.ALLY, Influence.HIGH)] == (ally,)
    assert sum(map(len, drawn.cells.values())) == 1
    assert drawn.lane == (half,)


@pytest.mark.rule("M-3")
@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("left", ("opponent", "medium")),
        ("right", ("ally", "medium")),
        ("up", ("neutral", "high")),
        ("down", ("neutral", "low")),
    ],
)
def test_an_arrow_moves_a_person_one_cell(direction, expected):
    assert move("neutral", "medium", direction) == expected


@pytest.mark.rule("M-3")
@pytest.mark.parametrize(
    ("start", "direction"),
    [
        (("opponent", "low"), "left"),
        (("ally", "low"), "right"),
        (("ally", "high"), "up"),
        (("ally", "unknown"), "down"),
    ],
)
def test_the_edge_of_the_chart_holds(start, direction):
    assert move(*start, direction) == start


@pytest.mark.rule("M-3")
@pytest.mark.parametrize(
    ("start", "direction", "expected"),
    [
        (("unknown", "unknown"), "up", ("neutral", "low")),
        (("unknown", "unknown"), "left", ("opponent", "low")),
        (("unknown", "unknown"), "right", ("ally", "low")),
        (("unknown", "high"), "up", ("neutral", "high")),
        (("ally", "unknown"), "up", ("ally", "low")),
        (("ally", "unknown"), "left", ("neutral", "low")),
        (("fan", "huge"), "up", ("neutral", "low")),
    ],
)
def test_from_the_lane_a_person_lands_on_the_nearest_cell(start, direction, expected):
    assert move(*start, direction) == expected


@pytest.mark.rule("M-3")
@given(st.sampled_from(STANCES))
def test_leaving_for_the_lane_and_coming_back_changes_nothing(stance):
    out = move(stance, Influence.LOW, Direction.DOWN)
    assert out.in_lane
    assert move(*out, Direction.UP) == (stance, Influence.LOW)


@pytest.mark.rule("M-3")
@given(places, st.sampled_from([Direction.LEFT, Direction.RIGHT, Direction.UP]))
def test_only_down_leads_out_of_the_grid(place, direction):
    assert not move(*place, direction).in_lane


@pytest.mark.rule("M-3")
@given(grid, grid)
def test_every_cell_can_be_reached_from_every_other(start, goal):
    place = start
    for axis, less, more, line in ((0, "left", "right", STANCES), (1, "up", "down", INFLUENCES)):
        while place[axis] != goal[axis]:
            place = move(*place, more if line.index(place[axis]) < line.index(goal[axis]) else less)
    assert place == goal


@pytest.mark.rule("M-5")
def test_people_unknown_on_both_axes_are_called_out():
    nobody, half = person(1), person(2, influence="high")
    assert callouts([nobody, half, person(3, left_on=TODAY)], TODAY).unknown == (nobody,)


@pytest.mark.rule("M-5")
def test_contradictions_are_called_out():
    found = callouts(
        [
            person(1, stance="ally", quality="at_risk"),
            person(2, stance="opponent", quality="strong"),
            person(3, stance="ally", quality="strong"),
            person(4, stance="opponent", quality="at_risk"),
        ],
        TODAY,
    ).contradictions
    assert [(c.person.id, c.words) for c in found] == [
        (1, "an ally, yet the relationship is at risk"),
        (2, "an opponent, yet the relationship is strong"),
    ]


@pytest.mark.rule("M-5")
def test_functions_that_matter_with_nobody_mapped_are_called_out():
    people = [person(1, function="legal", placeholder=True), person(2, function="it", left_on=TODAY)]
    assert callouts(people, TODAY, {Function.LEGAL, Function.IT}).nobody_mapped == (Function.IT,)
    assert callouts([], TODAY).nobody_mapped == FUNCTIONS_THAT_MATTER
    assert Function.OTHER not in FUNCTIONS_THAT_MATTER
