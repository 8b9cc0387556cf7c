"""What stands beside the four signals of a health check, and what it suggests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from kamtui.domain.dates import add_months
from kamtui.domain.health import Rating, Signal
from kamtui.domain.touchpoints import Channel, Tone, Touch, contacts
from kamtui.domain.wording import hours_words, plural

RECENT_DAYS = 30
BEFORE_DAYS = 90
ENOUGH_ANSWERS = 2
"""A median of one answer says nothing yet: both spans need this many."""

MEETINGS = frozenset({Channel.MEETING, Channel.VISIT})
MEETING_WATCH_DAYS = 60
MEETING_POOR_DAYS = 90
TONES = 5
ENOUGH_TONES = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rating that the evidence suggests, and why; it is never saved unless confirmed (rule H-5)."""

    rating: Rating
    reason: str


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """Median hours the client took to answer in the last 30 days and in the 90 before, with their numbers."""

    recent: float | None
    before: float | None
    recent_answers: int
    before_answers: int

    @property
    def change(self) -> float | None:
        """By which part the median changed, 1.0 for doubled; None without both medians or from zero."""
        if self.recent is None or not self.before:
            return None
        return self.recent / self.before - 1

    @property
    def words(self) -> str:
        """As in "median 31 h, was 14 h over the 90 days before (+121 %)"."""
        if self.recent is None:
            return "no answer timed in 30 days"
        if self.before is None:
            return f"median {hours_words(self.recent)}, none timed in the 90 days before"
        change = "" if self.change is None else f" ({self.change:+.0%})".replace("%", " %")
        return f"median {hours_words(self.recent)}, was {hours_words(self.before)} over the 90 days before{change}"

    @property
    def suggestion(self) -> Suggestion | None:
        """Up by half or more is watch, doubled is poor (rule H-5); None with too few answers."""
        if self.recent is None or self.before is None:
            return None
        if min(self.recent_answers, self.before_answers) < ENOUGH_ANSWERS:
            return None
        slower = self.recent > self.before
        if slower and self.recent >= 2 * self.before:
            return Suggestion(Rating.POOR, "answers take twice as long or more")
        if slower and self.recent >= 1.5 * self.before:
            return Suggestion(Rating.WATCH, "answers take half as long again or more")
        return Suggestion(Rating.GOOD, "answers come about as fast as before, or faster")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A QBR that was held, with its rating from 1 to 5 where one was given (rule Q-9)."""

    on: date
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings, visits and QBRs of the last 90 days, tones and ratings oldest first, and days since the last one ever.

    `days_without` counts from the last meeting or else from the day the account is known; None without either.
    `ratings`, 1 to 5, are those of the QBRs (rule Q-9).
    """

    held: int
    tones: tuple[Tone, ...]
    days_since: int | None
    days_without: int | None
    ratings: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """As in "3 held, last 9 d ago, warm neutral, ratings 4 5"."""
        if self.days_since is None:
            return "no meeting yet"
        if not self.held:
            return f"none held in 90 days, last {self.days_since} d ago"
        rated = f"ratings {' '.join(map(str, self.ratings))}" if self.ratings else ""
        parts = (f"{self.held} held, last {self.days_since} d ago", " ".join(self.tones), rated)
        return ", ".join(part for part in parts if part)

    @property
    def suggestion(self) -> Suggestion | None:
        """No meeting in 60 days is watch, in 90 days poor (rule H-5)."""
        if self.days_without is None:
            return None
        reason = f"no meeting in {plural(self.days_without, 'day')}"
        if self.days_without > MEETING_POOR_DAYS:
            return Suggestion(Rating.POOR, reason)
        if self.days_without > MEETING_WATCH_DAYS:
            return Suggestion(Rating.WATCH, reason)
        if self.days_since is None:
            return None
        return Suggestion(Rating.GOOD, f"met {plural(self.days_since, 'day')} ago")


@dataclass(frozen=True, slots=True)
class Referrals:
    """Referrals of the last 12 months, days since the last one ever, and whether the account is younger than that."""

    in_year: int
    days_since: int | None
    young: bool

    @property
    def words(self) -> str:
        """As in "2 in 12 months, last 40 d ago"."""
        if self.days_since is None:
            return "none yet"
        if not self.in_year:
            return f"none in 12 months, last {self.days_since} d ago"
        return f"{self.in_year} in 12 months, last {self.days_since} d ago"

    @property
    def suggestion(self) -> Suggestion | None:
        """No referral in 12 months is watch (rule H-5); None for an account that is younger than that."""
        if self.in_year:
            return Suggestion(Rating.GOOD, f"{plural(self.in_year, 'referral')} in 12 months")
        if self.days_since is None and self.young:
            return None
        return Suggestion(Rating.WATCH, "no referral in 12 months")


