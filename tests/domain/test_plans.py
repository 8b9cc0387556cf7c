"""The account plan's rules: objectives, actions, team, predictions, the page, its length, and two versions compared."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import account_team, plan_actions, predictions, smart
from kamtui.domain.account_team import Member
from kamtui.domain.accounts import Tier
from kamtui.domain.letter_widths import letter_width, text_width
from kamtui.domain.plan_actions import Action
from kamtui.domain.plan_diff import Pair, changed_lines, compare, side_by_side
from kamtui.domain.plan_document import Entry, PlanFacts, Section, as_document, compose, read_document, with_text
from kamtui.domain.plan_drawn import Known
from kamtui.domain.plan_length import LINE, LINES_PER_PAGE, Length, lines_in, measure, printed
from kamtui.domain.plan_words import NOTHING_YET, PlanWords, read_plan_words
from kamtui.domain.plans import (
    COMPONENTS,
    DRAWN,
    LISTS,
    TITLES,
    WRITTEN,
    PlanPart,
    heading,
    our_objective_problem,
    pages_allowed,
    part_of,
)
from kamtui.domain.predictions import Prediction
from kamtui.domain.smart import Objective
from kamtui.domain.text import clean_line

TODAY = date(2026, 11, 20)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def page(**facts: Any) -> tuple[Section, ...]:
    return compose(PlanFacts(known=Known(tier=Tier.GROWTH), **facts), TODAY)


def part(sections: tuple[Section, ...], wanted: PlanPart) -> Section:
    return next(section for section in sections if section.part is wanted)


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


# Predictions


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
    due = Prediction(statement="late", probability=30, by=ahead(-3))
    ordered = predictions.in_order([said(20, False), said(20, True, ahead(2)), said(50, None, None), due])
    assert [one.line for one in ordered] == [
        "30 % late · by 2026-11-17",
        "50 % They renew",
        "20 % They renew · by 2026-11-22 · came true",
        "20 % They renew · by 2026-11-20 · did not come true",
    ]
    assert predictions.remarks([due, said(50, None)], TODAY) == ("Did it come true? late (3 d late)",)


# The page


@pytest.mark.rule("P-7")
def test_an_empty_plan_is_all_gaps() -> None:
    sections = page()
    assert [section.part for section in sections] == list(PlanPart)
    assert all(section.gap for section in sections)


@pytest.mark.rule("P-1", "P-7")
def test_a_remark_stands_with_a_drawn_component_and_does_not_fill_it() -> None:
    sections = page(remarks={PlanPart.COMPETITION: "They talk to the new director", PlanPart.CLIENT_PROFILE: "no"})
    assert part(sections, PlanPart.COMPETITION).lines == ("Remark: They talk to the new director",)
    assert part(sections, PlanPart.COMPETITION).gap
    assert part(sections, PlanPart.CLIENT_PROFILE).remark == ()


def test_what_is_done_or_not_marked_is_there_to_work_with_and_not_printed() -> None:
    sections = page(
        objectives=(Objective(what="a", uid="1"), Objective(what="b", status="done", uid="2")),
        actions=(Action(what="c", uid="3"),),
        predictions=(said(50, True),),
        team=(Member("Ada", "lead"),),
    )
    assert [entry.printed for entry in part(sections, PlanPart.OBJECTIVES).entries] == [True, False]
    assert part(sections, PlanPart.ACTIONS).gap
    assert part(sections, PlanPart.PREDICTIONS).gap
    assert part(sections, PlanPart.TEAM).entries == (Entry("Ada · lead", "0"),)


def test_a_text_as_it_is_being_written_takes_the_place_of_its_part() -> None:
    sections = with_text(page(), PlanPart.STRENGTHS, "one\n\n two ")
    assert part(sections, PlanPart.STRENGTHS).printed == ("one", "two")
    sections = with_text(sections, PlanPart.REVENUE, "unsure")
    assert part(sections, PlanPart.REVENUE).remark == ("unsure",)
    assert part(sections, PlanPart.REVENUE).printed == ()
    assert part(sections, PlanPart.STRENGTHS).label == "Strengths"


@pytest.mark.rule("P-6")
def test_a_document_reads_back_as_it_was_printed() -> None:
    sections = page(texts={PlanPart.CLIENT_PROFILE: "A\nB"}, remarks={PlanPart.REVENUE: "unsure"})
    document = as_document("Nordwind", Tier.GROWTH, TODAY, sections)
    assert (document["account"], document["tier"], document["on"]) == ("Nordwind", 2, "2026-11-20")
    assert [(each.key, each.lines) for each in read_document(document)] == [(each.key, each.lines) for each in sections]


def test_documents_of_another_form_are_read_as_far_as_they_go() -> None:
    found = read_document({"weather": True, "profile": "A", "annual_value": 1200000, "objective": None, "on": "x"})
    assert [(each.title, each.printed) for each in found] == [
        ("Our objective for twelve months", ()),
        ("1 Client profile", ("A",)),
        ("Weather", ("True",)),
        ("Annual value", ("1,200,000",)),
    ]
    assert [each.label for each in found] == ["Ours", "", "", ""]
    odd = read_document({"parts": ["x", {}, {"part": "team", "lines": "Ada", "remark": [1, "b\nc"]}]})
    assert [(each.title, each.lines) for each in odd] == [
        ("", ()),
        ("Team", ("Ada", "Remark: 1", "Remark: b", "Remark: c")),
    ]
    assert read_document(["x"]) == ()


# Length


@pytest.mark.rule("P-5")
def test_a_line_of_the_page_is_broken_at_spaces_and_after_hyphens_between_letters() -> None:
    narrow, wide = int(LINE // letter_width("i")), int(LINE // letter_width("W"))
    assert lines_in("") == 1
    assert (lines_in("i" * narrow), lines_in("i" * (narrow + 1))) == (1, 2)
    assert (lines_in("W" * wide), lines_in("W" * (wide + 1))) == (1, 2)
    assert lines_in("i " * narrow) == 3
    assert lines_in("a " + "i" * (2 * narrow)) == 3
    assert lines_in("W" * (wide - 1) + "-W") == 2
    assert lines_in("W" * (wide - 2) + "-" + "W" * wide) == 2
    assert lines_in("1" * (wide - 2) + "-" + "1" * wide) == 2


def test_letters_are_as_wide_as_on_paper_and_unknown_ones_a_little_wider() -> None:
    assert [letter_width(sign) for sign in "iWé·"] == [222, 944, 556, 278]
    assert [letter_width(sign) for sign in "жЖ漢\U0001f600\u0301☂"] == [640, 800, 1000, 1300, 0, 1000]
    assert text_width("il", bolder=56) == 2 * (222 + 56)


@pytest.mark.rule("P-5")
def test_a_heading_goes_to_the_next_page_with_the_line_below_it() -> None:
    def over(count: int) -> float:
        full = Section("a", "A", tuple(map(Entry, "x" * count)))
        return measure([full, Section("b", "B", (Entry("x"),))], Tier.GROWTH).lines

    assert [over(count) for count in (52, 53, 54, 55)] == [58.5, LINES_PER_PAGE + 2, LINES_PER_PAGE + 2, 61]
    empty_heading = (Section("a", "A", tuple(map(Entry, "x" * 55))), Section("b", "", (Entry("y"),)))
    assert measure(empty_heading, Tier.GROWTH).lines == LINES_PER_PAGE + 1
    assert measure([Section("a", "A", (Entry("x"),))], Tier.GROWTH, account="W" * 60).lines == 3 * 1.5 + 1 + 1.5 + 1


@pytest.mark.rule("P-5")
def test_too_long_is_said_in_lines_and_never_cut() -> None:
    assert Length(LINES_PER_PAGE, 1).words == "1.0 of 1 page"
    assert Length(LINES_PER_PAGE + 0.4, 1).words == "1.0 of 1 page, 1 line too long"
    assert Length(LINES_PER_PAGE * 4, 3).lines_over == LINES_PER_PAGE
    assert Length(LINES_PER_PAGE * 1.5, 3).share == 0.5
    long = page(texts={PlanPart.CLIENT_PROFILE: "line\n" * 200})
    assert len(part(long, PlanPart.CLIENT_PROFILE).lines) == 200
    assert measure(long, Tier.GROWTH).lines_over > 100


@pytest.mark.rule("P-5")
@given(text=WORDS, more=WORDS)
def test_writing_more_never_makes_a_plan_shorter(text: str, more: str) -> None:
    before = measure(page(texts={PlanPart.THREATS: text}), Tier.GROWTH)
    after = measure(page(texts={PlanPart.THREATS: f"{text}\nx{more}"}), Tier.GROWTH)
    assert after.lines >= before.lines


def test_the_parts_that_share_a_heading_take_it_once_and_gaps_take_the_room_of_their_words() -> None:
    assert heading(PlanPart.THREATS) == heading(PlanPart.STRENGTHS) != heading(PlanPart.OUR_OBJECTIVE)
    short = measure(page(), Tier.GROWTH).lines
    assert measure(page(), Tier.GROWTH, {"revenue": "word " * 30}).lines == short + 1
    foreign = Section("weather", "Weather", (Entry("fine"),))
    assert measure([foreign], Tier.GROWTH).lines == 1.5 + 1 + 1.5 + 1
    (only,) = printed([Section("revenue", "R", remark=("late",))], {})
    assert only.lines == ("Remark: late", NOTHING_YET)
    (labelled,) = printed([Section("threats", "Threats", (), ("late",))], {"threats": "Ask."})
    assert labelled.items == ("Threats: still a gap. Ask.", "Remark: late")


# Two versions


@pytest.mark.rule("P-6")
def test_only_the_edited_lines_are_marked() -> None:
    before = (Section("a", "A", (Entry("one"), Entry("two"), Entry("three"))), Section("gone", "Gone", (Entry("x"),)))
    after = (Section("a", "A", (Entry("one"), Entry("2"), Entry("three"), Entry("four"))), Section("b", "B"))
    found = compare(before, after)
    assert [each.key for each in found] == ["a", "b", "gone"]
    assert [each.changed for each in found] == [True, False, True]
    assert changed_lines(found) == (Pair("two", "2"), Pair(None, "four"), Pair("x", None))


@pytest.mark.rule("P-6")
@given(before=st.lists(WORDS, max_size=8), after=st.lists(WORDS, max_size=8))
def test_both_sides_hold_all_their_lines_in_order(before: list[str], after: list[str]) -> None:
    pairs = side_by_side(before, after)
    assert [pair.before for pair in pairs if pair.before is not None] == before
    assert [pair.after for pair in pairs if pair.after is not None] == after
    assert (before == after) == (not any(pair.changed for pair in pairs))


# The words


@pytest.mark.rule("P-7")
def test_the_words_of_a_gap_are_read_from_a_file_and_nonsense_is_refused() -> None:
    words = read_plan_words({"gaps": {"revenue": "Ask\n them"}})
    assert words.gap("revenue") == "Ask them"
    assert words.gap("team") == PlanWords().gap("team") == NOTHING_YET
    with pytest.raises(ValueError, match="weather"):
        read_plan_words({"gaps": {"weather": "x"}})
    with pytest.raises(TypeError, match="revenue is no text"):
        read_plan_words({"guidance": {"revenue": 3}})


@given(text=WORDS)
def test_whatever_is_typed_can_be_composed_measured_and_read_back(text: str) -> None:
    sections = page(texts=dict.fromkeys(WRITTEN, text), remarks=dict.fromkeys(DRAWN, text))
    back = read_document(as_document(clean_line(text), Tier.STRATEGIC, TODAY, sections))
    assert changed_lines(compare(sections, back)) == ()
    assert measure(back, Tier.STRATEGIC).lines > 0
