"""Pages as Markdown and HTML: what a user typed stays text, whatever it looks like."""

import html.parser
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kamtui.domain.brief import Brief, BriefLine, Section
from kamtui.domain.text import clean_line
from kamtui.exchange.markdown import as_markdown, escape_md
from kamtui.exchange.page import Block, Page, brief_page, follow_up_page
from kamtui.exchange.webpage import SHEETS, as_html
from kamtui.storage.follow_ups import FollowUp

HOSTILE = (
    "# heading", "- item", "+ item", "1. first", "12) second", "=1+1", "===", "---", "* x *", "**bold**", "_it_",
    "`code`", "<script>alert(1)</script>", "[x](http://evil.example)", "![x](y)", "<http://a.b>", "https://evil.example/?q=1",
    "www.evil.com", "see evil.com/x", "jane@evil.com", "mailto:a@b.com", "//evil.com", "ftp://evil.com",
    "1.5k e.g. a.b",
    "&lt;b&gt;", "a | b", "~~gone~~", "> quote", "\\# twice", "[^1]", "[ref]: http://x", "$x$",
    "@someone", "-", "1.", "    code", "a  ", "a\\", "line\n# two", "</p><b>", "\x1b[31mred", "R&D [/x]", "```", "***",
    "[@click=app.quit]x[/]", "#", "Title #", "::: note", "<!-- c -->", "&amp;", "١. x",
)  # fmt: skip
GFM = MarkdownIt("gfm-like")


def inlines(markdown: str, *around: str) -> str:
    """The text of a document that is nothing but one inline inside `around`; fails on any other structure."""
    tokens = GFM.parse(markdown)
    kinds = [token.type for token in tokens]
    closing = [kind.replace("_open", "_close") for kind in reversed(around)]
    assert kinds == [*around, "inline", *closing]
    (inline,) = [token for token in tokens if token.type == "inline"]
    children = inline.children or []
    assert {child.type for child in children} <= {"text"}, children
    return "".join(child.content for child in children)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_was_typed(text: str) -> None:
    wanted = clean_line(text)
    assert inlines(escape_md(text), "paragraph_open") == wanted
    assert inlines(f"## {escape_md(text)}", "heading_open") == wanted
    assert inlines(f"- {escape_md(text)}", "bullet_list_open", "list_item_open", "paragraph_open") == wanted


@given(st.text(st.characters(codec="utf-8"), max_size=30) | st.text("#-+=*_`[]()<>!.:/w1 \\&|~\n@a", max_size=12))
@example("www.a.bc")
def test_any_text_comes_back_from_markdown(text: str) -> None:
    wanted = clean_line(text)
    if wanted and not wanted[0].isspace():
        assert inlines(escape_md(text), "paragraph_open") == wanted


class Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_no_tag_but_its_own(text: str) -> None:
    plain, nasty = (Page(one, one, (Block(one, one, (one, one), (one,), one),)) for one in ("x", text))
    read, wanted = Reader(), Reader()
    read.feed(as_html(nasty))
    wanted.feed(as_html(plain))
    assert read.tags == wanted.tags
    assert clean_line(text) in read.text


@pytest.mark.parametrize("paper", SHEETS)
def test_a_web_page_fetches_nothing_and_runs_nothing(paper: str) -> None:
    html = as_html(Page("T", "https://evil.example/lead", (Block("t", "s", ("p",), HOSTILE, "b"),)), paper)
    read = Reader()
    read.feed(html)
    assert set(read.tags) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "strong", "ul", "li", "br", "section",
        "span",
    }  # fmt: skip
    assert {name for _, attrs in read.attributes for name in attrs} <= {
        "lang", "charset", "http-equiv", "content", "name", "dir", "class",
    }  # fmt: skip
    assert ("meta", "default-src 'none'; style-src 'unsafe-inline'") in [
        (tag, attrs.get("content")) for tag, attrs in read.attributes
    ]
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert f"@page {{ {SHEETS[paper]}; }}" in style


def test_a_day_is_not_broken_at_its_hyphens() -> None:
    html = as_html(Page("2026-11-20", "", (Block(items=("due 2027-03-31, 1-2", "1" * 50 + "-2", "x-y")),)))
    assert '<li dir="auto">due <span class="day">2027-03-31</span>, <span class="day">1-2</span></li>' in html
    assert html.count("<span") == 3
    assert "<title>2026-11-20</title>" in html


def test_empty_parts_leave_nothing_behind() -> None:
    page = Page("T", "lead", (Block(items=("one",)),))
    assert as_markdown(page) == "# T\n\nlead\n\n- one\n"
    assert "<h2" not in as_html(page)


@pytest.mark.rule("Q-3")
def test_the_page_of_a_brief_has_every_line_and_every_blank() -> None:
    lines = (
        BriefLine("faster · 60k", "value_entry", "u", date(2026, 11, 3)),
        BriefLine("60k in force", "account", "a"),
    )
    sections = (Section("Value delivered", lines, "", "1, worth 60k"), Section("Triggers", (), "no trigger: listen"))
    brief = Brief("a", "A_B", date(2026, 10, 19), "since the QBR of Mon 19 Oct", "q", sections, date(2026, 11, 20))
    assert as_markdown(brief_page(brief)).splitlines() == [
        "# Brief: A\\_B", "", "since the QBR of Mon 19 Oct, up to 2026-11-20", "", "## Value delivered", "",
        "**1, worth 60k**", "", "- 2026-11-03 · faster · 60k", "- 60k in force", "", "## Triggers", "",
        "*no trigger: listen*",
    ]  # fmt: skip


@pytest.mark.rule("Q-7")
def test_the_page_of_a_follow_up_has_every_line_in_its_order() -> None:
    text = "Dear Ida,\n\nWhat we will do:\n- send the *list*\n- call\nand more\n= x\n\n\nBest regards\nRobin\n"
    found = FollowUp("Acme", date(2026, 11, 19), datetime(2026, 11, 20, 9, tzinfo=UTC), text)
    assert as_markdown(follow_up_page(found)).splitlines() == [
        "# Follow-up: Acme", "", "QBR of Thu 19 Nov, sent 2026-11-20", "", "Dear Ida,", "", "What we will do:", "",
        "- send the \\*list\\*", "- call", "", "and more  ", "\\= x", "", "Best regards  ", "Robin",
    ]  # fmt: skip
    unsent = follow_up_page(FollowUp("Acme", date(2026, 11, 19), None, ""))
    assert (unsent.lead, unsent.blocks) == ("QBR of Thu 19 Nov, not sent yet", ())
