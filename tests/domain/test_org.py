from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.org import org_tree
from kamtui.domain.stakeholders import Person

TODAY = date(2026, 11, 20)


def person(key, reports_to=None, **changes):
    return Person(**{"id": key, "name": f"Person {key}", "reports_to": reports_to} | changes)


def shape(people):
    return [(row.person.id, row.depth, row.manager) for row in org_tree(people, TODAY)]


@pytest.mark.rule("M-1")
def test_each_person_is_followed_by_those_who_report_to_them():
    people = [person(3, 1), person(4, 2), person(1), person(2, 1), person(5)]
    assert shape(people) == [(1, 0, None), (2, 1, 1), (4, 2, 2), (3, 1, 1), (5, 0, None)]


@pytest.mark.rule("M-10")
def test_when_a_manager_left_their_people_move_up():
    people = [person(1), person(2, 1, left_on=TODAY), person(3, 2, left_on=TODAY), person(4, 3)]
    assert shape(people) == [(1, 0, None), (4, 1, 1)]


@pytest.mark.rule("M-10")
def test_a_placeholder_keeps_its_place():
    assert shape([person(1, placeholder=True), person(2, 1)]) == [(1, 0, None), (2, 1, 1)]


def test_a_manager_nobody_knows_makes_a_top_row():
    assert shape([person(1, 99)]) == [(1, 0, None)]


def test_reporting_to_oneself_makes_a_top_row():
    assert shape([person(1, 1)]) == [(1, 0, None)]


def test_a_circle_is_cut_at_the_first_name_and_says_so():
    people = [person(2, 3), person(3, 2), person(1, 3)]
    assert shape(people) == [(2, 0, None), (3, 1, 2), (1, 2, 3)]
    assert [row.loop for row in org_tree(people, TODAY)] == [True, False, False]


def test_the_last_report_of_each_manager_is_marked():
    people = [person(1), person(2, 1), person(3, 2), person(4, 1)]
    assert [(row.person.id, row.last) for row in org_tree(people, TODAY)] == [
        (1, True),
        (2, False),
        (3, True),
        (4, True),
    ]


def test_a_circle_of_people_who_left_leads_nowhere():
    assert shape([person(1, 2), person(2, 3, left_on=TODAY), person(3, 2, left_on=TODAY)]) == [(1, 0, None)]


def test_a_chain_of_thousands_is_shown():
    assert len(shape([person(key, key - 1) for key in range(1, 3000)])) == 2999


@given(st.dictionaries(st.integers(1, 8), st.tuples(st.none() | st.integers(1, 9), st.booleans())))
def test_everyone_active_is_shown_exactly_once(chart):
    people = [person(key, boss, left_on=TODAY if gone else None) for key, (boss, gone) in chart.items()]
    rows = org_tree(people, TODAY)
    assert sorted(row.person.id for row in rows) == sorted(key for key, (_, gone) in chart.items() if not gone)
    depth = {None: -1} | {row.person.id: row.depth for row in rows}
    assert all(row.depth == depth[row.manager] + 1 for row in rows)
