"""A score that a client gave."""

from datetime import date
from typing import Any

from kamtui.domain.health import ScoreKind
from kamtui.domain.text import shorten
from kamtui.screens.fields import Field
from kamtui.screens.form import FormScreen
from kamtui.storage import health_changes

KINDS = [(ScoreKind.CSAT.value, "CSAT 0 to 10"), (ScoreKind.NPS.value, "NPS -100 to 100, or one answer 0 to 10")]


class ScoreForm(FormScreen):
    """Asks for a score with its date and source (rule H-9)."""

    def __init__(self, account_id: int, account: str, today: date) -> None:
        fields = [
            Field("kind", "Kind", "choice", ScoreKind.CSAT.value, options=KINDS, required=True),
            Field("value", "Score", required=True, hint="8.5"),
            Field("on", "Given on", "date", today, required=True, past=True, hint="today, 21 nov"),
            Field("source", "Source", hint="survey, a conversation, an email"),
        ]
        always = {"account_id": account_id}
        super().__init__(f"Score from {shorten(account, 50)}", fields, health_changes.add_score, always=always)

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it; the score may have a fraction, with a point or a comma."""
        typed = values["value"].replace(",", ".").replace("−", "-")
        try:
            number = float(typed)
        except ValueError:
            raise ValueError(f"“{typed[:20]}” is not a score; write it like 8 or 8.5") from None
        return await super().store({**values, "value": number})
