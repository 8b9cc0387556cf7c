"""How a guided review is drawn: where it stands, what is known at a step, and all steps beside it."""

from kamtui.domain.guided import END, MOST_CHOSEN, PIPELINE, Guided, GuidedLine, GuidedStep
from kamtui.domain.readiness import score_words
from kamtui.domain.text import shorten
from kamtui.screens import review_rows
from kamtui.storage.guided import GuidedPage
from kamtui.widgets.columns import Column
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.rows import Line, Row

LABEL = 17
OVERVIEW = 60


def columns() -> tuple[Column, ...]:
    """The columns of what is known."""
    return (Column("", 1), Column("", LABEL), Column("", share=1, least=20))


def steps_line(page: GuidedPage, here: int) -> Cell:
    """Which step it is, of how many, and what it is about."""
    step = page.steps[here]
    parts: list[Part] = [(f"{here + 1} of {len(page.steps)}  ", "dim"), (step.title, "title")]
    if step.about:
        parts.append((f"  {step.about}", "dim"))
    return parts


def known_row(place: int, line: GuidedLine) -> Row:
    """One thing that is known; what asks for something is marked."""
    mark: Part = ("!", "watch") if line.asks else ("", "")
    return Row([mark, (line.label, "watch" if line.asks else "dim"), line.text], key=("known", place))


def known_rows(step: GuidedStep) -> list[Line]:
    """Everything that is known at a step."""
    return [known_row(place, line) for place, line in enumerate(step.lines)]


def note_rows(page: GuidedPage, review: Guided) -> list[Line]:
    """What was noted at the steps, to choose from at the end."""
    rows: list[Line] = []
    for step in page.steps:
        text = review.notes.get(step.key, "").strip()
        if text and step.key != END:
            mark: Part = ("✓", "good") if choice_of(step, text) in review.chosen else ("", "")
            rows.append(Row([mark, (step.title, "dim"), " · ".join(text.splitlines())], key=("note", step.key)))
    return rows


def choice_of(step: GuidedStep, text: str) -> str:
    """A note as a chosen line: with the account's name where the steps are accounts."""
    first = text.splitlines()[0]
    return f"{step.title}: {first}" if step.words == "account" else first


def chosen_rows(page: GuidedPage, review: Guided) -> list[Line]:
    """What was chosen, of at most three."""
    return review_rows.chosen_rows(review.chosen, page.kind.chosen, MOST_CHOSEN)


def before_line(page: GuidedPage, step: GuidedStep) -> Cell:
    """What was noted the last time."""
    if not step.before:
        return ""
    when = "last time" if page.last is None or step.words != "account" else f"priority of {page.last.on}"
    return [(f"{when}: ", "dim"), (shorten(" · ".join(step.before.splitlines()), 400), "accent")]


def overview(page: GuidedPage, review: Guided, here: int) -> list[Cell]:
    """Every step with its mark, its score and its note."""
    lines: list[Cell] = [(page.kind.title.capitalize(), "title"), ""]
    for place, step in enumerate(page.steps):
        note = " · ".join(review.notes.get(step.key, "").split("\n")).strip()
        gone = step.key in review.notes
        sign = "▸" if place == here else "✓" if gone else " "
        parts: list[Part] = [(f"{sign} ", "accent"), (step.title, "strong" if place == here else "" if gone else "dim")]
        if (score := review.figures.get(step.key)) is not None:
            parts.append((f"  {score_words(score)}", "accent"))
        if note and step.key not in (PIPELINE, END):
            parts.append((f"  {shorten(note, OVERVIEW)}", "dim"))
        lines.append(parts)
    return lines
