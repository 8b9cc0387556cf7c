"""The account plan as a document for people, with the lines and gaps that the screen shows."""

from collections.abc import Iterable
from datetime import date

from kamtui.domain.plan_document import Section
from kamtui.domain.plan_length import measure, printed
from kamtui.domain.plan_words import PlanWords
from kamtui.exchange.page import Block, Page
from kamtui.storage.plans import PlanPage


def plan_page(plan: PlanPage, today: date, words: PlanWords) -> Page:
    """The plan as it stands (rules P-1, P-2); a gap says which conversation would fill it (rule P-7)."""
    length = measure(plan.sections, plan.tier, words.gaps, plan.account)
    frozen = f"last frozen on {plan.frozen_on}" if plan.frozen_on else "never frozen"
    lead = f"{plan.tier.name.capitalize()} · as of {today} · {frozen} · {length.words}"
    return Page(f"Account plan: {plan.account}", lead, plan_blocks(plan.sections, words))


def plan_blocks(sections: Iterable[Section], words: PlanWords) -> tuple[Block, ...]:
    """The parts of a plan, or of a frozen version of one, in their order."""
    return tuple(
        Block(title=part.title, paragraph=part.above, items=part.items, blank=part.blank)
        for part in printed(sections, words.gaps)
    )
