"""What somebody does with difficult conversations in the tests of their screens."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from kamtui import keys
from kamtui.domain.conversations import Part
from kamtui.models.conversations import Conversation
from kamtui.screens.conversation_part import PartBox
from kamtui.screens.conversation_planner import PlannerScreen
from kamtui.storage.database import Database
from tests.screens.hands import rows_of
from tests.storage.records import account, add, person

TODAY = date(2026, 11, 20)


PLACES = tuple(place for place in keys.PLACES if place.id in ("week", "conversations"))


HOSTILE = "R&D [/x] [ACME] [@click=app.quit]x[/] =1+1 שלום \U0001f600"


SCRIPT: dict[str, Any] = {
    "acknowledge": "You lost a morning at the plant and heard nothing from us until noon.",
    "invite": "What did that morning look like from your side?",
    "own": "We released without a rehearsal and I did not call. That was mine.",
    "propose": "Tomas rehearses every update with your team from the 1st.",
    "confirm": "Does that cover what worries you, or is something missing?",
}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(pilot: Pilot[Any], kind: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, kind)


def written(file: Path, part: str, uid: str) -> str:
    ((text,),) = rows_of(file, f"SELECT {part} FROM conversation WHERE uid = '{uid}'")
    return str(text)


def planner(pilot: Pilot[Any]) -> PlannerScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PlannerScreen)
    return screen


def put(pilot: Pilot[Any], part: Part, text: str) -> None:
    """Type as a paste would."""
    area = planner(pilot).query_one(f"#{part.value}", PartBox).area
    area.focus()
    area.insert(text, area.document.end)


def fill_owners(database: Database) -> tuple[int, int]:
    """Two accounts with a person each."""
    north, contoso = database.run(add, account("Nordwind"), account("Contoso", tier=2))
    database.run(add, person(north, "Ida Berg", quality="neutral", primary_contact=True), person(contoso, "Bo"))
    return north, contoso


def fill_talks(database: Database, owners: tuple[int, int]) -> dict[str, str]:
    """One of each state, by state."""
    north, contoso = owners
    rows = {
        "draft": Conversation(
            account_id=north, stakeholder_id=1, kind="service_failure", noted_on=ago(23),
            happened="Our update stopped the plant for four hours", holding_back="Ida is right to be angry",
        ),
        "young": Conversation(account_id=contoso, kind="scope_creep", noted_on=ago(2), happened="Unordered extras"),
        "committed": Conversation(
            account_id=contoso, stakeholder_id=2, kind="feedback", noted_on=ago(9), committed_on=ago(-6),
            state="committed", happened="Bo wrote that we only come to sell",
            cost_of_waiting="The renewal will start from that sentence", **SCRIPT,
        ),
        "held": Conversation(
            account_id=north, stakeholder_id=1, noted_on=ago(16), committed_on=ago(1), state="held",
            happened="A rumour",
        ),
        "closed": Conversation(
            account_id=contoso, kind="other", noted_on=ago(70), committed_on=ago(60), closed_on=ago(58), state="closed",
            happened="A late invoice", outcome="A long talk that ended with a plan", effect="deeper",
            lesson="Call on the first day, not the fifth",
        ),
    }  # fmt: skip
    database.run(add, *rows.values())
    return {state: row.uid for state, row in rows.items()}
