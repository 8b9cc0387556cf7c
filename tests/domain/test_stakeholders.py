from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.stakeholders import (
    Person,
    Quality,
    Role,
    active,
    gone_with,
    is_active,
    missing_outreach,
    owes_outreach,
    quality_of,
    reports_in_a_circle,
    role_words,
    roles_of,
    uncovered_roles,
    validate_stakeholder,
)

TODAY = date(2026, 11, 20)
BUYER = frozenset({Role.ECONOMIC_BUYER})


def person(key=1, **changes):
    return Person(**{"id": key, "name": f"Person {key}"} | changes)


@pytest.mark.rule("M-2")
def test_a_person_is_unknown_until_told_otherwise():
    assert quality_of(person()) is Quality.UNKNOWN


@pytest.mark.rule("M-10")
def test_a_placeholder_counts_as_unknown_whatever_is_stored():
    assert quality_of(person(placeholder=True, quality="strong")) is Quality.UNKNOWN


@pytest.mark.rule("M-1")
def test_stored_role_words_become_roles_and_others_are_left_out():
    assert roles_of(["champion", "jester", "end_user"]) == {Role.CHAMPION, Role.END_USER}


@pytest.mark.rule("M-10")
def test_a_person_is_active_until_the_day_they_leave():
    assert is_active(person(), TODAY)
    assert is_active(person(left_on=TODAY + timedelta(days=1)), TODAY)
    assert not is_active(person(left_on=TODAY), TODAY)
    assert active([person(1), person(2, left_on=TODAY)], TODAY) == (person(1),)


@pytest.mark.rule("M-4")
def test_unknown_and_at_risk_owe_an_outreach():
    assert {quality for quality in Quality if owes_outreach(quality)} == {Quality.UNKNOWN, Quality.AT_RISK}
    assert owes_outreach("at_risk")


@pytest.mark.rule("M-4")
@pytest.mark.parametrize(
    ("outreach", "missing"),
    [
        ({}, True),
        ({"outreach_what": "coffee"}, True),
        ({"outreach_what": " ", "outreach_due": TODAY}, True),
        ({"outreach_due": TODAY}, True),
        ({"outreach_what": "coffee", "outreach_due": TODAY}, False),
        ({"outreach_what": "coffee", "outreach_due": TODAY, "outreach_done_on": TODAY}, True),
    ],
)
def test_an_outreach_says_what_and_by_when_and_is_not_over(outreach, missing):
    who = person(quality="at_risk", **outreach)
    assert missing_outreach([who], TODAY) == ((who,) if missing else ())


@pytest.mark.rule("M-4")
def test_strong_people_and_those_who_left_owe_nothing():
    assert missing_outreach([person(quality="strong"), person(2, left_on=TODAY)], TODAY) == ()


@pytest.mark.rule("M-10")
def test_roles_of_those_who_left_and_of_placeholders_are_uncovered():
    gone = person(1, roles=BUYER, left_on=TODAY)
    nameless = person(2, roles=frozenset({Role.GATEKEEPER}), placeholder=True)
    champion = person(3, roles=frozenset({Role.CHAMPION}))
    assert uncovered_roles([nameless, champion, gone], TODAY) == (Role.ECONOMIC_BUYER, Role.GATEKEEPER)
    assert uncovered_roles([gone, person(4, roles=BUYER)], TODAY) == ()


@pytest.mark.rule("M-9")
def test_only_roles_that_nobody_else_holds_go_with_a_person():
    both = person(1, roles=BUYER | {Role.CHAMPION})
    people = [both, person(2, roles=BUYER), person(3, roles=frozenset({Role.CHAMPION}), placeholder=True)]
    assert gone_with(both, people, TODAY) == (Role.CHAMPION,)


@pytest.mark.rule("M-9")
def test_nothing_goes_with_a_placeholder_or_with_somebody_who_left_already():
    for who in (person(roles=BUYER, placeholder=True), person(roles=BUYER, left_on=TODAY)):
        assert gone_with(who, [who], TODAY) == ()


def test_roles_are_said_in_the_order_of_the_practice():
    assert role_words([Role.CHAMPION, Role.ECONOMIC_BUYER]) == "economic buyer and champion"


@pytest.mark.rule("M-1")
def test_a_person_with_a_name_is_fine():
    assert validate_stakeholder(person(), ["champion"]) == ()


@pytest.mark.rule("M-1")
def test_everything_that_is_wrong_with_a_person_is_said_at_once():
    wrong = person(
        name="",
        function="magic",
        quality="superb",
        stance="fan",
        influence="huge",
        frequency="hourly",
        outreach_due=TODAY,
        reports_to=1,
    )
    assert [problem.field for problem in validate_stakeholder(wrong, ["jester"])] == [
        *("name", "function", "role", "quality", "stance", "influence", "frequency", "outreach", "reports_to")
    ]


@pytest.mark.rule("M-4")
def test_an_outreach_without_a_day_is_told():
    [problem] = validate_stakeholder(person(outreach_what="coffee"))
    assert problem.text == "The outreach does not say by when."
    assert validate_stakeholder(person(outreach_what="coffee", outreach_due=TODAY)) == ()


@pytest.mark.rule("M-1")
def test_nobody_reports_to_themselves_over_others():
    managers = {1: 2, 2: 3, 3: None}
    assert not reports_in_a_circle(1, 2, managers)
    assert reports_in_a_circle(3, 1, managers)


@given(st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6)), st.integers(1, 6), st.integers(1, 6))
def test_the_search_for_a_circle_always_ends(managers, who, manager):
    assert reports_in_a_circle(who, manager, managers) in (True, False)
