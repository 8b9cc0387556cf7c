"""The demo's eighteen months: what was said, how it sounded, and what the health checks made of it."""

from datetime import date, timedelta
from typing import Any

from kamtui.demo.book import Book, Client, Person, ago, iso, moment, words
from kamtui.domain.accounts import Tier
from kamtui.domain.dates import working_day_up_to

_SIGNALS = ("response_time", "meeting_engagement", "referral_activity", "tone")
_ENDS = {
    "green": ("good", "good", "good", "good"), "watch": ("good", "good", "watch", "good"),
    "yellow": ("watch", "good", "watch", "good"), "declining": ("poor", "watch", "good", "good"),
    "red": ("poor", "watch", "watch", "poor"), "unrated": ("good", "good", "not_observed", "good"),
}  # fmt: skip
_BETTER = {"poor": "watch", "watch": "good", "good": "good", "not_observed": "good"}
_HOURS = {"good": (2, 14), "watch": (18, 40), "poor": (48, 96), "not_observed": (4, 20)}
_PER_MONTH = {Tier.STRATEGIC: 3, Tier.GROWTH: 2, Tier.MAINTAIN: 0.7}
_MINUTES = {"meeting": (30, 75), "call": (10, 35), "email": (4, 12), "message": (2, 4), "event": (60, 120),
            "visit": (90, 200)}  # fmt: skip
_CHANNELS = ("meeting", "call", "call", "email", "email", "email", "message", "event", "visit")


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def draw_ratings(client: Client) -> None:
    """Draw how the four signals moved, month by month, back from where they stand now."""
    now = dict(zip(_SIGNALS, _ENDS[client.part.mood], strict=True))
    last = _month(client.last_day)
    for month in range(last, _month(client.history_start) - 1, -1):
        client.ratings[month] = dict(now)
        declining = client.part.mood == "declining"
        for signal in _SIGNALS:
            if now[signal] != "good":
                if declining or client.chance(0.4):
                    now[signal] = _BETTER[now[signal]]
            elif client.chance(0.05 if last - month > 2 or not declining else 0):
                now[signal] = "not_observed" if signal == "referral_activity" and client.chance(0.4) else "watch"


def write_touchpoints(book: Book, client: Client) -> None:
    """Write what was said and by whom: the value touchpoints of the rhythm, the client's story, and the daily rest."""
    last = ago(client.today, 52) if client.has("silent") else min(client.last_day, client.today)
    valued = [day for day in client.done["value_touchpoint"] if day <= last]
    for day in valued:
        _touch(book, client, day, transactional=False)
    months = {_month(day) for day in valued}
    _story(book, client, valued, last)
    span = (last - client.history_start).days
    for _ in range(round(_PER_MONTH[client.tier] * span / 30)):
        day = client.day_between(client.history_start, last)
        useful = _month(day) in months and client.chance(0.35) if client.is_key else client.chance(0.15)
        _touch(book, client, day, transactional=not useful)
    _recent(book, client, last)
    for _ in range(2 if client.is_key else 0):
        day = client.day_between(client.history_start, last)
        book.add("touchpoints", client, at=moment(day, 16, 5), channel="other", people=[], initiated_by="us",
                 transactional=True, internal=True, tone=None, response_hours=None, minutes=10,
                 summary=client.say(words()["touch"]["internal"]), next_step="", next_step_due=None,
                 next_step_done_on=None)  # fmt: skip
    client_rows = book.of("touchpoints", client)
    if client.has("late_commitment") and client_rows:
        newest = max((row for row in client_rows if not row["internal"]), key=lambda row: str(row["at"]))
        newest.update(next_step="send the case study", next_step_due=iso(ago(client.today, -4)),
                      next_step_done_on=None)  # fmt: skip


def _recent(book: Book, client: Client, last: date) -> None:
    """Make sure that nobody is silent by accident, and that everyone who is met was met lately."""
    if client.has("silent") or client.ended_on:
        if client.has("silent"):
            _touch(book, client, last, transactional=True, person=client.primary)
        return
    newest = working_day_up_to(ago(client.today, client.rng.randint(2, 12)))
    _touch(book, client, max(newest, client.history_start), transactional=True, person=client.primary)
    for person in client.known(client.today)[1:]:
        lately = person.last_touch is not None and person.last_touch > ago(client.today, 80)
        if person.row["quality"] in ("strong", "neutral") and not lately:
            day = working_day_up_to(ago(client.today, client.rng.randint(12, 75)))
            day = max(client.history_start, person.met_on, day)
            _touch(book, client, day, transactional=True, person=person)
    if client.is_key:
        for person in client.known(client.today)[:2]:
            days = (client.today - (person.last_touch or client.history_start)).days
            fits = [
                word for word, every in (("fortnightly", 14), ("monthly", 31), ("quarterly", 92)) if days < every - 4
            ]
            if fits and client.chance(0.6):
                person.row["frequency"] = fits[0]
    if client.has("parked"):
        client.people[2].row["frequency"] = "weekly"


