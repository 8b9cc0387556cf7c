"""The reading aid: what it comments on, and above all where it keeps silent."""

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.conversations import STEPS, Part
from kamtui.domain.reading_aid import MOST_COMMENTS, ReadingAid, reading_aid

pytestmark = pytest.mark.rule("D-4")


def ours() -> ReadingAid:
    text = resources.files("kamtui").joinpath("words/reading_aid.toml").read_text(encoding="utf-8")
    return reading_aid(tomllib.loads(text))


AID = ours()


def rules(step: str, text: str, *, typing: bool = False) -> list[str]:
    return [comment.rule for comment in AID.comments(Part(step), text, typing=typing)]


COMMENTED = [
    # Acknowledge: explaining, defending, minimising, solving
    ("acknowledge", "It was only a small bug.", "minimising"),
    ("acknowledge", "I know the outage was just a hiccup, and yet you noticed.", "minimising"),
    ("acknowledge", "We are sorry for any inconvenience.", "minimising"),
    ("acknowledge", "I'm sorry if that upset you.", "minimising"),
    ("acknowledge", "It's not that bad, is it.", "minimising"),
    ("acknowledge", "At least nobody was hurt.", "minimising"),
    ("acknowledge", "You were a bit annoyed on Tuesday.", "minimising"),
    ("acknowledge", "There was a minor delay in the delivery.", "minimising"),
    ("acknowledge", "You waited because our server was down.", "explaining"),
    ("acknowledge", "The reason is that two people were ill.", "explaining"),
    ("acknowledge", "The delay was due to a change at the port.", "explaining"),
    ("acknowledge", "Let me explain what went wrong that night.", "explaining"),
    ("acknowledge", "This happened when we moved to the new data centre.", "explaining"),
    ("acknowledge", "I understand you are angry, but we had a lot going on.", "defending"),
    ("acknowledge", "Sorry about that, but it was Christmas.", "defending"),
    ("acknowledge", "Please understand that our people did their utmost.", "defending"),
    ("acknowledge", "To be fair, the contract says three days.", "defending"),
    ("acknowledge", "You should have told me on Monday.", "defending"),
    ("acknowledge", "We did everything that night.", "defending"),
    ("acknowledge", "We had no choice.", "defending"),
    ("acknowledge", "As I mentioned in March, this was a risk.", "defending"),
    ("acknowledge", "You lost a day. We will send a technician.", "solving"),
    ("acknowledge", "It has been fixed since Thursday.", "solving"),
    ("acknowledge", "From now on there is a second pair of eyes.", "solving"),
    ("acknowledge", "You get a discount on the next invoice.", "solving"),
    ("acknowledge", "I’ll make sure you never wait again: we'll assign two people.", "solving"),
    # Invite depth: no question
    ("invite", "I am sure you were surprised by all of this.", "no_question"),
    ("invite", "Now I explain how we see it.", "no_question"),
    # Own: blame, hedging
    ("own", "Your team forgot to send the list.", "blame"),
    ("own", "You never told us about the second site.", "blame"),
    ("own", "Our supplier failed twice.", "blame"),
    ("own", "Nobody told us that the date had moved.", "blame"),
    ("own", "That was my predecessor.", "blame"),
    ("own", "It was beyond our control.", "blame"),
    ("own", "Mistakes were made.", "hedging"),
    ("own", "Perhaps I called too late.", "hedging"),
    ("own", "We may have missed your mail.", "hedging"),
    ("own", "The hand-over was somewhat unclear.", "hedging"),
    ("own", "It could have been handled better.", "hedging"),
    ("own", "I am sorry if we caused trouble.", "hedging"),
    # Propose: no who, no date
    ("propose", "We will do better by Friday.", "nobody"),
    ("propose", "You get the report by 4 December.", "nobody"),
    ("propose", "The list is sent every Monday.", "nobody"),
    ("propose", "Priya sends you the list as soon as possible.", "no_date"),
    ("propose", "I will look into it soon.", "no_date"),
    ("propose", "I call one of your people.", "no_date"),
    # Confirm: no question
    ("confirm", "I am sure this settles it.", "no_question"),
    ("confirm", "That covers all your points.", "no_question"),
]

