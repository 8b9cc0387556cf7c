"""Keeping the hand-over note of an account while it is typed (rule O-1)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kamtui.domain.qbr_notes import merged
from kamtui.domain.text import clean_text, shorten
from kamtui.storage.editing import as_one_action
from kamtui.storage.work import describe, the

if TYPE_CHECKING:
    from sqlmodel import Session

LABEL = 40


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """A visit to the hand-over note of an account; `action` is the one action of the journal it has been so far."""

    account_id: int
    first: str
    first_changed: datetime | None = None
    action: int | None = None


def keep_note(session: "Session", visit: NoteVisit, read: str, text: str) -> tuple[NoteVisit, str]:
    """Keep the hand-over note while it is typed: one visit is one action. Gives the visit and what is stored now.

    `read` is what the window last read; what another window wrote meanwhile stays beside it.
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, visit.account_id)
    stored = account.handover_note
    wanted = merged(read, clean_text(text), stored)
    describe(session, f"hand-over note of {shorten(account.name, LABEL)}")
    if wanted == stored:
        return visit, stored
    if visit.action is None or stored != read:
        visit = NoteVisit(visit.account_id, stored, account.changed_at)
    before = {"handover_note": visit.first, "changed_at": visit.first_changed}
    action = as_one_action(session, account, before, {"handover_note": wanted}, visit.action)
    return replace(visit, action=action), wanted
