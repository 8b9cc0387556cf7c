from datetime import date

import pytest

from kamtui.domain.value import ValueEntry, ValueKind, total, validate_value_entry

DAY = date(2026, 11, 20)


@pytest.mark.rule("M-6")
def test_a_value_entry_needs_a_kind_a_text_and_no_negative_amount():
    assert validate_value_entry(ValueEntry("delivered", "Saved two days a month", DAY)) == ()
    problems = validate_value_entry(ValueEntry("hoped", " ", DAY, -1))
    assert [problem.field for problem in problems] == ["kind", "what", "amount"]


@pytest.mark.rule("M-6")
def test_the_total_counts_one_kind_from_a_day_on():
    entries = [
        ValueEntry("delivered", "a", date(2026, 1, 1), 100),
        ValueEntry("delivered", "b", DAY, 20),
        ValueEntry("delivered", "c", DAY),
        ValueEntry("adjacent", "d", DAY, 3),
    ]
    assert total(entries, ValueKind.DELIVERED) == 120
    assert total(entries, ValueKind.DELIVERED, DAY) == 20
    assert total(entries, ValueKind.ADJACENT) == 3
