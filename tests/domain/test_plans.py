"""The account plan's rules: its parts, objectives, actions and the team."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import account_team, plan_actions, smart
from kamtui.domain.account_team import Member
from kamtui.domain.accounts import Tier
from kamtui.domain.plan_actions import Action
from kamtui.domain.plans import (
    COMPONENTS,
    DRAWN,
    LISTS,
    TITLES,
    WRITTEN,
    PlanPart,
    our_objective_problem,
    pages_allowed,
    part_of,
)
from kamtui.domain.smart import Objective

TODAY = date(2026, 11, 20)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


# The parts


@pytest.mark.rule("P-1")
def test_a_plan_has_seven_components_of_which_five_are_drawn() -> None:
    assert len(COMPONENTS) == 7
    assert COMPONENTS[1:6] == DRAWN
    assert [TITLES[one][0] for one in COMPONENTS] == list("1234567")


@pytest.mark.rule("P-1")
def test_every_part_is_written_drawn_or_a_list() -> None:
    assert sorted((*WRITTEN, *DRAWN, *LISTS)) == sorted(PlanPart)
    assert part_of("competition") is PlanPart.COMPETITION
    assert part_of("weather") is None


@pytest.mark.rule("P-2")
def test_our_objective_has_at_most_140_characters_and_a_longer_one_is_counted() -> None:
    assert our_objective_problem("x" * 140) == ""
    assert our_objective_problem("x" * 141).endswith("at most 140 characters; this one has 141")


@pytest.mark.rule("P-5")
def test_a_strategic_plan_has_three_pages_and_any_other_one() -> None:
    assert [pages_allowed(tier) for tier in Tier] == [3, 1, 1]


# Objectives


@pytest.mark.rule("P-3")
def test_an_objective_without_measure_owner_and_date_names_all_three() -> None:
    assert Objective(what="Grow").missing == ("measure", "owner", "date")
    assert Objective(what="Grow").smart_words == "not yet SMART: no measure, no owner and no date"


@pytest.mark.rule("P-3")
@given(measure=st.booleans(), owner=st.booleans(), due=st.booleans())
def test_exactly_what_is_missing_is_named(measure: bool, owner: bool, due: bool) -> None:
    one = Objective(
        what="Grow", measure="users" * measure, owner="Ada" * owner, due=TODAY if due else None, target="85 %"
    )  # fmt: skip
    given_ones = {"measure": measure, "owner": owner, "date": due}
    assert one.missing == tuple(name for name, there in given_ones.items() if not there)
    assert bool(one.smart_words) == (not all(given_ones.values()))


def test_blanks_are_no_measure_and_no_owner() -> None:
    assert Objective(what="Grow", measure="  ", owner="\t", due=TODAY).missing == ("measure", "owner")


def test_an_objective_says_everything_in_one_line() -> None:
    whole = Objective(
        what="Halve the stock", measure="parts", target="500", owner="Ada", due=TODAY, priority=1, quick_win=True,
        origin="qbr",
    )  # fmt: skip
    assert whole.line == "1 Halve the stock · parts: 500 · Ada · by 2026-11-20 · quick win"
    assert whole.origin_words == "a QBR"
    assert Objective(what="Grow", target="500", status="done").line == "2 Grow · 500 · done"
    assert Objective(what="Grow").line == "2 Grow · not yet SMART: no measure, no owner and no date"
    assert Objective(what="Grow").origin_words == ""


@pytest.mark.rule("P-3")
def test_an_objective_needs_words_a_priority_from_1_to_3_and_known_choices() -> None:
    assert smart.validate_objective(Objective(what="Grow", priority=3, origin="map")) == ()
    wrong = smart.validate_objective(Objective(what=" ", priority=4, origin="luck", status="gone"))
    assert [problem.field for problem in wrong] == ["objective", "origin", "status", "priority"]


def test_open_objectives_come_first_by_priority_and_date() -> None:
    names = [("late", 1, ahead(9), "open"), ("soon", 1, ahead(1), "open"), ("some day", 1, None, "open")]
    names += [("low", 3, ahead(1), "open"), ("reached", 1, ahead(1), "done"), ("gone", 1, None, "dropped")]
    mixed = tuple(Objective(what=what, priority=prio, due=due, status=state) for what, prio, due, state in names[::-1])
    ordered = [one.what for one in smart.in_order(mixed)]
    assert ordered == ["soon", "late", "some day", "low", "reached", "gone"]


# Actions


@pytest.mark.rule("P-4")
def test_a_fourth_action_cannot_be_marked_for_the_next_90_days() -> None:
    marked = [Action(what=str(number), in_plan=True) for number in range(3)]
    assert plan_actions.why_not_in_plan(Action(what="one"), marked[:2]) == ""
    assert plan_actions.why_not_in_plan(Action(what="one"), marked).startswith("3 actions are marked")


@pytest.mark.rule("P-4")
def test_an_action_that_is_done_makes_room_and_is_not_marked_itself() -> None:
    done = Action(what="done", in_plan=True, done_on=TODAY)
    assert plan_actions.why_not_in_plan(Action(what="one"), [done] * 5) == ""
    assert plan_actions.why_not_in_plan(done, []) == "it is done: only what is still to do is marked"
    assert not done.printed


@pytest.mark.rule("P-4")
def test_the_marks_of_the_actions_are_remarked_on() -> None:
    assert plan_actions.remarks([], TODAY) == ()
    fine = [Action(what="a", due=ahead(30), in_plan=True, most_important=True)]
    assert plan_actions.remarks(fine, TODAY) == ()
    late = [Action(what="a", due=ahead(-2), most_important=True)]
    assert plan_actions.remarks(late, TODAY) == ("“a” is 2 d late.",)
    loose = [Action(what=str(n), due=ahead(91), in_plan=True) for n in range(4)]
    said = plan_actions.remarks(loose, TODAY)
    assert said[0] == "4 actions are marked for the next 90 days; three are the most."
    assert said[1] == "No action is marked as the most important of the next 30 days."
    assert said[2] == "“0” is due in 91 days, after the next 90."
    two = [Action(what="x", most_important=True), Action(what="y", due=ahead(31), most_important=True)]
    assert plan_actions.remarks(two, TODAY) == (
        "2 actions are marked as the most important one.",
        "“x” has no date within the next 30 days.",
        "“y” is due in 31 days, after the next 30.",
    )


def test_actions_stand_in_the_order_of_their_marks() -> None:
    mixed = [
        Action(what="old", done_on=ahead(-9)), Action(what="done", done_on=ahead(-1), most_important=True),
        Action(what="some day"), Action(what="later", due=ahead(5)), Action(what="marked", in_plan=True),
        Action(what="first", most_important=True, due=ahead(9)),
    ]  # fmt: skip
    ordered = plan_actions.in_order(mixed)
    assert [one.what for one in ordered] == ["first", "marked", "later", "some day", "done", "old"]
    assert [one.line for one in ordered[:1]] == ["★ first · by 2026-11-29"]
    assert ordered[4].line == f"done · done {ahead(-1)}"
    assert [one.printed for one in ordered] == [True, True, False, False, False, False]


# Team


@pytest.mark.rule("P-2")
def test_two_with_the_same_role_or_the_same_say_overlap() -> None:
    team = (Member("Ada", "lead", "discounts"), Member("Ben", "Lead"), Member("Cy", "sales", "Discounts"))
    assert account_team.overlaps(team) == (
        "Ada and Ben hold the same role.",
        "Ada and Cy may authorise the same, and none of them overrules the other.",
    )


@pytest.mark.rule("P-2")
def test_the_same_say_is_no_overlap_where_one_overrules_the_other() -> None:
    team = (Member("Ada", "lead", "discounts"), Member("Cy", "sales", "discounts", "ada"))
    assert account_team.overlaps(team) == ()
    assert account_team.gaps(team) == ()


def test_somebody_listed_twice_is_pointed_out() -> None:
    assert account_team.overlaps((Member("Ada", "a"), Member("ada", "b"))) == (
        "Ada and ada are the same person, listed 2 times.",
    )


@pytest.mark.rule("P-2")
def test_the_gaps_of_a_team_are_pointed_out() -> None:
    team = (Member("Ada", "", "", "Zoe"), Member("Ben", "lead", "", "Ben"))
    assert account_team.gaps(team) == (
        "Ada has no role yet.",
        "Nobody may authorise anything: who says yes to a discount, or to extra days?",
        "Ada overrules Zoe, who is not on the team.",
        "Ben cannot overrule themselves.",
    )
    assert account_team.gaps(()) == ()


def test_two_who_overrule_each_other_are_asked_for_the_last_word() -> None:
    team = (Member("Ada", "a", "x", "Ben"), Member("Ben", "b", "", "Ada"))
    assert account_team.gaps(team) == ("Ada and Ben overrule each other: who has the last word?",)


def test_a_team_comes_back_from_what_is_kept_whatever_else_is_there() -> None:
    ada = Member("Ada", "lead", "discounts", "Ben")
    assert account_team.team_of([ada.as_stored(), "Ben", {"role": "x"}, {"person": "Cy", "role": None}]) == (
        ada,
        Member("Cy"),
    )
    assert account_team.team_of({"person": "Ada"}) == ()
    assert ada.line == "Ada · lead · may authorise discounts · overrules Ben"
    assert Member("Cy").line == "Cy · no role yet"
    assert account_team.validate_member(Member(" "))[0].field == "person"
