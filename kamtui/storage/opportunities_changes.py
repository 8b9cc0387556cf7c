"""What the user does to opportunities: one function a user action (rules X-4 to X-8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.chances import PROBABILITIES
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import Integrity, OpportunityKind, Stage
from kamtui.domain.opportunities import (
    CLOSED_STAGES,
    RECORDED,
    Opportunity,
    Part,
    probability,
    validate_opportunity,
    why_not,
)
from kamtui.domain.problems import known, spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.wording import day_words
from kamtui.storage.contracts_changes import grow_value
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.expansion import Opportunity as Record

LABEL = 40
LINES = frozenset({"name", "next_step"})
TEXTS = frozenset({*(part.value for part in Part), "notes"})
PLAIN = frozenset({"kind", "annual_value", "probability", "expected_close", "next_step_due"})


def add_opportunity(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Add an opportunity, an idea at first, and give its key; raises Refused in one line (rule X-4)."""
    from kamtui.models.accounts import Account
    from kamtui.models.expansion import Opportunity as Record

    account = the(session, Account, account_id)
    record = Record(account_id=account_id, name="", stage=Stage.IDEA.value)
    _write(record, values)
    session.add(record)
    session.flush()
    describe(session, f"opportunity at {shorten(account.name, LABEL)}: {called(record)}")
    return key_of(record)


def edit_opportunity(session: "Session", opportunity_id: int, values: Mapping[str, Any]) -> None:
    """Change what is known of an opportunity; what is not in `values` stays. Raises Refused in one line.

    A part of the conversation that brought it out of its idea is rewritten, never emptied (rule X-5).
    """
    record = _the(session, opportunity_id)
    before = deal_of(record)
    _write(record, values)
    if before.stage not in (Stage.IDEA, Stage.LOST):
        after = deal_of(record)
        for part in Part:
            if before.part(part).strip() and not after.part(part).strip():
                raise Refused(f"it left the idea with its {part.value}; write another one, or take it back first")
    describe(session, f"changes to the opportunity {called(record)}")


def move_opportunity(
    session: "Session", opportunity_id: int, to: str, why: str = "", *, usual: Mapping[str, int] = PROBABILITIES
) -> None:
    """Bring an opportunity to another stage (rules X-5, X-6); `why` is kept in its notes.

    Closing stamps the day and keeps the probability it was last given, which the user's forecasts are scored by (rule
    X-8): its own, or the `usual` one of its stage. Raises Refused, naming what is missing.
    """
    record = _the(session, opportunity_id)
    stage = known(Stage, to, Stage.IDEA)
    if stage != to:
        raise Refused(f"no stage is called “{shorten(to, LABEL)}”")
    _refuse(why_not(deal_of(record), stage))
    _put_stage(session, record, stage, usual)
    _note(session, record, stage.value, why)
    describe(session, f"{called(record)} is {_words(stage)} now")


def answer_integrity(
    session: "Session", opportunity_id: int, answer: str, *, evidence: str = "", to: str = "",
    usual: Mapping[str, int] = PROBABILITIES,
) -> None:  # fmt: skip
    """Answer whose benefit it mainly is (rule X-6), and go on to the stage `to` where that is given and possible.

    `mine` parks it and keeps the day. Out of there leads only new evidence, which the notes keep. Raises Refused.
    """
    record = _the(session, opportunity_id)
    if answer not in list(Integrity):
        raise Refused("the answer is theirs or mine")
    if not deal_of(record).open:
        raise Refused(f"it is {record.stage}; the question comes before the invitation")
    if answer == Integrity.MINE:
        _park(session, record)
        return
    parked = record.integrity == Integrity.MINE
    if parked and not clean_line(evidence):
        raise Refused("it is parked until there is new evidence: say what is new")
    fill(record, {"integrity": Integrity.THEIRS.value})
    _note(session, record, "new evidence", evidence)
    said = "new evidence" if parked else "for their benefit"
    if to:
        stage = Stage(to)
        _refuse(why_not(deal_of(record), stage))
        _put_stage(session, record, stage, usual)
        said += f", {_words(stage)} now"
    describe(session, f"{called(record)}: {said}")


