"""What every test can ask for: a migrated database file of its own, and a day that stands still."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from kamtui.clock import Clock
from kamtui.storage import migrate
from kamtui.storage.database import Database

TODAY = date(2026, 11, 20)

os.environ["TZ"] = "UTC"
time.tzset()
for name in ("NO_COLOR", "KAMTUI_DB", "KAMTUI_CONFIG", "KAMTUI_TODAY", "TEXTUAL_LOG"):
    os.environ.pop(name, None)

settings.register_profile("kamtui", deadline=None, derandomize=True)
settings.load_profile("kamtui")


@pytest.fixture(scope="session", autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep every test away from the data and settings of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    os.environ["HOME"] = str(home)
    for folder in ("data", "config", "state", "cache"):
        os.environ[f"XDG_{folder.upper()}_HOME"] = str(home / folder)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema, made once; copy it, never write to it."""
    path = tmp_path_factory.mktemp("template") / "kamtui.db"
    migrate.create(path)
    return path


@pytest.fixture
def clock() -> Clock:
    """A clock on Friday, 20 November 2026."""
    return Clock(TODAY)


@pytest.fixture
def database_file(migrated_file: Path, tmp_path: Path) -> Path:
    """An empty database file of the test's own."""
    return Path(shutil.copy(migrated_file, tmp_path / "kamtui.db"))


@pytest.fixture
def database(database_file: Path, clock: Clock) -> Iterator[Database]:
    """An open, empty database on Friday, 20 November 2026."""
    opened = Database.open(database_file, clock)
    yield opened
    opened.close()
