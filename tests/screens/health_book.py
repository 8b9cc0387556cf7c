"""A small portfolio for the tests of the health screens, dated before Friday, 20 November 2026."""

from datetime import date
from pathlib import Path

from kamtui.clock import Clock
from kamtui.storage.database import Database
from tests.storage.health_records import LONG_AGO, TODAY, ago, held, touch
from tests.storage.records import account, add

HOSTILE = "R&D [/x] [@click=app.quit]x[/] \u202eevil 🚀"


def fill(file: Path) -> dict[str, int]:
    """Write the portfolio; the keys of its accounts by name."""
    from kamtui.models.commitments import Commitment
    from kamtui.models.health import CheckIn, Score
    from kamtui.models.revenue import Contract

    database = Database.open(file, Clock(TODAY))
    names = ("Contoso", "Fabrikam", "Adatum", "[ACME Corp]", "Nobody")
    more = (
        {"slot": 1, "renewal_date": date(2027, 1, 23)}, {"slot": 2, "tier": 2}, {"slot": 0}, {"slot": 11, "tier": 3},
        {"slot": 3, "tier": 2, "created_on": ago(3)},
    )  # fmt: skip
    keys = database.run(
        add, *(account(name, **{"created_on": LONG_AGO, **each}) for name, each in zip(names, more, strict=True))
    )
    contoso, fabrikam, adatum, acme, _ = keys
    (risky,) = database.run(add, held(adatum, "ppgw", ago(13), notes="They stopped inviting us.", minutes=9))
    database.run(
        add,
        Contract(account_id=contoso, description="all", annual_value=18_000_000),
        *(held(contoso, letters, date(2026, month, 13)) for month, letters in
          ((4, "gggg"), (6, "gggw"), (8, "wggw"), (9, "gggg"), (10, "gggg"))),
        held(fabrikam, "gwgg", date(2026, 8, 6)), held(acme, "gggg", date(2026, 10, 2)),
        *(touch(contoso, days, channel="email", response_hours=hours, tone="warm") for days, hours in
          ((50, 14), (45, 14), (12, 30), (6, 32))),
        *(touch(contoso, days, channel="meeting", tone=tone) for days, tone in ((80, "warm"), (9, "neutral"))),
        *(touch(owner, 5) for owner in (fabrikam, adatum)), touch(acme, 61),
        *(Commitment(account_id=contoso, side="ours", what="x", state=state, settled_on=ago(30)) for state in
          ("kept", "late", "broken")),
        Commitment(account_id=contoso, side="ours", what="x", due=ago(-9)),
        Score(account_id=contoso, kind="nps", value=40, on=ago(20), source="survey"),
        CheckIn(account_id=adatum, health_check_id=risky, opened_on=ago(13), due=ago(3), question="How does it feel?"),
    )  # fmt: skip
    database.close()
    return dict(zip(names, keys, strict=True))