def plan_next_step(session: "Session", opportunity_id: int, what: str, due: date) -> None:
    """Say what happens next and by when (rule X-7); raises Refused for a day gone by or a closed opportunity."""
    record = _the(session, opportunity_id)
    if not clean_line(what):
        raise Refused("what the next step is, is needed")
    if due < today(session):
        raise Refused("the next step lies ahead: choose today or a later day")
    if not deal_of(record).open:
        raise Refused(f"it is {record.stage} and needs no next step")
    fill(record, {"next_step": clean_line(what), "next_step_due": due})
    describe(session, f"{called(record)}: next step by {day_words(due)}")


def grow_contract(session: "Session", opportunity_id: int) -> int:
    """Add what was won to what the account pays, as an event of today, and give the new value in minor units.

    Raises Refused where it is not won or has no value; see `grow_value` for the line that it becomes.
    """
    from kamtui.models.accounts import Account

    record = _the(session, opportunity_id)
    if record.stage != Stage.WON or not record.annual_value:
        raise Refused("only an opportunity that was won, with its value, grows a contract")
    account = the(session, Account, record.account_id)
    pays = grow_value(session, account, record.annual_value, record.name, f"won: {called(record)}")
    describe(session, f"{shorten(account.name, LABEL)} pays more: {called(record)}")
    return pays


def remove_opportunity(session: "Session", opportunity_id: int) -> str:
    """Remove an opportunity, and give its name."""
    record = _the(session, opportunity_id)
    describe(session, f"opportunity {called(record)} removed")
    session.delete(record)
    return record.name


def deal_of(record: "Record") -> Opportunity:
    """A record as the rules see it."""
    return Opportunity(**{name: getattr(record, name) for name in RECORDED})


def called(record: "Record") -> str:
    """An opportunity as labels repeat it."""
    return shorten(record.name, LABEL)


def _the(session: "Session", key: int) -> "Record":
    from kamtui.models.expansion import Opportunity as Record

    return the(session, Record, key)


def _park(session: "Session", record: "Record") -> None:
    if record.integrity == Integrity.MINE:
        raise Refused(f"it is parked already, since {record.parked_on or 'an earlier day'}")
    fill(record, {"integrity": Integrity.MINE.value, "parked_on": today(session)})
    describe(session, f"{called(record)} parked until there is new evidence")


def _put_stage(session: "Session", record: "Record", to: Stage, usual: Mapping[str, int]) -> None:
    """Set the stage with all that goes with it: the day it closed, and the forecast it closed with."""
    if to in CLOSED_STAGES:
        if record.stage not in CLOSED_STAGES:
            fill(record, {"probability": probability(replace(deal_of(record), usual=usual))})
        fill(record, {"closed_on": today(session)})
    elif record.stage in CLOSED_STAGES:
        own = record.probability if record.probability not in usual.values() else None
        fill(record, {"closed_on": None, "probability": own})
    fill(record, {"stage": to.value})


def _note(session: "Session", record: "Record", about: str, text: str) -> None:
    if said := clean_text(text).strip():
        line = f"{today(session)} {about}: {said}"
        fill(record, {"notes": f"{record.notes}\n{line}".strip()})


def _write(record: "Record", values: Mapping[str, Any]) -> None:
    """Fill an opportunity with cleaned values; raises Refused for the first thing that is wrong."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name in LINES:
            given[name] = clean_line(value or "")
        elif name in TEXTS:
            given[name] = clean_text(value or "").strip()
        elif name in PLAIN:
            given[name] = value
        else:
            raise Refused(f"an opportunity has no {spoken(name)} that can be typed")
    given["kind"] = given.get("kind") or record.kind or OpportunityKind.UPSELL.value
    wanted = {name: given.get(name, getattr(record, name)) for name in RECORDED}
    for problem in validate_opportunity(Opportunity(**wanted)):
        raise Refused(problem.text)
    if record.stage in CLOSED_STAGES and "probability" in given and given["probability"] != record.probability:
        raise Refused(f"it is {record.stage}: the probability it closed with is what forecasts are scored by")
    fill(record, given)


def _refuse(reason: str) -> None:
    if reason:
        raise Refused(reason)


def _words(stage: Stage) -> str:
    return "an idea" if stage is Stage.IDEA else stage.value
