"""Draw the Week screen of the demo portfolio into docs/week.svg, as README shows it."""

import asyncio
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from kamtui.start import prepare

prepare()

from textual.pilot import Pilot  # noqa: E402

from kamtui.app import Cockpit  # noqa: E402
from kamtui.clock import Clock  # noqa: E402
from kamtui.demo import portfolio  # noqa: E402
from kamtui.exchange.document import import_document, read_document  # noqa: E402
from kamtui.storage.database import Database  # noqa: E402
from kamtui.storage.database_thread import DatabaseThread  # noqa: E402

TODAY = date(2026, 11, 20)
SIZE = (132, 36)


async def draw(target: Path, size: tuple[int, int] = SIZE, keys: tuple[str, ...] = ()) -> None:
    """Open the demo without a terminal, press `keys`, and write what stands on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.db"
        database = Database.open(file, Clock(TODAY))
        database.run(import_document, read_document(json.dumps(portfolio(TODAY))))
        database.close()
        app = Cockpit(DatabaseThread(file, Clock(TODAY)), clock=Clock(TODAY), folder=Path(folder))
        async with app.run_test(size=size) as pilot:
            await _still(pilot)
            for key in keys:
                await pilot.press(key)
                await _still(pilot)
            target.write_text(_offline(app.export_screenshot(title="kamtui")), encoding="utf-8")


async def _still(pilot: Pilot[Any]) -> None:
    app: Any = pilot.app
    for _ in range(5):
        await app.database.settled()
        await pilot.pause()


def _offline(svg: str) -> str:
    """The picture without the web fonts it would fetch: a monospaced font of the reader's stands in."""
    return re.sub(r"@font-face\s*{[^}]*}", "", svg)


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("week.svg")))
