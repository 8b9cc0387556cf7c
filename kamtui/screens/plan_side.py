"""What stands beside the plan: guidance, the remark, and what the part under the cursor leaves open."""

from datetime import date

from kamtui.domain import account_team, plan_actions, predictions
from kamtui.domain.plans import DRAWN, LISTS, OBJECTIVE_LIMIT, TITLES, PlanPart
from kamtui.domain.wording import due_words
from kamtui.screens.plan_rows import Spot, plan_words
from kamtui.storage.plans import PlanPage
from kamtui.widgets.ink import Cell

KEYS: dict[PlanPart, tuple[tuple[str, str], ...]] = {
    PlanPart.OBJECTIVES: (("n", "new"), ("e", "edit"), ("d", "reached")),
    PlanPart.ACTIONS: (("n", "new"), ("e", "edit"), ("d", "done"), ("i", "next 90 days"), ("*", "most important")),
    PlanPart.TEAM: (("n", "new"), ("e", "edit"), ("del", "remove")),
    PlanPart.PREDICTIONS: (("n", "new"), ("e", "edit"), ("d", "what became of it")),
}


def remarks_on(page: PlanPage, spot: Spot, today: date) -> list[str]:
    """What the part under the cursor leaves open, in sentences."""
    part, facts = spot.part, page.facts
    if part is PlanPart.ACTIONS:
        return list(plan_actions.remarks(facts.actions, today))
    if part is PlanPart.TEAM:
        return [*account_team.overlaps(facts.team), *account_team.gaps(facts.team)]
    if part is PlanPart.PREDICTIONS:
        return [*predictions.remarks(facts.predictions, today), *predictions.score_words(page.score)]
    if part is PlanPart.OBJECTIVES:
        one = next((each for each in facts.objectives if each.uid == spot.uid), None)
        if one is None:
            return []
        words = one.smart_words if one.open else ""
        found = [f"{words[:1].upper()}{words[1:]}."] if words else []
        if one.open and one.due is not None and one.due < today:
            found.append(f"It is {due_words(one.due, today)}.")
        return [*found, f"It comes from {one.origin_words}."] if one.origin_words else found
    if part is PlanPart.OUR_OBJECTIVE:
        return [f"{len(page.text(part))} of {OBJECTIVE_LIMIT} characters."]
    return []


def side_lines(page: PlanPage, spot: Spot, today: date) -> list[Cell]:
    """The second column."""
    words, part = plan_words().value, spot.part
    lines: list[Cell] = [(TITLES[part], "title"), "", (words.guidance.get(part, ""), "dim")]
    section = next(each for each in page.sections if each.part is part)
    if section.gap:
        lines += ["", [("Still a gap. ", "watch"), (words.gap(part), "")]]
    for sentence in remarks_on(page, spot, today):
        lines += ["", sentence]
    if part in DRAWN:
        lines += ["", ("Remark", "dim")]
        lines += [*section.remark] or [("none yet: e writes one", "dim")]
    lines.append("")
    for key, meaning in KEYS.get(part, (("e", "remark" if part in DRAWN else "write"),)):
        lines.append([(f"{key:>4} ", "key"), (meaning, "dim")])
    return lines


def below_lines(page: PlanPage, spot: Spot, today: date) -> list[Cell]:
    """The same in short, where there is no second column."""
    found = remarks_on(page, spot, today)
    if found:
        return [[(found[0], ""), (" " + " ".join(found[1:]), "dim")]]
    words = plan_words().value.guidance.get(spot.part, "")
    how = "e writes a remark" if spot.part in DRAWN else "n adds one" if spot.part in LISTS else "e writes it"
    return [[(f"{words} ", "dim"), (f"{how}.", "")]]
