from datetime import date

import pytest

from kamtui.domain.competition import Competitor, days_to_contract_end, validate_competitor

DAY = date(2026, 11, 20)


@pytest.mark.rule("M-7")
def test_a_competitor_needs_a_provider_a_known_kind_and_position():
    assert validate_competitor(Competitor("Fabrikam")) == ()
    problems = validate_competitor(Competitor("", "rival", "above"))
    assert [problem.field for problem in problems] == ["provider", "kind", "position"]


@pytest.mark.rule("M-7")
def test_the_end_of_their_contract_is_counted_in_days():
    assert days_to_contract_end(Competitor("Fabrikam"), DAY) is None
    assert days_to_contract_end(Competitor("Fabrikam", contract_end=date(2026, 12, 1)), DAY) == 11
    assert days_to_contract_end(Competitor("Fabrikam", contract_end=date(2026, 11, 19)), DAY) == -1
