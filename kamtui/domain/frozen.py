"""Frozen, slotted dataclasses that cost little to declare.

    @frozen
    class Mark:
        on: date
        reason: str = ""

The standard library writes and compiles six methods for each class while it is imported, used or not: 0.4 ms a class,
and the way to the first screen has dozens. Here five of them are shared, and `__init__` is compiled when the first one
is made. `replace`, `fields`, `asdict` and `match` work as ever.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """What `dataclass(frozen=True, slots=True)` does, for classes with plain fields and no `__post_init__`."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__init__ = _compiled_at_first_use(made)
    for name, method in _SHARED.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    compared = [each.name for each in fields(made) if each.compare]
    made._compared = attrgetter(*compared)
    whole: type[T] = made
    return whole


def _compiled_at_first_use(cls: Any) -> Callable[..., None]:
    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        cls.__init__ = _initialiser(cls)
        cls.__init__(self, *args, **kwargs)

    return first


def _initialiser(cls: Any) -> Callable[..., None]:
    """Compile `__init__`: every value goes straight into its slot, past the `__setattr__` that refuses."""
    names: dict[str, Any] = {"MISSING": MISSING}
    taken, kept = ["self"], []
    for each in fields(cls):
        name = each.name
        names |= {f"_put_{name}": getattr(cls, name).__set__, f"_default_{name}": each.default}
        names |= {f"_make_{name}": each.default_factory}
        made = each.default_factory is not MISSING
        taken.append(f"{name}=_default_{name}" if made or each.default is not MISSING else name)
        kept.append(f" _put_{name}(self, {f'_make_{name}() if {name} is MISSING else ' if made else ''}{name})")
    exec(f"def __init__({', '.join(taken)}):\n" + "\n".join(kept), names)  # noqa: S102  the names of fields alone
    made_of_fields: Callable[..., None] = names["__init__"]
    return made_of_fields


def _same(self: Any, other: Any) -> Any:
    return self._compared(self) == self._compared(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _written(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refused(self: object, name: str, value: object = None) -> NoReturn:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot change {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _restored(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_SHARED: dict[str, Any] = {
    "__eq__": _same,
    "__hash__": _hash,
    "__repr__": _written,
    "__setattr__": _refused,
    "__delattr__": _refused,
    "__getstate__": _state,
    "__setstate__": _restored,
}
