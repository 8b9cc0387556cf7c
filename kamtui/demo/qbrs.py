"""The demo's business reviews: planned, prepared, held and followed up, and the promises made in them."""

from datetime import date, timedelta
from typing import Any

from kamtui.demo.book import Book, Client, Row, ago, iso, moment, words
from kamtui.domain.dates import add_months, working_day_up_to

_PHASES = {"results": 600, "context": 900, "engagement": 600, "vision": 900, "alignment": 600}
_NO_PREP = {"results": "", "intelligence": "", "hypothesis": "", "done": []}


def write_qbrs(book: Book, client: Client) -> None:
    """Write the reviews that the rhythm brought, some called off, and the next one."""
    yesterday = ago(client.today, 1)
    days = sorted(client.done["qbr"])
    if client.has("qbr_yesterday"):
        days = [day for day in days if (day.year, day.month) != (yesterday.year, yesterday.month) and day < yesterday]
    for day in days:
        _held(book, client, day, follow_up=True)
    if client.has("qbr_yesterday"):
        _held(book, client, yesterday, follow_up=False)
        client.planned_qbrs = [working_day_up_to(add_months(yesterday, 1))]
    for day in days[:: 7 if client.is_key else 99]:
        called_off = working_day_up_to(ago(day, client.rng.randint(16, 24)))
        if called_off > client.history_start and client.is_key:
            _plain(book, client, called_off, "cancelled", _NO_PREP)
    upcoming = sorted(day for day in client.planned_qbrs if day >= client.today)[:1]
    if not upcoming and client.is_key and client.status == "active":
        upcoming = [working_day_up_to(client.today + timedelta(days=client.rng.randint(12, 40)))]
    for day in upcoming:
        soon = day <= client.today + timedelta(days=8) or client.has("trigger_closing")
        _plain(book, client, day, "prepared" if soon else "planned", _prep(client, 3) if soon else _prep(client, 0))


def _prep(client: Client, parts: int) -> Row:
    texts = words()["qbr"]
    names = ("results", "intelligence", "hypothesis")
    notes: Row = {name: client.say(texts[f"prep_{name}"]) if at < parts else "" for at, name in enumerate(names)}
    notes["done"] = list(names[:parts])
    return notes


def _people(client: Client, day: date) -> list[dict[str, Any]]:
    ours = words()["ours"]
    theirs = client.known(day)[:3] or [client.primary]
    return [
        {"name": ours["manager"], "stakeholder": None, "side": "ours"},
        *({"name": name, "stakeholder": None, "side": "ours"} for name in client.rng.sample(ours["colleagues"], 1)),
        *({"name": one.name, "stakeholder": one.uid, "side": "theirs"} for one in theirs),
    ]


def _plain(book: Book, client: Client, day: date, state: str, prep: Row) -> None:
    phases = [{"phase": phase, "seconds": 0, "notes": ""} for phase in _PHASES]
    book.add("qbrs", client, scheduled_on=iso(day), state=state, started_at=None, ended_at=None, followed_up_at=None,
             prep=dict(prep), phases=phases, participants=_people(client, min(day, client.today)), rating=None,
             learned="")  # fmt: skip


