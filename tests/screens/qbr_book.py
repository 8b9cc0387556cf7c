"""A small portfolio for the tests of the business review's screens, dated around Friday, 20 November 2026."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kamtui.storage.database import Database
from tests.hand_clock import HandClock
from tests.storage.qbr_records import client, days, ida, review
from tests.storage.records import add

HOSTILE = "R&D [/x] [@click=app.quit]x[/] \u202eevil 🚀"
ENDED = datetime(2026, 11, 19, 16, 10, tzinfo=UTC)
PREP = {"results": "3 of 4 goals met", "intelligence": "", "hypothesis": "", "done": ["results"]}


def fill(file: Path) -> dict[str, int]:
    """Write the portfolio; the keys of its reviews by account."""
    from kamtui.models.value import ValueEntry

    database = Database.open(file, HandClock())
    north, south = client(database, "Northwind"), client(database, "Contoso", tier=2, slot=3)
    client(database, "Adatum", slot=3), client(database, "[ACME Corp]", slot=2)
    database.run(
        add,
        ida(north),
        ValueEntry(account_id=north, kind="delivered", what="Hours saved", amount=84_000_00, on=days(-3)),
    )
    found = {
        "early": database.run(
            review, north, scheduled_on=days(-40), state="followed_up", rating=4, learned="They plan in spring.",
            started_at=ENDED - timedelta(days=40), ended_at=ENDED - timedelta(days=39, hours=23), seconds=700,
            followed_up_at=ENDED - timedelta(days=39),
        ),
        "held": database.run(
            review, south, scheduled_on=days(-1), state="held", ended_at=ENDED, rating=5,
            notes="! send it by 27 nov\n* sign by 1 dec\n^ new COO\n+ saved 84k",
        ),
        "planned": database.run(review, north, scheduled_on=date(2026, 11, 20), prep=PREP),
    }  # fmt: skip
    database.close()
    return found
