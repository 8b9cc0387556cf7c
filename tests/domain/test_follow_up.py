import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from string import Formatter

import pytest

from kamtui.domain import follow_up
from kamtui.domain.deadlines import sent_on_time
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.follow_up import Facts, Part, Promise, both_done_by, compose, missing, parts_words

ENDED = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
WORDS = tomllib.loads(resources.files("kamtui").joinpath("words/qbr.toml").read_text(encoding="utf-8"))["follow_up"]
OURS = Promise("send the list", ours=True, due=date(2026, 11, 27))
THEIRS = Promise("name the lead", ours=False, who="Ida Sol", due=date(2026, 12, 12))
LATER = Promise("later", ours=False)


@pytest.mark.rule("Q-7")
def test_a_review_held_at_1610_has_its_follow_up_due_at_1610_the_next_day() -> None:
    assert follow_up.due(ENDED) == datetime(2026, 11, 21, 16, 10, tzinfo=UTC)
    assert follow_up.left_words(ENDED, ENDED + timedelta(hours=18, minutes=40)) == "due in 5 h 20"
    assert follow_up.left_words(ENDED, ENDED + timedelta(hours=24)) == "due in 0 seconds"
    assert follow_up.left_words(ENDED, ENDED + timedelta(hours=73)) == "2 days late"


@pytest.mark.rule("Q-7")
def test_23_hours_59_is_on_time_and_24_hours_1_is_late() -> None:
    assert sent_on_time(ENDED, ENDED + timedelta(hours=23, minutes=59))
    assert not sent_on_time(ENDED, ENDED + timedelta(hours=24, minutes=1))


@pytest.mark.rule("Q-7")
def test_the_three_parts_are_asked_for() -> None:
    assert missing([]) == (Part.OURS, Part.THEIRS, Part.WHEN)
    assert missing([OURS]) == (Part.THEIRS,)
    assert missing([OURS, Promise("later", ours=False)]) == (Part.WHEN,)
    assert missing([OURS, THEIRS]) == ()
    assert parts_words([OURS, THEIRS]) == "3 of 3 parts"
    assert parts_words([THEIRS]) == "2 of 3 parts, missing: what we will do"


@pytest.mark.rule("Q-7")
def test_a_reason_stands_for_a_missing_part() -> None:
    assert missing([OURS], {"theirs": "nothing was asked of them"}) == ()
    assert missing([OURS], {"theirs": "  "}) == (Part.THEIRS,)


@pytest.mark.rule("Q-7")
def test_both_are_done_by_the_last_date() -> None:
    assert both_done_by([OURS, THEIRS]) == date(2026, 12, 12)
    assert both_done_by([OURS, Promise("later", ours=True)]) is None
    assert both_done_by([]) is None


@pytest.mark.rule("Q-7")
def test_the_draft_holds_the_three_parts_frames_the_expansion_and_proposes_one_next_step() -> None:
    text = compose(
        Facts(
            FRIDAY,
            promises=(OURS, THEIRS),
            results=("hours saved {day}",),
            expansion=((TriggerKind.ORG_CHANGE, "one supplier for the nordics."), (TriggerKind.RENEWAL, "early talk")),
            questions=("who signs",),
            greet=("Ida Sol", "Åsa Berg"),
        ),
        WORDS,
    )
    assert text.startswith("Dear Ida Sol and Åsa Berg,\n\nThank you for the time on Fri 20 Nov.")
    assert "What we will do:\n- send the list, by Fri 27 Nov" in text
    assert "What you will do:\n- name the lead (Ida Sol), by Sat 12 Dec" in text
    assert "done by Sat 12 Dec." in text
    assert "- hours saved {day}" in text
    assert "You also raised this: one supplier for the nordics. It stayed" in text
    assert "Before we speak about terms" in text
    assert text.count("As a next step") == 1
    assert "half an hour on Fri 27 Nov" in text


@pytest.mark.rule("Q-7")
@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (Facts(FRIDAY, promises=(OURS, THEIRS)), "ten minutes on Mon 14 Dec"),
        (Facts(FRIDAY, promises=(OURS, LATER), next_review=date(2027, 2, 5)), "review on Fri 5 Feb"),
        (Facts(FRIDAY, greet=("Ida",)), "a short call on Fri 4 Dec"),
    ],
)  # fmt: skip
def test_there_is_always_one_next_step(facts: Facts, step: str) -> None:
    text = compose(facts, WORDS)
    assert step in text
    assert text.count("As a next step") == 1


def test_nobody_to_greet_and_nothing_said_still_make_a_draft() -> None:
    text = compose(Facts(FRIDAY), WORDS)
    assert text.startswith("Hello,\n\nThank you")
    assert "What we will do" not in text


def test_every_place_in_the_sentences_is_one_that_is_filled_in() -> None:
    for sentence in WORDS.values():
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= {"day", "names", "heard"}
