"""A screen leaves itself and nothing else."""

from typing import Any

from textual.await_complete import AwaitComplete
from textual.screen import Screen


class Leaving(Screen[Any]):
    """Leaves when it is in front; until then, once it was told to, it waits for what lies over it.

    Textual takes away whatever is in front. A screen that is done with its work after somebody has gone elsewhere would
    take the wrong one with it. Name it after the other bases: Textual takes styles from the first alone.
    """

    _left_with: tuple[Any] | None = None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave with a result, at once or when it is in front again; gone is gone."""
        if self.app.screen is self:
            return super().dismiss(result)
        self._left_with = self._left_with or (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """In front again: go, if it was to."""
        if self._left_with is not None and self.app.screen is self:
            super().dismiss(*self._left_with)
