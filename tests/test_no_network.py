"""Nothing leaves the machine unless the user exports it: no module reaches for the network, no run of anything does."""

import ast
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import kamtui
from kamtui.cli import main
from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.exchange.document import import_document, read_document
from kamtui.storage.database import Database
from tests.conftest import TODAY
from tests.screens.harness import cockpit, settle

NETWORK = {"socket", "socketserver", "ssl", "http", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc"}
NETWORK |= {"requests", "httpx", "aiohttp", "urllib3", "webbrowser", "nntplib", "paramiko", "websockets"}
EVENTS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethost")
EVENTS += ("urllib.Request", "http.client.connect", "smtplib.connect", "ftplib.connect", "webbrowser.open")

seen: list[str] = []
watching = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and event.startswith(EVENTS):
        seen.append(f"{event} {arguments[1:]}")


@pytest.fixture
def watch() -> Iterator[list[str]]:
    """What reaches for the network meanwhile, as the interpreter itself tells; a hook cannot be taken off again."""
    global watching  # noqa: PLW0603
    if _hook not in hooked:
        sys.addaudithook(_hook)
        hooked.append(_hook)
    seen.clear()
    watching = True
    yield seen
    watching = False


hooked: list[Any] = []


def imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Attribute) and node.attr in ("open_connection", "create_connection", "start_server"):
            found.add(f"socket.{node.attr}")
    return found


@pytest.mark.rule("G-3")
def test_no_module_reaches_for_the_network() -> None:
    files = sorted(Path(kamtui.__file__).parent.rglob("*.py"))
    assert len(files) > 100
    for file in files:
        names = imported(file)
        assert {name for name in names if name.split(".")[0] in NETWORK or name.startswith("urllib.request")} == set()


def test_the_watch_sees_who_reaches_for_the_network(watch: list[str]) -> None:
    with socket.socket() as one, suppress(OSError):
        one.settimeout(0.2)
        one.connect(("127.0.0.1", 9))
    assert watch[0].startswith("socket.connect")


@pytest.mark.rule("G-3")
def test_no_command_opens_a_connection(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: list[str]
) -> None:
    monkeypatch.setenv("KAMTUI_DB", str(database_file))
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("KAMTUI_TODAY", str(TODAY))
    book = portfolio(TODAY, accounts=3)
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    name = book["accounts"][0]["name"]
    commands = (
        *(
            f"import {tmp_path / 'book.json'}",
            "accounts",
            "accounts --json",
            "due",
            "portfolio",
            "backup",
            "doctor",
            "keys",
        ),
        *("backup list", "config", "export json", "export ics", f"export csv -o {tmp_path / 'tables'}"),
        f"export xlsx -o {tmp_path / 'all.xlsx'}",
        f"demo --accounts 2 --to {tmp_path / 'demo.db'}",
    )
    for words in (
        *(each.split() for each in commands),
        *(["export", what, name, "--format", "html"] for what in ("brief", "plan", "handover")),
        ["show", name],
        ["log", f"{name}: call, all fine"],
    ):
        assert main(words) == 0, words
    assert watch == []


@pytest.mark.rule("G-3")
async def test_the_cockpit_opens_no_connection(database_file: Path, clock: Clock, watch: list[str]) -> None:
    database = Database.open(database_file, clock)
    database.run(import_document, read_document(json.dumps(portfolio(TODAY, accounts=3))))
    database.close()
    async with cockpit(database_file, clock) as pilot:
        for key in ("2", "enter", "3", "4", "5", "6", "7", "8", "9", "0", "p", "1", "p"):
            await pilot.press(key)
            await settle(pilot)
    assert watch == []
