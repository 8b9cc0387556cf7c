"""What the pipeline says about the line under the cursor: the second column, and the page of an opportunity."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from kamtui import wordlists
from kamtui.domain import money
from kamtui.domain.expansion import Integrity, TriggerState
from kamtui.domain.expansion_words import FILE, ExpansionWords, read_expansion_words
from kamtui.domain.opportunities import (
    Part,
    missing_parts,
    next_stage,
    probability,
    stalled,
    weighted,
    why_not,
)
from kamtui.domain.problems import listed, spoken
from kamtui.domain.text import shorten
from kamtui.domain.timing import TimingVerdict
from kamtui.domain.wording import due_words, near, past_words
from kamtui.storage.expansion import Judged
from kamtui.storage.opportunities import OpportunityRow
from kamtui.widgets.ink import Cell
from kamtui.widgets.ink import Part as Piece

LONGEST = 600
NAME = 60


@cache
def expansion_words() -> wordlists.Loaded[ExpansionWords]:
    """What is asked and said when an opportunity is opened up: the user's own words, or ours."""
    return wordlists.load(FILE, read_expansion_words)


def opportunity_lines(row: OpportunityRow, today: date, currency: str) -> list[Cell]:
    """An opportunity in full: worth, stage, next step, the three parts, integrity, where it came from."""
    deal = row.deal
    lines: list[Cell] = [(shorten(deal.name, LONGEST), "title")]
    lines.append((f"{shorten(row.account, NAME)} · {spoken(deal.kind)}", "dim"))
    lines += [worth_line(row, currency), stage_line(row, today), "", *step_lines(row, today), ""]
    lines += [part_line(row, part) for part in Part]
    lines += ["", *integrity_lines(row, today)]
    if row.trigger and row.heard_on:
        heard = f"{spoken(row.trigger_kind)}, heard {past_words(row.heard_on, today)}: "
        lines += ["", [(heard, "dim"), shorten(row.heard, LONGEST)]]
    if row.notes:
        lines += ["", *[(shorten(line, LONGEST), "dim") for line in row.notes.splitlines()[-20:]]]
    return lines


def opportunity_short(row: OpportunityRow, today: date, currency: str) -> list[Cell]:
    """The same in four lines, where there is no room for a second column."""
    lacking = missing_parts(row.deal)
    parts: Cell = [("✓ ", "good"), "observation, connection, invitation"]
    if lacking:
        parts = [("✗ no ", "watch"), (listed([part.value for part in lacking]), "watch"), (" · w writes it", "dim")]
    return [
        [(shorten(row.deal.name, NAME), "title"), (" · ", "dim"), *worth_line(row, currency)],
        step_lines(row, today)[0],
        parts,
        integrity_lines(row, today)[0],
    ]


def worth_line(row: OpportunityRow, currency: str) -> list[Piece]:
    """What it is worth a year, how likely it is, and what that makes."""
    deal = row.deal
    if deal.annual_value is None:
        return [("no value yet", "watch"), (" · e adds it", "dim")]
    worth: list[Piece] = [(f"{money.full(deal.annual_value, currency)} a year", "")]
    if deal.open:
        own = "" if deal.probability is None else f", yours; usual is {deal.usual[deal.stage]} %"
        worth.append((f" × {probability(deal)} %{own} = {money.short(weighted(deal))}", ""))
    return worth


def stage_line(row: OpportunityRow, today: date) -> Cell:
    """Its stage, and when it closes or was closed."""
    deal = row.deal
    pieces: list[Piece] = [(deal.stage, "strong")]
    if not deal.open:
        pieces.append((f" {past_words(deal.closed_on, today)}" if deal.closed_on else "", "dim"))
    elif deal.expected_close:
        late = deal.expected_close < today
        pieces.append((f" · closes {near(deal.expected_close, today)}", "late" if late else "dim"))
    following = next_stage(deal.stage)
    if following and (reason := why_not(deal, following)):
        pieces.append((f" · {reason}", "watch"))
    return pieces


