"""Print account plans with headless Chromium and hold the paper against the meter of their length (rule P-5).

Printed are plans of the demo and plans written up to the very last line of their pages, on A4 and on Letter. Each must
have the pages that the meter says, all of its headings, none of them alone at the foot of a page, and nothing of the
browser.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from kamtui import wordlists
from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.domain.accounts import Tier
from kamtui.domain.plan_document import Entry, Section
from kamtui.domain.plan_length import LINES_PER_PAGE, Length, measure
from kamtui.domain.plan_words import FILE, read_plan_words
from kamtui.domain.plans import TITLES, PlanPart
from kamtui.domain.practice import Practice
from kamtui.exchange.document import import_document, read_document
from kamtui.exchange.page import Page
from kamtui.exchange.plan_page import plan_blocks, plan_page
from kamtui.exchange.webpage import FACES, SHEETS, as_html
from kamtui.storage.database import Database
from kamtui.storage.plans import the_plan

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POINTS = {"a4": (595, 842), "letter": (612, 792)}
TODAY = date(2026, 11, 20)
WORDS = wordlists.load(FILE, read_plan_words).value
LOOSE = 2
"""By how many lines a page the meter may be stricter than paper, as it keeps a margin."""
GUESSED = 6
"""The same for alphabets whose letters it guesses."""

PROSE = (
    "They move their stock to one hall by March and want half the errors before that: 45k a year is at stake.",
    "Åsa Löfgren-Ødegård (long-term supporter) asked for a day-by-day view – “no surprises”, as she put it, 24/7.",
    "WWW MAMMOTH WMWMWM AND OTHER WIDE WORDS IN CAPITAL LETTERS, ALL OF THEM WIDER THAN THEY ARE LONG, MMMMMMMMM.",
    "illicit little fill-in lilies, till it is still: filigree, jilt, thrift; ill will is idle · 1,111,111.11 – 10 %",
    f"{'Donaudampfschifffahrtsgesellschaftskapitän' * 5} and {'_' * 130}",
    "Договор продлён до конца года; 漢字とかな、العربية, κόσμος and a rocket \U0001f680.",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A page to print and what the meter says of it; `loose` by how many lines a page it may be stricter."""

    name: str
    page: Page
    length: Length
    loose: int = LOOSE


