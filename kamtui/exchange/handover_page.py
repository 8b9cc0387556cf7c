"""The hand-over pack: one account as one document, for holiday cover or a successor (rule G-1)."""

from collections.abc import Iterator
from datetime import date

from kamtui.domain import money
from kamtui.domain.commitments import Promise, Side, kept_so_far, outcome_words
from kamtui.domain.completeness import summary as completeness_words
from kamtui.domain.expansion import window_words
from kamtui.domain.health import Colour
from kamtui.domain.plan_drawn import SIGNS
from kamtui.domain.plan_words import PlanWords
from kamtui.domain.plans import PlanPart
from kamtui.domain.practice import Practice
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import is_active, quality_of, role_words
from kamtui.domain.value import ValueKind
from kamtui.domain.week import RHYTHM
from kamtui.domain.wording import plural
from kamtui.exchange.page import Block, Page
from kamtui.exchange.plan_page import plan_blocks
from kamtui.storage.handover import Handover
from kamtui.storage.health import HeldCheck
from kamtui.storage.portfolio import StakeholderRow
from kamtui.storage.value import ValueRow

PRIVATE = "Notes on conversations that are being put off are private and left out."
TOLD_ABOVE = (PlanPart.RELATIONSHIP_MAP, PlanPart.ENGAGEMENT_HEALTH, PlanPart.COMPETITION)
"""Parts of the plan that the pack tells in more detail itself."""
CHECKS = 3
"""How many health checks are told in full."""


def handover_page(found: Handover, today: date, practice: Practice, words: PlanWords) -> Page:
    """Everything about one account (rule G-1); days are written out, as nobody knows when it is read."""
    row = found.page.row
    lead = f"{row.tier.name.capitalize()} · {row.status} · as of {today} · {plural(len(found.work), 'thing')} to do now"
    blocks = (
        Block("Profile", items=tuple(_profile(found))),
        Block("To do now", items=tuple(_work(found)), blank="" if found.work else "nothing is due this week"),
        Block("Coming up", items=tuple(f"{turn.due} · {turn.title}" for turn in found.page.coming)),
        _people(found, today, practice),
        _value(found),
        _competition(found),
        _health(found),
        _contracts(found, today),
        _triggers(found, today, practice),
        *_plan(found, words),
        *(_ledger(found, side, today) for side in Side),
        _onboarding(found),
        Block("Timeline", items=tuple(_happened(found)), blank="" if found.happened else "nothing happened yet"),
        Block(paragraph=(PRIVATE,)),
    )
    return Page(f"Hand-over: {row.name}", lead, tuple(each for each in blocks if _says_something(each)))


def _said(*parts: str) -> str:
    """The parts that say something, in a row, each on one line and none cut."""
    return " · ".join(" ".join(part.split()) for part in parts if part.strip())


def _says_something(block: Block) -> bool:
    return bool(block.summary or block.paragraph or block.items or block.blank)


def _profile(found: Handover) -> Iterator[str]:
    row, written = found.page.row, found.page.written
    yield _said(f"{row.tier.name.capitalize()} since {row.entered_on}", row.status, row.industry)
    yield f"Client since {row.client_since}" if row.client_since else f"Known here since {row.created_on}"
    yield _said(
        f"{money.short(row.current_value)} a year",
        "" if row.potential_value is None else f"could spend {money.short(row.potential_value)}",
    )
    if row.renewal_date:
        yield f"Renews on {row.renewal_date}" + (", by itself" if row.auto_renew else "")
    if found.page.tiers:
        last = found.page.tiers[0]
        yield _said(f"Tier set on {last.on}", last.reason)
    yield f"What we want: {written.our_objective or 'not written yet'}"
    yield f"What they want: {written.their_objective or 'not written yet'}"
    if row.expansion_observation:
        yield f"Observed: {row.expansion_observation}"
    if written.domain:
        yield f"Domain: {written.domain}"
    yield from (f"Note: {line}" for line in written.notes.splitlines() if line.strip())


def _work(found: Handover) -> Iterator[str]:
    for item in found.work:
        at = f" {item.at}" if item.at else ""
        yield _said(f"{item.due}{at} · {item.title}", "" if item.kind == RHYTHM else item.why)


def _people(found: Handover, today: date, practice: Practice) -> Block:
    row = found.page.row
    items = [_person(found, each, today) for each in row.people]
    if found.map.uncovered:
        items.append(f"Roles nobody holds: {role_words(found.map.uncovered)}")
    items += [f"Missing on the map: {each.missing}" for each in found.map.items if not each.done]
    threads = f"{plural(row.live_threads, 'live thread')} in {practice.live_thread_days} days"
    said = _said(threads, f"bus factor {row.bus_factor}", completeness_words(found.map.items))
    return Block("People", summary=said, items=tuple(items), blank="" if row.people else "nobody is mapped yet")


def _person(found: Handover, row: StakeholderRow, today: date) -> str:
    person, test = row.person, found.map.departures.get(row.person.id)
    gone = not is_active(person, today)
    return _said(
        person.name + (f", {person.title}" if person.title else ""),
        f"left on {person.left_on}" if gone else "",
        "primary contact" if row.primary else "",
        role_words(person.roles) + (" (assumed)" if person.assumed and person.roles else ""),
        f"relationship {spoken(quality_of(person))}",
        f"stance {spoken(person.stance)}, influence {spoken(person.influence)}",
        f"last touch {person.last_touch}" if person.last_touch else "never touched",
        f"wants to hear from us {spoken(person.frequency)}",
        f"if they left: {test.words}" if test is not None and not person.placeholder else "",
        f"reach out: {person.outreach_what}" if person.outreach_what and not person.outreach_done_on else "",
        row.email,
        row.phone,
        row.notes,
    )


