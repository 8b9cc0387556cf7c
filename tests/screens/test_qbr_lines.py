"""What the lists of reviews and the runner say in a line."""

from datetime import UTC, date, datetime

from kamtui.domain.accounts import Tier
from kamtui.domain.qbr import QbrState
from kamtui.domain.qbr_marks import Marked, MarkKind
from kamtui.screens import qbr_lines
from kamtui.storage.qbrs import QbrRow
from kamtui.widgets.ink import plain

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)
PLANNED_FOR = date(2026, 12, 4)
UNDER_WAY = QbrRow(
    1, "q1", 1, "Northwind", Tier.STRATEGIC, PLANNED_FOR, QbrState.RUNNING, NOW, None, None, None, (), (), "", 60, 0
)


def test_a_review_under_way_stands_under_the_day_it_began_and_not_the_one_it_was_planned_for() -> None:
    row = qbr_lines.row_of(UNDER_WAY, NOW.astimezone().date(), NOW)
    assert [plain(cell) for cell in row.cells[1:3]] == ["today", "Northwind"]


def test_marks_are_counted_in_singular_and_plural() -> None:
    one = dict.fromkeys(MarkKind, 1)
    two = dict.fromkeys(MarkKind, 2)
    saved = ("saved", "dim")
    assert plain(qbr_lines.counts_line(one, saved)) == "1 ours · 1 theirs · 1 trigger · 1 value · 1 question · saved"
    assert plain(qbr_lines.counts_line(two, saved)) == "2 ours · 2 theirs · 2 triggers · 2 values · 2 questions · saved"


def test_the_list_of_the_close_shows_what_value_is_worth_and_when_promises_are_due() -> None:
    value = Marked(MarkKind.VALUE, "saved 84k", amount=84_000_00)
    promise = Marked(MarkKind.OURS, "send it", due=date(2026, 11, 23))
    last = [plain(qbr_lines.marked_row(0, each, NOW.date(), kept=True).cells[-1]) for each in (value, promise)]
    assert last == ["84k", "in 3 d"]
    assert plain(qbr_lines.marked_row(0, value, NOW.date(), kept=False).cells[-1]) == "dropped"
