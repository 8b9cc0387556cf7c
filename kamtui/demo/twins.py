"""The demo's look-alikes: people who came in twice, from two sources, and two clients that are not the same."""

from datetime import timedelta
from itertools import combinations
from random import Random

from kamtui.demo.book import Book, Client, Person, ago, ascii_words, fresh_uid, iso
from kamtui.domain.duplicates import Kind, pair_key

_MOST = 3


def write_twins(book: Book, clients: list[Client]) -> None:
    """Write a few people a second time, as another source spells them, and the pair that was told apart."""
    rng = Random(f"twins {clients[0].uid}")  # noqa: S311 - made-up data, not secrets
    able = [client for client in clients if client.is_key and not client.ended_on and len(client.people) > 2]
    for at, client in enumerate(able[:: max(1, len(able) // _MOST)][:_MOST]):
        _again(book, client, client.people[-1 - at % 2], rng)
    _told_apart(book, clients, rng)


def _again(book: Book, client: Client, person: Person, rng: Random) -> None:
    """The same person as an address book has them: surname first, the address or the phone, and nothing else known."""
    if person.row["placeholder"]:
        return
    first, _, last = person.name.rpartition(" ")
    due = client.today + timedelta(days=rng.randint(10, 30))
    book.lists["stakeholders"].append(
        {
            **person.row, "uid": fresh_uid(rng), "name": f"{last}, {first}" if first else last, "title": "",
            "roles": [], "quality": "unknown", "stance": "unknown", "influence": "unknown", "reports_to": None,
            "person": None, "left_on": None, "email": person.row["email"] if rng.random() < 0.6 else "",
            "outreach": {"what": "Find out who this is", "due": iso(due), "done_on": None},
            "notes": "From the address book of the trade fair.",
        }
    )  # fmt: skip


def _told_apart(book: Book, clients: list[Client], rng: Random) -> None:
    """Say of two clients whose names begin alike, or of the first two, that they are not the same."""
    pairs = list(combinations(clients, 2))
    alike = [pair for pair in pairs if ascii_words(pair[0].name)[:1] == ascii_words(pair[1].name)[:1]]
    for one, other in (alike or pairs)[:1]:
        first, second = pair_key(one.uid, other.uid)
        book.lists["distinct_pairs"].append(
            {"uid": fresh_uid(rng), "kind": Kind.ACCOUNT.value, "on": iso(ago(book.today, 40)), "one": first,
             "other": second}
        )  # fmt: skip
