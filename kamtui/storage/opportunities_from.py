"""One key, and what was heard or seen becomes an opportunity: from a trigger, from a competitor (rules X-4, M-7).

An adjacent value entry becomes one in `value_changes.open_opportunity` (rule M-6).
"""

from typing import TYPE_CHECKING

from kamtui.domain.competition import CompetitorKind
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import OpportunityKind, Stage, TriggerKind, TriggerState
from kamtui.domain.problems import known
from kamtui.domain.text import shorten
from kamtui.storage.opportunities_changes import LABEL, called
from kamtui.storage.work import by_uid, describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.expansion import Opportunity

NAME = 80
"""How many cells of what was heard an opportunity is called by; its observation has all of it."""

GROWS = {
    TriggerKind.ADJACENT_PROBLEM: OpportunityKind.CROSS_SELL,
    TriggerKind.COMPETITOR: OpportunityKind.CROSS_SELL,
    TriggerKind.RENEWAL: OpportunityKind.RENEWAL_GROWTH,
}
"""The kind of growth each kind of trigger opens, where it is not going deeper in what they use (rule X-4)."""


def from_trigger(session: "Session", uid: str) -> int:
    """Turn a trigger into an idea and give its key: what was heard is its observation, the trigger is acted on.

    Raises Refused for a trigger that became an opportunity already.
    """
    from sqlmodel import select

    from kamtui.models.expansion import Opportunity, Trigger

    trigger = by_uid(session, Trigger, uid)
    other = session.exec(select(Opportunity).where(Opportunity.trigger_id == trigger.id)).first()
    if other is not None:
        raise Refused(f"it is an opportunity already: {called(other)}, in stage {other.stage}")
    kind = GROWS.get(known(TriggerKind, trigger.kind, TriggerKind.MILESTONE), OpportunityKind.UPSELL)
    made = Opportunity(
        account_id=trigger.account_id, name=shorten(trigger.heard, NAME), kind=kind.value, stage=Stage.IDEA.value,
        observation=trigger.heard, trigger_id=trigger.id,
    )  # fmt: skip
    on = trigger.acted_on or today(session)
    fill(trigger, {"state": TriggerState.ACTED.value, "acted_on": on, "look_again_on": None})
    return _added(session, made)


def from_competitor(session: "Session", competitor_id: int) -> int:
    """Turn a competitor whose part we could absorb into an idea and give its key (rule M-7).

    Raises Refused for one that could displace us, and for one that became an opportunity already.
    """
    from sqlmodel import select

    from kamtui.models.competition import Competitor
    from kamtui.models.expansion import Opportunity

    entry = the(session, Competitor, competitor_id)
    if entry.kind != CompetitorKind.CONSOLIDATION:
        raise Refused("only a provider whose part we could absorb becomes an opportunity; this one could displace us")
    of_account = select(Opportunity).where(Opportunity.account_id == entry.account_id)
    for other in session.exec(of_account).all():
        if other.external_ids.get("competitor") == entry.uid:
            raise Refused(f"it is an opportunity already, in stage {other.stage}")
    where = f" ({entry.area})" if entry.area else ""
    ends = f" Their contract ends on {entry.contract_end}." if entry.contract_end else ""
    seen = f"{entry.provider} does a part that we could do{where}.{ends} {entry.notes}"
    made = Opportunity(
        account_id=entry.account_id, name=f"Take over from {shorten(entry.provider + where, NAME)}",
        kind=OpportunityKind.CROSS_SELL.value, stage=Stage.IDEA.value, observation=seen.strip(),
        expected_close=entry.contract_end, external_ids={"competitor": entry.uid},
    )  # fmt: skip
    return _added(session, made)


def _added(session: "Session", made: "Opportunity") -> int:
    from kamtui.models.accounts import Account

    session.add(made)
    session.flush()
    where = shorten(the(session, Account, made.account_id).name, LABEL)
    describe(session, f"opportunity at {where}: {called(made)}")
    return key_of(made)
