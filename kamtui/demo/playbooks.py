"""The demo's playbooks: runs under way, and one of the user's own."""

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from random import Random

from kamtui.demo.book import Book, Client, ago, fresh_uid, iso
from kamtui.domain import playbooks
from kamtui.domain.playbooks import Playbook

_OWN = Playbook(
    "Price increase",
    "How we tell a client that the price goes up. Counts from the day the new price begins.",
    "start",
    (
        playbooks.Step(-90, "us", "Work out what the new price means for them, in one figure"),
        playbooks.Step(-75, "economic buyer", "Say it in person, with the reason, before any letter goes out"),
        playbooks.Step(-60, "us", "Send the letter"),
        playbooks.Step(-30, "procurement", "Ask whether the order is changed"),
        playbooks.Step(14, "us", "Check the first invoice with the new price"),
    ),
)


@cache
def known() -> dict[str, Playbook]:
    """The playbooks that come along, by the name of their table."""
    text = resources.files("kamtui").joinpath("words", playbooks.FILE).read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return dict(zip(tables, playbooks.read_playbooks(tables), strict=True))


def write_playbooks(book: Book, clients: list[Client]) -> None:
    """Write the user's own playbook and the runs under way."""
    rng = Random(f"playbooks {clients[0].uid}")  # noqa: S311 - made-up data, not secrets
    book.lists["playbooks"].append(
        {"uid": fresh_uid(rng), "name": _OWN.name, "about": _OWN.about, "anchor": _OWN.anchor,
         "steps": [step.as_stored() for step in _OWN.steps]}
    )  # fmt: skip
    for client in clients:
        if client.has("check_in_late"):
            _run(book, client, known()["at_risk"], ago(client.today, 16), done=4, rng=rng)
        if client.has("left_person"):
            _run(book, client, known()["champion_left"], ago(client.today, 5), done=3, rng=rng)
        if client.has("renewal_80") and client.renewal_on is not None:
            _run(book, client, known()["renewal"], client.renewal_on, done=3, rng=rng)


def _run(book: Book, client: Client, playbook: Playbook, anchor: date, *, done: int, rng: Random) -> None:
    run = fresh_uid(rng)
    for at, (step, due) in enumerate(playbooks.dated(playbook.steps, anchor)):
        finished = at < done and due <= client.today
        book.lists["actions"].append(
            {"uid": fresh_uid(rng), "account": client.uid, "what": step.what, "due": iso(due),
             "done_on": iso(max(due - timedelta(days=at % 2), client.created_on)) if finished else None,
             "in_plan": False, "most_important": False, "who": step.who, "playbook": playbook.name, "run": run}
        )  # fmt: skip
