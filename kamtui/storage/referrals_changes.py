"""What the user does to referrals: one function a user action (rule I-6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.problems import name_problems, spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.wording import day_words
from kamtui.storage.work import by_uid, describe, fill, key_of, the, today

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from kamtui.models.touchpoints import Referral

LABEL = 40
COLUMNS = frozenset({"on", "referrer_id", "referred", "solicited", "outcome"})


def add_referral(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Keep who referred whom and when, asked or unsolicited, and give its key; raises Refused in one line."""
    from kamtui.models.accounts import Account
    from kamtui.models.touchpoints import Referral

    account = the(session, Account, account_id)
    record = Referral(account_id=account_id, on=today(session), referred="")
    _write(session, record, values)
    session.add(record)
    session.flush()
    describe(session, f"referral of {shorten(record.referred, LABEL)} by {shorten(account.name, LABEL)}")
    return key_of(record)


def edit_referral(session: "Session", uid: str, values: Mapping[str, Any]) -> None:
    """Change a referral, such as what came of it; what is not in `values` stays. Raises Refused in one line."""
    from kamtui.models.touchpoints import Referral

    record = by_uid(session, Referral, uid)
    _write(session, record, values)
    describe(session, f"changes to the referral of {shorten(record.referred, LABEL)}")


def _write(session: "Session", record: "Referral", values: Mapping[str, Any]) -> None:
    from kamtui.models.stakeholders import Stakeholder

    given = dict(values)
    if unknown := set(given) - COLUMNS:
        raise Refused(f"a referral has no {spoken(min(unknown))}")
    if "referred" in given:
        given["referred"] = clean_line(given["referred"] or "")
    if "outcome" in given:
        given["outcome"] = clean_text(given["outcome"] or "").strip()
    on: date = given.get("on") or record.on
    given["on"] = on
    if on > today(session):
        raise Refused(f"{day_words(on)} is still to come")
    for problem in name_problems("referred", given.get("referred", record.referred)):
        raise Refused(problem.text)
    if (referrer := given.get("referrer_id")) is not None:
        person = session.get(Stakeholder, referrer)
        if person is None or person.account_id != record.account_id:
            raise Refused("who referred them is no longer on the map of the account")
    fill(record, given)
