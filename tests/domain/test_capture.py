from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamtui.domain.capture import GRAMMAR_HELP, capture
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.text import clean_line
from kamtui.domain.touchpoints import Channel, Initiator, Tone

WEDNESDAY = date(2026, 11, 18)
ACCOUNTS = [(1, "Acme"), (2, "Adatum"), (3, "ACME: Nordic"), (4, "Åkerlund AB"), (5, "Nextera"), (6, "R&D [/x]")]
PEOPLE = [
    (10, 1, "Jane Doe"),
    (11, 1, "Max Rau"),
    (12, 1, "Will Smith"),
    (13, 1, "Mark Doe"),
    (14, 1, "Dr. Åsa Berg"),
    (15, 1, "Head of procurement, name unknown"),
    (16, 1, "Jane Roe"),
    (17, 1, "Lindgren, Ida"),
    (18, 1, "—"),
    (20, 3, "Bo Ek"),
]

pytestmark = pytest.mark.rule("I-2")


def heard(text, **context):
    return capture(text, WEDNESDAY, ACCOUNTS, PEOPLE, **context)


def test_one_line_yields_account_channel_person_tone_trigger_and_next_step():
    line = heard("Acme: called Max ~warm #milestone next: send case study by fri")
    assert (line.account_id, line.account_name) == (1, "Acme")
    assert line.channel is Channel.CALL
    assert (line.people, line.people_names) == ((11,), ("Max Rau",))
    assert line.tone is Tone.WARM
    assert line.triggers == (TriggerKind.MILESTONE,)
    assert line.next_step == "send case study"
    assert line.next_step_due == date(2026, 11, 20)
    assert line.summary == "called Max"
    assert line.heard == (
        ("account", "Acme"),
        ("channel", "call"),
        ("with", "Max Rau"),
        ("tone", "warm"),
        ("trigger", "milestone"),
        ("next step", "send case study"),
        ("due", "Fri 20 Nov (2026-11-20)"),
    )


def test_an_empty_line_says_nothing_and_is_not_refused():
    line = heard(" \n ")
    assert (line.account_id, line.summary, line.next_step, line.happened_on) == (None, "", None, None)
    assert line.channel is Channel.OTHER


@pytest.mark.parametrize(
    ("text", "account", "summary"),
    [
        ("ACME: called", 1, "called"),
        ("ada: called", 2, "called"),
        ("Acme:called", 1, "called"),
        ("ACME: Nordic: called", 3, "called"),
        ("acme: nor: called", 3, "called"),
        ("akerlund: called", 4, "called"),
        ("R&D [/x]: called", 6, "called"),
        ("Acme: asked about https://example.com: fine", 1, "asked about https://example.com: fine"),
        ("r d x: called", 6, "called"),
        ("acme - called", 1, "called"),
        ("Acme, fine", 1, "fine"),
        ("Acme called", 1, "called"),
        ("Acme ~warm fine", 1, "fine"),
        ("ACME: Nordic lunch, fine", 1, "Nordic lunch, fine"),
        ("Akerlund AB wants a demo", 4, "Akerlund AB wants a demo"),
        ("Akerlund wants a demo", None, "Akerlund wants a demo"),
        ("Adatum", 2, ""),
        ("Foo: called", None, "Foo: called"),
        (": called", None, ": called"),
        ("met them at 14:30", None, "met them at 14:30"),
    ],
)
def test_an_account_is_known_by_its_name_or_an_unambiguous_beginning(text, account, summary):
    line = heard(text)
    assert (line.account_id, line.summary, line.candidates) == (account, summary, ())


def test_an_ambiguous_beginning_lists_the_accounts_and_stays_in_the_summary():
    line = heard("a: called", current=2)
    assert line.account_id is None
    assert line.candidates == ("Acme", "Adatum", "ACME: Nordic", "Åkerlund AB")
    assert line.summary == "a: called"
    assert ("account?", "Acme, Adatum, ACME: Nordic or Åkerlund AB") in line.heard


def test_two_accounts_of_one_name_are_not_guessed_between():
    for text in ("Acme: called", "Acme called"):
        line = capture(text, WEDNESDAY, [(1, "Acme"), (2, "ACME")], [])
        assert (line.account_id, line.candidates, line.summary) == (None, ("Acme", "ACME"), text)


@pytest.mark.parametrize("name", ["Call", "Will", "Next", "Coffee", "Met"])
def test_an_account_named_by_an_everyday_word_needs_its_colon(name):
    assert capture(f"{name} Jane", WEDNESDAY, [(1, name)], []).account_id is None
    assert capture(f"{name}: fine", WEDNESDAY, [(1, name)], []).account_id == 1