def step_lines(row: OpportunityRow, today: date) -> list[Cell]:
    """The next step with its day, or why it stalls (rule X-7)."""
    deal = row.deal
    why = stalled(deal, today)
    step = shorten(deal.next_step, LONGEST)
    if deal.open and not step:
        ink = "late" if why else "dim"
        return [[("no next step" if not why else f"stalled: {why}", ink), (" · s plans one", "dim")]]
    if not deal.open:
        return [(f"closed; the last step was: {step}" if step else "closed, no next step", "dim")]
    when = f" · {due_words(deal.next_step_due, today)}"
    return [[("stalled: " if why else "next: ", "late" if why else "dim"), step, (when, "late" if why else "dim")]]


def part_line(row: OpportunityRow, part: Part) -> Cell:
    """One part of the conversation, or what it would be (rule X-5)."""
    words = row.deal.part(part).strip()
    if words:
        return [("✓ ", "good"), (f"{part.value}: ", "dim"), shorten(words, LONGEST)]
    return [("✗ ", "watch"), (f"{part.value}: ", "watch"), (expansion_words().value.parts[part], "dim")]


def integrity_lines(row: OpportunityRow, today: date) -> list[Cell]:
    """The answer to the integrity question (rule X-6)."""
    deal = row.deal
    if deal.integrity == Integrity.THEIRS:
        parked = f" · was parked {past_words(deal.parked_on, today)}" if deal.parked_on else ""
        return [[("✓ ", "good"), "mainly for their benefit", (parked, "dim")]]
    if deal.integrity == Integrity.MINE:
        when = f" {past_words(deal.parked_on, today)}" if deal.parked_on else ""
        return [[("‖ ", "watch"), (f"mainly ours: parked{when}", "watch"), (" · i with new evidence", "dim")]]
    return [[("? ", "watch"), "for whose benefit?", (" · i answers it", "dim")]]


def trigger_lines(each: Judged, today: date) -> list[Cell]:
    """A trigger in full: what was heard, the verdict with its three legs, and what can be done now."""
    row = each.trigger
    lines: list[Cell] = [(shorten(row.heard, LONGEST), "title"), (_heard(each, today), "dim"), ""]
    lines.append(verdict_line(each))
    for leg in each.timing.legs:
        sign: Piece = ("✓ ", "good") if leg.stands else ("✗ ", "watch")
        lines.append([sign, (f"{leg.leg.value}: ", "dim"), leg.words])
    return [*lines, "", row.window, *_keys(each)]


def trigger_short(each: Judged, today: date) -> list[Cell]:
    """The same in four lines."""
    row = each.trigger
    why = each.timing.missing or each.timing.legs
    said = "; ".join(leg.words for leg in why)
    return [
        [(shorten(row.heard, 120), "title")],
        [(_heard(each, today, 14), "dim")],
        [*verdict_line(each), (" · ", "dim"), said],
        *_keys(each)[:1],
    ]


def verdict_line(each: Judged) -> list[Piece]:
    """The verdict, loud when it says now."""
    now = each.timing.verdict is TimingVerdict.ACT_NOW
    if now and each.trigger.state is TriggerState.EXPIRED:
        return [("▷ ", "dim"), ("its window is over, and all three legs stand", "watch")]
    if now:
        return [("▶ act now", "good")]
    return [("▷ ", "dim"), (each.timing.words, "watch")]


def _heard(each: Judged, today: date, account: int = 40) -> str:
    row = each.trigger
    who = f" from {shorten(row.who, 24)}" if row.who else ""
    when = past_words(row.noted_on, today)
    return f"{shorten(row.account, account)} · {spoken(row.kind)}, {row.strength} signal{who}, {when}"


def _keys(each: Judged) -> Sequence[Cell]:
    if each.trigger.state is TriggerState.EXPIRED:
        return [[("s", "key"), (" opens it again  ", "dim"), ("i", "key"), (" makes it an opportunity", "dim")]]
    now = each.timing.verdict is TimingVerdict.ACT_NOW
    file: list[Piece] = [("f", "key"), (" files it with a day to look again  ", "dim")]
    act: list[Piece] = [("i", "key"), (" makes it an opportunity  ", "dim"), ("d", "key"), (" acted  ", "dim")]
    return [[*act, *file] if now else [*file, *act]]
