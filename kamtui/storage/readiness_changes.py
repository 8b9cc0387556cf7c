"""Keeping and removing readiness assessments (rule A-1)."""

from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.guided import Guided
from kamtui.domain.readiness import Dimension, findings_in, problems
from kamtui.domain.text import clean_line
from kamtui.storage.work import describe, the, today

if TYPE_CHECKING:
    from sqlmodel import Session


def assess(session: "Session", review: Guided) -> None:
    """Keep the assessment that a guided review has made, dated today (rules A-1, Y-4).

    Raises Refused, naming the first thing that is missing, while a score or a finding is.
    """
    from kamtui.models.reviews import Assessment

    scores = {each: int(review.figures[each.value]) for each in Dimension if each.value in review.figures}
    findings = {each: findings_in(review.notes.get(each.value, "")) for each in Dimension}
    if wrong := problems(scores, findings):
        raise Refused(wrong[0].text.rstrip("."))
    session.add(
        Assessment(
            on=today(session),
            scores={each.value: scores[each] for each in Dimension},
            findings={each.value: [clean_line(line) for line in findings[each]] for each in Dimension},
        )
    )


def remove(session: "Session", assessment_id: int) -> str:
    """Take an assessment away; u brings it back. Returns its day in words."""
    from kamtui.models.reviews import Assessment

    record = the(session, Assessment, assessment_id)
    said = f"readiness assessment of {record.on}"
    describe(session, f"{said} removed")
    session.delete(record)
    return said