def test_a_line_without_account_is_about_the_current_one():
    line = heard("called Max", current=1)
    assert (line.account_id, line.people, line.summary) == (1, (11,), "called Max")
    assert heard("Adatum: called", current=1).account_id == 2
    assert heard("called", current=99).account_id is None


def test_next_and_note_are_marks_unless_an_account_is_called_so():
    assert heard("next: call them").account_id is None
    assert heard("next: call them").next_step == "call them"
    assert heard("Nex: call").account_id == 5
    line = capture("Next: called", WEDNESDAY, [(1, "Next")], [])
    assert (line.account_id, line.next_step) == (1, None)
    line = capture("next: call", WEDNESDAY, [(1, "Next")], [])
    assert (line.account_id, line.next_step) == (None, "call")


@pytest.mark.parametrize(
    ("sentence", "channel"),
    [
        ("rang the desk", Channel.CALL),
        ("a quick call", Channel.CALL),
        ("met the team", Channel.MEETING),
        ("mailed the meeting notes", Channel.EMAIL),
        ("E-mailed them", Channel.EMAIL),
        ("chatted", Channel.MESSAGE),
        ("visited the plant", Channel.VISIT),
        ("saw them at the conference", Channel.EVENT),
        ("the meeting moved, called them", Channel.CALL),
        ("recalled an emailing", Channel.OTHER),
        ("had lunch with Max", Channel.MEETING),
        ("quick zoom call with Max", Channel.CALL),
        ("left a voicemail", Channel.CALL),
        ("they want to see a demo", Channel.OTHER),
    ],
)
def test_the_channel_follows_from_the_verb(sentence, channel):
    assert heard(f"Acme: {sentence}").channel is channel


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("called jane doe and RAU", (10, 11)),
        ("met asa", (14,)),
        ("met Dr. Åsa Berg", (14,)),
        ("met Ida, then Ida Lindgren", (17,)),
        ("met lindgren ida", (17,)),
        ("Jane Roe came, jane was happy", (16,)),
        ("will mark the file", ()),
        ("met Will", (12,)),
        ("Will called", (12,)),
        ("Max's team came", ()),
        ("maximum effort", ()),
        ("the head of it is unknown", ()),
        ("met the head of procurement, name unknown", (15,)),
        ("called Bo", ()),
    ],
)
def test_people_are_known_by_any_of_their_names(sentence, people):
    line = heard(f"Acme: {sentence}")
    assert (line.people, line.unsure_people) == (people, ())
    assert line.summary == sentence


@pytest.mark.parametrize(
    ("sentence", "unsure"),
    [
        ("called Jane", ("Jane Doe", "Jane Roe")),
        ("met doe", ("Jane Doe", "Mark Doe")),
        ("Mark was there", ("Mark Doe",)),
        ("Mark", ("Mark Doe",)),
    ],
)
def test_a_name_that_may_mean_somebody_else_is_listed_and_not_guessed(sentence, unsure):
    line = heard(f"Acme: {sentence}")
    assert (line.people, line.unsure_people) == ((), unsure)


def test_nobody_is_looked_for_without_an_account():
    assert heard("called Max Rau").people == ()


@pytest.mark.parametrize(
    ("sentence", "initiator"),
    [
        ("called Max", Initiator.US),
        ("met with us", Initiator.US),
        ("Max met them", Initiator.US),
        ("a question came up <", Initiator.CLIENT),
        ("Jane wrote to us", Initiator.CLIENT),
        ("they called about it", Initiator.CLIENT),
        ("Max called about it", Initiator.CLIENT),
        ("asa wrote", Initiator.CLIENT),
        ("Jane rang", Initiator.CLIENT),
        ("got a mail from Max", Initiator.CLIENT),
        ("voicemail from jane", Initiator.CLIENT),
        ("call from the car", Initiator.US),
        ("price < 5", Initiator.US),
    ],
)
def test_who_began_follows_from_the_sentence_or_its_mark(sentence, initiator):
    assert heard(f"Acme: {sentence}").initiated_by is initiator


