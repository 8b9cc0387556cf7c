"""The sections of an account's page, as lines of a list: a label and what is to say, wrapped to the room there is."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import NO_OBSERVATION
from kamtui.domain.expansion import window_words
from kamtui.domain.names import known_elsewhere
from kamtui.domain.practice import Practice
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import is_active, quality_of
from kamtui.domain.week import RHYTHM
from kamtui.domain.wording import due_words, near, past_words, plural
from kamtui.screens.account_rows import late_or_due
from kamtui.screens.account_why import bus_words, departure_words, standing_line
from kamtui.storage.account_page import AccountPage
from kamtui.widgets.ink import Cell, Part, wrap
from kamtui.widgets.strips import colour_strip
from kamtui.widgets.virtual_list import Heading, Row

LABEL = 13
"""Columns of the terminal for the label."""

QUALITIES = {"strong": "good", "neutral": "", "unknown": "dim", "at_risk": "poor"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to say, and the key of what enter opens, where it opens something."""

    label: Cell
    words: Cell
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the page's sections are written with."""

    page: AccountPage
    today: date
    practice: Practice

    def lines(self, room: int) -> list[Row | Heading]:
        """Every section in order, wrapped to `room` columns beside the labels; empty ones are left out."""
        found: list[Row | Heading] = []
        sections = (
            ("", self.head()), ("objectives", self.objectives()), ("open work", self.work()),
            ("coming up", self.coming()), ("people", self.people()), ("promised and heard", self.promises()),
            ("value and competition", self.counts()), ("contracts", self.contracts()), ("notes", self.notes()),
        )  # fmt: skip
        for title, facts in sections:
            rows = [row for number, fact in enumerate(facts) for row in _rows(fact, room, (title, number))]
            if rows and title:
                found.append(Heading(title))
            found += rows
        return found

    def head(self) -> Iterator[Fact]:
        """Tier, verdicts, value, renewal, people, touch balance."""
        row, page = self.page.row, self.page
        since = f" since {row.entered_on}" if page.tiers else ""
        yield Fact("account", " · ".join(filter(None, (row.tier.name.capitalize() + since, row.status, row.industry))))
        yield Fact("health", standing_line(row, self.today))
        strip: list[Part] = [*colour_strip(row.strip, stale=row.standing.stale)]
        if page.scores:
            strip.append((f"  {', '.join(self._score(number) for number in range(len(page.scores)))}", "dim"))
        yield Fact("12 months", strip)
        yield Fact("value", self._value())
        if row.renewal_date is not None:
            yield Fact("renewal", self._renewal(row.renewal_date))
        since_words = f"{row.client_since}, " if row.client_since else ""
        yield Fact("client since", f"{since_words}week {row.slot % 4 + 1} of 4 in the month (slot {row.slot})")
        yield Fact("threads", [bus_words(row)])
        yield Fact("departure", departure_words(row, self.today, self.practice))
        last = f"last contact {past_words(row.last_contact, self.today)}"
        balance = (page.balance.words, "watch" if page.balance.called_out else "")
        yield Fact("touches", [last, ("; ", "dim"), balance] if page.balance.considered else balance)

    def _value(self) -> Cell:
        row = self.page.row
        said = f"{money.short(row.current_value)} a year"
        if row.potential_value is None:
            return [said, (", no potential known", "dim")]
        return [said, f" of {money.short(row.potential_value)}", (f", gap {money.short(row.gap)}", "accent")]

    def _renewal(self, day: date) -> Cell:
        row = self.page.row
        term = f", {row.contract_term_months} months" if row.contract_term_months else ""
        by_itself = ", renews by itself" if row.auto_renew else ""
        near_end = 0 <= (day - self.today).days <= self.practice.renewal_conversation_days
        when = near(day, self.today) if abs((day - self.today).days) <= 60 else f"{day}, {(day - self.today).days} d"
        return [(when, "soon" if near_end else ""), (f"{term}{by_itself}", "dim")]

    def _score(self, number: int) -> str:
        score = self.page.scores[number]
        return f"{score.kind.upper()} {score.value:g} ({past_words(score.on, self.today)})"

    def objectives(self) -> Iterator[Fact]:
        """What we want, what they want, and what was seen that could grow (rule T-4)."""
        written, row = self.page.written, self.page.row
        yield Fact("ours", written.our_objective or ("not written yet", "dim"))
        yield Fact("theirs", written.their_objective or ("not written yet", "dim"))
        yield Fact("observation", row.expansion_observation or (NO_OBSERVATION, "watch" if row.gap else "dim"))

    def work(self) -> Iterator[Fact]:
        """What this week asks for."""
        for item in self.page.work:
            label = late_or_due(item.due, self.today)
            why = "" if item.kind == RHYTHM else f"  {item.why}"
            words: Cell = [item.title, (f" · {item.minutes} min{why}", "dim")]
            yield Fact(label, words, ("work", item.activity, item.record_uid))

    def coming(self) -> Iterator[Fact]:
        """The next turn of every activity that is not among the open work already."""
        asked_for = {item.activity for item in self.page.work}
        for turn in (each for each in self.page.coming if each.activity not in asked_for):
            yield Fact(late_or_due(turn.due, self.today), turn.title, ("coming", turn.activity))

    def people(self) -> Iterator[Fact]:
        """Everyone on the map, in short."""
        for each in self.page.row.people:
            person = each.person
            quality = quality_of(person)
            label = (spoken(quality), QUALITIES[quality])
            parts = [person.title, "primary contact" if each.primary else ""]
            parts += [spoken(role) for role in sorted(person.roles)]
            if not is_active(person, self.today):
                label = ("left", "dim")
                parts.append(f"left {past_words(person.left_on, self.today)}")
            parts.append(f"last touch {past_words(person.last_touch, self.today)}")
            words: Cell = [
                (person.name, "strong" if each.primary else ""),
                (f"  {', '.join(filter(None, parts))}", "dim"),
            ]
            yield Fact(label, words, ("person", person.id))
        if not self.page.row.people:
            yield Fact("", ("nobody is mapped yet · 3 and then n adds the first person", "dim"))

    def promises(self) -> Iterator[Fact]:
        """The open check-in, triggers with the days left, and commitments."""
        page = self.page
        if page.check_in is not None:
            due = due_words(page.check_in.due, self.today)
            yield Fact(
                ("check-in", "poor"),
                [(f"due {due}", "soon"), f"  {page.check_in.question}"],
                ("check_in", page.check_in.id),
            )
        for each in page.triggers:
            left = window_words(each.trigger, self.today, self.practice.trigger_window_days)
            words: Cell = [(f"{spoken(each.trigger.kind)}, {left}", "soon"), f"  {each.trigger.heard}"]
            yield Fact("trigger", words, ("trigger", each.id))
        for number, promise in enumerate(page.commitments):
            due = f"{due_words(promise.due, self.today)}" if promise.due else "no date"
            who = f", {promise.who}" if promise.who else ""
            yield Fact(promise.side, [promise.what, (f"  {due}{who}", "dim")], ("commitment", number))

    def counts(self) -> Iterator[Fact]:
        """What the map and the pipeline hold."""
        counts = self.page.counts
        said = f"{plural(counts.delivered, 'entry', 'entries')}, {money.short(counts.delivered_amount)}"
        yield Fact("delivered", said if counts.delivered else ("nothing yet", "dim"), ("delivered",))
        if counts.adjacent:
            said = f"{plural(counts.adjacent, 'entry', 'entries')}, {money.short(counts.adjacent_amount)} a year"
            yield Fact("next door", said, ("adjacent",))
        threat = f", {counts.vulnerable} could displace us" if counts.vulnerable else ""
        known = f"{plural(counts.competitors, 'provider')}{threat}"
        yield Fact("competition", known if counts.competitors else ("none known", "dim"), ("competition",))
        if counts.opportunities:
            amount = f"{money.short(counts.pipeline)} a year"
            said = f"{plural(counts.opportunities, 'open opportunity', 'open opportunities')}, {amount}"
            yield Fact("pipeline", said, ("pipeline",))

    def contracts(self) -> Iterator[Fact]:
        """The contract lines, those in force first."""
        for line in self.page.contracts:
            span = f"{line.start or '…'} to {line.end or 'open'}{', renews by itself' if line.auto_renew else ''}"
            standing = line.in_force(self.today)
            label = (money.short(line.annual_value), "" if standing else "dim")
            rest = span if standing else f"{span}, not in force"
            yield Fact(label, [line.description, (f"  {rest}" if line.description else rest, "dim")])

    def notes(self) -> Iterator[Fact]:
        """What was written, the domain, and the names in other systems."""
        written = self.page.written
        for number, line in enumerate(written.notes.splitlines()):
            yield Fact("notes" if not number else "", line)
        if written.domain:
            yield Fact("domain", written.domain)
        for system, name in known_elsewhere(written.external_ids).items():
            yield Fact(spoken(system), str(name))


def _rows(fact: Fact, room: int, place: tuple[str, int]) -> Iterator[Row]:
    key = fact.key if fact.key is not None else ("fact", *place)
    for number, words in enumerate(wrap(fact.words, max(10, room))):
        while words and not words[-1][0].strip():
            words.pop()  # a space at the end would be cut with an ellipsis
        yield Row([fact.label if not number else "", words], key=(key, number))
