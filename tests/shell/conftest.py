"""What the tests of the shell need beside the fixtures of all tests."""

from pathlib import Path

import pytest

from kamtui.cli import main
from tests.shell.calling import TODAY


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portfolio with six accounts, made once for a file of tests."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    main(["--today", str(TODAY), "demo", "--accounts", "6", "--to", str(file)])
    return file