SILENT = [
    # The other side of each coin: words that look alike and are fine
    ("acknowledge", "You must have been furious."),
    ("acknowledge", "You waited three days, but nobody called you."),
    ("acknowledge", "But worst of all was the silence."),
    (
        "acknowledge",
        "You lost a morning at Hamburg and heard nothing from us until noon. That was hard on your people.",
    ),
    ("acknowledge", "It was not just a delay for you: it cost you the quarter."),
    ("acknowledge", "For you this was no small problem."),
    ("acknowledge", "You had to explain to your board what we had done."),
    ("acknowledge", "You stood before your customers without an answer because of us."),
    ("acknowledge", "You should have heard it from me first."),
    ("acknowledge", "You were left with no choice."),
    ("acknowledge", "I will not explain anything today."),
    ("acknowledge", "You were told it would be fixed by Monday, and it was not fixed."),
    ("acknowledge", "You waited at least three hours, with forty people in the hall."),
    ("acknowledge", "We called it a small thing. It was your year-end."),
    ("acknowledge", "Only now do I see what that week was like for you."),
    ("acknowledge", "You asked for a refund and got a form letter."),
    ("invite", "What did that morning look like from your side?"),
    ("invite", "Tell me what I have not seen yet."),
    ("invite", "I would like to hear what came on top of it."),
    ("own", "We released without a rehearsal and I did not call. That was mine."),
    ("own", "I did not tell your team."),
    ("own", "Your team never heard from us."),
    ("own", "Your people could not work that morning. I let that happen."),
    ("own", "This kind of silence is my fault."),
    ("own", "I could have called you on the first day, and I did not."),
    ("own", "I said yes to small things and never wrote them down, so you could not know."),
    ("own", "You should have heard it from me."),
    ("propose", "I call you myself every Friday until Christmas."),
    ("propose", "Oskar Winter takes over on Monday, with three weeks side by side."),
    ("propose", "By the 15th I list what is in and what is new."),
    ("propose", "From 4 December on, Priya Nair reads every invoice before it goes out."),
    ("propose", "Our head of support meets your team within two weeks."),
    ("propose", "Tomorrow at nine Tomas will be at your gate."),
    ("confirm", "Does that cover what worries you, or is something missing?"),
    ("confirm", "Tell me whether that is enough."),
    ("confirm", "I would like to hear if something is missing."),
]


@pytest.mark.parametrize(("step", "text", "rule"), COMMENTED)
def test_it_comments_on_words_that_stand_in_the_way(step: str, text: str, rule: str) -> None:
    assert rule in rules(step, text)


@pytest.mark.parametrize(("step", "text"), SILENT)
def test_it_keeps_silent_where_nothing_stands_in_the_way(step: str, text: str) -> None:
    assert rules(step, text) == []


def test_the_scripts_of_the_demo_pass_without_a_comment() -> None:
    text = resources.files("kamtui").joinpath("words/demo.toml").read_text(encoding="utf-8")
    scripts = tomllib.loads(text)["conversations"]
    for kind in ("service_failure", "scope_creep", "feedback"):
        for step in STEPS:
            said = scripts[kind][step.value].replace("{first}", "Ida").replace("{site}", "the plant")
            assert rules(step, said.replace("{project}", "the roll-out")) == [], said


@pytest.mark.parametrize("before", ["happened", "holding_back", "cost_of_waiting"])
def test_it_reads_the_script_alone(before: str) -> None:
    assert rules(before, "It was only a small bug, and mistakes were made.") == []


def test_words_mean_one_thing_in_one_step_and_nothing_in_another() -> None:
    assert rules("propose", "I fix the small bug by Friday.") == []
    assert rules("own", "Let me explain.") == []


@pytest.mark.parametrize("step", STEPS)
def test_nothing_written_is_nothing_to_comment_on(step: Part) -> None:
    assert AID.comments(step, "") == []
    assert AID.comments(step, " \n ") == []


