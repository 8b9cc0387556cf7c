"""The user's own playbooks."""

from typing import Any

from kamtui.domain.playbooks import Anchor
from kamtui.models.columns import Record, choice, plain


class Playbook(Record, table=True):
    """A named list of steps, each with its day, who takes it and what is done; days count from `anchor`."""

    name: str
    about: str = ""
    anchor: str = choice(Anchor, Anchor.START)
    steps: list[dict[str, Any]] = plain(list)
