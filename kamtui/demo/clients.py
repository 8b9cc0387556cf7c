"""The demo's accounts, their contract lines and what happened to those."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from kamtui.demo.book import Book, Client, Row, ago, ascii_words, fresh_uid, iso, sentence, words
from kamtui.demo.cast import Part, parts
from kamtui.domain.accounts import Tier
from kamtui.domain.dates import add_months

_VALUES = {Tier.STRATEGIC: (180, 420), Tier.GROWTH: (60, 150), Tier.MAINTAIN: (12, 48)}
_GAPS = {Tier.STRATEGIC: (1.2, 1.7), Tier.GROWTH: (1.25, 1.9), Tier.MAINTAIN: (1.0, 1.15)}


def clients(today: date, accounts: int, rng: Random, seed: int) -> list[Client]:
    """Invent so many clients, every name only once."""
    industries = {one["key"]: one for one in words()["industries"]}
    taken: set[str] = set()
    found = []
    casting = parts(accounts)
    for part in casting:
        if part.name:
            taken.add(part.name.casefold())
    keys = _round_and_round(list(industries), rng)
    for index, part in enumerate(casting):
        industry = industries[part.industry or next(keys)]
        name = part.name or _name(industry, taken, rng)
        found.append(_client(part, name, industry, index, today, Random(f"kamtui demo {seed} {index}")))  # noqa: S311
    return found


def _round_and_round(items: list[str], rng: Random) -> Iterator[str]:
    while True:
        rng.shuffle(items)
        yield from items


def _name(industry: dict[str, Any], taken: set[str], rng: Random) -> str:
    """Make up a company name that nobody else has, its accents and case aside."""
    names = words()["names"]
    while True:
        form = rng.choice(names["forms"])
        name = f"{rng.choice(names['first_words'])} {rng.choice(industry['nouns'])} {form}".strip()
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name


def _client(part: Part, name: str, industry: dict[str, Any], index: int, today: date, rng: Random) -> Client:
    low, high = _VALUES[part.tier]
    value = rng.randint(low * 2, high * 2) * 500
    stretch = rng.uniform(*_GAPS[part.tier]) + (0.5 if "top_gap" in part.tags else 0)
    created = ago(today, rng.randint(560, 760))
    since = ago(created, rng.randint(60, 2400))
    if "onboarding" in part.tags:
        created = since = ago(today, 52)
    elif "new" in part.tags:
        created = since = ago(today, 18)
    elif (index % 9 == 4 and index > 20) or "committed" in part.tags:
        created = since = ago(today, rng.randint(150, 240))
    client = Client(
        part=part, uid=fresh_uid(rng), name=name, rng=rng, today=today, industry=industry, slot=index * 13 % 48,
        created_on=created, since=since, value=value,
        potential=value - 2500 if "over_potential" in part.tags else round(value * stretch / 500) * 500,
        rival=rng.choice(words()["rivals"]["names"]),
    )  # fmt: skip
    client.tier_since = created
    if client.has("onboarding") or client.has("new"):
        client.status = "onboarding"
    if client.has("ended"):
        client.status, client.ended_on = "ended", ago(today, 100)
    return client


def write_account(book: Book, client: Client) -> Row:
    """Write the account itself and the history of its tier; the primary contact is filled in with the people."""
    domain = "-".join(ascii_words(client.name))
    row: Row = {
        "uid": client.uid, "name": client.name, "tier": int(client.tier), "status": client.status,
        "industry": client.industry["label"], "domain": f"{domain}.example", "client_since": iso(client.since),
        "created_on": iso(client.created_on), "potential_value": client.potential, "renewal_date": None,
        "contract_term_months": None, "auto_renew": False, "primary_contact": None, "slot": client.slot,
        "our_objective": "", "their_objective": "", "expansion_observation": "", "value_none_known": False,
        "competition_none_known": False, "handover_note": "", "success_criteria": "", "criteria_agreed_on": None,
        "onboarding_started_on": None, "external_ids": {}, "notes": "",
    }  # fmt: skip
    if client.chance(0.7):
        row["external_ids"] = {"salesforce": f"001{client.rng.getrandbits(60):015d}"[:15]}
    book.lists["accounts"].append(row)
    _tier_changes(book, client)
    return row


def write_objectives_of(client: Client, row: Row) -> None:
    """Write what we and the client want, and where the account could grow; the widest gap is still unexplained."""
    texts = words()["work"]
    if client.is_key:
        row["our_objective"] = client.say(texts["our_objective"])
        goal = client.rng.choice(client.industry["goals"])
        row["their_objective"] = sentence(goal)
        if not client.has("top_gap"):
            row["expansion_observation"] = client.say(texts["expansion_observation"])


def _tier_changes(book: Book, client: Client) -> None:
    reasons = words()["desk"]["tier_reasons"]
    moved = client.has("tier_down") or (client.has("expanded") and client.created_on < ago(client.today, 500))
    before = {Tier.STRATEGIC: 2, Tier.GROWTH: 3, Tier.MAINTAIN: 2}[client.tier] if moved else int(client.tier)
    first = iso(client.created_on)
    book.add("tier_changes", client, on=first, from_tier=None, to_tier=before, reason="First tiering")
    if moved:
        client.tier_since = ago(client.today, client.rng.randint(380, 480))
        book.add(
            "tier_changes", client, on=iso(client.tier_since), from_tier=before, to_tier=int(client.tier),
            reason=reasons[2] if client.has("tier_down") else client.rng.choice(reasons[:2]),
        )  # fmt: skip


def write_contracts(book: Book, client: Client, row: Row) -> None:
    """Write the lines in force, the terms before them, and what changed the annual value on which day."""
    term = client.rng.choice((12, 12, 24, 36)) if client.since < ago(client.today, 400) else 12
    renewal = _renewal(client, term)
    names = list(words()["ours"]["lines"])
    count = 3 if client.has("three_lines") else 2 if client.is_key or client.has("two_lines") else 1
    shares = {1: (1.0,), 2: (0.75, 0.25), 3: (0.6, 0.25, 0.15)}[count]
    if client.ended_on:
        _line(
            book, client, names[0], client.value, max(client.since, add_months(client.ended_on, -12)), client.ended_on
        )
        book.add("revenue_events", client, kind="churn", amount=client.value, on=iso(client.ended_on),
                 reason="Bought by a group that has its own system")  # fmt: skip
        return
    client.renewal_on = renewal
    row.update(renewal_date=iso(renewal), contract_term_months=term, auto_renew=client.chance(0.3))
    left = client.value
    for number, share in enumerate(shares):
        amount = left if number == count - 1 else round(client.value * share / 500) * 500
        left -= amount
        if number == 0:
            _main_line(book, client, names[0], amount, term, renewal, row)
        else:
            start = max(client.since, ago(client.today, client.rng.randint(200, 900)))
            end = renewal if client.chance(0.6) else None
            _line(book, client, names[number], amount, start, end)
    if client.has("line_ended"):
        _line(book, client, names[3], 6000, ago(client.today, 377), ago(client.today, 12))
    _events(book, client)


def _renewal(client: Client, term: int) -> date:
    for tag, days in (("renewal_37", 37), ("renewal_80", 80)):
        if client.has(tag):
            return client.today + timedelta(days=days)
    soonest, latest = 100, max(110, term * 30 - 10)
    if client.since > ago(client.today, 360):
        return max(client.today, add_months(client.since, 12))
    return client.today + timedelta(days=client.rng.randint(soonest, min(latest, 640)))


def _main_line(book: Book, client: Client, name: str, amount: int, term: int, renewal: date, row: Row) -> None:
    """Write the line in force, and the one before it where it was renewed within the records."""
    start = add_months(renewal, -term) + timedelta(days=1)
    stage = "results_reviewed" if client.has("renewal_80") else "not_started"
    if start <= client.since:
        start = client.since
    _line(book, client, name, amount, start, renewal, stage=stage, auto_renew=row["auto_renew"])
    if start > client.history_start and start - client.since > timedelta(days=90):
        ended = start - timedelta(days=1)
        before = max(client.since, add_months(ended, -12))
        _line(book, client, name, amount, before, ended, stage="renewed")
        book.add("revenue_events", client, kind="renewal", amount=amount, on=iso(ended),
                 reason="Renewed after a results review")  # fmt: skip


def _line(
    book: Book, client: Client, name: str, amount: int, start: date, end: date | None, *,
    stage: str = "not_started", auto_renew: bool = False,
) -> None:  # fmt: skip
    book.add(
        "contracts", client, description=name, annual_value=amount, start=iso(start), end=iso(end),
        auto_renew=auto_renew, renewal_stage=stage,
    )  # fmt: skip


def _events(book: Book, client: Client) -> None:
    if client.since >= ago(client.today, 548):
        book.add("revenue_events", client, kind="new", amount=client.value, on=iso(client.since),
                 reason="First order after the pilot")  # fmt: skip
        return
    if client.has("expanded"):
        amount = round(client.value * client.rng.uniform(0.08, 0.18) / 500) * 500
        book.add("revenue_events", client, kind="expansion", amount=amount,
                 on=iso(ago(client.today, client.rng.randint(60, 320))),
                 reason=client.fill("{module} for {site}"))  # fmt: skip
    if client.has("contraction"):
        amount = round(client.value * 0.1 / 500) * 500
        book.add("revenue_events", client, kind="contraction", amount=amount,
                 on=iso(ago(client.today, client.rng.randint(60, 300))),
                 reason=client.fill("Seats at {site} given back"))  # fmt: skip
