"""What another slot does to the turn that an account's activity has now: nothing becomes late by it."""

from datetime import date

from kamtui.domain.rhythm import Mark, Occurrence, OccurrenceState, OccurrenceStatus

WHY = "its week was changed"
_NOT_LATE = frozenset({OccurrenceStatus.UPCOMING, OccurrenceStatus.DUE})


def kept_on_its_day(before: Occurrence | None, after: Occurrence | None, today: date) -> Mark | None:
    """Return the mark that leaves a turn on its day, where the new slot alone would make it overdue (rules Y-3, Y-7).

    `before` and `after` are the occurrences that today's week asks for with the old and the new slot. None where there
    is nothing to keep: it was late before, is not late now, or belongs to another period.
    """
    if before is None or after is None or before.period != after.period:
        return None
    if before.status not in _NOT_LATE or after.status is not OccurrenceStatus.OVERDUE:
        return None
    return Mark(after.period.key, OccurrenceState.SNOOZED, today, before.due, WHY)
