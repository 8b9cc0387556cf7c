"""Frozen dataclasses behave as the standard library's do."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.frozen import frozen


@frozen
class Ours:
    """Some fields."""

    name: str
    size: int = 1
    tags: Mapping[str, int] = field(default_factory=dict, compare=False)
    note: str = field(default="", repr=False)

    @property
    def twice(self) -> int:
        """A property."""
        return self.size * 2


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same, by the standard library."""

    name: str
    size: int = 1
    tags: Mapping[str, int] = field(default_factory=dict, compare=False)
    note: str = field(default="", repr=False)


@frozen
class Said:
    """One with words of its own."""

    word: str

    def __repr__(self) -> str:
        return self.word


def test_it_is_made_like_any_dataclass() -> None:
    assert Ours("a") == Ours(name="a", size=1, tags={}, note="")
    assert Ours("a", 3).twice == 6
    assert Ours("a").tags is not Ours("a").tags
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Ours()
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        Ours("a", colour="red")


def test_nothing_of_it_can_be_changed() -> None:
    one = Ours("a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"
    with pytest.raises(FrozenInstanceError):
        one.other = "b"
    with pytest.raises(FrozenInstanceError):
        del one.name
    assert not hasattr(one, "__dict__")


@given(st.tuples(st.text(), st.integers(), st.text()), st.tuples(st.text(), st.integers(), st.text()))
def test_it_compares_hashes_and_reads_as_the_standard_one(a: tuple[str, int, str], b: tuple[str, int, str]) -> None:
    ours = [Ours(name, size, {name: size}, note) for name, size, note in (a, b)]
    theirs = [Theirs(name, size, {name: size}, note) for name, size, note in (a, b)]
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert [hash(one) for one in ours] == [hash(one) for one in theirs]
    assert [repr(one) for one in ours] == [repr(one).replace("Theirs", "Ours") for one in theirs]
    assert ours[0] != theirs[0]


def test_the_helpers_for_dataclasses_know_it() -> None:
    one = Ours("a", 2, {"b": 3}, "n")
    assert is_dataclass(one)
    assert [each.name for each in fields(one)] == ["name", "size", "tags", "note"]
    assert replace(one, size=5) == Ours("a", 5, {"b": 3}, "n")
    assert asdict(one) == {"name": "a", "size": 2, "tags": {"b": 3}, "note": "n"}
    match one:
        case Ours(name, size):
            assert (name, size) == ("a", 2)


def test_it_can_be_copied_and_stored() -> None:
    one = Ours("a", 2, {"b": 3}, "n")
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert asdict(other) == asdict(one)


def test_what_a_class_says_itself_is_kept() -> None:
    assert repr(Said("hello")) == "hello"
