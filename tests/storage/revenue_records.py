"""Accounts with contract lines, for the tests of revenue, and what happened to them."""

from datetime import date, timedelta
from typing import Any

from kamtui.domain.practice import Practice
from kamtui.models.revenue import Contract
from kamtui.storage import revenue
from kamtui.storage.database import Database
from kamtui.storage.revenue import ContractPage
from tests.storage.records import DAY, account, add

PRACTICE = Practice()


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def client(database: Database, name: str = "Nord", **more: Any) -> int:
    return database.run(add, account(name, **{"created_on": ago(900), **more}))[0]


def line(database: Database, owner: int, value: int = 100_00, **more: Any) -> int:
    return database.run(add, Contract(account_id=owner, annual_value=value, **more))[0]


def page(database: Database, owner: int) -> ContractPage:
    found = database.read(revenue.contract_page, owner, DAY, PRACTICE)
    assert found is not None
    return found


def happened(database: Database) -> list[tuple[str, int, str, str]]:
    statement = 'SELECT kind, amount, "on", reason FROM revenue_event ORDER BY id'
    return database.connection.execute(statement).fetchall()


def stored(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{each}"' for each in columns)
    return database.connection.execute(f"SELECT {names} FROM contract ORDER BY id").fetchall()
