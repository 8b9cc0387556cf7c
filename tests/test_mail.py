"""Handing a text to the mail program."""

import subprocess
import sys
from typing import Any

import pytest

from kamtui import mail


def test_a_link_carries_addresses_subject_and_text() -> None:
    link = mail.link(["a+b@x.test", "c&d@x.test"], "Us & you?", "One\nTwo & three")
    assert link.whole
    assert link.url == ("mailto:a%2Bb@x.test,c%26d@x.test?subject=Us%20%26%20you%3F&body=One%0D%0ATwo%20%26%20three")


def test_a_text_that_is_too_long_is_left_out_of_the_link() -> None:
    assert mail.link([], "Us", "x" * 3_000) == mail.Link("mailto:?subject=Us", whole=False)


@pytest.mark.parametrize("there", [True, False])
def test_the_desktops_own_opener_takes_the_link_where_there_is_a_desktop(
    there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0" if there else "")
    monkeypatch.setattr(mail.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_: started.append(words))
    assert mail.hand_over("mailto:x") is there
    assert started == ([["/usr/bin/xdg-open", "mailto:x"]] if there else [])


def test_an_opener_that_does_not_start_is_no_mail_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(mail.shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "Popen", fails)
    assert not mail.hand_over("mailto:x")
    monkeypatch.setattr(mail.shutil, "which", lambda _name: None)
    assert not mail.hand_over("mailto:x")


def test_windows_starts_the_link_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    started: list[str] = []
    monkeypatch.setattr(mail.os, "startfile", started.append, raising=False)
    assert mail.hand_over("mailto:x")
    assert started == ["mailto:x"]

    def fails(_url: str) -> None:
        raise OSError

    monkeypatch.setattr(mail.os, "startfile", fails, raising=False)
    assert not mail.hand_over("mailto:x")
