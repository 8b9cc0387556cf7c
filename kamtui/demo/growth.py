"""The demo's growth: triggers heard, opportunities in all stages, and how those that closed had been judged."""

from datetime import date, timedelta

from kamtui.demo.book import Book, Client, ago, iso, words

_KINDS = ("adjacent_problem", "milestone", "org_change", "competitor", "unsolicited_referral", "renewal")


def write_triggers(book: Book, client: Client) -> dict[str, str]:
    """Write what was heard; give the uids of those that opportunities grew from, by what became of them."""
    found: dict[str, str] = {}
    if client.has("trigger_closing"):
        found["open"] = _trigger(book, client, "adjacent_problem", 12, "open", "strong")
    if client.has("trigger_expired"):
        _trigger(book, client, "org_change", 19, "expired", "strong")
    if client.has("loops"):
        _trigger(book, client, "unsolicited_referral", 4, "open", "strong")
    if client.has("renewal_80"):
        _trigger(book, client, "competitor", 6, "open", "weak")
    if client.is_key and client.part.mood != "unrated" and not client.ended_on:
        for state in ("acted", "acted", "filed", "expired")[: client.rng.randint(2, 4)]:
            kind = client.rng.choice(_KINDS)
            found[state] = _trigger(book, client, kind, client.rng.randint(45, 420), state,
                                    client.rng.choice(("weak", "strong")))  # fmt: skip
    return found


def _trigger(book: Book, client: Client, kind: str, back: int, state: str, strength: str) -> str:
    noted = max(ago(client.today, back), client.history_start)
    person = client.rng.choice(client.known(noted) or [client.primary])
    acted = min(noted + timedelta(days=client.rng.randint(1, 16)), ago(client.today, 1))
    look_again = client.today + timedelta(days=client.rng.randint(20, 120)) if state == "filed" else None
    return book.add("triggers", client, kind=kind, heard=client.say(words()["triggers"][kind], person),
                    stakeholder=person.uid, noted_on=iso(noted), strength=strength, state=state,
                    acted_on=iso(acted) if state == "acted" else None, look_again_on=iso(look_again))  # fmt: skip


def write_opportunities(book: Book, client: Client, triggers: dict[str, str]) -> None:
    """Write what is in the pipeline, what was won with the expansions on record, and what was lost."""
    grew = [row for row in book.of("revenue_events", client) if row["kind"] == "expansion"]
    for event in grew:
        _closed(book, client, "won", date.fromisoformat(event["on"]), event["amount"], triggers.get("acted"))
    if client.is_key and client.part.mood != "unrated" and client.chance(0.75):
        day = ago(client.today, client.rng.randint(30, 420))
        won = client.chance(0.15) and not grew
        _closed(book, client, "won" if won else "lost", day, _worth(client), None)
    stages = {
        "trigger_closing": "exploring", "stalled": "proposed", "idea_lacking": "idea", "parked": "idea",
        "referrals": "proposed", "renewal_80": "exploring", "trigger_expired": "invited", "qbr_yesterday": "invited",
        "late_commitment": "exploring", "stale": "invited",
    }  # fmt: skip
    for tag, stage in stages.items():
        if client.has(tag):
            _open(book, client, stage, triggers.get("open") or triggers.get("acted"), tag)


def _worth(client: Client) -> int:
    gap = max(client.potential - client.value, 6000)
    return max(3000, round(gap * client.rng.uniform(0.2, 0.6) / 500) * 500)


def _kind(client: Client) -> str:
    return client.rng.choice(("upsell", "cross_sell", "renewal_growth"))


def _closed(book: Book, client: Client, stage: str, day: date, worth: int, trigger: str | None) -> None:
    texts = words()["work"]
    guess = client.rng.choice((50, 75, 75, 80) if stage == "won" else (25, 25, 30, 50, 75))
    book.add("opportunities", client, name=client.say(texts["opportunities"]), kind=_kind(client), annual_value=worth,
             stage=stage, probability=guess, expected_close=iso(day + timedelta(days=client.rng.randint(-20, 20))),
             next_step="", next_step_due=None, observation=client.fill(client.rng.choice(texts["observation"])),
             connection=client.fill(client.rng.choice(texts["connection"])),
             invitation=client.fill(client.rng.choice(texts["invitation"])), integrity="theirs", parked_on=None,
             trigger=trigger, closed_on=iso(day))  # fmt: skip


def _open(book: Book, client: Client, stage: str, trigger: str | None, tag: str) -> None:
    texts, rng = words()["work"], client.rng
    lacking = tag == "idea_lacking"
    parked = tag == "parked"
    step_due = client.today + timedelta(days=rng.randint(3, 25))
    if tag == "stalled":
        step_due = ago(client.today, 16)
    no_step = lacking or parked
    book.add(
        "opportunities", client, name=client.say(texts["opportunities"]), kind=_kind(client),
        annual_value=_worth(client), stage=stage, probability=60 if tag == "referrals" else None,
        expected_close=iso(client.today + timedelta(days=rng.randint(25, 200))),
        next_step="" if parked else client.fill(rng.choice(texts["opportunity_next"])),
        next_step_due=None if parked else iso(step_due),
        observation=client.fill(rng.choice(texts["observation"])),
        connection="" if lacking else client.fill(rng.choice(texts["connection"])),
        invitation="" if no_step else client.fill(rng.choice(texts["invitation"])),
        integrity="mine" if parked else None if lacking else "theirs",
        parked_on=iso(ago(client.today, 21)) if parked else None,
        trigger=trigger if not no_step else None, closed_on=None,
    )  # fmt: skip
