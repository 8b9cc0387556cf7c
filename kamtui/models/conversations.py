"""Difficult conversations."""

from datetime import date

from kamtui.domain.conversations import ConversationKind, ConversationState, Effect
from kamtui.models.columns import Record, belongs_to, choice, maybe, refers_to


class Conversation(Record, table=True):
    """A conversation one would rather avoid (rules D-1 to D-5)."""

    account_id: int = belongs_to("account")
    stakeholder_id: int | None = refers_to("stakeholder")
    kind: str = choice(ConversationKind, ConversationKind.OTHER)
    noted_on: date
    committed_on: date | None = None
    state: str = choice(ConversationState, ConversationState.DRAFT)
    happened: str = ""
    holding_back: str = ""
    cost_of_waiting: str = ""
    acknowledge: str = ""
    invite: str = ""
    own: str = ""
    propose: str = ""
    confirm: str = ""
    outcome: str = ""
    effect: str | None = maybe(Effect)
    lesson: str = ""
    closed_on: date | None = None
