import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.merging import (
    ACCOUNT_FIELDS,
    Keep,
    MergeField,
    Shape,
    choices,
    first_choice,
    joined_ids,
    joined_lists,
    joined_texts,
    kept,
    left_behind,
    with_uid_replaced,
    without_twice,
)

LINE = MergeField("industry", "Industry")
TEXT = MergeField("notes", "Notes", Shape.TEXT)
SINCE = MergeField("client_since", "Client since", Shape.DATE, earliest=True)
LEFT = MergeField("left_on", "Left on", Shape.DATE, empty_counts=True)


@pytest.mark.parametrize(
    ("field", "first", "other", "keep"),
    [
        (LINE, "a", "b", Keep.FIRST),
        (LINE, "", "b", Keep.OTHER),
        (LINE, "a", "", Keep.FIRST),
        (TEXT, "a", "b", Keep.BOTH),
        (TEXT, "a", "a", Keep.FIRST),
        (SINCE, "2022-01-01", "2020-01-01", Keep.OTHER),
        (SINCE, "2020-01-01", "2022-01-01", Keep.FIRST),
        (LEFT, None, "2022-01-01", Keep.FIRST),
        (MergeField("roles", "Roles", Shape.LIST), [], ["champion"], Keep.OTHER),
    ],
)
def test_what_says_more_is_kept_unless_the_user_says_otherwise(
    field: MergeField, first: object, other: object, keep: Keep
) -> None:
    assert first_choice(field, first, other) is keep
    assert keep in choices(field, first, other)


def test_only_texts_and_lists_can_be_joined() -> None:
    assert choices(LINE, "a", "b") == (Keep.FIRST, Keep.OTHER)
    assert choices(TEXT, "a", "b") == tuple(Keep)
    assert choices(TEXT, "a", "") == (Keep.FIRST, Keep.OTHER)
    assert choices(TEXT, "a", "a") == (Keep.FIRST,)
    assert kept(TEXT, "a", "b", Keep.BOTH) == "a\n\nb"
    assert kept(MergeField("roles", "", Shape.LIST), ["a"], ["b", "a"], Keep.BOTH) == ["a", "b"]
    assert kept(LINE, "a", "b", "other") == "b"


def test_a_text_is_not_said_twice() -> None:
    assert joined_texts("one two", "two") == "one two"
    assert joined_texts("two", "one two") == "one two"
    assert joined_texts("one", " ") == "one"
    assert joined_texts("", "one") == "one"
    assert joined_lists([1], [2, 1]) == [1, 2]


def test_a_second_id_of_one_source_is_kept_beside_the_first() -> None:
    assert joined_ids({"hubspot": "1"}, {"hubspot": "1"}) == {"hubspot": "1"}
    assert joined_ids({"hubspot": "1"}, {"hubspot": "2", "salesforce": "3"}) == {
        "hubspot": "1", "hubspot:2": "2", "salesforce": "3",
    }  # fmt: skip
    three = joined_ids({"hubspot": "1", "hubspot:2": "2"}, {"hubspot": "3", "hubspot:2": "2"})
    assert three == {"hubspot": "1", "hubspot:2": "2", "hubspot:3": "3"}


@given(st.dictionaries(st.sampled_from(["a", "b", "a:2"]), st.sampled_from("123")), st.data())
def test_no_id_is_lost(first: dict[str, str], data: st.DataObject) -> None:
    other = data.draw(st.dictionaries(st.sampled_from(["a", "b", "a:2"]), st.sampled_from("123")))
    together = joined_ids(first, other)
    told = {(source.partition(":")[0], value) for source, value in together.items()}
    assert told == {(source.partition(":")[0], value) for ids in (first, other) for source, value in ids.items()}


def test_what_is_not_kept_is_told() -> None:
    values = {field.name: None for field in ACCOUNT_FIELDS}
    first = {**values, "industry": "Wind", "notes": "a", "auto_renew": False, "tier": 1}
    other = {**values, "industry": "Energy", "notes": "b", "auto_renew": True, "tier": 1}
    told = {field.name: value for field, value in left_behind(ACCOUNT_FIELDS, first, other, {})}
    assert told == {"industry": "Energy", "auto_renew": True}
    told = {field.name: value for field, value in left_behind(ACCOUNT_FIELDS, first, other, {"industry": "other"})}
    assert told == {"industry": "Wind", "auto_renew": True}


def test_a_participant_who_is_there_twice_came_when_one_of_them_did() -> None:
    people: list[dict[str, object]] = [
        {"stakeholder": "u", "came": None},
        {"stakeholder": None, "name": "Robin"},
        {"stakeholder": "u", "came": True},
        {"stakeholder": "u", "came": False},
        {"stakeholder": None, "name": "Ada"},
    ]
    assert without_twice(people) == [
        {"stakeholder": "u", "came": True}, {"stakeholder": None, "name": "Robin"},
        {"stakeholder": None, "name": "Ada"},
    ]  # fmt: skip


def test_a_uid_is_replaced_only_where_it_is_a_reference() -> None:
    before = {"people": ["u", "v"], "deep": [{"stakeholder": "u", "note": "u"}], "v": 7}
    after = with_uid_replaced(before, "u", "w", frozenset({"people", "stakeholder"}))
    assert after == {"people": ["w", "v"], "deep": [{"stakeholder": "w", "note": "u"}], "v": 7}


def test_notes_that_are_kept_by_uid_follow_and_are_joined() -> None:
    keys = frozenset({"people"})
    assert with_uid_replaced({"u": "a", "x": "b"}, "u", "w", keys) == {"w": "a", "x": "b"}
    assert with_uid_replaced({"u": "a", "w": "b"}, "u", "w", keys) == {"w": "a\n\nb"}
    assert with_uid_replaced({"u": 1, "w": 2}, "u", "w", keys) == {"w": 1}
    assert with_uid_replaced({"a": None}, "u", "w", keys) == {"a": None}
