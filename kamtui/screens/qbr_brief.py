"""The brief beside a review: everything recorded since the last one, each line leading to its record (rule Q-3)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamtui.domain.brief import Brief, BriefLine
from kamtui.domain.wording import day_words
from kamtui.screens.record_pages import page_of
from kamtui.storage.briefs import brief_of
from kamtui.widgets.ink import Cell
from kamtui.widgets.rows import Heading, Line, Row

if TYPE_CHECKING:
    from kamtui.screens.base import CockpitScreen
    from kamtui.storage.qbrs import Qbr

PLACE_OF = {
    "health_check": "health",
    "check_in": "health",
    "score": "health",
    "stakeholder": "map",
    "value_entry": "map",
    "competitor": "map",
    "map_review": "map",
    "quality_change": "map",
}
"""The screen that shows a record without a page of its own; the account's own page for all others."""


async def read_brief(screen: "CockpitScreen", qbr: "Qbr") -> Brief:
    """The brief of a review."""
    desk = screen.desk
    return await screen.read(brief_of, qbr.account_id, desk.today, desk.settings.practice(), qbr.uid)


def head(brief: Brief) -> str:
    """Since when it tells."""
    return f"Brief {brief.since_words}" if brief.last_qbr_uid else f"Brief: {brief.since_words}"


def rows(brief: Brief) -> list[Line]:
    """The brief as a list; a blank says what to ask for."""
    lines: list[Line] = []
    for place, section in enumerate(brief.sections):
        lines.append(Heading([(section.title, "strong"), (f"  {section.summary}" if section.summary else "", "dim")]))
        if section.blank and not section.lines:
            lines.append(Row([(section.blank, "watch"), ""], key=("blank", place)))
        lines += [
            Row([each.text, (day_words(each.on) if each.on else "", "dim")], key=("line", place, at))
            for at, each in enumerate(section.lines)
        ]
    return lines


def line_at(brief: Brief, key: object) -> BriefLine | None:
    """The line of that row; None for a blank."""
    if isinstance(key, tuple) and key[0] == "line":
        return brief.sections[key[1]].lines[key[2]]
    return None


def words_at(brief: Brief, key: object) -> str:
    """The whole text of that row."""
    if isinstance(key, tuple) and key[0] == "blank":
        return brief.sections[key[1]].blank
    line = line_at(brief, key)
    return line.text if line else ""


def lines(brief: Brief) -> Sequence[Cell]:
    """The brief to read, wrapped, with everything in it."""
    found: list[Cell] = [(head(brief), "dim")]
    for section in brief.sections:
        summary = f"  {section.summary}" if section.summary else ""
        found += ["", [(section.title, "title"), (summary, "dim")]]
        found += [(section.blank, "watch")] if section.blank and not section.lines else []
        found += [[("· ", "dim"), each.text] for each in section.lines]
    return found


async def open_record(screen: "CockpitScreen", qbr: "Qbr", line: BriefLine | None) -> None:
    """Show the record of a line: its own page or form, else the screen on which it lives."""
    if line is None:
        screen.refuse("this line is a blank: nothing is recorded yet")
        return
    screen.set_account(qbr.account_id, qbr.account)
    place = PLACE_OF.get(line.record_kind, "")
    page = await page_of(screen, qbr.account_id, qbr.account, line.record_kind, line.record_uid)
    if page is not None:
        await screen.app.push_screen(page)
    elif any(one.id == place for one in screen.desk.places):
        await screen.app.run_action(f"go('{place}')", default_namespace=screen.app)
    else:
        from kamtui.screens.account import AccountScreen

        await screen.app.push_screen(AccountScreen(qbr.account_id, qbr.account))