def _held(book: Book, client: Client, day: date, *, follow_up: bool) -> None:
    rng, texts = client.rng, words()["qbr"]
    promises = _promises(client, day, fresh=not follow_up)
    spent = [(phase, round(planned * rng.uniform(0.8, 1.2))) for phase, planned in _PHASES.items()]
    phases = [{"phase": one, "seconds": used, "notes": _notes(client, one, promises)} for one, used in spent]
    used = sum(seconds for _, seconds in spent)
    hour = 15 if not follow_up else rng.randint(8, 14)
    start_minute = 10 if not follow_up else rng.choice((0, 5, 15, 30))
    ends = hour * 60 + start_minute + (60 if not follow_up else max(1, used // 60))
    sent = day + timedelta(days=3 if client.chance(0.15) else 1)
    sent = sent if follow_up and sent < client.today else day
    uid = book.add(
        "qbrs", client, scheduled_on=iso(day), state="followed_up" if follow_up else "held",
        started_at=moment(day, hour, start_minute) if day < client.today else moment(day, 0, 0),
        ended_at=moment(day, ends // 60, ends % 60) if day < client.today else moment(day, 0, 58),
        followed_up_at=_sent_at(client, sent, day) if follow_up else None,
        prep=_prep(client, 3), phases=phases, participants=_people(client, day),
        rating=rng.choice((3, 4, 4, 5)) if client.part.mood != "red" else rng.choice((2, 3, 3, 4)),
        learned=client.fill(rng.choice(texts["learned"])) if follow_up else "",
    )  # fmt: skip
    for side, what, who, due in promises:
        _commitment(book, client, side, what, who, day, due, {"kind": "qbr", "uid": uid}, fresh=not follow_up)


def _sent_at(client: Client, sent: date, day: date) -> str:
    if day == client.today:
        return moment(day, 1, 30)
    return moment(sent, 17 if sent == day else 8, client.rng.randint(0, 59))


def _promises(client: Client, day: date, *, fresh: bool) -> list[tuple[str, str, str, date]]:
    texts, rng = words()["qbr"], client.rng
    manager = words()["ours"]["manager"]
    who = rng.choice(client.known(day) or [client.primary])
    days = (4, 12, 15) if fresh else (rng.randint(5, 21), rng.randint(7, 28))
    sides = ("ours", "ours", "theirs") if fresh else ("ours", "theirs")
    return [
        (side, client.fill(rng.choice(texts[side]), who), manager if side == "ours" else who.name,
         day + timedelta(days=later))
        for side, later in zip(sides, days, strict=True)
    ]  # fmt: skip


def _notes(client: Client, phase: str, promises: list[tuple[str, str, str, date]]) -> str:
    texts, rng = words()["qbr"], client.rng
    lines = [client.say(texts[phase]) for _ in range(2 if phase != "alignment" else 1)]
    if phase == "results":
        lines.append(f"+ {rng.choice(client.industry['metrics'])}")
    if phase == "engagement":
        lines.append(f"? {client.fill(rng.choice(texts['questions']))}")
    if phase == "vision" and client.chance(0.5):
        lines.append(f"^ adjacent problem: {rng.choice(client.industry['pains'])}")
    if phase == "alignment":
        marks = {"ours": "!", "theirs": "*"}
        lines += [f"{marks[side]} {what} by {due.isoformat()}" for side, what, _, due in promises]
    return "\n".join(dict.fromkeys(lines))


def _commitment(
    book: Book,
    client: Client,
    side: str,
    what: str,
    who: str,
    made: date,
    due: date,
    source: dict[str, Any],
    *,
    fresh: bool = False,
) -> None:
    """Write a promise; what is due by now was mostly kept, what comes is open."""
    rng = client.rng
    state, settled, reason = "open", None, ""
    if due <= client.today + timedelta(days=7) and not fresh:
        trouble = client.part.mood in ("red", "declining") and side == "ours"
        state = rng.choices(("kept", "late", "broken", "waived"), (5, 4, 2, 0) if trouble else (16, 3, 1, 1))[0]
        settled = due - timedelta(days=rng.randint(0, 3)) if state == "kept" else due
        if state == "late":
            settled = due + timedelta(days=rng.randint(1, 9))
            if settled > client.today:
                state, settled = "kept", min(due, client.today)
        settled = max(made, min(settled, client.last_day))
        reason = "No longer needed after the change of plan" if state == "waived" else ""
    book.add("commitments", client, side=side, what=what, who=who, due=iso(due), state=state, settled_on=iso(settled),
             reason=reason, source=source)  # fmt: skip


def write_promises(book: Book, client: Client) -> None:
    """Write promises made elsewhere: in touchpoints, conversations, plans and by hand."""
    texts, manager = words()["qbr"], words()["ours"]["manager"]
    met = [row for row in book.of("touchpoints", client) if not row["internal"] and row["people"]]
    if met and client.is_key:
        row = client.rng.choice(met)
        made = date.fromisoformat(row["at"][:10])
        _commitment(book, client, "ours", client.fill(client.rng.choice(texts["ours"])), manager, made,
                    made + timedelta(days=14), {"kind": "touchpoint", "uid": row["uid"]})  # fmt: skip
    if client.has("late_commitments"):
        for back, late in ((60, 6), (35, 4), (20, 8)):
            settled = ago(client.today, back - late) if back != 20 else ago(client.today, 20)
            what = client.fill(client.rng.choice(texts["ours"]))
            book.add("commitments", client, side="ours", what=what, who=manager,
                     due=iso(ago(client.today, back)), state="late" if back != 20 else "broken",
                     settled_on=iso(settled), reason="", source={"kind": "hand", "uid": None})  # fmt: skip
    if client.has("late_commitment"):
        book.add("commitments", client, side="ours", what=client.fill("send the case study on {project}"), who=manager,
                 due=iso(ago(client.today, 4)), state="open", settled_on=None, reason="",
                 source={"kind": "hand", "uid": None})  # fmt: skip
    if client.has("stalled"):
        book.add("commitments", client, side="theirs", what=client.fill("name the project lead for {site}"),
                 who=client.primary.name, due=iso(ago(client.today, 30)), state="waived",
                 settled_on=iso(ago(client.today, 25)), reason="The project was moved to next year",
                 source={"kind": "hand", "uid": None})  # fmt: skip
