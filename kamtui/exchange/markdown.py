"""Pages as Markdown, in which nothing that a user typed becomes structure, HTML or a link."""

import re

from kamtui.domain.text import clean_line
from kamtui.exchange.page import Block, Page

_SIGNS = re.compile(r"([\\`*_\[\]<>&~|$#@])")
_ADDRESS = re.compile(r":(?=//)|(?<=\w)\.(?=[^\W\d])")
_STARTS = re.compile(r"^([-+=]|[0-9]{1,9}(?=[.)]))")


def escape_md(text: str) -> str:
    """One line of text as Markdown that shows exactly this text: cleaned, every sign with a meaning escaped."""
    safe = _ADDRESS.sub(lambda sign: "\\" + sign[0], _SIGNS.sub(r"\\\1", clean_line(text)))
    start = _STARTS.match(safe)
    if start is None:
        return safe
    if start[1].isdecimal():
        return f"{start[1]}\\{safe[start.end() :]}"
    return f"\\{safe}"


def as_markdown(page: Page) -> str:
    """The whole page."""
    parts = [f"# {escape_md(page.title)}", escape_md(page.lead)]
    for block in page.blocks:
        parts += _block(block)
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> list[str]:
    parts = [f"## {escape_md(block.title)}"] if block.title else []
    if block.summary:
        parts.append(f"**{escape_md(block.summary)}**")
    if block.paragraph:
        parts.append("  \n".join(map(escape_md, block.paragraph)))
    if block.items:
        parts.append("\n".join(f"- {escape_md(item)}" for item in block.items))
    if block.blank:
        parts.append(f"*{escape_md(block.blank)}*")
    return parts
