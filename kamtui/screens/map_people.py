"""The people of the map as a table, and what can be done with a person in every view that shows people."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import is_active, owes_outreach, quality_of, role_words
from kamtui.domain.wording import due_words, past_words, plural
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.map_view import MapView
from kamtui.screens.map_words import departure_lines, name_of, person_lines, short_lines
from kamtui.storage import stakeholders_changes as changes
from kamtui.widgets.ink import Cell
from kamtui.widgets.people_signs import VERDICTS, mark, quality_words
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from datetime import date

    from kamtui.domain.stakeholders import Person
    from kamtui.storage.map import AccountMap
    from kamtui.storage.portfolio import StakeholderRow

NOBODY = "Nobody is mapped yet. n adds the first person, or a role whose name is not known yet."


class PersonView(MapView):
    """A view with a person under the cursor: every key for people works in it."""

    @property
    def key(self) -> int | None:
        """The key of the person under the cursor."""
        found: int | None = self.query_one(VirtualList).key
        return found

    def chosen(self) -> "StakeholderRow | None":
        """The person under the cursor; without one the user is told."""
        row = self.found.person(self.key) if self.found is not None else None
        if row is None:
            self.map.refuse("nobody is chosen; n adds a person")
        return row

    def panel(self, found: "AccountMap", *, wide: bool) -> list[Cell]:
        """The departure test of the person under the cursor, then who they are."""
        row = found.person(self.key)
        if row is None:
            return []
        today = self.map.desk.today
        if not wide:
            return short_lines(found, row, today)
        return [*departure_lines(found, row, today), "", *person_lines(found, row, today)]

    def action_open(self) -> None:
        """Everything about the person."""
        from kamtui.screens.details import DetailsScreen

        if (row := self.chosen()) is not None and self.found is not None:
            today = self.map.desk.today
            lines = [*person_lines(self.found, row, today), "", *departure_lines(self.found, row, today)]
            self.app.push_screen(DetailsScreen(lines))

    @work
    async def action_new(self) -> None:
        """A new person."""
        from kamtui.screens.person_form import PersonForm

        if self.found is None:
            self.map.refuse("there is no account yet; 2 shows where to add one")
            return
        saved = await self.app.push_screen_wait(PersonForm(self.found, self.map.desk.today))
        if saved is not None:
            self.map.point_at(saved.value)

    @work
    async def action_edit(self) -> None:
        """Change what is known of the person."""
        from kamtui.screens.person_form import PersonForm

        if (row := self.chosen()) is not None and self.found is not None:
            await self.app.push_screen_wait(PersonForm(self.found, self.map.desk.today, row))

    @work
    async def action_rate(self) -> None:
        """Say in one key how the relationship stands."""
        from kamtui.screens.rate import RateScreen

        if (row := self.chosen()) is None:
            return
        quality = await self.app.push_screen_wait(RateScreen(name_of(row.person), quality_of(row.person)))
        if quality is not None and await self.map.change(changes.rate_quality, row.person.id, quality):
            hint = " · f plans the outreach" if owes_outreach(quality) else ""
            self.map.tell(f"{name_of(row.person)}: {spoken(quality)}{hint}")

    @work
    async def action_outreach(self) -> None:
        """Plan the next outreach, what and by when."""
        from kamtui.screens.outreach_form import OutreachForm

        if (row := self.chosen()) is not None:
            await self.app.push_screen_wait(OutreachForm(row.person))

    @work
    async def action_outreach_made(self) -> None:
        """The planned outreach was made."""
        if (row := self.chosen()) is not None and await self.map.change(changes.outreach_done, row.person.id):
            still = " · still owes the next one, f plans it" if owes_outreach(quality_of(row.person)) else ""
            self.map.tell(f"outreach to {name_of(row.person)} made{still}")

    @work
    async def action_primary(self) -> None:
        """Make the person the primary contact."""
        if (row := self.chosen()) is not None and await self.map.change(changes.make_primary, row.person.id):
            self.map.tell(f"{name_of(row.person)} is the primary contact")

    @work
    async def action_left(self) -> None:
        """The person left, or is back; nothing is deleted."""
        from kamtui.screens.person_form import left_form

        if (row := self.chosen()) is None:
            return
        name = name_of(row.person)
        if row.person.left_on is None:
            if await self.app.push_screen_wait(left_form(row.person, self.map.desk.today)) is not None:
                self.map.tell(f"{name} is kept among those who left")
        elif await self.app.push_screen_wait(ConfirmScreen(f"Is {name} back?", yes="back", no="still gone")):
            await self.map.change(changes.mark_left, row.person.id, None)

    @work
    async def action_move(self) -> None:
        """The person went to another account: one person, two engagements."""
        from kamtui.screens.choose import ChooseScreen
        from kamtui.storage.map import account_choices

        if (row := self.chosen()) is None or self.found is None:
            return
        accounts = [one for one in await self.map.read(account_choices) if one[0] != self.found.account.id]
        name = name_of(row.person)
        goal = await self.app.push_screen_wait(ChooseScreen(f"Which account did {name} move to?", accounts))
        if goal is not None and await self.map.change(changes.move_to_account, row.person.id, goal):
            self.map.tell(f"{name} is now on the map of {dict(accounts)[goal]}")

    @work
    async def action_remove(self) -> None:
        """Remove the person, after a question."""
        if (row := self.chosen()) is None:
            return
        name = name_of(row.person)
        more: Cell = [
            ("L", "key"),
            " marks somebody who left and keeps the history. Removing can be undone with ",
            ("u", "key"),
        ]
        question = ConfirmScreen(f"Remove {name} and their part in touchpoints?", yes="remove", no="keep", more=more)
        if await self.app.push_screen_wait(question) and await self.map.change(
            changes.remove_stakeholder, row.person.id
        ):
            self.map.tell(f"{name} is removed · u brings them back")


class PeopleView(PersonView):
    """Everyone in a table, those who left at the end."""

    SCOPE = "map_people"

    def compose(self) -> ComposeResult:
        """The table."""
        yield VirtualList(
            Column("", 1),
            Column("name", share=3, least=15),
            Column("title", share=2, least=12, keep=5),
            Column("function", 11, keep=6),
            Column("roles", share=2, least=12, keep=4),
            Column("relation", 9),
            Column("stance", 8, keep=3),
            Column("weight", 7, keep=3),
            Column("touched", 10, right=True, keep=2),
            Column("wants", 11, keep=7),
            Column("outreach", 10, right=True),
            Column("leaves", 7, keep=2),
            empty=NOBODY,
        )

    def show(self, found: "AccountMap", text: str) -> None:
        """Everyone who matches, those who left last."""
        today = self.map.desk.today
        fitting = [row for row in found.people if matches(row, text)]
        here = [row for row in fitting if is_active(row.person, today)]
        gone = [row for row in fitting if not is_active(row.person, today)]
        lines: list[Row | Heading] = [self._row(found, row, today) for row in here]
        if gone:
            lines += [Heading(f"{plural(len(gone), 'person')} left"), *(self._row(found, row, today) for row in gone)]
        empty = "Nobody here matches the filter." if found.people else NOBODY
        self.query_one(VirtualList).show(lines, empty=empty)

    def _row(self, found: "AccountMap", row: "StakeholderRow", today: "date") -> Row:
        person = row.person
        test = found.departures.get(person.id)
        if test is None:
            words = [person.name, person.title, spoken(person.function), role_words(person.roles), "left", "", ""]
            words.append(past_words(person.left_on, today))
            return Row([" ", *[(word, "dim") for word in words]], key=person.id)
        cells: list[Cell] = [
            mark(person, primary=row.primary),
            (person.name, "dim" if person.placeholder else ""),
            person.title,
            spoken(person.function),
            role_words(person.roles),
            quality_words(person),
            spoken(person.stance),
            spoken(person.influence),
            past_words(person.last_touch, today),
            spoken(person.frequency),
            outreach_cell(person, today),
            "" if person.placeholder else (test.verdict.value, VERDICTS[test.verdict]),
        ]
        return Row(cells, key=person.id)


def outreach_cell(person: "Person", today: "date") -> Cell:
    """When the planned outreach is due; "none" where one is owed (rule M-4)."""
    if person.outreach_what and person.outreach_due and person.outreach_done_on is None:
        days = (person.outreach_due - today).days
        words = due_words(person.outreach_due, today).removeprefix("late, ")
        return (words, "late" if days < 0 else "soon" if days < 7 else "")
    return ("none", "watch") if owes_outreach(quality_of(person)) else ""


def matches(row: "StakeholderRow", text: str) -> bool:
    """Whether every word of a filter is in the name, title, function, roles, relationship or stance."""
    person = row.person
    words = (person.name, person.title, spoken(person.function), role_words(person.roles), spoken(person.quality))
    where = " ".join((*words, person.stance)).casefold()
    return all(word in where for word in text.casefold().split())
