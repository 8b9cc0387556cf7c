"""The form of a prediction: a statement, how sure, and by when it can be settled."""

from kamtui.domain.predictions import Prediction
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.storage.plans_changes import save_prediction


def prediction_form(account_id: int, prediction: Prediction | None = None) -> FormScreen:
    """Ask for a prediction; one that is settled is not changed any more (rule P-6)."""
    now = prediction or Prediction(statement="", by=None, probability=-1)
    sure = now.probability if prediction else None
    fields = [
        Field("statement", "It will be true", value=now.statement, required=True, hint="they renew without a discount"),
        Field("probability", "How sure, in %", Kind.NUMBER, sure, required=True, hint="70"),
        Field("by", "Known by", Kind.DATE, now.by, required=True, hint="31 mar, in 3 months"),
    ]
    always = {"account_id": account_id, "uid": now.uid or None}
    return FormScreen("Prediction" if prediction else "New prediction", fields, save_prediction, always=always)
