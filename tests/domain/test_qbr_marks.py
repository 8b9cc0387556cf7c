from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.commitments import Side
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.qbr import Participant, Phase
from kamtui.domain.qbr_marks import SIGNS, Marked, MarkKind, counted, read_line, read_notes, with_mark

TODAY = date(2026, 11, 20)
PEOPLE = (
    Participant("Ida Sol", Side.THEIRS),
    Participant("Åsa Berg", Side.THEIRS),
    Participant("Jo Lind", Side.THEIRS),
    Participant("Jo Rau", Side.THEIRS),
    Participant("Max Hill", Side.OURS),
)


def read(line: str) -> Marked:
    found = read_line(line, TODAY, PEOPLE)
    assert found is not None
    return found


@pytest.mark.rule("Q-5")
@pytest.mark.parametrize(
    ("line", "kind", "what", "who", "due"),
    [
        ("! send Nordic reference list by fri", MarkKind.OURS, "send Nordic reference list", "", date(2026, 11, 20)),
        ("!send it by 12 dec", MarkKind.OURS, "send it", "", date(2026, 12, 12)),
        ("  ! Max: send the numbers, by next fri", MarkKind.OURS, "send the numbers", "Max Hill", date(2026, 11, 27)),
        ("* Ida sets it up by 12 dec", MarkKind.THEIRS, "Ida sets it up", "Ida Sol", date(2026, 12, 12)),
        ("* intro to COO, Ida sets it up by 12 dec", MarkKind.THEIRS, "intro to COO, Ida sets it up", "Ida Sol",
         date(2026, 12, 12)),
        ("* asa berg: name the lead", MarkKind.THEIRS, "name the lead", "Åsa Berg", None),
        ("* Jo names the lead", MarkKind.THEIRS, "Jo names the lead", "", None),
        ("* Max names the lead", MarkKind.THEIRS, "Max names the lead", "", None),
        ("* list to legal, Ida", MarkKind.THEIRS, "list to legal, Ida", "", None),
        ("! by fri", MarkKind.OURS, "by fri", "", None),
        ("! send it tomorrow", MarkKind.OURS, "send it", "", date(2026, 11, 21)),
        ("! send it by 31.12.2026", MarkKind.OURS, "send it", "", date(2026, 12, 31)),
        ("! send it by someday", MarkKind.OURS, "send it by someday", "", None),
    ],
)  # fmt: skip
def test_a_commitment_has_what_and_who_and_when(
    line: str, kind: MarkKind, what: str, who: str, due: date | None
) -> None:
    found = read(line)
    assert (found.kind, found.text, found.who, found.due) == (kind, what, who, due)
    assert found.sign == line.strip()[0]


@pytest.mark.rule("Q-5")
@pytest.mark.rule("X-1")
@pytest.mark.parametrize(
    ("line", "kind", "heard"),
    [
        ("^ org change: supplier consolidation Q1", TriggerKind.ORG_CHANGE, "supplier consolidation Q1"),
        ("^ adjacent_problem: they lose parcels", TriggerKind.ADJACENT_PROBLEM, "they lose parcels"),
        ("^ new COO wants one supplier", TriggerKind.ORG_CHANGE, "new COO wants one supplier"),
        ("^ a rival offered a trial", TriggerKind.COMPETITOR, "a rival offered a trial"),
        ("^ they recommended us to Apex", TriggerKind.UNSOLICITED_REFERRAL, "they recommended us to Apex"),
        ("^ want to talk about the renewal early", TriggerKind.RENEWAL, "want to talk about the renewal early"),
        ("^ site 3 went live", TriggerKind.MILESTONE, "site 3 went live"),
        ("^ note: something else hurts", TriggerKind.ADJACENT_PROBLEM, "note: something else hurts"),
    ],
)
def test_a_trigger_is_recognised_by_its_words(line: str, kind: TriggerKind, heard: str) -> None:
    found = read(line)
    assert (found.kind, found.trigger, found.text) == (MarkKind.TRIGGER, kind, heard)


@pytest.mark.rule("Q-5")
@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("+ hours saved, worth 84k a year", 84_000_00),
        ("+ saved EUR 1,200.50", 1_200_50),
        ("+ €1.2m less stock", 1_200_000_00),
        ("+ 12,000 eur saved.", 12_000_00),
        ("+ 42 fewer tickets, 12 % faster", None),
        ("+ saved 1.234 EUR", None),
        ("+ nothing yet", None),
    ],
)
def test_value_delivered_takes_an_amount_where_one_is_said(line: str, amount: int | None) -> None:
    assert (read(line).kind, read(line).amount) == (MarkKind.VALUE, amount)


@pytest.mark.rule("Q-5")
def test_an_open_question_is_kept_as_it_stands() -> None:
    assert read("? who signs in January") == Marked(MarkKind.QUESTION, "who signs in January")


@pytest.mark.rule("Q-5")
@pytest.mark.parametrize(
    "line", ["", "   ", "plain", "!", "! ", "!! hot", "** bold", "?! what", "!= 3", "send! it", "- list", "!\x07"]
)
def test_everything_else_is_a_plain_note(line: str) -> None:
    assert read_line(line, TODAY, PEOPLE) is None


@pytest.mark.rule("Q-5")
def test_notes_are_read_in_the_order_of_the_phases_and_twice_the_same_is_once() -> None:
    notes = {Phase.VISION: "? b\n? b\nplain", Phase.RESULTS: "+ a\n\n  plain [/x]  \n! c"}
    found = read_notes(notes, TODAY)
    assert [(each.phase, each.text) for each in found] == [
        (Phase.RESULTS, "a"),
        (Phase.RESULTS, "c"),
        (Phase.VISION, "b"),
    ]
    assert counted(notes.values()) == {MarkKind.QUESTION: 2, MarkKind.VALUE: 1, MarkKind.OURS: 1}


@given(st.text(max_size=60))
def test_no_line_is_too_strange_to_be_read(line: str) -> None:
    found = read_line(line, TODAY, PEOPLE)
    assert found is None or found.text


def test_a_mark_is_put_on_a_line_replaced_and_taken_off() -> None:
    assert with_mark("send it", "!") == "! send it"
    assert with_mark("  ! send it", "*") == "  * send it"
    assert with_mark("! send it", "!") == "send it"
    assert with_mark("", "?") == "? "
    assert with_mark("!= 3", "!") == "! != 3"
    for sign in SIGNS:
        assert with_mark(with_mark("a", sign), sign) == "a"
