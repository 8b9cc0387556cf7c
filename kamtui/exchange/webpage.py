"""Pages as one HTML file that loads nothing and runs nothing."""

from html import escape

from kamtui.domain.text import clean_line
from kamtui.exchange.page import Block, Page

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 10.5pt/1.45 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 1.5em; }} h2 {{ font-size: 1.1em; margin: 1.4em 0 .3em; }}
.quiet {{ color: #666; }} ul {{ margin: .3em 0; padding-left: 1.3em; }} li {{ overflow-wrap: anywhere; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
</style>
</head>
<body>
"""


def as_html(page: Page) -> str:
    """The whole page."""
    parts = [_HEAD.format(title=_text(page.title)), f"<h1>{_text(page.title)}</h1>\n"]
    parts.append(f'<p class="quiet">{_text(page.lead)}</p>\n')
    for block in page.blocks:
        parts += _block(block)
    return "".join([*parts, "</body>\n</html>\n"])


def _block(block: Block) -> list[str]:
    parts = [f'<h2 dir="auto">{_text(block.title)}</h2>\n'] if block.title else []
    if block.summary:
        parts.append(f"<p><strong>{_text(block.summary)}</strong></p>\n")
    if block.paragraph:
        parts.append(f'<p dir="auto">{"<br>".join(map(_text, block.paragraph))}</p>\n')
    if block.items:
        listed = "".join(f'<li dir="auto">{_text(item)}</li>\n' for item in block.items)
        parts.append(f"<ul>\n{listed}</ul>\n")
    if block.blank:
        parts.append(f'<p class="quiet">{_text(block.blank)}</p>\n')
    return parts


def _text(text: str) -> str:
    return escape(clean_line(text), quote=True)
