"""What the map says beside its lists."""

from datetime import date

import pytest

from kamtui.domain.stakeholders import Person
from kamtui.domain.wallchart import Callouts, Contradiction
from kamtui.screens.map_words import callout_lines, names, outreach_lines, stakes_words
from kamtui.storage.map import Stakes
from kamtui.widgets.ink import plain

TODAY = date(2026, 11, 20)


@pytest.mark.rule("M-9")
def test_what_is_at_stake_is_counted_and_what_is_not_there_is_not_said() -> None:
    assert stakes_words(Stakes(0, 0, 0, 0, 0)) == "0 a year"
    assert stakes_words(Stakes(24_000_000, 2, 8_000_000, 3, 1)) == (
        "240k a year, 1 QBR ahead, 2 opportunities worth 80k, 3 open commitments"
    )
    assert stakes_words(Stakes(100, 1, 0, 1, 2)) == "1 a year, 2 QBRs ahead, 1 opportunity, 1 open commitment"


@pytest.mark.rule("M-5")
def test_contradictions_and_the_unknown_are_called_out() -> None:
    ada, bo = Person(id=1, name="Ada"), Person(id=2, name="Bo")
    found = Callouts((ada, bo), (Contradiction(ada, "an ally, yet the relationship is at risk"),), ())
    assert [plain(line) for line in callout_lines(found)] == [
        "unknown on both axes: Ada and Bo",
        "Ada: an ally, yet the relationship is at risk",
    ]
    assert callout_lines(Callouts((), (), ())) == []
    assert names(["A", "B", "C", "D", "E"]) == "A, B, C and 2 others"


@pytest.mark.rule("M-4")
def test_an_outreach_is_planned_made_owed_or_nothing() -> None:
    def said(**more: object) -> list[str]:
        return [plain(line) for line in outreach_lines(Person(id=1, name="Ada", **more), TODAY)]

    assert said() == ["no outreach planned · f plans one"]
    assert said(quality="strong") == []
    assert said(outreach_what="lunch", outreach_due=date(2026, 11, 18)) == ["outreach: lunch · 2 d late"]
    made = {"outreach_what": "lunch", "outreach_due": TODAY, "outreach_done_on": date(2026, 11, 19)}
    assert said(quality="neutral", **made) == ["outreach made: lunch · yesterday"]
    assert said(**made) == ["no outreach planned · f plans one"]
    assert said(left_on=date(2026, 1, 1)) == []
