"""The page about the data says what the tables say."""

from pathlib import Path

import pytest

from kamtui.exchange.document_words import page_with_lists
from kamtui.storage.database import Database

PAGE = Path(__file__).parents[2] / "docs" / "data.md"


def test_the_page_lists_every_list_and_field_as_they_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page_with_lists(text), "write docs/data.md anew with page_with_lists"


def test_the_page_names_every_table(database: Database) -> None:
    text = PAGE.read_text(encoding="utf-8")
    tables = database.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    missing = {name for (name,) in tables if f"`{name}`" not in text and not name.startswith("sqlite_")}
    assert missing == set()


def test_a_page_without_the_place_is_refused() -> None:
    with pytest.raises(ValueError, match="has no part between"):
        page_with_lists("# Data")
