"""What one row of another program's file says, before it meets what is already known.

`None` and empty tuples stand for what the file does not say. Amounts are cents. `external_id` is the form that ids are
matched by, `given_id` the id as the file has it; ids of other records are in the form for matching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date, datetime

    from kamtui.domain.accounts import Status, Tier
    from kamtui.domain.expansion import OpportunityKind, Stage
    from kamtui.domain.issues import IssueStatus, Severity
    from kamtui.domain.stakeholders import Function, Quality, Role
    from kamtui.exchange.formats.shape import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """A client (rule T-1). `profile` are facts about the client's own business, `notes` everything else, by lines."""

    source: Source
    name: str
    external_id: str | None = None
    given_id: str | None = None
    domain: str | None = None
    website: str | None = None
    industry: str | None = None
    tier: Tier | None = None
    status: Status | None = None
    current_value: int | None = None
    potential_value: int | None = None
    renewal_date: date | None = None
    auto_renew: bool | None = None
    client_since: date | None = None
    parent_external_id: str | None = None
    parent_name: str | None = None
    phone: str | None = None
    our_objective: str | None = None
    their_objective: str | None = None
    expansion_observation: str | None = None
    profile: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A person at a client (rule M-1). The account is named by id, name or domain, as far as the file goes."""

    source: Source
    name: str
    external_id: str | None = None
    given_id: str | None = None
    account_external_id: str | None = None
    account_name: str | None = None
    account_domain: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    function: Function | None = None
    roles: tuple[Role, ...] = ()
    quality: Quality | None = None
    email: str | None = None
    phone: str | None = None
    reports_to_external_id: str | None = None
    reports_to_name: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityDraft:
    """A deal (rule X-4). `stage_word` is the stage in the file's words; `closed_on` is set once won or lost."""

    source: Source
    name: str
    external_id: str | None = None
    given_id: str | None = None
    account_external_id: str | None = None
    account_name: str | None = None
    kind: OpportunityKind | None = None
    stage: Stage | None = None
    stage_word: str | None = None
    probability: int | None = None
    annual_value: int | None = None
    currency: str | None = None
    expected_close: date | None = None
    closed_on: date | None = None
    started_on: date | None = None
    next_step: str | None = None
    product: str | None = None
    owner: str | None = None
    contact_external_ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRoleDraft:
    """The part that a person plays in a deal (rule M-1)."""

    source: Source
    opportunity_external_id: str
    contact_external_id: str
    role: Role | None = None
    role_word: str | None = None
    is_primary: bool | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDraft:
    """Something that went wrong at a client (rule S-1)."""

    source: Source
    title: str
    external_id: str | None = None
    given_id: str | None = None
    account_external_id: str | None = None
    account_name: str | None = None
    contact_external_id: str | None = None
    severity: Severity | None = None
    status: IssueStatus | None = None
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    notes: tuple[str, ...] = ()


Draft: TypeAlias = AccountDraft | ContactDraft | OpportunityDraft | ContactRoleDraft | IssueDraft
