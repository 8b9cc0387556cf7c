"""Everything about one touchpoint."""

from typing import Any

from kamtui.domain.text import shorten
from kamtui.domain.touchpoints import CHANNEL_WORDS, MOST_MINUTES, Channel, Initiator, Tone, parse_hours, parse_time
from kamtui.domain.wording import hours_words
from kamtui.screens.fields import Field, Kind
from kamtui.screens.record_form import GONE, NAME, RecordForm
from kamtui.storage import touchpoints
from kamtui.storage.touchpoints import TouchpointDetails
from kamtui.storage.touchpoints_changes import edit_touchpoint, save_touchpoint

BUSINESS, VALUE, NOTE = "business", "value", "note"
KINDS = [(BUSINESS, "business"), (VALUE, "value, nothing to sell"), (NOTE, "note, no contact")]
CHANNELS = [(one.value, CHANNEL_WORDS[one] if one is Channel.EMAIL else one.value) for one in Channel]
TONES = [(None, "not said"), *((tone.value, tone.value) for tone in Tone)]
BEGUN = [(Initiator.US.value, "us"), (Initiator.CLIENT.value, "client")]


class TouchpointForm(RecordForm):
    """Asks for all fields of a new touchpoint, or of the one with `touchpoint_uid` (rules I-1, I-3, I-4)."""

    def __init__(self, account_id: int, touchpoint_uid: str | None = None) -> None:
        super().__init__("Touchpoint")
        self._account_id, self._uid = account_id, touchpoint_uid

    async def ask(self) -> list[Field]:
        """Read the people, and the touchpoint as it stands."""
        database, today = self.desk.database, self.desk.today
        known: TouchpointDetails | None = None
        if self._uid is not None:
            known = await database.read_plainly(touchpoints.touchpoint, self._uid)
            if known is None:
                raise ValueError(GONE)
            self._account_id = known.account_id
        took_part = known.people if known else ()
        people = await database.read_plainly(touchpoints.people_to_choose, self._account_id, today, took_part)
        account = await database.read_plainly(touchpoints.account_name, self._account_id)
        self.heading = f"{'Touchpoint with' if known else 'New touchpoint with'} {shorten(account, NAME)}"
        return self._fields(known, [(key, shorten(name, NAME)) for key, name in people])

    def _fields(self, known: TouchpointDetails | None, people: list[tuple[int, str]]) -> list[Field]:
        today = self.desk.today
        kind = NOTE if known and known.internal else VALUE if known and not known.transactional else BUSINESS
        fields = [
            Field("on", "When", Kind.DATE, known.at.date() if known else today, required=True, past=True),
            Field("time", "Time", value=f"{known.at:%H:%M}" if known else "", hint="14:30", check=_time_problem),
            Field("channel", "How", Kind.CHOICE, known.channel if known else Channel.CALL.value, options=CHANNELS),
            Field("people", "With", Kind.SEVERAL, known.people if known else (), options=people),
            Field("summary", "What was said", Kind.LONG, known.summary if known else ""),
            Field("kind", "Kind", Kind.CHOICE, kind, options=KINDS),
            Field("initiated_by", "Begun by", Kind.CHOICE, known.initiated_by if known else "us", options=BEGUN),
            Field("tone", "Tone", Kind.CHOICE, known.tone if known else None, options=TONES),
            Field("response_hours", "Answered within", value=_hours(known), hint="4h, 30m, 2d", check=_hours_problem),
            Field("minutes", "Minutes", Kind.NUMBER, known.minutes if known else None, check=_minutes_problem),
            Field("next_step", "Next step", value=known.next_step if known else ""),
            Field("next_step_due", "Due", Kind.DATE, known.next_step_due if known else None, hint="fri, in 3 days"),
        ]
        return fields if people else [field for field in fields if field.name != "people"]

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it: a new one gives its key."""
        kind = values.pop("kind")
        values["response_hours"] = parse_hours(values["response_hours"])
        values |= {"transactional": kind != VALUE, "internal": kind == NOTE}
        if self._uid is None:
            return await self.desk.database.run(save_touchpoint, self._account_id, values)
        return await self.desk.database.run(edit_touchpoint, self._uid, values)


def _hours(known: TouchpointDetails | None) -> str:
    if known is None or known.response_hours is None:
        return ""
    hours = known.response_hours
    said = hours_words(hours)
    return said if parse_hours(said) == hours else f"{hours:g}"


def _hours_problem(text: str) -> str | None:
    return _problem(parse_hours, text)


def _time_problem(text: str) -> str | None:
    return _problem(parse_time, text)


def _problem(parse: Any, text: str) -> str | None:
    try:
        parse(text)
    except ValueError as problem:
        return str(problem)
    return None


def _minutes_problem(minutes: int | None) -> str | None:
    if minutes is None or 0 < minutes <= MOST_MINUTES:
        return None
    return f"minutes are a whole number from 1 to {MOST_MINUTES}"
