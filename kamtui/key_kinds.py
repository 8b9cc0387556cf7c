"""What an entry of the key registry is: an action that a key runs, and a screen that has a number."""

from typing import NamedTuple

EVERYWHERE = "everywhere"


class Action(NamedTuple):
    """One thing that a key does.

    `key` is written as people write it (`n`, `?`, `[`, `ctrl+s`, `enter`; several with commas). `where` is the scope:
    a screen's id, or `everywhere`. `priority` orders the footer: 1 is the last to be dropped when it is narrow,
    0 is never shown there. What runs is the method `action_<last part of the id>`, or `does` where that is given.
    """

    id: str
    key: str
    words: str
    where: str
    priority: int = 5
    does: str = ""

    @property
    def action(self) -> str:
        """The action that Textual runs, such as `open` or `go('week')`."""
        return self.does or self.id.rpartition(".")[2]


class Place(NamedTuple):
    """A screen that has a number key; its module is imported when it is first shown."""

    key: str
    id: str
    title: str
    module: str
    class_name: str
