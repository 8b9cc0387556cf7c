"""The brief of a review: what was recorded since the last one, section by section, each line naming its record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kamtui.domain import money
from kamtui.domain.commitments import CommitmentState, Promise, Side, outcome_words
from kamtui.domain.expansion import Trigger, TriggerState, state_on, window_words
from kamtui.domain.health import Check, Rating, Standing, Trend, colour
from kamtui.domain.problems import listed, spoken
from kamtui.domain.text import shorten
from kamtui.domain.touchpoints import CHANNEL_WORDS, Tone, Touch, is_value_touchpoint
from kamtui.domain.value import ValueEntry, ValueKind, total
from kamtui.domain.wording import day_words, plural

TEXT = 300
"""How many terminal cells of one text a line repeats."""

LAST_TOUCHES = 5
"""How many touchpoints are told one by one; all are counted."""

THIS_YEAR = 180
"""Days within which a day is said without its year."""


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line of the brief and the record it comes from (rule Q-3).

    `record_kind` is the table's name (`value_entry`, `touchpoint`, `account`, …) and `on` the day it is told under,
    None where the record has none.
    """

    text: str
    record_kind: str
    record_uid: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief.

    `summary` sums it up in a few words; `blank` says what is not known and what to ask for, empty where it is known.
    """

    title: str
    lines: tuple[BriefLine, ...] = ()
    blank: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known about an account since its last review (rule Q-3).

    `since` is the first day that counts and `since_words` says why it is that day: the last review that was held, or
    twelve months without one. `last_qbr_uid` is that review's, None without one. `until` is the last day that counts.
    """

    account_uid: str
    account: str
    since: date
    since_words: str
    last_qbr_uid: str | None
    sections: tuple[Section, ...]
    until: date = date.max


def said_day(day: date, today: date) -> str:
    """A day as the brief says it: `Mon 19 Oct`, with its year when it is far."""
    return day_words(day) if abs((today - day).days) < THIS_YEAR else day.isoformat()


def since_words(since: date, today: date, *, held: bool) -> str:
    """Since when, and why since then."""
    day = said_day(since, today)
    return f"since the QBR of {day}" if held else f"no QBR was held yet: the last twelve months, since {day}"


def joined(*parts: str) -> str:
    """The parts that say something, in a row."""
    return " · ".join(shorten(part, TEXT) for part in parts if part.strip())


def value_section(entries: Sequence[tuple[str, ValueEntry, str]], since: str) -> Section:
    """Value delivered, with its sum; each entry with its uid and evidence."""
    lines = tuple(
        BriefLine(
            joined(entry.what, "" if entry.amount is None else money.short(entry.amount), evidence),
            "value_entry",
            uid,
            entry.on,
        )
        for uid, entry, evidence in entries
    )
    worth = total((entry for _, entry, _ in entries), ValueKind.DELIVERED)
    summary = f"{len(lines)}" + (f", worth {money.short(worth)}" if worth else "") if lines else ""
    blank = "" if lines else f"no value entry since {since}: ask what changed for them"
    return Section("Value delivered", lines, blank, summary)


def health_section(
    then: tuple[str, Check] | None,
    checks: Sequence[tuple[str, Check, str]],
    now: Standing,
    others: Iterable[BriefLine],
    since: str,
) -> Section:
    """Health then and now: the last check up to the last review, every check since with its note, check-ins, scores.

    `checks` are oldest first; `now` is how the account stands by all of them.
    """
    lines = []
    if then is not None:
        lines.append(BriefLine(f"then: {_verdict(then[1])}", "health_check", then[0], then[1].on))
    for place, (uid, check, notes) in enumerate(checks, 1):
        last = place == len(checks)
        direction = f", {now.trend}" if last and now.trend else ""
        stale = ", stale" if last and now.stale else ""
        head = f"{'now: ' if last else ''}{_verdict(check)}{direction}{stale}"
        lines.append(BriefLine(joined(head, notes), "health_check", uid, check.on))
    before = colour(then[1].ratings) if then else None
    after = colour(checks[-1][1].ratings) if checks else None
    summary = " → ".join(filter(None, (before, after or "not checked since"))) if before or after else ""
    if after and now.trend and now.trend is not Trend.STEADY:
        summary += f", {now.trend}"
    blank = "" if checks else f"no health check since {since}: ask how working with us feels from their side"
    return Section("Health then and now", (*lines, *others), blank, summary)


def _verdict(check: Check) -> str:
    apart = [f"{spoken(signal)} {spoken(rating)}" for signal, rating in check.ratings.items() if rating != Rating.GOOD]
    return f"{colour(check.ratings)}, {listed(apart) if apart else 'all four signals good'}"