@pytest.mark.parametrize(
    ("text", "field", "value", "summary"),
    [
        ("fine ~COOL, really", "tone", Tone.COOL, "fine really"),
        ("fine ~ok", "tone", None, "fine ~ok"),
        ("~warm ~cool", "tone", Tone.WARM, "~cool"),
        ("x #org, #problem #org", "triggers", (TriggerKind.ORG_CHANGE, TriggerKind.ADJACENT_PROBLEM), "x #org"),
        ("x #unsolicited-referral", "triggers", (TriggerKind.UNSOLICITED_REFERRAL,), "x"),
        ("ticket #4711", "triggers", (), "ticket #4711"),
        ("x (30m) (5m)", "minutes", 30, "x (5m)"),
        ("x (45 min).", "minutes", 45, "x"),
        ("x (1h 15)", "minutes", 75, "x"),
        ("x (1.5 h)", "minutes", 90, "x"),
        ("x (99h)", "minutes", None, "x (99h)"),
        ("x (0m)", "minutes", None, "x (0m)"),
        ("x (again)", "minutes", None, "x (again)"),
        ("answered re 4h", "response_hours", 4, "answered"),
        ("answered re 30 min.", "response_hours", 0.5, "answered"),
        ("(re 2 d) answered re 1h", "response_hours", 48, "answered re 1h"),
        ("answered re 4h ~warm", "response_hours", 4, "answered"),
        ("wrote re 4h outage", "response_hours", None, "wrote re 4h outage"),
        ("wrote re", "response_hours", None, "wrote re"),
        ("x @yesterday y", "happened_on", date(2026, 11, 17), "x y"),
        ("x @last fri, y", "happened_on", date(2026, 11, 13), "x y"),
        ("x @3 days ago", "happened_on", date(2026, 11, 15), "x"),
        ("x @fri @mon", "happened_on", date(2026, 11, 13), "x @mon"),
        ("x @2099-01-01", "happened_on", None, "x @2099-01-01"),
        ("x @jane", "happened_on", None, "x @jane"),
        ("yesterday met them", "happened_on", date(2026, 11, 17), "met them"),
        ("21 nov: a talk", "happened_on", date(2025, 11, 21), "a talk"),
        ("fri call", "happened_on", date(2026, 11, 13), "call"),
        ("yesterday", "happened_on", None, "yesterday"),
        ("yesterday was bad", "happened_on", None, "yesterday was bad"),
        ("tomorrow meeting", "happened_on", None, "tomorrow meeting"),
        ("met Jane yesterday", "happened_on", date(2026, 11, 17), "met Jane"),
        ("called them 3 days ago.", "happened_on", date(2026, 11, 15), "called them"),
        ("visit last fri", "happened_on", date(2026, 11, 13), "visit"),
        ("met Jane today", "happened_on", date(2026, 11, 18), "met Jane"),
        ("met Jane last time", "happened_on", None, "met Jane last time"),
        ("they were ill yesterday", "happened_on", None, "they were ill yesterday"),
        ("met Jane tomorrow", "happened_on", None, "met Jane tomorrow"),
        ("call yesterday ~warm next: send it", "happened_on", date(2026, 11, 17), "call"),
        ("yesterday met @mon", "happened_on", date(2026, 11, 16), "yesterday met"),
        ("had lunch with Max yesterday, ~warm", "happened_on", date(2026, 11, 17), "had lunch with Max"),
        ("on mon met Max", "happened_on", date(2026, 11, 16), "met Max"),
        ("on mon they are closed", "happened_on", None, "on mon they are closed"),
        ("met Max and Åsa on Friday", "happened_on", date(2026, 11, 13), "met Max and Åsa"),
        ("met max 12 nov", "happened_on", date(2026, 11, 12), "met max"),
        ("met Max on sat", "happened_on", date(2026, 11, 14), "met Max"),
        ("met Max 12 march", "happened_on", None, "met Max 12 march"),
        ("met Max 2d", "happened_on", None, "met Max 2d"),
        ("called about mon", "happened_on", None, "called about mon"),
        ("called Max, Demo mon", "happened_on", None, "called Max, Demo mon"),
        ("called max demo on mon", "happened_on", None, "called max demo on mon"),
        ("call Max mon", "happened_on", None, "call Max mon"),
        ("fine ~cool: really", "tone", Tone.COOL, "fine really"),
        ("x #orgchange", "triggers", (TriggerKind.ORG_CHANGE,), "x"),
    ],
)
def test_marks_are_lifted_out_and_all_else_stays(text, field, value, summary):
    line = heard(f"Acme: {text}")
    assert getattr(line, field) == value
    assert line.summary == summary


@pytest.mark.rule("I-3")
def test_a_value_touchpoint_is_claimed_and_never_assumed():
    assert heard("Acme: shared a benchmark").transactional
    line = heard("Acme: shared a benchmark +value, +value")
    assert not line.transactional
    assert line.summary == "shared a benchmark +value"


@pytest.mark.rule("I-4")
@pytest.mark.parametrize("text", ["Acme: note: they called for budget", "Acme: Note:they called for budget"])
def test_a_note_is_for_ourselves(text):
    line = heard(text)
    assert line.internal
    assert (line.channel, line.summary) == (Channel.OTHER, "they called for budget")
    assert ("note", "for ourselves, no touchpoint") in line.heard
    assert not heard("Acme: take note: budget").internal


