"""What the map says beside its lists: the departure test of a person, who they are, what is at stake."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain import money
from kamtui.domain.problems import listed, spoken
from kamtui.domain.stakeholders import is_active, owes_outreach, quality_of, role_words
from kamtui.domain.text import shorten
from kamtui.domain.wording import due_words, near, past_words, percent, plural
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.people_signs import VERDICTS, quality_words

if TYPE_CHECKING:
    from kamtui.domain.stakeholders import Person
    from kamtui.domain.wallchart import Callouts
    from kamtui.storage.map import AccountMap, Stakes
    from kamtui.storage.portfolio import StakeholderRow

NAME = 32
"""How many columns of a name a sentence repeats."""


def name_of(person: "Person") -> str:
    """A name as sentences repeat it."""
    return shorten(person.name, NAME)


def standing_words(found: "AccountMap", *, wide: bool) -> list[Part]:
    """How the account hangs together: bus factor, live threads, single-threaded (rules M-8, M-9)."""
    threads = found.account.live_threads
    verdict = found.account.departure
    words: list[Part] = []
    if verdict is not None:
        without = " without the primary contact" if wide else ""
        words += [(f"{verdict}{without}", VERDICTS[verdict]), (" · ", "dim")]
    ink = "poor" if threads == 0 else "watch" if threads == 1 else ""
    words += [(f"{plural(threads, 'live thread')}", ink)]
    if threads <= 1:
        words += [(", single-threaded", ink)]
    if threads > 1 or wide:
        words.append((f" · bus factor {found.account.bus_factor}", ink))
    return words


def stakes_words(stakes: "Stakes") -> str:
    """What goes with a lost account: "240k a year, 1 QBR, 2 opportunities worth 80k" (rule M-9)."""
    words = [f"{money.short(stakes.value)} a year"]
    if stakes.qbrs:
        words.append(f"{stakes.qbrs} QBR" + ("s" if stakes.qbrs > 1 else "") + " ahead")
    if stakes.opportunities:
        worth = f" worth {money.short(stakes.pipeline)}" if stakes.pipeline else ""
        words.append(plural(stakes.opportunities, "opportunity") + worth)
    if stakes.commitments:
        words.append(plural(stakes.commitments, "open commitment"))
    return ", ".join(words)


def departure_lines(found: "AccountMap", row: "StakeholderRow", today: date) -> list[Cell]:
    """The departure test of one person (rule M-9)."""
    person = row.person
    test = found.departures.get(person.id)
    if test is None:
        gone: list[Cell] = [(f"{name_of(person)} left {near(person.left_on or today, today)}", "title")]
        uncovered = [role for role in found.uncovered if role in person.roles]
        return [*gone, [("nobody holds since: ", "dim"), role_words(uncovered)]] if uncovered else gone
    if person.placeholder:
        return [(f"{name_of(person)}: name unknown", "title"), [("e", "key"), (" fills it in once it is known", "dim")]]
    lines: list[Cell] = [(f"If {name_of(person)} left tomorrow", "title"), (test.words, VERDICTS[test.verdict])]
    if test.uncovered:
        lines.append([("roles uncovered: ", "dim"), test.uncovered_words])
    if test.share is not None:
        lines.append(f"{percent(test.share)} of recent touchpoints ran through them")
    lines.append([("at stake: ", "dim"), stakes_words(found.stakes)])
    if test.replacement is not None:
        lines.append([("build next: ", "dim"), shorten(test.replacement_words, 70)])
    return lines


def person_lines(found: "AccountMap", row: "StakeholderRow", today: date) -> list[Cell]:
    """Who a person is, as far as it is known (rules M-1 to M-4, M-10)."""
    person = row.person
    lines: list[Cell] = [(shorten(person.name, 200), "title")]
    marks = [word for yes, word in _marks(row) if yes]
    if marks:
        lines.append((listed(marks), "accent"))
    lines.append(f"{person.title}, {spoken(person.function)}" if person.title else spoken(person.function))
    lines.append([("roles: ", "dim"), role_words(person.roles) or "none known"])
    stands = f" · stance {spoken(person.stance)} · influence {spoken(person.influence)}"
    lines.append([*quality_words(person), (stands, "")])
    lines.append([("last touch ", "dim"), past_words(person.last_touch, today), (" · wants ", "dim"), _wants(person)])
    lines += outreach_lines(person, today)
    manager = found.person(person.reports_to)
    if manager is not None:
        lines.append([("reports to ", "dim"), name_of(manager.person)])
    lines += [one for one in (row.email, row.phone) if one]
    for other in found.engagements.get(person.id, ()):
        lines.append([("was at " if other.left_on else "also at ", "dim"), shorten(other.account, NAME)])
    lines += [(shorten(line, 400), "") for line in row.notes.splitlines()[:20]]
    return lines


def outreach_lines(person: "Person", today: date) -> list[Cell]:
    """The outreach that is planned, was made, or is owed (rule M-4)."""
    if person.outreach_what and person.outreach_done_on is None:
        ink = "late" if person.outreach_due and person.outreach_due < today else ""
        when = due_words(person.outreach_due, today)
        return [[("outreach: ", "dim"), shorten(person.outreach_what, 120), (f" · {when}", ink)]]
    if owes_outreach(quality_of(person)) and is_active(person, today):
        return [[("no outreach planned", "watch"), (" · f plans one", "dim")]]
    if person.outreach_done_on is not None:
        when = past_words(person.outreach_done_on, today)
        return [[("outreach made: ", "dim"), shorten(person.outreach_what, 120), f" · {when}"]]
    return []


def short_lines(found: "AccountMap", row: "StakeholderRow", today: date) -> list[Cell]:
    """A person and their departure test in four lines, for a narrow terminal."""
    person = row.person
    test = found.departures.get(person.id)
    alone = test.uncovered if test is not None else ()
    who = [shorten(person.title, 26), spoken(person.function), role_words(person.roles - set(alone))]
    first: list[Part] = [(name_of(person), "title"), (" · " + " · ".join(word for word in who if word), "dim")]
    if alone:
        first += [(" · ", "dim"), (f"the only {role_words(alone)}", "watch")]
    lines: list[Cell] = [first]
    if test is None or person.placeholder:
        return [*lines, *departure_lines(found, row, today)[1:], *outreach_lines(person, today)]
    share = "" if test.share is None else f" · {percent(test.share)} of touches"
    lines.append([("if they left ", "dim"), (test.words, VERDICTS[test.verdict]), (share, "")])
    lines.append([("at stake ", "dim"), stakes_words(found.stakes)])
    build = shorten(test.replacement_words, 40)
    last: Sequence[Cell] = outreach_lines(person, today) or ([[("build next: ", "dim"), build]] if build else [])
    return [*lines, *last]


def callout_lines(callouts: "Callouts") -> list[Cell]:
    """What stands out on the wall chart (rule M-5)."""
    lines: list[Cell] = []
    if callouts.unknown:
        lines.append([("unknown on both axes: ", "watch"), names([name_of(one) for one in callouts.unknown])])
    lines += [[(f"{name_of(one.person)}: ", "poor"), one.words] for one in callouts.contradictions[:2]]
    if callouts.nobody_mapped:
        lines.append([("nobody mapped in: ", "watch"), listed([spoken(one) for one in callouts.nobody_mapped])])
    return lines


def names(those: Sequence[str], most: int = 3) -> str:
    """Names in a row, cut after a few: "A, B and 2 others"."""
    more = len(those) - most
    return listed([*those[:most], plural(more, "other")] if more > 0 else list(those))


def _marks(row: "StakeholderRow") -> list[tuple[bool, str]]:
    person = row.person
    return [
        (row.primary, "primary contact"),
        (person.placeholder, "name unknown"),
        (person.assumed, "roles and stance assumed"),
        (person.left_on is not None, f"left {person.left_on}"),
    ]


def _wants(person: "Person") -> str:
    return spoken(person.frequency)
