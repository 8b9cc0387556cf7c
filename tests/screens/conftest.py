"""What the tests of screens need beside the fixtures of all tests."""

import os
from itertools import count

import pytest
from textual import _time

os.environ["TEXTUAL_ANIMATIONS"] = "none"


@pytest.fixture
def halting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that stands still for five milliseconds between any two looks at Textual's clock."""
    now, halts = _time.get_time, count()
    monkeypatch.setattr(_time, "get_time", lambda: now() + 0.005 * next(halts))


@pytest.fixture
def reviews_take_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock of reviews that stands still."""
    monkeypatch.setattr("kamtui.screens.review_keeping.monotonic", lambda: 1000.0)


@pytest.fixture
def notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices that stay for as long as the test takes."""
    monkeypatch.setattr("kamtui.app.Cockpit.NOTIFICATION_TIMEOUT", 600)