@dataclass(frozen=True, slots=True)
class IssueTold:
    """An issue opened or closed since the last review, by local days."""

    uid: str
    title: str
    severity: str
    opened_on: date
    resolved_on: date | None
    status: str
    root_cause: str


def issues_section(issues: Iterable[IssueTold], first: date, still_open: int, today: date) -> Section:
    """Issues opened and closed; `still_open` counts every open one, older ones too."""
    lines, opened, closed = [], 0, 0
    for each in issues:
        news = [f"opened {said_day(each.opened_on, today)}"] if each.opened_on >= first else []
        opened += len(news)
        if each.resolved_on is not None:
            closed += 1
            news.append(f"resolved {said_day(each.resolved_on, today)}")
        else:
            news.append(f"still {each.status}")
        text = joined(f"{each.severity} {each.title}", ", ".join(news), each.root_cause)
        lines.append(BriefLine(text, "issue", each.uid, each.resolved_on or each.opened_on))
    blank = "" if lines else f"no issue since {said_day(first, today)}: ask what went wrong that nobody reported"
    counts = f"{opened} opened, {closed} closed, {still_open} open now" if lines or still_open else ""
    return Section("Issues opened and closed", tuple(lines), blank, counts)


def touch_section(
    touches: Sequence[tuple[str, Touch, str, str]], referrals: Iterable[BriefLine], since: str
) -> Section:
    """Touchpoints counted by channel and tone, the last ones told, and referrals.

    Each touchpoint comes with its uid, the names of those who took part and what was said, newest first.
    """
    told = []
    for uid, touch, people, said in touches[:LAST_TOUCHES]:
        head = ", ".join(filter(None, (CHANNEL_WORDS.get(touch.channel, touch.channel), touch.tone or "")))
        told.append(BriefLine(joined(head, people, said), "touchpoint", uid, touch.on))
    channels = Counter(CHANNEL_WORDS.get(touch.channel, touch.channel) for _, touch, _, _ in touches)
    tones = Counter(touch.tone for _, touch, _, _ in touches if touch.tone)
    useful = sum(is_value_touchpoint(touch) for _, touch, _, _ in touches)
    parts = [
        ", ".join(plural(count, name) for name, count in channels.most_common()),
        ", ".join(f"{tones[tone]} {tone}" for tone in Tone if tones[tone]),
        f"{useful} gave value" if touches else "",
    ]
    summary = " · ".join(filter(None, parts))
    blank = "" if touches else f"no touchpoint since {since}: say so, and ask how they want to be kept posted"
    return Section("Touchpoints and referrals", (*told, *referrals), blank, summary)


def trigger_section(triggers: Iterable[tuple[str, Trigger]], today: date, window: int, since: str) -> Section:
    """What was heard, and what became of it; `window` is the days in which a trigger is acted on."""
    lines = []
    states: Counter[str] = Counter()
    for uid, trigger in triggers:
        words = window_words(trigger, today, window)
        if trigger.state == TriggerState.ACTED and trigger.acted_on is not None:
            words = f"acted on {said_day(trigger.acted_on, today)}"
        states[str(state_on(trigger, today, window))] += 1
        head = f"{spoken(trigger.kind)}, {trigger.strength}"
        on = max(trigger.noted_on, trigger.acted_on or trigger.noted_on)
        lines.append(BriefLine(joined(head, trigger.heard, words), "expansion_trigger", uid, on))
    summary = ", ".join(f"{count} {state}" for state, count in states.items())
    blank = "" if lines else f"no trigger since {since}: listen for what begins, ends or hurts"
    return Section("Triggers", tuple(lines), blank, summary)


def promise_section(promises: Iterable[tuple[str, Promise]], today: date, *, held: bool) -> Section:
    """What was promised in the last review, and whether each was kept."""
    lines = []
    states: Counter[str] = Counter()
    for uid, promise in promises:
        who = "we" if promise.side == Side.OURS else "they"
        due = f"due {said_day(promise.due, today)}" if promise.due else ""
        text = joined(f"{who}: {promise.what}", promise.who, due, outcome_words(promise, today))
        lines.append(BriefLine(text, "commitment", uid, promise.settled_on or promise.due))
        states[str(promise.state)] += 1
    blank = "nothing was promised in it: agree on who does what by when"
    if not held:
        blank = "no QBR was held yet, so nothing was promised in one"
    summary = ", ".join(f"{states[state]} {state}" for state in CommitmentState if states[state])
    return Section("Promised in the last QBR", tuple(lines), "" if lines else blank, summary)