@dataclass(frozen=True, slots=True)
class Tones:
    """The last five tones, oldest first."""

    last: tuple[Tone, ...]

    @property
    def cool(self) -> int:
        """How many of them were cool."""
        return self.last.count(Tone.COOL)

    @property
    def words(self) -> str:
        """The tones in a row, as in "warm warm neutral warm warm"."""
        return " ".join(self.last) or "no tone noted yet"

    @property
    def suggestion(self) -> Suggestion | None:
        """Two of the last five cool are watch, three poor (rule H-5); None with fewer than three tones, none cool."""
        reason = f"{self.cool} of the last {len(self.last)} were cool"
        if self.cool >= 3:
            return Suggestion(Rating.POOR, reason)
        if self.cool == 2:
            return Suggestion(Rating.WATCH, reason)
        return Suggestion(Rating.GOOD, reason) if len(self.last) >= ENOUGH_TONES else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was recorded about one account, signal by signal (rule H-5)."""

    response_time: ResponseTimes
    meeting_engagement: Meetings
    referral_activity: Referrals
    tone: Tones

    @property
    def words(self) -> Mapping[Signal, str]:
        """What stands beside each signal."""
        return {signal: part.words for signal, part in self._parts()}

    @property
    def suggestions(self) -> Mapping[Signal, Suggestion]:
        """The signals with enough evidence, each with its suggested rating."""
        return {signal: part.suggestion for signal, part in self._parts() if part.suggestion}

    def _parts(self) -> tuple[tuple[Signal, ResponseTimes | Meetings | Referrals | Tones], ...]:
        return (
            (Signal.RESPONSE_TIME, self.response_time),
            (Signal.MEETING_ENGAGEMENT, self.meeting_engagement),
            (Signal.REFERRAL_ACTIVITY, self.referral_activity),
            (Signal.TONE, self.tone),
        )


def evidence(
    touches: Iterable[Touch],
    referred_on: Iterable[date],
    today: date,
    known_since: date | None = None,
    reviews: Iterable[Reviewed] = (),
) -> Evidence:
    """Gather the evidence for a health check held today (rules H-5, Q-9).

    `referred_on` are the days of the account's referrals, `reviews` its QBRs held. `known_since` is the first day as a
    client, or the day the account was added; without it the first touchpoint stands in.
    """
    made = contacts(touches, today)
    since = known_since or (made[0].on if made else None)
    tones = tuple(Tone(touch.tone) for touch in made if touch.tone)
    return Evidence(
        response_times(made, today),
        meetings(made, today, since, reviews),
        referrals(referred_on, today, since),
        Tones(tones[-TONES:]),
    )


def response_times(touches: Iterable[Touch], today: date) -> ResponseTimes:
    """The medians of the last 30 days and of the 90 days before those (rule H-5)."""
    answers = [(touch.on, touch.response_hours) for touch in touches if touch.response_hours is not None]
    middle = today - timedelta(days=RECENT_DAYS)
    recent = [h for on, h in answers if middle <= on <= today]
    before = [h for on, h in answers if 0 < (middle - on).days <= BEFORE_DAYS]
    return ResponseTimes(
        median(recent) if recent else None, median(before) if before else None, len(recent), len(before)
    )


def meetings(
    touches: Iterable[Touch], today: date, known_since: date | None = None, reviews: Iterable[Reviewed] = ()
) -> Meetings:
    """The meetings, visits and QBRs held up to today; `touches` are oldest first (rules H-5, Q-9).

    A QBR and a meeting noted on the same day are one meeting.
    """
    met = [touch for touch in touches if touch.channel in MEETINGS]
    recent = [touch for touch in met if (today - touch.on).days <= MEETING_POOR_DAYS]
    held = sorted((one for one in reviews if one.on <= today), key=lambda one: one.on)
    lately = [one for one in held if (today - one.on).days <= MEETING_POOR_DAYS]
    days = [touch.on for touch in met] + [one.on for one in held]
    since = (today - max(days)).days if days else None
    known = None if known_since is None else max(0, (today - known_since).days)
    noted = {touch.on for touch in recent}
    return Meetings(
        len(recent) + sum(one.on not in noted for one in lately),
        tuple(Tone(touch.tone) for touch in recent if touch.tone),
        since,
        known if since is None else since,
        tuple(one.rating for one in lately if one.rating is not None),
    )


def referrals(referred_on: Iterable[date], today: date, known_since: date | None = None) -> Referrals:
    """The referrals up to today (rules H-5, I-6)."""
    year_ago = add_months(today, -12)
    made = [on for on in referred_on if on <= today]
    days_since = (today - max(made)).days if made else None
    young = known_since is not None and known_since > year_ago
    return Referrals(sum(on >= year_ago for on in made), days_since, young)
