"""The account plan as a page: what stands on it, how long it is, and two versions compared."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.account_team import Member
from kamtui.domain.accounts import Tier
from kamtui.domain.letter_widths import letter_width, text_width
from kamtui.domain.plan_actions import Action
from kamtui.domain.plan_diff import Pair, changed_lines, compare, side_by_side
from kamtui.domain.plan_document import Entry, PlanFacts, Section, as_document, compose, read_document, with_text
from kamtui.domain.plan_drawn import Known
from kamtui.domain.plan_length import LINE, LINES_PER_PAGE, Length, lines_in, measure, printed
from kamtui.domain.plan_words import NOTHING_YET, PlanWords, read_plan_words
from kamtui.domain.plans import DRAWN, WRITTEN, PlanPart, heading
from kamtui.domain.predictions import Prediction
from kamtui.domain.smart import Objective
from kamtui.domain.text import clean_line

TODAY = date(2026, 11, 20)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def page(**facts: Any) -> tuple[Section, ...]:
    return compose(PlanFacts(known=Known(tier=Tier.GROWTH), **facts), TODAY)


def part(sections: tuple[Section, ...], wanted: PlanPart) -> Section:
    return next(section for section in sections if section.part is wanted)


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
        predictions=(Prediction(statement="They renew", probability=50, by=TODAY, came_true=True),),
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
    assert [each.alone for each in found] == [False, True, True]
    assert found[2].pairs == (Pair("x", None),)
    assert changed_lines(found) == (Pair("two", "2"), Pair(None, "four"))


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
