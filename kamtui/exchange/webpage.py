"""Pages as one HTML file that loads nothing and runs nothing, and prints on A4 or Letter."""

import re
from html import escape
from typing import Final

from kamtui.domain.text import clean_line
from kamtui.exchange.page import Block, Page

SHEETS: Final = {"a4": "size: A4; margin: 19.3mm 15mm", "letter": "size: letter; margin: 10.5mm 17.9mm"}
"""The sheets of paper. Both leave the same block of 180 by 258 mm, so that a page is a page on either."""

FACES: Final = 'Arial, "Liberation Sans", Arimo, Helvetica, Narrowed, sans-serif'
"""Letters as wide as Arial's wherever there are such; the meter of a plan's length counts on it."""

_DAYS = re.compile(r"(?<![\d-])\d{1,4}(?:-\d{1,4}){1,3}(?![\d-])")

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
@font-face {{ font-family: Narrowed; src: local("DejaVu Sans"), local("Verdana"); size-adjust: 85%; }}
@page {{ {sheet}; }}
body {{ font: 10.5pt/1.45 {faces}; max-width: 46em; margin: 2em auto; padding: 0 1em; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.5em; }} h2 {{ font-size: 1.1em; margin: 1.4em 0 .3em; }}
.quiet {{ color: #666; }} ul, .untitled {{ margin: .3em 0; }} ul {{ padding-left: 1.3em; }}
.day {{ white-space: nowrap; }}
@media print {{
body {{ margin: 0; padding: 0; max-width: none; color: #000; font-kerning: none; orphans: 1; widows: 1; }}
body {{ line-height: 12.4pt; }} h1, h2, p, ul {{ margin: 0; max-width: 176mm; }}
h1 {{ font-size: 15pt; line-height: 18.6pt; }}
h2 {{ font-size: 11pt; line-height: 12.4pt; margin-top: 6.2pt; break-after: avoid; break-inside: avoid; }}
ul {{ padding-left: 4mm; }} .untitled {{ margin-top: 6.2pt; }} .quiet {{ color: #444; }}
}}
</style>
</head>
<body>
"""


def as_html(page: Page, paper: str = "a4") -> str:
    """The whole page, for one of SHEETS."""
    head = {"title": escape(clean_line(page.title)), "sheet": SHEETS[paper], "faces": FACES}
    parts = [_HEAD.format(**head), f"<h1>{_text(page.title)}</h1>\n"]
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
    return parts if block.title else ['<section class="untitled">\n', *parts, "</section>\n"]


def _text(text: str) -> str:
    """Text as it is, in which no day is broken at its hyphens."""
    return _DAYS.sub(r'<span class="day">\g<0></span>', escape(clean_line(text), quote=True))