def _story(book: Book, client: Client, valued: list[date], last: date) -> None:
    """Tell the client's story in order, beat after beat over the months."""
    beats = client.rng.choice(words()["stories"])["beats"]
    days = sorted(valued) or [client.day_between(client.history_start, last) for _ in range(3)]
    days.sort()
    stride = max(1, len(days) // len(beats))
    for beat, day in zip(beats, days[::stride], strict=False):
        _touch(book, client, day, transactional=False, text=beat, person=client.primary)


def _touch(
    book: Book, client: Client, day: date, *, transactional: bool, text: str = "", person: Person | None = None
) -> None:
    rng = client.rng
    people = client.known(day) or [client.primary]
    who = person or rng.choices(people, [one.weight for one in people])[0]
    kind = "deal" if transactional else "value"
    channel = (
        rng.choice(("meeting", "call", "visit")) if text else rng.choice(_CHANNELS[: 7 if transactional else None])
    )
    summary = client.say([text] if text else words()["touch"][f"{kind}_{channel}"], who)
    ratings = client.ratings.get(_month(day), client.ratings[max(client.ratings)])
    tone = _tone(client, ratings["tone"])
    written = channel in ("email", "message")
    mood = "" if written else rng.choice(words()["touch"][f"mood_{tone}"])
    response = round(rng.uniform(*_HOURS[ratings["response_time"]]), 1) if channel == "email" else None
    present = [who]
    if channel in ("meeting", "visit", "event") and len(people) > 1 and client.chance(0.4):
        present.append(rng.choices(people, [one.weight for one in people])[0])
    for one in present:
        one.last_touch = max(one.last_touch or day, day)
    today = day >= client.today
    at = moment(day, 0 if today else rng.randint(7, 15), rng.choice((0, 5, 10, 15, 20, 30, 40, 45, 50)))
    row: dict[str, Any] = {
        "at": at, "channel": channel, "people": list(dict.fromkeys(one.uid for one in present)),
        "initiated_by": "client" if client.chance(0.35) and channel != "email" else "us",
        "transactional": transactional, "internal": False, "tone": tone, "response_hours": response,
        "minutes": rng.randint(*_MINUTES[channel]), "summary": f"{summary}. {mood}" if mood else summary,
        "next_step": "", "next_step_due": None, "next_step_done_on": None,
    }  # fmt: skip
    if client.chance(0.2):
        due = day + timedelta(days=rng.randint(3, 14))
        settled = min(due - timedelta(days=rng.randint(0, 2)), client.last_day)
        row.update(next_step=client.fill(rng.choice(words()["touch"]["next_steps"]), who), next_step_due=iso(due),
                   next_step_done_on=iso(max(settled, day)))  # fmt: skip
    book.add("touchpoints", client, **row)


def _tone(client: Client, rating: str) -> str:
    weights = {"good": (6, 3, 0.3), "watch": (1, 4, 2), "poor": (0.3, 2, 6), "not_observed": (2, 3, 0.5)}[rating]
    return client.rng.choices(("warm", "neutral", "cool"), weights)[0]


def write_health(book: Book, client: Client) -> None:
    """Write the checks of the rhythm, the scores the client gave, and the check-ins that red ones opened."""
    days = sorted(set(client.done["health_check"]))
    recheck = {"check_in_open": 7, "check_in_late": 12, "check_in_done": 20}
    for tag, back in recheck.items():
        if client.has(tag):
            on = ago(client.today, back)
            days = [day for day in days if day < on and _month(day) != _month(on)] + [on]
    if client.part.mood == "unrated":
        days = []
    for day in days:
        _check(book, client, day, newest=day == days[-1])
    scored = 120 if client.is_key else 300
    for back in range(client.rng.randint(10, scored), min(540, (client.today - client.history_start).days), scored):
        _score(book, client, max(client.history_start, ago(client.last_day, back)))
    for review in client.done["map_review"]:
        book.add("map_reviews", client, on=iso(review), minutes=5 + review.day % 7)


def _check(book: Book, client: Client, day: date, *, newest: bool) -> None:
    ratings = client.ratings[max(client.ratings)] if newest else client.ratings[_month(day)]
    values = list(ratings.values())
    poor = values.count("poor")
    unsure = values.count("watch") + values.count("not_observed")
    colour = "red" if poor > 1 else "yellow" if poor or unsure > 1 else "green"
    texts = words()["health"]
    note = client.say(texts[f"notes_{colour}"]) if client.chance(0.5) or colour == "red" else ""
    uid = book.add("health_checks", client, on=iso(day), **ratings, notes=note, minutes=client.rng.randint(6, 17))
    if colour != "red":
        return
    due = day + timedelta(days=10)
    still_open = newest and (client.has("check_in_open") or client.has("check_in_late"))
    done = min(day + timedelta(days=client.rng.randint(3, 12)), client.last_day)
    book.add("check_ins", client, health_check=uid, opened_on=iso(day), due=iso(due),
             question=client.fill(client.rng.choice(texts["questions"])),
             done_on=None if still_open else iso(done),
             discovered="" if still_open else client.fill(client.rng.choice(texts["discovered"])),
             action="" if still_open else client.fill(client.rng.choice(texts["actions"])))  # fmt: skip


def _score(book: Book, client: Client, day: date) -> None:
    low = client.part.mood in ("red", "yellow", "declining")
    if client.chance(0.6):
        book.add("scores", client, kind="csat", value=client.rng.randint(5, 8) if low else client.rng.randint(7, 10),
                 on=iso(day), source="survey after a visit")  # fmt: skip
    else:
        book.add("scores", client, kind="nps", value=client.rng.choice((-20, 0, 10)) if low
                 else client.rng.choice((20, 35, 50, 60)), on=iso(day), source="half-yearly survey")  # fmt: skip
