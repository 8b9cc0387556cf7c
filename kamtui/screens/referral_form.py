"""Somebody recommended us."""

from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.text import shorten
from kamtui.screens.fields import Field, Kind
from kamtui.screens.record_form import GONE, NAME, RecordForm
from kamtui.storage import touchpoints
from kamtui.storage.referrals_changes import add_referral, edit_referral

if TYPE_CHECKING:
    from kamtui.storage.touchpoints import ReferralDetails

SAID = 400


class ReferralForm(RecordForm):
    """Asks who referred whom, and what came of it (rule I-6): a new one, or the one with `referral_uid`.

    `on` and `referrer_id` are what a new one begins with, `more` is what was heard.
    """

    def __init__(
        self,
        account_id: int,
        referral_uid: str | None = None,
        *,
        on: date | None = None,
        referrer_id: int | None = None,
        more: str = "",
    ) -> None:
        super().__init__("Referral", more=(shorten(more, SAID), "dim") if more else "")
        self._account_id, self._uid = account_id, referral_uid
        self._on, self._referrer_id = on, referrer_id

    async def ask(self) -> list[Field]:
        """Read the people, and the referral as it stands."""
        database, today = self.desk.database, self.desk.today
        known: ReferralDetails | None = None
        if self._uid is not None:
            known = await database.read_plainly(touchpoints.referral, self._uid)
            if known is None:
                raise ValueError(GONE)
            self._account_id = known.account_id
        referrer = known.referrer_id if known else self._referrer_id
        people = await database.read_plainly(touchpoints.people_to_choose, self._account_id, today, (referrer,))
        account = await database.read_plainly(touchpoints.account_name, self._account_id)
        self.heading = f"{'Referral by' if known else 'New referral by'} {shorten(account, NAME)}"
        who = [(None, "nobody named"), *((key, shorten(name, NAME)) for key, name in people)]
        on = known.on if known else self._on or today
        return [
            Field("referred", "Whom", value=known.referred if known else "", required=True, hint="who could need us"),
            Field("referrer_id", "Referred by", Kind.CHOICE, referrer, options=who),
            Field("on", "On", Kind.DATE, on, required=True, past=True),
            Field("solicited", "We asked for it", Kind.YES_NO, known.solicited if known else False),
            Field("outcome", "What came of it", value=known.outcome if known else ""),
        ]

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it: a new one gives its key."""
        if self._uid is None:
            return await self.desk.database.run(add_referral, self._account_id, values)
        return await self.desk.database.run(edit_referral, self._uid, values)
