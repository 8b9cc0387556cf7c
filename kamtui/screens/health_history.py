"""The health of one account over time: every check with its ratings and note, check-ins, scores."""

from textual.app import ComposeResult

from kamtui.screens.base import CockpitScreen
from kamtui.screens.health_lines import colour_part, rating_part
from kamtui.screens.health_side import check_in_lines, check_lines, one_line_of
from kamtui.storage import health
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import due_label, trend_sign
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList


class HealthHistoryScreen(CockpitScreen):
    """Checks newest first, then check-ins and scores; the text of the line under the cursor stands below."""

    HOLDS = True
    SCOPE = "health_history"
    NAME = "Health history"
    CSS_PATH = "health_history.tcss"
    HELP = "Every check of the account with its ratings and its note, its check-ins, and the scores the client gave."

    def __init__(self, account_id: int, account: str) -> None:
        super().__init__()
        self.account_id, self.account = account_id, account
        self._texts: dict[str, list[Cell]] = {}

    def body(self) -> ComposeResult:
        """The list, and the line under the cursor in full."""
        yield VirtualList(
            Column("day", 10),
            Column("", 12),
            Column("resp.", 7, keep=2),
            Column("meet.", 7, keep=2),
            Column("refer.", 7, keep=2),
            Column("tone", 7, keep=2),
            Column("min", 3, right=True, keep=3),
            Column("note", least=10),
            empty="No check yet. Escape goes back, and enter there holds the first one.",
        )
        yield Lines(id="whole")

    async def load(self) -> None:
        """All of it."""
        beside = await self.read(health.beside, self.account_id, self.desk.today)
        self._texts.clear()
        lines: list[Row | Heading] = [self._check(one) for one in beside.checks]
        if beside.check_ins:
            lines += [Heading("check-ins"), *(self._check_in(one) for one in beside.check_ins)]
        if beside.scores:
            lines += [Heading("scores"), *(self._score(one) for one in beside.scores)]
        self.list.show(lines)
        self.show_status(
            "", f"{len(beside.checks)} checks", [("Health history", "title"), (" · ", "dim"), self.account]
        )

    def _check(self, one: health.HeldCheck) -> Row:
        key = f"check {one.id}"
        self._texts[key] = check_lines(one, self.desk.today)
        short = [_short(rating_part(rating)) for rating in one.ratings.values()]
        verdict: Cell = [colour_part(one.colour), (" ", ""), trend_sign(one.trend)]
        minutes = "" if one.minutes is None else str(one.minutes)
        return Row([one.on.isoformat(), verdict, *short, minutes, one_line_of(one.notes, 200)], key)

    def _check_in(self, one: health.CheckInRow) -> Row:
        key = f"check-in {one.id}"
        self._texts[key] = check_in_lines(one, self.desk.today)
        state: Part = due_label(one.due, self.desk.today) if one.done_on is None else ("done", "good")
        text = one.discovered or one.question
        return Row([one.opened_on.isoformat(), state, "", "", "", "", "", one_line_of(text, 200)], key)

    def _score(self, one: health.GivenScore) -> Row:
        key = f"score {one.id}"
        self._texts[key] = [[(one.words, "title"), f"  {one.source}"]]
        return Row([one.on.isoformat(), one.words, "", "", "", "", "", one_line_of(one.source, 200)], key)

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        """The whole text of the line."""
        self.query_one("#whole", Lines).show(self._texts.get(event.key, []))


def _short(part: Part) -> Part:
    return ("·", part[1]) if part[0].startswith("·") else part
