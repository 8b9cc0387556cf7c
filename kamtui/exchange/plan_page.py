"""The account plan as a document for people, with the lines and gaps that the screen shows."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from kamtui.domain.plan_document import Section
from kamtui.domain.plan_length import measure
from kamtui.domain.plan_words import PlanWords
from kamtui.domain.plans import heading
from kamtui.exchange.page import Block, Page
from kamtui.storage.plans import PlanPage


def plan_page(plan: PlanPage, today: date, words: PlanWords) -> Page:
    """The plan as it stands (rules P-1, P-2); a gap says which conversation would fill it (rule P-7)."""
    length = measure(plan.sections, plan.tier, words.gaps)
    frozen = f"last frozen on {plan.frozen_on}" if plan.frozen_on else "never frozen"
    lead = f"{plan.tier.name.capitalize()} · as of {today} · {frozen} · {length.words}"
    return Page(f"Account plan: {plan.account}", lead, plan_blocks(plan.sections, words))


def plan_blocks(sections: Iterable[Section], words: PlanWords) -> tuple[Block, ...]:
    """The parts of a plan, or of a frozen version of one, in their order."""
    blocks = []
    for title, group in groupby(sections, key=lambda each: heading(each.part) if each.part else each.title):
        parts = list(group)
        if any(part.label for part in parts):
            blocks.append(Block(title=title, items=tuple(item for part in parts for item in _labelled(part, words))))
            continue
        blocks += [_block(title, part, words) for part in parts]
    return tuple(blocks)


def _block(title: str, part: Section, words: PlanWords) -> Block:
    remark = tuple(f"Remark: {line}" for line in part.remark)
    return Block(title=title, paragraph=remark, items=part.printed, blank=words.gap(part.key) if part.gap else "")


def _labelled(part: Section, words: PlanWords) -> list[str]:
    first, *rest = part.printed or (f"still a gap. {words.gap(part.key)}",)
    return [f"{part.label}: {first}", *rest]
