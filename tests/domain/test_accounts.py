from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import (
    AccountFacts,
    AccountValue,
    GapFlag,
    Status,
    Tier,
    expansion_gap,
    is_key_account,
    largest_gaps,
    name_key,
    tier_of,
    validate_account,
)
from kamtui.domain.problems import name_problems


def facts(**changes):
    return AccountFacts(**{"name": "Northwind", "tier": 1} | changes)


def texts(problems):
    return [problem.text for problem in problems]


@pytest.mark.rule("T-1")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME", "acme"),
        ("Acme  Corp ", " Acme Corp"),
        ("Straße", "STRASSE"),
        ("Ａｃｍｅ", "Acme"),
        ("Cafe\u0301", "Café"),
        ("Ac\u200bme", "Acme"),
        ("ﬁsh", "FISH"),
        ("Acme\u00a0Corp", "Acme Corp"),
    ],
)
def test_names_that_look_the_same_are_the_same(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.rule("T-1")
@pytest.mark.parametrize("other", ["Acme Corp", "Ac me", "Acmé", "R&D [/x]"])
def test_names_that_look_different_stay_different(other):
    assert name_key("Acme") != name_key(other)


@pytest.mark.rule("T-1")
@given(st.text())
def test_a_name_key_is_its_own_key(name):
    assert name_key(name_key(name)) == name_key(name)


@pytest.mark.rule("T-1")
@given(st.text())
def test_every_name_that_can_be_seen_has_a_key(name):
    assert name_key(name) or name_problems("name", name)


@pytest.mark.rule("T-1")
def test_an_account_with_name_and_tier_is_fine():
    assert validate_account(facts()) == ()


@pytest.mark.rule("T-1")
def test_everything_that_is_wrong_is_said_at_once():
    problems = validate_account(
        facts(
            name=" ",
            tier=7,
            status="gone",
            current_value=-1,
            potential_value=-2,
            client_since=date(2026, 2, 1),
            renewal_date=date(2026, 1, 1),
            contract_term_months=0,
        )
    )
    assert [problem.field for problem in problems] == [
        *("name", "tier", "status", "current_value", "potential_value", "renewal_date", "contract_term_months")
    ]


@pytest.mark.rule("T-1")
def test_a_name_that_is_taken_is_refused_whatever_its_case():
    assert texts(validate_account(facts(name="NORTHWIND "), {"northwind"})) == [
        "There is already an account named “NORTHWIND”."
    ]


@pytest.mark.rule("T-2")
@pytest.mark.parametrize(
    ("tier", "said"),
    [
        (None, "The tier is missing; it is 1 Strategic, 2 Growth or 3 Maintain."),
        ("", "The tier is missing; it is 1 Strategic, 2 Growth or 3 Maintain."),
        ("gold", "The tier is “gold”, which is unknown; it is 1 Strategic, 2 Growth or 3 Maintain."),
    ],
)
def test_an_unknown_tier_says_which_there_are(tier, said):
    assert texts(validate_account(facts(tier=tier))) == [said]


@pytest.mark.rule("T-1")
def test_renewal_on_the_first_day_as_a_client_is_possible():
    assert validate_account(facts(client_since=date(2026, 1, 1), renewal_date=date(2026, 1, 1))) == ()


@pytest.mark.rule("T-1")
@pytest.mark.parametrize("months", [1, 12, 1200])
def test_contract_terms_from_a_month_to_a_century_are_fine(months):
    assert validate_account(facts(contract_term_months=months)) == ()


@pytest.mark.rule("T-2")
@pytest.mark.parametrize("word", [1, "1", " Strategic ", "STRATEGIC", "s"])
def test_a_tier_is_read_as_number_name_or_letter(word):
    assert tier_of(word) is Tier.STRATEGIC


@pytest.mark.rule("T-2")
@pytest.mark.parametrize("word", [0, 4, "1.0", "x", None, ""])
def test_other_words_are_no_tier(word):
    assert tier_of(word) is None


@pytest.mark.rule("T-2")
def test_strategic_and_growth_are_the_key_accounts():
    assert [is_key_account(tier) for tier in Tier] == [True, True, False]


@pytest.mark.rule("T-4")
@given(st.integers(0, 10**9), st.none() | st.integers(0, 10**9))
def test_the_gap_is_never_below_zero(current, potential):
    gap = expansion_gap(current, potential)
    assert gap == max(0, (potential or 0) - current)


def worth(key, potential, observation="", name="", status=Status.ACTIVE, current=0):
    return AccountValue(key, name or f"Account {key}", current, potential, observation, status)


@pytest.mark.rule("T-4")
def test_the_three_largest_gaps_are_flagged_and_a_missing_observation_says_so():
    flags = largest_gaps([worth(1, 10), worth(2, 40, "They plan a second plant"), worth(3, 30, "  "), worth(4, 20)])
    assert flags == (GapFlag(2, 40, False), GapFlag(3, 30, True), GapFlag(4, 20, True))
    assert [flag.words for flag in flags] == ["", *["no expansion observation written yet"] * 2]


@pytest.mark.rule("T-4")
def test_accounts_that_ended_or_have_no_gap_are_not_flagged():
    assert largest_gaps([worth(1, 90, status="ended"), worth(2, None), worth(3, 10, current=10)]) == ()


@pytest.mark.rule("T-4")
def test_equal_gaps_are_ordered_by_name():
    assert [flag.account_id for flag in largest_gaps([worth(1, 5, name="b"), worth(2, 5, name="A")])] == [2, 1]
