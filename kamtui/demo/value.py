"""What the demo's clients gained, who else works for them, and whom they recommended us to."""

from datetime import timedelta

from kamtui.demo.book import Book, Client, Row, ago, iso, words
from kamtui.domain.accounts import Tier

_EVIDENCE = ("their monthly report", "measured together on site", "figures from {system}", "{person}, in the review")
_UNITS = ("Operations", "North region", "Technical services", "Head office", "")
_OUTCOMES = ("became a client", "first talk held", "no need this year", "asked for an offer", "")


def write_value(book: Book, client: Client, account: Row) -> None:
    """Write what our work created since the start, and what next door it could serve."""
    if client.has("none_known"):
        account["value_none_known"] = True
    elif client.part.mood != "unrated":
        _delivered(book, client)
    if client.is_key:
        for _ in range(1 if client.chance(0.6) else 2):
            person = client.rng.choice(client.known(client.today) or [client.primary])
            day = client.day_between(max(client.history_start, person.met_on), ago(client.today, 5))
            pain = client.rng.choice(client.industry["pains"])
            book.add("value_entries", client, kind="adjacent", what=pain[0].upper() + pain[1:],
                     evidence="", amount=client.rng.randint(8, 60) * 1000, on=iso(max(day, client.history_start)),
                     stakeholder=person.uid, unit=client.rng.choice(_UNITS))  # fmt: skip


def _delivered(book: Book, client: Client) -> None:
    first = min(client.since + timedelta(days=client.rng.randint(24, 80)), ago(client.last_day, 6))
    days = [first]
    count = {Tier.STRATEGIC: 6, Tier.GROWTH: 4, Tier.MAINTAIN: 2}[client.tier]
    days += [client.day_between(client.history_start, client.last_day) for _ in range(count - 1)]
    if client.part.mood in ("green", "watch") and client.is_key:
        days.append(client.day_between(ago(client.today, 60), ago(client.today, 8)))
    metrics = list(client.industry["metrics"])
    client.rng.shuffle(metrics)
    for number, day in enumerate(sorted(max(day, client.since) for day in days)):
        site = client.rng.choice(client.industry["sites"])
        what = metrics[number % len(metrics)]
        person = client.rng.choice(client.known(day) or [client.primary])
        amount = round(client.value * client.rng.uniform(0.05, 0.4) / 500) * 500 if client.chance(0.7) else None
        book.add("value_entries", client, kind="delivered", what=f"{what[0].upper()}{what[1:]} at {site}",
                 evidence=client.fill(client.rng.choice(_EVIDENCE), person), amount=amount, on=iso(day),
                 stakeholder=person.uid, unit=client.rng.choice(_UNITS))  # fmt: skip


def write_competition(book: Book, client: Client, account: Row) -> None:
    """Write who else is in the client's house, or that nobody is known."""
    rivals = words()["rivals"]
    if client.has("none_known") or client.part.mood == "unrated" or (not client.is_key and client.chance(0.4)):
        account["competition_none_known"] = not client.has("new")
        return
    others = [name for name in rivals["names"] if name != client.rival]
    providers = [client.rival, *client.rng.sample(others, 1 if client.is_key else 0)]
    for provider in providers:
        end = client.today + timedelta(days=client.rng.randint(40, 500)) if client.chance(0.5) else None
        book.add("competitors", client, provider=provider, area=client.rng.choice(rivals["areas"]),
                 kind=client.rng.choice(("vulnerability", "consolidation")),
                 position=client.rng.choice(("ahead", "ahead", "level", "behind")), contract_end=iso(end),
                 notes=client.fill(client.rng.choice(rivals["notes"])))  # fmt: skip


def write_referrals(book: Book, clients: list[Client]) -> None:
    """Write who recommended us to whom; now and then one client of the portfolio to another."""
    targets = [one.name for one in clients if one.since > ago(one.today, 500)]
    outsiders = iter(range(len(clients) * 3))
    for client in clients:
        if client.has("referrals"):
            days = [client.rng.randint(20, 300), client.rng.randint(310, 520)]
        else:
            days = [client.rng.randint(60, 500)] if client.is_key and client.chance(0.25) else []
        for number, back in enumerate(days):
            if ago(client.today, back) < client.history_start:
                continue
            known = targets.pop() if number == 0 and client.has("referral_out") and targets else None
            book.add("referrals", client, on=iso(ago(client.today, back)), referrer=client.primary.uid,
                     referred=known or _outsider(client, next(outsiders)), solicited=client.chance(0.4),
                     outcome="became a client" if known else client.rng.choice(_OUTCOMES))  # fmt: skip


def _outsider(client: Client, number: int) -> str:
    firsts = words()["names"]["first_words"]
    return f"{firsts[(number * 7 + client.slot) % len(firsts)]} {client.rng.choice(client.industry['nouns'])}"
