"""The form of a quarterly review: three questions, then the plan is frozen as it stands."""

from collections.abc import Sequence

from kamtui.domain.plan_diff import changed_lines, compare
from kamtui.domain.practice import Practice
from kamtui.domain.wording import plural
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.storage.plans import PlanPage, Version
from kamtui.storage.plans_freezing import freeze


def freeze_form(
    page: PlanPage, versions: Sequence[Version], practice: Practice, minutes: int | None = None
) -> FormScreen:
    """Ask the three questions of a review (rule P-6); `minutes` are those it took so far (rule Y-17)."""
    fields = [
        Field("changed", "What changed", Kind.LONG, "", hint="since the version before"),
        Field("predicted", "Predicted rightly", Kind.LONG, "", hint="what came as I said it would"),
        Field("now_seen", "What I see now", Kind.LONG, "", hint="that I did not see then"),
        Field("rewrite", "Yearly rewrite", Kind.YES_NO, False),
    ]
    more = "The first version. It keeps the plan as it stands, for good."
    if versions:
        number = len(changed_lines(compare(versions[0].sections, page.sections)))
        differ = f"{plural(number, 'line')} differ{'s' if number == 1 else ''} from {versions[0].frozen_on}"
        more = f"{differ}; v shows what changed. A version never changes."
    always = {"account_id": page.account_id, "practice": practice, "minutes": minutes}
    return FormScreen("Freeze the plan", fields, freeze, always=always, more=(more, "dim"))
