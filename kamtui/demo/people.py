"""The demo's people: who they are, how well we know them, and who owes them an outreach."""

from datetime import date, timedelta
from typing import Any

from kamtui.demo.book import Book, Client, Person, Row, ago, ascii_words, fresh_uid, iso, words
from kamtui.domain.accounts import Tier

# function, buying roles, influence, whom they report to (a place in this list)
_SEATS: tuple[tuple[str, tuple[str, ...], str, int | None], ...] = (
    ("operations", ("champion",), "high", 2),
    ("finance", ("economic_buyer",), "high", 2),
    ("executive", ("executive_sponsor",), "high", None),
    ("it", ("technical_evaluator",), "medium", 2),
    ("procurement", ("gatekeeper",), "medium", 1),
    ("users", ("end_user", "influencer"), "low", 0),
    ("legal", ("influencer",), "low", 2),
    ("users", ("end_user",), "low", 0),
    ("other", ("influencer",), "medium", 2),
)
_SIZES = {Tier.STRATEGIC: (7, 9), Tier.GROWTH: (5, 7), Tier.MAINTAIN: (3, 5)}
# quality, stance, how often met: by how the relationship is threaded, seat after seat
_HOLD = {
    "secure": (("strong", "ally", 5), ("strong", "ally", 3), ("neutral", "neutral", 1.5), ("neutral", "ally", 2),
               ("unknown", "unknown", 0), ("strong", "ally", 1.5), ("unknown", "unknown", 0), ("neutral", "neutral", 1),
               ("neutral", "opponent", 0.6)),
    "exposed": (("strong", "ally", 6), ("neutral", "neutral", 1.5), ("at_risk", "opponent", 0.4),
                ("neutral", "neutral", 1.5), ("unknown", "unknown", 0), ("neutral", "ally", 1.2),
                ("unknown", "unknown", 0), ("neutral", "neutral", 1), ("at_risk", "neutral", 0.5)),
    "lost": (("neutral", "ally", 6), ("unknown", "unknown", 0), ("unknown", "neutral", 0), ("unknown", "unknown", 0),
             ("at_risk", "opponent", 0), ("unknown", "unknown", 0), ("unknown", "unknown", 0),
             ("unknown", "unknown", 0), ("unknown", "unknown", 0)),
}  # fmt: skip


def write_people(book: Book, client: Client, account: Row) -> None:
    """Write the client's people and the dated changes of the relationship; the first is the primary contact."""
    low, high = _SIZES[client.tier]
    region = client.part.people or client.rng.choice([key for key in words()["people"] if key != "japanese"])
    seats = client.rng.randint(low, high)
    taken: set[str] = set()
    for seat in range(seats):
        _seat(book, client, seat, _new_name(client, region, taken), account["domain"])
    _special_people(book, client, region, taken, account["domain"])
    for person in client.people:
        boss = _SEATS[person.row.pop("_seat")][3]
        person.row["reports_to"] = client.people[boss].uid if boss is not None and boss < seats else None
        _quality_changes(book, client, person)
    _outreach(client)
    if not client.has("no_primary"):
        account["primary_contact"] = client.primary.uid


def _new_name(client: Client, region: str, taken: set[str]) -> tuple[str, str]:
    """Draw a first and a whole name that nobody at this client has."""
    pool = words()["people"][region]
    while True:
        first, last = client.rng.choice(pool["first"]), client.rng.choice(pool["last"])
        name = f"{last} {first}" if region == "japanese" else f"{first} {last}"
        if name not in taken:
            taken.add(name)
            return (f"{last}さん" if region == "japanese" else first), name


def _title(client: Client, function: str, seat: int) -> str:
    if function == "operations":
        return str(client.industry["head"])
    if function == "users":
        return str(client.industry["users"][0 if seat < 6 else 1])
    return str(client.rng.choice(words()["people_titles"][function]))


def _seat(book: Book, client: Client, seat: int, name: tuple[str, str], domain: str) -> Person:
    function, roles, influence, _ = _SEATS[seat]
    quality, stance, weight = _HOLD[client.part.threads][seat]
    if client.is_key is False and seat == 1 and client.part.threads == "exposed":
        roles = (*roles, "gatekeeper")
    if client.has("contradiction") and seat == 2:
        quality, stance = "at_risk", "ally"
    if client.has("contradiction") and seat == 3:
        quality, stance = "strong", "opponent"
        influence = "low"
    row: dict[str, Any] = {
        "name": name[1], "title": _title(client, function, seat), "function": function, "roles": list(roles),
        "quality": quality, "stance": stance,
        "influence": "unknown" if quality == "unknown" and seat % 2 == 0 else influence,
        "assumed": quality == "unknown" and client.chance(0.5), "placeholder": False, "person": None,
        "reports_to": None, "email": f"{_address(name[1], seat)}@{domain}",
        "phone": f"+00 555 {client.rng.randint(1000, 9999)} {client.rng.randint(100, 999)}" if seat < 5 else "",
        "frequency": "as_needed", "left_on": None, "outreach": None, "notes": "",
    }  # fmt: skip
    uid = book.add("stakeholders", client, **row)
    stored = book.lists["stakeholders"][-1]
    stored["_seat"], stored["_first"] = seat, name[0]
    met = client.history_start if seat < 2 else client.day_between(client.history_start, ago(client.today, 200))
    met = max(client.history_start, min(met, ago(client.today, 10)))
    person = Person(uid=uid, name=name[1], row=stored, met_on=met, weight=weight)
    client.people.append(person)
    return person


