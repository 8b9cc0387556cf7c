"""The form of an account, new or known."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from kamtui.domain import money
from kamtui.domain.accounts import Status, Tier
from kamtui.domain.names import known_elsewhere
from kamtui.domain.practice import Practice
from kamtui.domain.problems import spoken
from kamtui.domain.slots import WEEKS
from kamtui.domain.stakeholders import is_active
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.screens.base import CockpitScreen, Saved
from kamtui.screens.fields import FieldRow
from kamtui.screens.form import AllFields, Field, FormScreen
from kamtui.storage import accounts_changes
from kamtui.storage.accounts import AccountRecord, account_record
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

TIERS = [(int(tier), tier.name.capitalize()) for tier in Tier]
STATUSES = [(status.value, status.value) for status in Status]


class AccountForm(FormScreen):
    """Asks for everything that somebody says of an account; gives `Saved(key)`."""

    DEFAULT_CSS = """
    AccountForm .beside { margin: 0 0 1 19; }
    """

    def __init__(
        self,
        title: Cell,
        fields: Sequence[Field],
        practice: Practice,
        account_id: int | None,
        known: Sequence[Cell] = (),
    ) -> None:
        super().__init__(title, fields)
        self._practice = practice
        self._account_id = account_id
        self._known = known

    def body(self) -> ComposeResult:
        """The fields; what the slot means and what cannot be typed here stands below the slot."""
        with AllFields(classes="fields"):
            for field in self.fields:
                yield FieldRow(field)
                if field.name == "slot":
                    yield Lines(classes="beside")
        yield Lines([""], classes="problem")

    def on_mount(self) -> None:
        """Say what the slot means."""
        super().on_mount()
        self._say_beside()

    def on_input_changed(self) -> None:
        """Say it anew while it is typed."""
        super().on_input_changed()
        self._say_beside()

    def _say_beside(self) -> None:
        typed = next(row.typed for row in self.query(FieldRow) if row.field.name == "slot")
        self.query_one(".beside", Lines).show([(slot_words(typed.strip()), "dim"), *self._known])

    def _show_problem(self, sentence: str) -> None:
        lines = self.query_one(".problem", Lines)
        lines.show([(f"✗ {line}", "poor") for line in sentence.splitlines()])
        lines.add_class("-shown")

    async def store(self, values: Mapping[str, Any]) -> int:
        """Add or change the account; gives its key."""
        run, practice = self.desk.database.run, self._practice
        if self._account_id is None:
            return await run(accounts_changes.add_account, values, practice.catalogue, practice.onboarding_days)
        await run(accounts_changes.edit_account, self._account_id, values, practice)
        return self._account_id


def slot_words(typed: str) -> str:
    """What a slot as typed means (rules Y-2, Y-3)."""
    if not typed:
        return "Slot: empty chooses the lightest weeks."
    slot = int(typed) if typed.isdecimal() and len(typed) < 4 else WEEKS
    if slot >= WEEKS:
        return f"Slot: a number from 0 to {WEEKS - 1}."
    return f"Slot {slot}: week {slot % 4 + 1} of 4 in the month, week {slot % 12 + 1} of 12 in the quarter."


def new_account_form(practice: Practice) -> AccountForm:
    """The form of an account that is not there yet."""
    return AccountForm("New account", fields_of(None, value_is_typed=True), practice, None)


async def edit_account(screen: CockpitScreen, account_id: int) -> Saved[int] | None:
    """Ask for what changes at an account and save it; await it in a worker."""
    practice, today = screen.desk.settings.practice(), screen.desk.today
    record = await screen.read(account_record, account_id, today, practice)
    if record is None:
        screen.refuse("this account is no longer there")
        return None
    typed = record.value_is_typed(today)
    fields = fields_of(record, value_is_typed=typed, people=_people(record, screen))
    title = f"Edit {shorten(record.row.name, 50)}"
    form = AccountForm(title, fields, practice, account_id, _known(record, typed=typed))
    saved: Saved[int] | None = await screen.app.push_screen_wait(form)
    return saved


def fields_of(
    record: AccountRecord | None, *, value_is_typed: bool, people: Sequence[tuple[int | None, str]] = ()
) -> list[Field]:
    """The fields with what is known already; the value only where one contract line stands behind it."""
    row, written = (record.row, record.written) if record else (None, None)

    def known(name: str, default: Any = None) -> Any:
        return getattr(row, name, getattr(written, name, default))

    fields = [
        Field("name", "Name", value=known("name"), required=True),
        Field("tier", "Tier", "choice", int(known("tier", Tier.GROWTH)), options=TIERS),
        Field("status", "Status", "choice", known("status", Status.ACTIVE.value), options=STATUSES),
        Field("industry", "Industry", value=known("industry")),
        Field("domain", "Domain", value=known("domain"), hint="northwind.example"),
        Field("client_since", "Client since", "date", known("client_since"), past=True, hint="mar 2021, 2021-03-01"),
        Field("current_value", "Value a year", "money", known("current_value"), hint="120k, 1.2m, 95000"),
        Field(
            "potential_value", "Potential a year", "money", known("potential_value"), hint="if they used all that fits"
        ),
        Field("renewal_date", "Renewal", "date", known("renewal_date"), hint="31 mar, in 3 months"),
        Field("contract_term_months", "Term in months", "number", known("contract_term_months")),
        Field("auto_renew", "Renews by itself", "yes/no", known("auto_renew", False)),
        Field("our_objective", "Our objective", "text", known("our_objective"), hint="twelve months, one line"),
        Field("their_objective", "Their objective", "long", known("their_objective"), hint="in their words"),
        Field("expansion_observation", "Observation", "long", known("expansion_observation"), hint="what could grow"),
        Field("slot", "Slot 0 to 47", "number", known("slot")),
        Field("notes", "Notes", "long", known("notes")),
    ]
    if row is None:
        return fields
    if people:
        now = row.primary.person.id if row.primary else None
        fields.insert(11, Field("primary_contact", "Primary contact", "choice", now, options=people))
    fields.insert(2, Field("tier_reason", "Why this tier", hint="only when the tier changes"))
    return fields if value_is_typed else [each for each in fields if each.name != "current_value"]


def _people(record: AccountRecord, screen: CockpitScreen) -> list[tuple[int | None, str]]:
    """Who can be the primary contact, and nobody; nothing where nobody is mapped."""
    able = [
        (each.person.id, shorten(each.person.name, 30))
        for each in record.row.people
        if each.primary or (is_active(each.person, screen.desk.today) and not each.person.placeholder)
    ]
    return [*able, (None, "nobody")] if able else []


def _known(record: AccountRecord, *, typed: bool) -> list[Cell]:
    """What cannot be typed here, and why."""
    lines: list[Cell] = []
    if not typed:
        worth = f"{money.short(record.row.current_value)} a year"
        lines.append((f"Value: {worth} from {plural(len(record.contracts), 'contract line')}; change those.", "dim"))
    if elsewhere := known_elsewhere(record.written.external_ids):
        ids = ", ".join(f"{spoken(system)} {value}" for system, value in elsewhere.items())
        lines.append((shorten(f"Known elsewhere as: {ids}", 300), "dim"))
    return lines
