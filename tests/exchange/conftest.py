"""What the tests of imports ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.exchange.applying import Options, import_sources
from kamtui.exchange.sources import Asked, read_sources


@pytest.fixture
def bring(database, tmp_path, monkeypatch):
    """Import files, given as paths or as text, and give the result."""
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "config" / "settings.toml"))

    def call(*given, options=None, **asked):
        paths = []
        for place, one in enumerate(given):
            path = tmp_path / f"file{place}.csv" if isinstance(one, str) else one
            if isinstance(one, str):
                path.write_text(one, encoding="utf-8")
            paths.append(path)
        sources = read_sources(paths, Asked(**asked))
        return database.run(import_sources, sources, options or Options(every_row=True))

    call.database = database
    return call


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a text into a file and give its path."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write
