import tomllib
from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.occasions import Occasion, occasions
from kamtui.domain.playbooks import (
    FARTHEST,
    FILE,
    MOST_STEPS,
    Anchor,
    Playbook,
    RunStep,
    Step,
    dated,
    day_of_step,
    from_today_on,
    progress,
    read_playbooks,
    steps_of,
    validate_playbook,
)
from kamtui.domain.stakeholders import Person, Role

TODAY = date(2026, 11, 20)
STEP = {"day": 0, "who": "us", "what": "call"}


def shipped() -> dict[str, Playbook]:
    tables = tomllib.loads(resources.files("kamtui").joinpath("words", FILE).read_text(encoding="utf-8"))
    return dict(zip(tables, read_playbooks(tables), strict=True))


def test_five_playbooks_come_along_with_five_to_nine_steps_each() -> None:
    found = shipped()
    assert list(found) == ["onboarding", "at_risk", "renewal", "champion_left", "sponsor_change"]
    for playbook in found.values():
        assert 5 <= len(playbook.steps) <= 9
        assert all(step.who and step.what for step in playbook.steps)
        assert not playbook.own
        assert playbook.about
    assert found["renewal"].anchor == Anchor.RENEWAL
    assert max(step.day for step in found["renewal"].steps) < 0
    assert {playbook.suits for playbook in found.values()} == set(Occasion)


def test_steps_fall_on_their_days_weekends_too() -> None:
    steps = (Step(1, "us", "b"), Step(-30, "us", "a"), Step(1, "us", "c"))
    assert [(step.what, due) for step, due in dated(steps, TODAY)] == [
        ("a", date(2026, 10, 21)), ("b", date(2026, 11, 21)), ("c", date(2026, 11, 21)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "planned"),
    [
        ([0, 5], [0, 5]),
        ([-30, -15, 0, 13], [0, 0, 0, 13]),
        ([-30, -15, 13, 20], [0, 6, 13, 20]),
        ([-30, -20, -10], [0, 0, 0]),
    ],
)
def test_no_step_is_late_before_the_playbook_was_started(days: list[int], planned: list[int]) -> None:
    steps = [Step(day, "us", "x") for day in days]
    found = from_today_on(dated(steps, TODAY), TODAY)
    assert [(due - TODAY).days for _, due in found] == planned
    assert [step for step, _ in found] == steps


@given(st.lists(st.integers(-FARTHEST, FARTHEST), max_size=8), st.dates(date(1990, 1, 1), date(2150, 1, 1)))
def test_every_step_is_its_days_away_from_the_anchor(days: list[int], anchor: date) -> None:
    found = dated([Step(day, "", "x") for day in days], anchor)
    assert [due - anchor for _, due in found] == [timedelta(days=day) for day in sorted(days)]


@pytest.mark.parametrize(("day", "anchor"), [(730, date(2199, 12, 1)), (730, date.max), (-730, date(1900, 1, 2))])
def test_a_step_beyond_the_years_that_are_kept_is_refused(day: int, anchor: date) -> None:
    with pytest.raises(ValueError, match="outside the years"):
        dated([Step(day, "", "x")], anchor)


def run_step(due: date | None, done: date | None = None, what: str = "x") -> RunStep:
    return RunStep("u", "us", what, due, done)


def test_progress_counts_what_is_done_late_and_next_and_leaves_out_what_lost_its_day() -> None:
    steps = [
        run_step(date(2026, 11, 1), TODAY), run_step(date(2026, 11, 25), what="later"), run_step(None),
        run_step(date(2026, 11, 19), what="late"), run_step(TODAY), run_step(None, TODAY),
    ]  # fmt: skip
    found = progress(steps, TODAY)
    assert (found.done, found.steps, found.late) == (2, 5, 1)
    assert (found.next_due, found.next_what) == (date(2026, 11, 19), "late")
    assert not found.finished
    over = progress([run_step(TODAY, TODAY), run_step(None)], TODAY)
    assert over.finished
    assert (over.next_due, over.next_what, over.steps) == (None, "", 1)


