"""A document for people: titles, lines and texts, before it becomes Markdown or HTML."""

from dataclasses import dataclass, replace
from datetime import date

from kamtui.domain.brief import Brief
from kamtui.domain.wording import day_words
from kamtui.storage.follow_ups import FollowUp

REDACTED = "redacted: names, texts and amounts are left out"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: a title with a summary, paragraphs of lines, a list, and what is missing."""

    title: str = ""
    summary: str = ""
    paragraph: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its title, a line below it, and its parts. All of it is plain text of whatever origin."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def redacted(page: Page) -> Page:
    """The page of a redacted file, which says that it is one (rule G-2)."""
    return replace(page, lead=f"{page.lead} · {REDACTED}")


def brief_page(brief: Brief) -> Page:
    """The brief with the lines that the screens show (rule Q-3)."""
    blocks = tuple(
        Block(
            title=section.title,
            summary=section.summary,
            items=tuple(f"{line.on} · {line.text}" if line.on else line.text for line in section.lines),
            blank=section.blank,
        )
        for section in brief.sections
    )
    return Page(f"Brief: {brief.account}", f"{brief.since_words}, up to {brief.until}", blocks)


def follow_up_page(found: FollowUp) -> Page:
    """The follow-up, line by line as it is sent (rule Q-7)."""
    sent = f"sent {_local(found)}" if found.sent_at else "not sent yet"
    blocks: list[Block] = []
    plain: list[str] = []
    items: list[str] = []
    for line in [*map(str.strip, found.text.splitlines()), ""]:
        if line.startswith("- "):
            items.append(line.removeprefix("- "))
            continue
        if (items or not line) and (plain or items):
            blocks.append(Block(paragraph=tuple(plain), items=tuple(items)))
            plain, items = [], []
        plain += [line] if line else []
    return Page(f"Follow-up: {found.account}", f"QBR of {day_words(found.held_on)}, {sent}", tuple(blocks))


def _local(found: FollowUp) -> date:
    assert found.sent_at is not None  # noqa: S101  asked only when it was sent
    return found.sent_at.astimezone().date()
