"""JSON among the files that are brought: a document of our own, somebody else's, or broken."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.exchange.tabular import shown_name

if TYPE_CHECKING:
    from pathlib import Path


def is_kamtui_document(path: Path) -> bool:
    """Say whether a file is a JSON document of our own: it says so, or it says no format and has one of our lists.

    Raises Refused for any other JSON, sound or broken.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            text = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
            named = path.suffix.casefold() == ".json" and text
            if not named and not re.match(rb"\{\s*[\"'}\w]|\[\s*[\[{\"\]]", text):
                return False
            tail = text
            while tail:
                if re.search(rb'"format"\s*:\s*"kamtui"', text):
                    return True
                tail = stream.read(1 << 20)
                text = text[-100:] + tail
    except OSError:
        return False
    why = _why_not_ours(path)
    if why:
        raise Refused(f"{shown_name(path)} {why}")
    return True


def _why_not_ours(path: Path) -> str:
    """What JSON that does not say that it is ours is instead, broken or somebody else's; empty where it is ours."""
    from kamtui.exchange.document_fields import FORMAT
    from kamtui.exchange.document_in import LARGEST
    from kamtui.exchange.document_lists import MODELS

    try:
        if path.stat().st_size <= LARGEST:
            given = json.loads(path.read_bytes())
            ours = isinstance(given, dict) and given.get("format", FORMAT) == FORMAT
            if ours and not given.keys().isdisjoint(("format", *MODELS)):
                return ""
    except json.JSONDecodeError as error:
        return f"is broken JSON: {error.msg} in line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError:
        return "is broken JSON: it is not text in UTF-8 or UTF-16"
    except (RecursionError, ValueError):
        return "is JSON nested too deeply, or with a number that is too long"
    return 'is JSON, but not a kamtui document: it has none of its lists, and lacks "format": "kamtui"'
