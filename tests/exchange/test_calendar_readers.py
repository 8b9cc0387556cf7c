"""The calendar file in other programs' hands: readers that share no code agree on every date, and nothing doubles."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from dateutil.rrule import rrulestr

from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.domain.catalogue import FRIDAY_REVIEW, MONTH_END_REVIEW, activity_named
from kamtui.domain.dates import Cadence, periods_between
from kamtui.domain.dates import Calendar as Days
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import scheduled_on
from kamtui.exchange.calendar import as_calendar, sequence, uid_of
from kamtui.exchange.calendar_reviews import review_series
from kamtui.exchange.document import import_document, read_document
from kamtui.storage.calendar_work import CalendarWork, calendar_work
from kamtui.storage.database import Database

TODAY = date(2026, 11, 20)
FROM, UNTIL = datetime.combine(TODAY, time()), datetime.combine(TODAY + timedelta(days=365), time.max)
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
AT = time(14)
PRACTICE = Practice(calendar=Days(away=((date(2026, 12, 21), date(2027, 1, 3)),)))
KHAL = """
[calendars]
[[work]]
path = {folder}/work
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
"""


@pytest.fixture(scope="module")
def work(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> CalendarWork:
    """What the demo has for a calendar."""
    path = tmp_path_factory.mktemp("calendar") / "k.db"
    path.write_bytes(migrated_file.read_bytes())
    database = Database.open(path, Clock(TODAY))
    try:
        database.run(import_document, read_document(json.dumps(portfolio(TODAY, accounts=24))))
        return database.read(calendar_work, TODAY, PRACTICE)
    finally:
        database.close()


def exported(work: CalendarWork, after: timedelta = timedelta()) -> bytes:
    reviews = review_series(PRACTICE, work.started or TODAY, AT)
    return as_calendar(reviews, work.items, work.settled, NOW + after)


Found = tuple[dict[str, date | None], dict[str, list[datetime]]]
"""What a reader finds: the day of each to-do, and the starts of each event within the year, by uid."""


def by_icalendar(content: bytes) -> Found:
    parts = icalendar.Calendar.from_ical(content).subcomponents
    to_dos = {str(each["UID"]): each["DUE"].dt if "DUE" in each else None for each in parts if each.name == "VTODO"}
    events = {}
    for each in (each for each in parts if each.name == "VEVENT"):
        start = each["DTSTART"].dt
        rule = each["RRULE"].to_ical().decode() if "RRULE" in each else "FREQ=DAILY;COUNT=1"
        out = {one.dt for one in each["EXDATE"].dts} if "EXDATE" in each else set()
        days = rrulestr(rule, dtstart=start).between(FROM, UNTIL, inc=True)
        events[str(each["UID"])] = [day for day in days if day not in out]
    return to_dos, events


def by_vobject(content: bytes) -> Found:
    calendar = vobject.readOne(content.decode())
    to_dos = {each.uid.value: each.due.value if hasattr(each, "due") else None for each in calendar.vtodo_list}
    events = {}
    for each in calendar.vevent_list:
        series = each.getrruleset(addRDate=True)
        days = [each.dtstart.value] if series is None else series.between(FROM, UNTIL, inc=True)
        events[each.uid.value] = [day for day in days if FROM <= day <= UNTIL]
    return to_dos, events


class Khal:
    """A calendar of khal's own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "work").mkdir()
        (folder / "config").write_text(KHAL.format(folder=folder))

    def __call__(self, *words: str) -> str:
        khal = Path(sys.executable).with_name("khal")
        done = subprocess.run(
            [khal, "-c", self.folder / "config", *words], capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def take_in(self, content: bytes) -> None:
        (self.folder / "new.ics").write_bytes(content)
        self("import", "--batch", "-a", "work", str(self.folder / "new.ics"))

    def starts(self) -> list[datetime]:
        said = self("list", "--format", "{start-date}T{start-time}", "--day-format", "", str(TODAY), "366d")
        return sorted(datetime.fromisoformat(line) for line in said.split())


def by_the_rhythm() -> list[datetime]:
    """When the reviews are by our own scheduler, which knows nothing of recurrence rules."""
    found = []
    for name, cadence, at in ((FRIDAY_REVIEW, Cadence.WEEKLY, AT), (MONTH_END_REVIEW, Cadence.MONTHLY, time(14, 30))):
        activity = activity_named(name, PRACTICE.catalogue)
        for turn in periods_between(TODAY, UNTIL.date() + timedelta(days=31), cadence):
            day = scheduled_on(activity, turn, 0, PRACTICE.calendar)
            if not PRACTICE.calendar.is_away(day) and TODAY <= day <= UNTIL.date():
                found.append(datetime.combine(day, at))
    return sorted(found)


@pytest.mark.rule("Y-13", "Y-14")
def test_independent_readers_and_the_scheduler_agree_on_every_date(work: CalendarWork, tmp_path: Path) -> None:
    content = exported(work)
    to_dos, events = by_icalendar(content)
    assert (to_dos, events) == by_vobject(content)
    assert {uid_of(item): item.due for item in work.items}.items() <= {
        uid: due.date() if isinstance(due, datetime) else due for uid, due in to_dos.items()
    }.items()
    assert len(to_dos) > 50
    khal = Khal(tmp_path)
    khal.take_in(content)
    assert by_the_rhythm() == sorted(day for days in events.values() for day in days) == khal.starts()
    assert len(by_the_rhythm()) > 60


@pytest.mark.rule("Y-14")
def test_importing_again_changes_and_never_doubles(work: CalendarWork, tmp_path: Path) -> None:
    first, second = exported(work), exported(work, timedelta(hours=1))
    again = [by_icalendar(content) for content in (first, second)]
    assert again[0] == again[1]
    khal = Khal(tmp_path)
    khal.take_in(first)
    once = khal.starts()
    khal.take_in(second)
    files = list(khal.folder.glob("work/*.ics"))
    assert (len(files), khal.starts()) == (len(again[0][1]), once)
    kept = {line for file in files for line in file.read_text().splitlines() if line.startswith("SEQUENCE")}
    assert kept == {f"SEQUENCE:{sequence(NOW + timedelta(hours=1))}"}
