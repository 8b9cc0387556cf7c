"""From the values of one row to the draft of an opportunity, of a contact's role in one, or of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.domain.issues import IssueStatus
from kamtui.exchange import vocabulary
from kamtui.exchange.drafts import ContactRoleDraft, IssueDraft, OpportunityDraft
from kamtui.exchange.formats.shape import Source
from kamtui.exchange.row_values import Values, account_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamtui.domain.expansion import Stage

_STAGES: Mapping[Source, Mapping[str, int]] = {
    Source.SALESFORCE: vocabulary.SALESFORCE_STAGES,
    Source.HUBSPOT: vocabulary.HUBSPOT_STAGES,
    Source.PLAIN: vocabulary.PLAIN_STAGES,
}


def opportunity(values: Values) -> OpportunityDraft:
    """The draft of an opportunity; raises ValueError for a row without a name."""
    of, text = values.of, values.text
    stage_word = text("stage")
    stage, probability = _how_far(values, stage_word or "")
    product, identity = text("product"), values.given_id
    name = text("name") or product or (f"Opportunity {identity}" if identity else None)
    if name is None:
        raise ValueError("there is no name")
    account_id, account_name = account_of(values)
    amounts = [of.get(one) for one in ("annual_value", "recurring_value", "home_amount", "amount")]
    kind = vocabulary.KINDS.get(vocabulary.word(text("type") or ""))
    if kind is None:
        values.note("Type", text("type"))
    is_over = stage is not None and stage.value in ("won", "lost")
    return OpportunityDraft(
        source=values.source,
        name=name,
        external_id=of.get("external_id"),
        given_id=values.given_id,
        account_external_id=account_id,
        account_name=account_name,
        kind=kind,
        stage=stage,
        stage_word=stage_word,
        probability=probability,
        annual_value=next((one for one in amounts if one), next((one for one in amounts if one is not None), None)),
        currency=None if of.get("home_amount") else text("currency"),
        expected_close=None if is_over else of.get("close_date"),
        closed_on=of.get("close_date") if is_over else None,
        started_on=of.get("started_on"),
        next_step=text("next_step"),
        product=product,
        owner=text("owner"),
        contact_external_ids=of.get("contact_external_ids") or (),
        notes=tuple(values.notes),
    )


def _how_far(values: Values, stage_word: str) -> tuple[Stage | None, int | None]:
    """The stage and the probability: what the stage's word or a closing says of both goes before a typed number."""
    of = values.of
    likely = vocabulary.probability_of(stage_word, _STAGES[values.source])
    given = of["probability"] if of.get("probability") is not None else of.get("probability_share")
    won, closed = of.get("is_won"), of.get("is_closed")
    if won or (likely is None and given == 100 and closed):
        likely = given = 100
    elif closed and won is False:
        likely = given = 0
    if likely in (0, 100):
        given = likely
    probability = given if given is not None else likely
    best = likely if likely is not None else probability
    stage = vocabulary.stage_of(best) if best is not None and (best or likely == 0) else None
    return stage, probability


def contact_role(values: Values) -> ContactRoleDraft:
    """The draft of what a contact has to do with an opportunity; raises ValueError where one of the two is missing."""
    opportunity, contact = values.of.get("opportunity_external_id"), values.of.get("contact_external_id")
    if not opportunity or not contact:
        raise ValueError(f"there is no {'contact' if opportunity else 'opportunity'} id")
    roles, unknown = vocabulary.roles(values.text("role") or "")
    values.note("Role", "; ".join(unknown))
    return ContactRoleDraft(
        source=values.source,
        opportunity_external_id=opportunity,
        contact_external_id=contact,
        role=roles[0] if roles else None,
        role_word=values.text("role"),
        is_primary=values.of.get("is_primary"),
        notes=tuple(values.notes),
    )


def issue(values: Values) -> IssueDraft:
    """The draft of an issue; raises ValueError for a row without a subject."""
    of, text = values.of, values.text
    number = text("number") or values.given_id
    title = text("title") or (f"Case {number}" if number else None)
    if title is None:
        raise ValueError("there is no subject")
    severity = vocabulary.SEVERITIES.get(vocabulary.word(text("priority") or ""))
    if severity is None:
        values.note("Priority", text("priority"))
    status = vocabulary.ISSUE_STATUSES.get(vocabulary.word(text("status") or ""))
    if status is None:
        values.note("Status", text("status"))
    if of.get("resolved_at"):
        status = IssueStatus.RESOLVED
    return IssueDraft(
        source=values.source,
        title=title,
        external_id=of.get("external_id"),
        given_id=values.given_id,
        account_external_id=of.get("account_external_id"),
        account_name=text("account_name"),
        contact_external_id=of.get("contact_external_id"),
        severity=severity,
        status=status,
        opened_at=of.get("opened_at"),
        resolved_at=of.get("resolved_at"),
        notes=tuple(values.notes),
    )
