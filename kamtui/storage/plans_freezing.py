"""Freezing a plan: a dated version with the answers to three questions, which nothing here ever changes (rule P-6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.domain.text import clean_text, shorten
from kamtui.storage.documents import raw
from kamtui.storage.plans import the_plan
from kamtui.storage.stakeholders_write import LABEL
from kamtui.storage.work import describe, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

QUESTIONS: Mapping[str, str] = {
    "changed": "What changed since the version before?",
    "predicted": "What did I predict rightly?",
    "now_seen": "What do I see now that I did not see then?",
}
"""The three questions of a freeze (rule P-6)."""


def freeze(
    session: "Session",
    account_id: int,
    practice: Practice,
    changed: str,
    predicted: str,
    now_seen: str,
    rewrite: bool = False,
    *,
    minutes: int | None = None,
) -> str:
    """Freeze the plan as it stands into a dated version that never changes, with the three answers (rule P-6).

    It completes the plan review, and with `rewrite` the rewrite too (rule Y-4). Before the first version there is
    nothing to look back on, so its answers may be empty; later all three are needed. `minutes` are those that the
    cockpit timed (rule Y-17).
    """
    from sqlmodel import select

    from kamtui.models.accounts import Account
    from kamtui.models.plans import PlanVersion

    name = shorten(the(session, Account, account_id).name, LABEL)
    answers = {"changed": changed, "predicted": predicted, "now_seen": now_seen}
    kept: dict[str, Any] = {key: clean_text(text or "").strip() for key, text in answers.items()}
    first = session.exec(select(PlanVersion.id).where(PlanVersion.account_id == account_id)).first() is None
    for key, question in QUESTIONS.items():
        if not kept[key] and not first:
            raise Refused(f"{question} A line is enough, and “nothing” is an answer.")
    session.flush()
    on = today(session)
    page = the_plan(raw(session), account_id, on, practice)
    document = page.document(on) if page is not None else {}
    kept |= {"rewrite": rewrite, "document": document, "minutes": minutes}
    session.add(PlanVersion(account_id=account_id, frozen_on=on, **kept))
    words = f"the plan of {name} is frozen as of {on}"
    describe(session, words)
    return words