@pytest.mark.parametrize(
    ("text", "step", "due"),
    [
        ("called next: send it", "send it", None),
        ("called NEXT:send it by 21 nov", "send it", date(2026, 11, 21)),
        ("called next: send it @fri ~warm", "send it", date(2026, 11, 20)),
        ("called next: send it @soon", "send it @soon", None),
        ("called next: send it @fri by mon", "send it by mon", date(2026, 11, 20)),
        ("called next: fri", "fri", date(2026, 11, 20)),
        ("called next: ask what is next: a or b", "ask what is next: a or b", None),
        ("called next:", None, None),
        ("called. Next step: send it by fri", "send it", date(2026, 11, 20)),
        ("called next steps: send it", "send it", None),
        ("called, the next step is theirs", None, None),
        ("called next: send it (by fri)", "send it", date(2026, 11, 20)),
        ("called next: call Max on mon at 10", "call Max on mon at 10", date(2026, 11, 23)),
        ("called next: call Max tomorrow 10:30", "call Max tomorrow 10:30", date(2026, 11, 19)),
        ("called next: call Max fri morning, then Jane", "call Max fri morning, then Jane", None),
        ("called next: order at noon", "order at noon", None),
        ("called next: tomorrow call Max", "tomorrow call Max", date(2026, 11, 19)),
        ("called next: yesterday's mail", "yesterday's mail", None),
        ("called next: yesterday the mail came", "yesterday the mail came", None),
        ("called next: by fri the offer, then a call", "by fri the offer, then a call", date(2026, 11, 20)),
        ("called next: work on 3 d models", "work on 3 d models", None),
        ("called next: ask what was due mon 2 nov 2026 again", "ask what was due mon 2 nov 2026 again", None),
        ("called, see next://x", None, None),
        ("called", None, None),
    ],
)
def test_the_next_step_runs_to_the_end_and_may_carry_its_date(text, step, due):
    line = heard(f"Acme: {text}")
    assert (line.next_step, line.next_step_due) == (step, due)


def test_everything_understood_is_there_to_be_shown():
    line = heard("Acme: Jane wrote us (1h 5m) @mon +value re 4h")
    assert line.heard == (
        ("account", "Acme"),
        ("channel", "email"),
        ("with?", "Jane Doe or Jane Roe"),
        ("begun by", "client"),
        ("value touchpoint", "yes"),
        ("when", "Mon 16 Nov (2026-11-16)"),
        ("took", "1 h 05"),
        ("answered within", "4 h"),
    )


PIECES = (
    "Acme: ACME: a: note: next: ~warm ~odd #org #4711 +value < @fri @last @jane (30m) (45 min) re 4h by fri on 21 nov "
    "yesterday called Jane Doe will Max, https://x.y [/x] 3/4 & …"
)
LINES = st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(PIECES.split()), st.text(max_size=4))).map(" ".join))


@given(LINES, st.sampled_from([None, 1]))
@example("Acme : note: yesterday called Jane re 4h, < @last fri (1h 15) next:send it by fri ~warm #org +value", None)
@example("Acme: called next: fri", None)
def test_nothing_typed_is_dropped(text, current):
    line = heard(text, current=current)
    kept = [*line.lifted, line.summary, line.next_step or ""]
    assert sorted("".join(kept).replace(" ", "")) == sorted(clean_line(text).replace(" ", ""))


@given(LINES)
def test_what_is_kept_keeps_its_order(text):
    line = heard(text)
    left = iter(clean_line(text))
    assert all(char in left for char in f"{line.summary}{line.next_step or ''}".replace(" ", ""))


@given(st.lists(st.sampled_from(["they", "were", "happy", "with", "our", "work"])))
def test_plain_words_are_the_summary(words):
    marks = ["~warm", "#milestone", "(30m)", "@yesterday", "+value"]
    mixed = [piece for pair in zip(words, marks, strict=False) for piece in pair] + words[len(marks) :]
    assert heard("Acme: " + " ".join(mixed)).summary == " ".join(words)


def test_the_help_explains_every_mark_and_its_first_example_holds():
    for mark in ("~warm", "~neutral", "~cool", "+value", "@yesterday", "(30m)", "re 4h", "next:", "note:", "<"):
        assert mark in GRAMMAR_HELP
    for kind in TriggerKind:
        assert f"#{kind.value}" in GRAMMAR_HELP
    first = next(text for text in GRAMMAR_HELP.splitlines() if "Acme: called" in text)
    assert heard(first).next_step == "send case study"
    assert all(len(text) < 80 for text in GRAMMAR_HELP.splitlines())
