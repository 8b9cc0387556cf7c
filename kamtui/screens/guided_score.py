"""A score of 1 to 5 with its band, given by a digit or the arrows."""

from textual.message import Message

from kamtui.domain.readiness import BANDS, HIGHEST, LOWEST
from kamtui.widgets.choice import Choice

LEVELS = tuple((score, f"{score} {BANDS[score - 1].value}") for score in range(LOWEST, HIGHEST + 1))
DIGITS = frozenset(str(score) for score, _ in LEVELS)


class Score(Choice):
    """The five levels side by side."""

    class Given(Message):
        """Another level was chosen."""

        def __init__(self, value: int) -> None:
            super().__init__()
            self.value = value

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Digits are scores here, not screens."""
        return character in DIGITS

    def _put(self, place: int) -> None:
        super()._put(place)
        self.post_message(self.Given(self.value))
