"""The forms of an opportunity: the facts, the words of the conversation, the next step, the integrity question."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.binding import Binding

from kamtui.domain.expansion import Integrity, OpportunityKind, Stage
from kamtui.domain.opportunities import Part
from kamtui.domain.problems import spoken
from kamtui.domain.text import shorten
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.screens.modal import Window
from kamtui.screens.pipeline_words import expansion_words
from kamtui.screens.record_form import GONE, NAME, RecordForm
from kamtui.storage import opportunities
from kamtui.storage.opportunities import OpportunityRow
from kamtui.storage.opportunities_changes import add_opportunity, answer_integrity, edit_opportunity, plan_next_step
from kamtui.widgets.lines import Lines

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

KINDS = [
    (OpportunityKind.UPSELL.value, "upsell, deeper in what they use"),
    (OpportunityKind.CROSS_SELL.value, "cross-sell, a new domain"),
    (OpportunityKind.RENEWAL_GROWTH.value, "growth at the renewal"),
]
DAY_HINT = "fri, in 3 days, 2 dec"


def _percent(value: int | None) -> str | None:
    return None if value is None or 0 <= value <= 100 else "likely is a percentage from 0 to 100"


class OpportunityForm(RecordForm):
    """A new opportunity, or the facts of the one with `key`; gives `Saved(key)` for a new one (rule X-4)."""

    def __init__(self, account_id: int | None = None, key: int | None = None) -> None:
        super().__init__("Opportunity")
        self._account_id, self._key = account_id, key

    async def ask(self) -> list[Field]:
        """Read the accounts, or the opportunity as it stands."""
        database, practice = self.desk.database, self.desk.settings.practice()
        row: OpportunityRow | None = None
        first: list[Field] = []
        if self._key is not None:
            row = await database.read_plainly(opportunities.opportunity, self._key, practice)
            if row is None:
                raise ValueError(GONE)
            self.heading = f"Opportunity at {shorten(row.account, NAME)}"
        else:
            accounts = await database.read_plainly(opportunities.accounts_to_choose)
            if not accounts:
                raise ValueError("there is no account yet; 2 shows where to add one")
            self.heading = "New opportunity"
            options = [(key, shorten(name, NAME)) for key, name in accounts]
            chosen = self._account_id if self._account_id in dict(options) else None
            first = [Field("account_id", "Account", Kind.PICK, chosen, required=True, options=options)]
        deal = row.deal if row else None
        usual = practice.stage_percents[deal.stage if deal else Stage.IDEA]
        return [
            *first,
            Field("name", "Name", value=deal.name if deal else "", required=True),
            Field("kind", "Kind", Kind.CHOICE, deal.kind if deal else KINDS[0][0], options=KINDS),
            Field("annual_value", "Worth a year", Kind.MONEY, deal.annual_value if deal else None, hint="40k, 1.2m"),
            Field("probability", "Likely in %", Kind.NUMBER, deal.probability if deal else None,
                  hint=f"empty: {usual}, as usual at this stage", check=_percent),
            Field("expected_close", "Closes", Kind.DATE, deal.expected_close if deal else None, hint=DAY_HINT),
            Field("next_step", "Next step", value=deal.next_step if deal else ""),
            Field("next_step_due", "By", Kind.DATE, deal.next_step_due if deal else None, hint=DAY_HINT),
            Field("notes", "Notes", Kind.LONG, row.notes if row else ""),
        ]  # fmt: skip

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it: a new one gives its key."""
        if self._key is not None:
            return await self.desk.database.run(edit_opportunity, self._key, values)
        account = values.pop("account_id")
        return await self.desk.database.run(add_opportunity, account, values)


class PartsForm(FormScreen):
    """The three parts of the conversation, each with what it is (rule X-5)."""

    def __init__(self, row: OpportunityRow) -> None:
        words = expansion_words().value
        fields = [
            Field(part.value, part.value.capitalize(), Kind.LONG, row.deal.part(part), hint=words.parts[part])
            for part in Part
        ]
        title = f"Conversation: {shorten(row.deal.name, 50)}"
        super().__init__(title, fields, more=(words.conversation, "dim"))
        self._key = row.id

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the three of them."""
        return await self.desk.database.run(edit_opportunity, self._key, values)


def next_step_form(row: OpportunityRow) -> FormScreen:
    """What happens next, and by when (rule X-7)."""
    fields = [
        Field("what", "Next step", value=row.deal.next_step, required=True),
        Field("due", "By", Kind.DATE, required=True, hint=DAY_HINT),
    ]
    title = f"Next step: {shorten(row.deal.name, 50)}"
    return FormScreen(title, fields, plan_next_step, always={"opportunity_id": row.id})


def evidence_form(row: OpportunityRow) -> FormScreen:
    """What is new, so that a parked opportunity goes on (rule X-6)."""
    fields = [Field("evidence", "What is new", Kind.LONG, required=True, hint=expansion_words().value.evidence)]
    always = {"opportunity_id": row.id, "answer": Integrity.THEIRS.value}
    since = f"Parked on {row.deal.parked_on}. " if row.deal.parked_on else "Parked. "
    more = f"{since}New evidence makes it mainly for their benefit; the notes keep it."
    return FormScreen(
        f"New evidence: {shorten(row.deal.name, 44)}", fields, answer_integrity, always=always, more=(more, "dim")
    )


class IntegrityScreen(Window):
    """The integrity question; gives `theirs`, `mine`, or None for not now (rule X-6)."""

    HINTS = (("t", "theirs: go on"), ("m", "mine: park it"), ("esc", "not now"))
    BINDINGS = [
        Binding("t", "answer('theirs')", show=False),
        Binding("m", "answer('mine')", show=False),
        Binding("escape", "answer('')", show=False),
    ]

    def __init__(self, row: OpportunityRow) -> None:
        super().__init__(shorten(row.deal.name, 60))
        self._row = row

    def body(self) -> ComposeResult:
        """My reasoning, and the question."""
        deal = self._row.deal
        said = [part for part in Part if deal.part(part).strip()]
        lines: list[Cell] = [[(f"{part.value}: ", "dim"), shorten(deal.part(part), 300)] for part in said]
        yield Lines([*lines, *([""] if said else []), (expansion_words().value.integrity, "strong")])

    def action_answer(self, answer: str) -> None:
        """Give the answer."""
        self.dismiss(answer or None)


def stage_options(usual: Mapping[str, int]) -> list[tuple[str, str]]:
    """Every stage with its usual probability, to choose from."""
    return [(stage.value, f"{spoken(stage):<10} {usual[stage]:>4} %") for stage in Stage]