def test_a_day_is_said_by_what_it_counts_from() -> None:
    assert day_of_step(14, "start") == "day 14"
    assert day_of_step(-90, "renewal") == "90 d before"
    assert day_of_step(5, "renewal") == "5 d after"
    assert day_of_step(0, "renewal") == "the day"


def test_stored_steps_come_in_order_and_what_is_none_is_left_out() -> None:
    stored: list[Any] = [{"day": 3, "what": "b"}, STEP, "no step", {"day": "1"}, {"day": True}]
    assert steps_of(stored) == (Step(0, "us", "call"), Step(3, "", "b"))
    assert steps_of([step.as_stored() for step in steps_of(stored)]) == steps_of(stored)


@pytest.mark.parametrize(
    ("playbook", "problem"),
    [
        (Playbook(" ", "", "start", ()), "The playbook needs a name."),
        (Playbook("x", "", "end", ()), "not a known anchor"),
        (Playbook("x", "", "start", (Step(0, "", " "),)), "Say what is to be done"),
        (Playbook("x", "", "start", (Step(731, "", "a"),)), "between -730 and 730"),
        (Playbook("x", "", "start", (Step(0, "", "a"),) * (MOST_STEPS + 1)), "at most 40 steps"),
    ],
)
def test_what_is_wrong_with_a_playbook_is_said(playbook: Playbook, problem: str) -> None:
    (found,) = validate_playbook(playbook)
    assert problem in found.text


def test_a_sound_playbook_has_no_problem() -> None:
    assert validate_playbook(Playbook("x", "", "renewal", (Step(-5, "", "a"),), "u")) == []
    assert Playbook("x", "", "start", (), "u").own


@pytest.mark.parametrize(
    ("lists", "problem"),
    [
        ({}, "no playbooks"),
        ({"a": 1}, "a has no steps"),
        ({"a": {"name": "A", "steps": []}}, "a has no steps"),
        ({"a": {"name": "A", "steps": [{"what": "x"}]}}, "step 1 of a has no day"),
        ({"a": {"name": "A", "steps": [STEP, 7]}}, "step 2 of a has no day"),
        ({"a": {"steps": [STEP]}}, "a: The playbook needs a name."),
        ({"a": {"name": "A", "suits": "never", "steps": [STEP]}}, "a: .*suits"),
        ({"a": {"name": "A", "anchor": "never", "steps": [STEP]}}, "a: .*anchor"),
    ],
)
def test_a_words_file_that_is_not_written_as_it_should_be_is_refused(lists: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_playbooks(lists)


def gone(on: date | None, *roles: Role) -> Person:
    return Person(id=1, name="Jo", roles=frozenset(roles), left_on=on)


def test_an_account_gives_occasion_by_its_colour_its_renewal_and_who_left() -> None:
    jo = gone(TODAY - timedelta(days=3), Role.CHAMPION, Role.EXECUTIVE_SPONSOR)
    found = occasions("onboarding", TODAY + timedelta(days=90), [jo, jo], TODAY, at_risk=True)
    assert found == [
        (Occasion.AT_RISK, "at risk since its last check"), (Occasion.ONBOARDING, "in its first ninety days"),
        (Occasion.RENEWAL, "renews 2027-02-18"), (Occasion.CHAMPION_LEFT, "Jo left 3 d ago"),
        (Occasion.SPONSOR_LEFT, "Jo left 3 d ago"),
    ]  # fmt: skip
    assert occasions("ended", TODAY, [jo], TODAY, at_risk=True) == []


@pytest.mark.parametrize("days", [-1, 91])
def test_a_renewal_is_an_occasion_for_ninety_days_before_it(days: int) -> None:
    assert occasions("active", TODAY + timedelta(days=days), [], TODAY, at_risk=False) == []


@pytest.mark.parametrize("left", [None, TODAY + timedelta(days=1), TODAY - timedelta(days=31)])
def test_somebodys_leaving_is_an_occasion_for_a_month(left: date | None) -> None:
    assert occasions("active", None, [gone(left, Role.CHAMPION)], TODAY, at_risk=False) == []
    assert occasions("active", None, [gone(TODAY, Role.END_USER)], TODAY, at_risk=False) == []
