"""The demo portfolio: a believable business of invented clients, the same for the same seed and day."""

from datetime import date
from random import Random
from typing import Any

from kamtui.demo import clients as accounts_of
from kamtui.demo import desk, growth, history, people, plans, playbooks, qbrs, rhythm, twins, value, work
from kamtui.demo.book import ACCOUNT_LISTS, PORTFOLIO_LISTS, Book

MOST_ACCOUNTS = 1000
"""More accounts than this would need more names than there are."""


def portfolio(today: date, *, accounts: int = 28, seed: int = 1) -> dict[str, Any]:
    """Make a portfolio of so many accounts, as a document of the JSON data format, its dates relative to `today`.

    The same arguments give the same document. Raises ValueError when `accounts` is not 1 to 1000.
    """
    if not 1 <= accounts <= MOST_ACCOUNTS:
        raise ValueError(f"a demo has 1 to {MOST_ACCOUNTS} accounts, not {accounts}")
    rng = Random(f"kamtui demo {seed}")  # noqa: S311 - made-up data, not secrets
    book = Book(today, rng, {name: [] for name in ("accounts", *ACCOUNT_LISTS, *PORTFOLIO_LISTS)})
    clients = accounts_of.clients(today, accounts, rng, seed)
    rows = []
    for client in clients:
        row = accounts_of.write_account(book, client)
        people.write_people(book, client, row)
        accounts_of.write_objectives_of(client, row)
        accounts_of.write_contracts(book, client, row)
        history.draw_ratings(client)
        rows.append(row)
    people.join_engagements(book, clients)
    rhythm.keep_the_rhythm(book, clients)
    for client, row in zip(clients, rows, strict=True):
        history.write_touchpoints(book, client)
        history.write_health(book, client)
        value.write_value(book, client, row)
        value.write_competition(book, client, row)
        qbrs.write_qbrs(book, client)
        qbrs.write_promises(book, client)
        work.write_conversations(book, client)
        work.write_issues(book, client)
        work.write_milestones(book, client)
        work.write_handover(client, row)
        growth.write_opportunities(book, client, growth.write_triggers(book, client))
        plans.write_plan(book, client)
        plans.write_objectives(book, client)
    value.write_referrals(book, clients)
    rhythm.write_portfolio_rhythm(book)
    desk.write_reviews(book, clients)
    desk.write_guided_reviews(book, clients)
    desk.write_assessments(book)
    playbooks.write_playbooks(book, clients)
    twins.write_twins(book, clients)
    for row in book.lists["stakeholders"]:
        del row["_first"]
    return {"format": "kamtui", "version": 1, "settings": {}, **book.lists}
