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
