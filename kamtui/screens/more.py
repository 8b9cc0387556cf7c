"""What has no number of its own: a short menu."""

from dataclasses import dataclass
from importlib import import_module

from textual.app import ComposeResult

from kamtui.screens.base import CockpitScreen
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen of the menu; its module is imported when it is opened."""

    title: str
    words: str
    module: str
    class_name: str


ENTRIES = (
    Entry(
        "Commitments",
        "what was promised, by us and by them: open, late, kept",
        "kamtui.screens.commitments",
        "CommitmentsScreen",
    ),
    Entry(
        "Onboarding",
        "the first ninety days: milestones, notes, first value",
        "kamtui.screens.onboardings",
        "OnboardingsScreen",
    ),
    Entry(
        "Issues",
        "what went wrong: clocks, escalation, causes, themes",
        "kamtui.screens.issues",
        "IssuesScreen",
    ),
    Entry(
        "Reviews",
        "Friday, month-end and the others: start, resume, read",
        "kamtui.screens.reviews",
        "ReviewsScreen",
    ),
    Entry(
        "Readiness",
        "six scores beside the evidence, and the report",
        "kamtui.screens.readiness",
        "ReadinessScreen",
    ),
    Entry(
        "Rhythm",
        "what is done how often; days away; whose week is whose",
        "kamtui.screens.rhythm",
        "RhythmScreen",
    ),
    Entry(
        "Settings",
        "every setting and every key, changed in place",
        "kamtui.screens.settings_screen",
        "SettingsScreen",
    ),
    Entry(
        "Import",
        "accounts, contacts, deals and cases from other programs",
        "kamtui.screens.import_screen",
        "ImportScreen",
    ),
    Entry(
        "Playbooks",
        "steps to start on an account, and those under way",
        "kamtui.screens.playbooks",
        "PlaybooksScreen",
    ),
    Entry(
        "Duplicates",
        "accounts and people that may be there twice, made one",
        "kamtui.screens.duplicates",
        "DuplicatesScreen",
    ),
    Entry(
        "Backups",
        "copies of the database: how old, whole or not, going back",
        "kamtui.screens.backups",
        "BackupsScreen",
    ),
)


class MoreScreen(CockpitScreen):
    """The menu; enter opens, escape comes back."""

    SCOPE = "more"
    FILTERS = True
    HELP = "Everything that has no number of its own."

    def body(self) -> ComposeResult:
        """The entries."""
        yield VirtualList(
            Column("", width=16), Column("", share=1, least=30), titles=False, empty="Nothing fits. escape shows all."
        )

    async def load(self) -> None:
        """Nothing has to be read."""
        self.apply_filter(self.filter_text)
        self.show_status()

    def apply_filter(self, text: str) -> None:
        """The entries that fit."""
        words = text.casefold().split()
        fitting = [one for one in ENTRIES if all(word in f"{one.title} {one.words}".casefold() for word in words)]
        rows = Rows(
            fitting,
            draw=lambda one: Row([(one.title, "strong"), (one.words, "dim")], key=one.title),
            key=lambda one: one.title,
        )
        self.query_one(VirtualList).show(rows)

    async def action_open(self) -> None:
        """Open the entry under the cursor."""
        entry = next((one for one in ENTRIES if one.title == self.list.key), None)
        if entry is None:
            self.refuse("there is nothing to open here; escape shows all")
        else:
            await self.app.push_screen(getattr(import_module(entry.module), entry.class_name)())