def test_what_is_missing_is_said_only_when_the_sentence_has_ended() -> None:
    assert rules("invite", "When did you first", typing=True) == []
    assert rules("invite", "When did you first") == ["no_question"]
    assert rules("invite", "I was not there then. ", typing=True) == ["no_question"]
    assert rules("invite", "I see") == []


def test_what_is_there_is_said_while_it_is_typed() -> None:
    assert rules("acknowledge", "It was only a sm", typing=True) == ["minimising"]


def test_a_comment_repeats_the_words_it_is_about_as_they_were_typed() -> None:
    (comment,) = AID.comments(Part.OWN, "Well. Mistakes\n  WERE made, there.")
    assert comment.found == "Mistakes WERE made"
    assert comment.says.endswith(".")


def test_curly_and_straight_apostrophes_are_the_same() -> None:
    assert rules("acknowledge", "Don’t worry.") == rules("acknowledge", "Don't worry.") == ["minimising"]


def test_it_never_says_more_than_three_things_at_once() -> None:
    text = "Please understand our side: it was only a glitch because the server failed, and we will fix it."
    assert len(rules("acknowledge", text)) == MOST_COMMENTS == 3


def test_our_word_list_has_a_table_for_each_step_and_a_sentence_for_each_rule() -> None:
    assert list(AID.rules) == list(STEPS)
    assert {rule.name for step in AID.rules.values() for rule in step} >= {
        "minimising", "defending", "explaining", "solving", "no_question", "blame", "hedging", "nobody", "no_date",
    }  # fmt: skip


def test_a_word_list_of_ones_own_takes_the_place_of_ours() -> None:
    mine = reading_aid({"own": {"leider": {"says": "weicht aus.", "phrases": ["leider"]}}})
    assert [one.rule for one in mine.comments(Part.OWN, "Das war leider so.")] == ["leider"]
    assert mine.comments(Part.ACKNOWLEDGE, "It was only a small bug.") == []


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("only (a |)bug", "only bug", True),
        ("only (a |)bug", "only a bug", True),
        ("only (a |)bug", "only a bugle", False),
        ("sorry .. but", "sorry for that, but no", True),
        ("sorry .. but", "sorry for that. But no", False),
        ("in # days", "in 12 days", True),
        ("in # days", "in some days", False),
        ("the * team", "the other team", True),
        ("by Name", "by Priya", True),
        ("by Name", "by then", False),
        ("no?", "is it, no?", True),
        ("+1", "give +1", True),
        ("a.b", "a.b", True),
        ("a.b", "axb", False),
    ],
)
def test_phrases_know_a_few_signs(phrase: str, text: str, found: bool) -> None:
    mine = reading_aid({"own": {"mine": {"says": "x.", "phrases": [phrase]}}})
    assert bool(mine.comments(Part.OWN, text)) is found


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"sell": {}}, "sell is no step of the script"),
        ({"own": "blame"}, "own is no step of the script"),
        ({"own": {"blame": "you"}}, "own.blame has no sentence to say"),
        ({"own": {"blame": {"phrases": ["you"]}}}, "own.blame has no sentence to say"),
        ({"own": {"blame": {"says": "x", "phrases": []}}}, "own.blame has no phrases"),
        ({"own": {"blame": {"says": "x", "phrases": "you"}}}, "the phrases of own.blame are no list of texts"),
        ({"own": {"blame": {"says": "x", "phrases": [1]}}}, "the phrases of own.blame are no list of texts"),
        ({"own": {"blame": {"says": "x", "phrases": ["(you"]}}}, "(you is not a phrase"),
    ],
)
def test_a_word_list_that_is_not_written_as_it_should_is_refused_by_name(lists: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        reading_aid(lists)


@given(step=st.sampled_from(STEPS), text=st.text(max_size=200), typing=st.booleans())
def test_it_never_fails_on_anything_typed(step: Part, text: str, typing: bool) -> None:
    assert len(AID.comments(step, text, typing=typing)) <= MOST_COMMENTS


def test_what_nobody_could_say_in_one_step_is_not_read_so_that_typing_stays_quick() -> None:
    assert rules("own", "I did not call. " * 20 + "Mistakes were made.") == ["hedging"]
    assert rules("own", "I did not call. " * 600 + "Mistakes were made.") == []