def demo_plans(folder: Path) -> Iterator[Case]:
    """Of each tier the longest plan of the demo, the shortest, and one between."""
    database = Database.open(folder / "demo.db", Clock(TODAY))
    try:
        database.run(import_document, read_document(json.dumps(portfolio(TODAY))))
        keys = [row[0] for row in database.connection.execute("SELECT id FROM account ORDER BY id")]
        plans = [database.read(the_plan, key, TODAY, Practice()) for key in keys]
    finally:
        database.close()
    for tier in Tier:
        ours = [
            (measure(plan.sections, tier, WORDS.gaps, plan.account), plan)
            for plan in plans
            if plan is not None and plan.tier is tier
        ]
        ours.sort(key=lambda one: one[0].lines)
        for length, plan in {id(one[1]): one for one in (ours[0], ours[len(ours) // 2], ours[-1])}.values():
            yield Case(plan.account, plan_page(plan, TODAY, WORDS), length)


def edge_plans() -> Iterator[Case]:
    """Plans that end on the last line they may have, and plans that are longer, in every part."""
    for tier in (Tier.GROWTH, Tier.STRATEGIC):
        yield from _edge("short lines", tier, lambda chance: f"point {chance.randrange(1000)}", 0)
        for place, text in enumerate(PROSE):
            yield from _edge(
                f"prose {place + 1}", tier, lambda chance, text=text: _shuffled(text, chance), _loose(text)
            )


def _loose(text: str) -> int:
    return LOOSE if text.encode("cp1252", "ignore").decode("cp1252") == text else GUESSED


def _shuffled(text: str, chance: random.Random) -> str:
    words = text.split() * chance.randint(1, 3)
    chance.shuffle(words)
    return " ".join(words)


def _edge(name: str, tier: Tier, text: Callable[[random.Random], str], loose: int) -> Iterator[Case]:
    chance = random.Random(f"{name} {tier}")  # noqa: S311  variety that repeats
    lines: dict[PlanPart, list[str]] = {part: [text(chance)] for part in PlanPart}
    parts, refused = list(PlanPart), 0
    while refused < 40:
        part = chance.choice(parts)
        lines[part].append(text(chance) if refused < 20 else "x")
        if _length(lines, tier).lines_over:
            lines[part].pop()
            refused += 1
    yield _case(f"{name}, {tier.name.lower()}, full", lines, tier, loose)
    lines[PlanPart.PREDICTIONS] += "y" * max(1, loose * _length(lines, tier).allowed)
    yield _case(f"{name}, {tier.name.lower()}, too long", lines, tier, loose)


def _sections(lines: dict[PlanPart, list[str]]) -> list[Section]:
    return [Section(part, TITLES[part], tuple(map(Entry, lines[part]))) for part in PlanPart]


def _length(lines: dict[PlanPart, list[str]], tier: Tier) -> Length:
    return measure(_sections(lines), tier, WORDS.gaps, "Northwind")


def _case(name: str, lines: dict[PlanPart, list[str]], tier: Tier, loose: int) -> Case:
    length = _length(lines, tier)
    page = Page("Account plan: Northwind", length.words, plan_blocks(_sections(lines), WORDS))
    return Case(name, page, length, loose)


class Browser:
    """One headless Chromium for all pages, spoken to over its debugging pipe (one JSON message, one zero byte)."""

    OPTIONS = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--remote-debugging-pipe",
    )

    def __init__(self, program: str, folder: Path) -> None:
        self._folder, self._last, self._loaded = folder, 0, False
        ours_in, its_out = os.pipe()
        its_in, ours_out = os.pipe()
        ends = f'exec "$@" 3<&{its_in} 4>&{its_out}'  # where Chromium looks for them
        self._program = subprocess.Popen(
            ["bash", "-c", ends, "print", program, *self.OPTIONS, f"--user-data-dir={folder}/user"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(its_in, its_out),
        )
        os.close(its_in)
        os.close(its_out)
        self._in, self._out = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb")
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def printed(self, html: str) -> PdfReader:
        """The page as Chromium prints it, on the paper that the page asks for."""
        page = self._folder / "page.html"
        page.write_text(html, encoding="utf-8")
        self._loaded = False
        self._ask("Page.navigate", url=page.as_uri())
        while not self._loaded:
            self._heard()
        paper = self._ask("Page.printToPDF", preferCSSPageSize=True, displayHeaderFooter=False)
        return PdfReader(BytesIO(b64decode(paper["data"])))

    def close(self) -> None:
        """End it."""
        self._out.close()
        self._program.terminate()
        self._program.wait(30)
        self._in.close()

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._last += 1
        question: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if session := getattr(self, "_session", ""):
            question["sessionId"] = session
        self._out.write(json.dumps(question).encode() + b"\0")
        self._out.flush()
        while (said := self._heard()).get("id") != self._last:
            pass
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']['message']}")
        return said["result"]

    def _heard(self) -> dict[str, Any]:
        message = bytearray()
        while (letter := self._in.read(1)) != b"\0":
            if not letter:
                raise RuntimeError("the browser ended by itself")
            message += letter
        said = json.loads(message)
        self._loaded = self._loaded or said.get("method") == "Page.loadEventFired"
        return said


def problems(case: Case, paper: str, found: PdfReader) -> Iterator[str]:
    """What is wrong with a print."""
    pages = len(found.pages)
    wanted = ceil(case.length.pages)
    if pages > wanted or pages < ceil((case.length.lines - case.loose * wanted) / LINES_PER_PAGE):
        yield f"has {pages} pages, the meter says {case.length.words}"
    sizes = {(round(one.mediabox.width), round(one.mediabox.height)) for one in found.pages}
    if sizes != {POINTS[paper]}:
        yield f"is {sizes} points, not {POINTS[paper]}"
    texts = ["".join(one.extract_text().split()) for one in found.pages]
    titles = {"".join(block.title.split()) for block in case.page.blocks if block.title}
    if any(text.endswith(title) for text in texts[:-1] for title in titles):
        yield "leaves a heading alone at the foot of a page"
    if missing := [title for title in titles if not any(title in text for text in texts)]:
        yield f"lacks {', '.join(missing)}"
    if any("file://" in text for text in texts):
        yield "says where the file is"


def main() -> int:
    """Print everything and report; the status is 1 when something is wrong or nothing can be printed."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.stderr.write("printing needs Chromium: apt-get install chromium fonts-liberation\n")
        return 1
    wrong, count = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = Browser(program, folder)
        jobs = [(case, paper, FACES) for case in (*demo_plans(folder), *edge_plans()) for paper in SHEETS]
        jobs += [(case, "a4", "Narrowed, sans-serif") for case in edge_plans() if case.name.endswith("full")]
        for case, paper, faces in jobs:
            found = browser.printed(as_html(case.page, paper).replace(FACES, faces))
            where = f"{case.name} on {paper}" + ("" if faces == FACES else ", in other letters")
            said = list(problems(case, paper, found)) if faces == FACES else []
            if len(found.pages) > case.length.allowed and not case.length.lines_over and not said:
                said.append(f"has {len(found.pages)} pages")
            for problem in said:
                sys.stdout.write(f"{where} {problem}\n")
            wrong, count = wrong + bool(said), count + 1
        browser.close()
    sys.stdout.write(f"{count - wrong} passed, {wrong} failed\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