def _value(found: Handover) -> Block:
    counts = found.page.counts
    said = plural(counts.delivered, "entry", "entries")
    summary = f"delivered: {said}, {money.short(counts.delivered_amount)}" if counts.delivered else ""
    return Block("Value", summary=summary, items=tuple(map(_entry, found.map.values)), blank=_none(found.map.values))


def _entry(row: ValueRow) -> str:
    entry = row.entry
    where = "delivered" if entry.kind == ValueKind.DELIVERED else "next door"
    amount = "" if entry.amount is None else money.short(entry.amount)
    return _said(f"{entry.on} · {where}: {entry.what}", amount, row.evidence, row.unit, row.stakeholder)


def _none(entries: object) -> str:
    return "" if entries else "nothing is written down yet"


def _competition(found: Handover) -> Block:
    items = tuple(
        _said(
            each.competitor.provider,
            each.competitor.area,
            spoken(each.competitor.kind),
            spoken(each.competitor.position),
            f"contract until {each.competitor.contract_end}" if each.competitor.contract_end else "",
            each.notes,
        )
        for each in found.map.competitors
    )
    blank = "none known" if found.map.competition_none_known else "nobody has looked yet"
    return Block("Competition", items=items, blank="" if items else blank)


def _health(found: Handover) -> Block:
    row, standing = found.page.row, found.page.row.standing
    items = [_check(check) for check in found.health.checks[:CHECKS]]
    items += [_said(f"{score.on} · {score.words}", score.source) for score in found.health.scores[:CHECKS]]
    if (talk := found.health.open_check_in) is not None:
        items.append(f"Check-in due on {talk.due}: {talk.question}")
    months = " ".join(SIGNS[each or Colour.UNRATED] for each in row.strip)
    stale = ", stale" if standing.stale else ""
    trend = f", {standing.trend}" if standing.trend else ""
    said = f"{SIGNS[standing.colour]} {standing.colour}{stale}{trend} · twelve months {months}"
    return Block("Health", summary=_said(said, row.silence), items=tuple(items), blank=_none(found.health.checks))


def _check(check: HeldCheck) -> str:
    signals = ", ".join(f"{spoken(signal)} {spoken(rating)}" for signal, rating in check.ratings.items())
    return _said(f"{check.on} · {check.colour}: {signals}", check.notes)


def _contracts(found: Handover, today: date) -> Block:
    items = tuple(
        _said(
            line.description or "contract line",
            f"{money.short(line.annual_value)} a year",
            f"{line.start or 'begun long ago'} to {line.end or 'open'}",
            "renews by itself" if line.auto_renew else "",
            "" if line.in_force(today) else "not in force",
        )
        for line in found.page.contracts
    )
    return Block("Contracts", items=items, blank="" if items else "no contract line is written down")


def _triggers(found: Handover, today: date, practice: Practice) -> Block:
    items = tuple(
        _said(
            f"{each.trigger.noted_on} · {each.trigger.heard}",
            spoken(each.trigger.kind),
            window_words(each.trigger, today, practice.trigger_window_days),
        )
        for each in found.page.triggers
    )
    return Block("Heard, and still open", items=items)


def _plan(found: Handover, words: PlanWords) -> Iterator[Block]:
    kept = tuple(each for each in found.plan.sections if each.part not in TOLD_ABOVE or each.remark)
    for block in plan_blocks(kept, words):
        yield Block(f"Plan: {block.title}", block.summary, block.paragraph, block.items, block.blank)


def _ledger(found: Handover, side: Side, today: date) -> Block:
    promises = [each.promise for each in found.ledger if each.promise.side == side]
    title = "Promised by us" if side is Side.OURS else "Promised by them"
    kept = kept_so_far(promises, side, today)
    said = f"{kept.open} open, {kept.kept} of {kept.settled} kept in time within twelve months"
    return Block(title, summary=said if promises else "", items=tuple(_promise(each, today) for each in promises))


def _promise(promise: Promise, today: date) -> str:
    due = f"due {promise.due}" if promise.due else "no date"
    return _said(promise.what, promise.who, due, outcome_words(promise, today))


def _onboarding(found: Handover) -> Block:
    start = found.start
    if start is None:
        return Block()
    items = [f"From the sale: {line}" for line in start.handover_note.splitlines() if line.strip()]
    items += [f"Success means: {line}" for line in start.success_criteria.splitlines() if line.strip()]
    for each in start.milestones:
        one = each.milestone
        met = f"met on {one.met_on}" if one.met_on else f"due {one.due}"
        items.append(_said(f"day {one.day} · {one.what}", one.success_measure, met))
    return Block("First ninety days", items=tuple(items))


def _happened(found: Handover) -> Iterator[str]:
    for line in found.happened:
        tone = f" ({line.tone})" if line.tone else ""
        yield _said(f"{line.on} · {line.what}{tone}", line.text, line.more)