def _address(name: str, seat: int) -> str:
    parts = ascii_words(name)
    return ".".join(parts) if len(parts) > 1 else f"contact{seat + 1}"


def _special_people(book: Book, client: Client, region: str, taken: set[str], domain: str) -> None:
    if client.has("placeholder"):
        person = _seat(book, client, 4, ("you", "Head of procurement, name unknown"), domain)
        person.row.update(title="Head of Procurement", placeholder=True, email="", phone="", quality="unknown",
                          stance="unknown", influence="unknown", assumed=True)  # fmt: skip
        person.weight = 0
    if client.has("left_person"):
        person = _seat(book, client, 1, _new_name(client, region, taken), domain)
        person.met_on, person.left_on, person.weight = client.history_start, ago(client.today, 65), 3
        person.row.update(left_on=iso(person.left_on), quality="strong", stance="ally", person=fresh_uid(client.rng),
                          notes="Moved on to another client of ours")  # fmt: skip
    if client.chance(0.25) and client.tier is Tier.STRATEGIC:
        person = _seat(book, client, 3, _new_name(client, region, taken), domain)
        person.met_on, person.left_on, person.weight = client.history_start, ago(client.today, 240), 1
        person.row.update(left_on=iso(person.left_on), quality="neutral", stance="neutral", notes="Retired")


def join_engagements(book: Book, clients: list[Client]) -> None:
    """Let the person who left one client turn up at another, as one person with two engagements (rule M-10)."""
    leavers = [(one, who) for one in clients for who in one.people if who.row["person"] and who.left_on]
    hosts = [one for one in clients if one.has("arrived_person")]
    for (origin, leaver), host in zip(leavers, hosts, strict=False):
        seat = host.people[1]
        seat.row.update(name=leaver.name, person=leaver.row["person"], quality="strong", stance="ally",
                        email=f"{_address(leaver.name, 1)}@{seat.row['email'].split('@')[1]}",
                        notes=f"Came from {origin.name}, knows us well")  # fmt: skip
        seat.row["_first"] = leaver.row["_first"]
        seat.name, seat.weight = leaver.name, 2
        seat.met_on = max(host.history_start, ago(host.today, 60))
        dated = [row for row in book.lists["quality_changes"] if row["stakeholder"] == seat.uid]
        for row in dated:
            book.lists["quality_changes"].remove(row)
        _quality_changes(book, host, seat)


def _quality_changes(book: Book, client: Client, person: Person) -> None:
    """Write how the relationship came to be what it is, each step on its day."""
    steps = {
        "strong": ("neutral", "strong"), "neutral": ("neutral",), "at_risk": ("neutral", "at_risk"), "unknown": (),
    }[person.row["quality"]]  # fmt: skip
    last = (person.left_on or client.last_day) - timedelta(days=20)
    day = person.met_on
    for number, step in enumerate(steps):
        if number:
            day = client.day_between(day + timedelta(days=1), max(day + timedelta(days=1), last))
        book.add("quality_changes", client, stakeholder=person.uid, on=iso(min(day, client.today)), quality=step)


def _outreach(client: Client) -> None:
    """Give most of those who are unknown or at risk their next step; some are still without one (rule M-4)."""
    texts = words()["work"]["outreach"]
    late = client.has("outreach_late")
    for person in client.people:
        if person.row["quality"] not in ("unknown", "at_risk") or person.left_on or client.has("outreach_none"):
            continue
        if client.ended_on or (not late and client.chance(0.45)):
            continue
        due = ago(client.today, 3) if late else client.today + timedelta(days=client.rng.randint(9, 60))
        late = False
        person.row["outreach"] = {"what": client.say(texts, person), "due": iso(due), "done_on": None}
    if client.has("loops"):
        day: date = ago(client.today, 30)
        client.people[2].row["outreach"] = {
            "what": client.say(texts, client.people[2]), "due": iso(day), "done_on": iso(ago(client.today, 33)),
        }  # fmt: skip
