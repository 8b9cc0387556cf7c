"""The forms of playbooks: what one is called, one step, and starting one on an account."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kamtui.domain.playbooks import FARTHEST, WHO, Anchor, Playbook, Step, day_of_step, validate_step
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.screens.playbook_words import COUNTED_FROM
from kamtui.storage.playbooks_changes import save_playbook, start

NAME = 40


def playbook_form(playbook: Playbook | None = None) -> FormScreen:
    """Ask what a playbook is called, what it is for and what its days count from."""
    now = playbook or Playbook("", "", Anchor.START.value, ())
    fields = [
        Field("name", "Name", value=now.name, required=True, hint="Price increase"),
        Field("about", "What for", Kind.LONG, now.about),
        Field("anchor", "Days count from", Kind.CHOICE, now.anchor, required=True, options=list(COUNTED_FROM.items())),
    ]
    return FormScreen(
        "Playbook" if playbook else "New playbook", fields, save_playbook, always={"uid": now.uid or None}
    )


class StepForm(FormScreen):
    """Asks for one step; gives `Saved(Step)` and stores nothing: the playbook is saved as a whole."""

    def __init__(self, anchor: str, step: Step | None = None) -> None:
        self._anchor = anchor
        hint = "-90 is ninety days before the renewal" if anchor == Anchor.RENEWAL else "0 is the day it starts"
        fields = [
            Field("day", "Day", Kind.NUMBER, 0 if step is None else step.day, required=True, hint=hint, check=_day),
            Field("who", "Who", value=step.who if step else "", hint=", ".join(WHO[:4])),
            Field("what", "What", value=step.what if step else "", required=True, hint="one line"),
        ]
        super().__init__("Step" if step else "New step", fields)

    async def store(self, values: dict[str, Any]) -> Step:
        """The step as it was typed; raises ValueError for what will not do."""
        step = Step(values["day"], values["who"], values["what"])
        for problem in validate_step(step):
            raise ValueError(problem.text)
        return step


def _day(value: int | None) -> str | None:
    fits = value is None or -FARTHEST <= value <= FARTHEST
    return None if fits else f"the day is between -{FARTHEST} and {FARTHEST}"


class StartForm(FormScreen):
    """Asks on which account a playbook is started and from which day it counts."""

    def __init__(
        self, playbook: Playbook, accounts: Sequence[tuple[int, str, date | None]], account: int | None, today: date
    ) -> None:
        self._playbook = playbook
        renewal = playbook.anchor == Anchor.RENEWAL
        fields = [
            Field(
                "account_id", "Account", Kind.PICK, account, required=True,
                options=[(key, shorten(name, NAME)) for key, name, _ in accounts],
            ),
            Field(
                "anchor", "Renewal date" if renewal else "Starts on", Kind.DATE, None if renewal else today,
                required=not renewal,
                hint="empty: the account's own renewal date" if renewal else "today, mon, 1 dec",
            ),
        ]  # fmt: skip
        first, last = (day_of_step(step.day, playbook.anchor) for step in (playbook.steps[0], playbook.steps[-1]))
        more = f"{plural(len(playbook.steps), 'step')}, from {first} to {last}; each stands in the week's list. "
        more += "Those before today are spread from today on."
        super().__init__(f"Start {shorten(playbook.name, NAME)}", fields, more=(more, "dim"))

    async def store(self, values: dict[str, Any]) -> str:
        """Start it; gives what to tell the user."""
        return await self.desk.database.run(start, values["account_id"], self._playbook, values["anchor"])
