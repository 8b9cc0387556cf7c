"""The demo's account plans: what is written, the frozen versions, objectives, actions and predictions."""

from datetime import timedelta

from kamtui.demo.book import Book, Client, Row, ago, iso, words
from kamtui.domain.accounts import Tier
from kamtui.domain.dates import Cadence, period_of

_ORIGINS = ("our_objective", "their_objective", "map", "swot", "qbr")
_SWOT = ("strengths", "weaknesses", "opportunities", "threats")


def write_plan(book: Book, client: Client) -> None:
    """Write a key account's plan, with the gaps that plans have."""
    if not client.is_key and not client.has("tier_down"):
        return
    texts, gap = words()["plan"], client.has("placeholder") or client.has("onboarding")
    swot = {name: client.say(texts[name]) for name in _SWOT}
    if gap:
        swot["threats"] = ""
    book.add(
        "plans", client, profile="" if gap else client.fill(texts["profile"]),
        success_metrics=client.fill(texts["metrics"]) if not gap else "",
        remarks={
            "relationship_map": client.fill("{person} carries most of it; finance is next"),
            "competition": client.fill("{rival} is named in every second talk"),
        } if client.tier is Tier.STRATEGIC else {},
        swot=swot, team=_team(client),
    )  # fmt: skip
    _versions(book, client)
    _predictions(book, client)


def _team(client: Client) -> list[Row]:
    ours = words()["ours"]
    team: list[Row] = [{"person": ours["manager"], "role": "account manager", "may_authorise": "discounts up to 5 %",
                        "overrules": ""}]  # fmt: skip
    colleagues = client.rng.sample(list(zip(ours["colleagues"], ours["colleague_roles"], strict=True)), 2)
    for person, role in colleagues[: 2 if client.tier is Tier.STRATEGIC else 1]:
        boss = role == "commercial director"
        team.append({"person": person, "role": role, "may_authorise": "discounts up to 15 %" if boss else "",
                     "overrules": ours["manager"] if boss else ""})  # fmt: skip
    return team


def _versions(book: Book, client: Client) -> None:
    texts = words()["plan"]
    rewrites = set(client.done.get("plan_rewrite", []))
    for day in sorted({*client.done.get("plan_review", []), *rewrites}):
        document = {
            "objective": client.fill(client.rng.choice(words()["work"]["our_objective"])),
            "profile": client.fill(texts["profile"]), "success_metrics": client.fill(texts["metrics"]),
            "annual_value": client.value,
        }  # fmt: skip
        book.add("plan_versions", client, frozen_on=iso(day), rewrite=day in rewrites, document=document,
                 changed=client.say(texts["changed"]), predicted=client.say(texts["predicted"]),
                 now_seen=client.say(texts["now_seen"]))  # fmt: skip


def _predictions(book: Book, client: Client) -> None:
    texts, rng = words()["plan"]["predictions"], client.rng
    for back in (rng.randint(40, 200), rng.randint(201, 400), -rng.randint(20, 120)):
        by = ago(client.today, back)
        if ago(by, 60) < client.history_start:
            continue
        probability = rng.choice((20, 30, 50, 70, 80, 90))
        settled = back > 0
        book.add("predictions", client, statement=client.say(texts), by=iso(by), probability=probability,
                 settled_on=iso(by) if settled else None,
                 came_true=rng.random() * 100 < probability if settled else None)  # fmt: skip


def write_objectives(book: Book, client: Client) -> None:
    """Write what should be reached and the next steps to it; one here and there is not yet SMART."""
    if not client.is_key or client.ended_on:
        return
    texts, rng = words()["work"], client.rng
    for at in range(rng.randint(2, 4)):
        vague = at == 1 and client.chance(0.3)
        status = ("open", "open", "done", "dropped")[at]
        due = period_of(client.today + timedelta(days=40 + 60 * at), Cadence.QUARTERLY).end
        if status != "open":
            due = ago(client.today, rng.randint(20, 120))
        measure, target = rng.choice(list(zip(texts["measures"], texts["targets"], strict=True)))
        book.add("objectives", client, what=client.say(texts["objectives"]),
                 measure="" if vague else measure,
                 target="" if vague else target,
                 owner=words()["ours"]["manager"] if not vague else "", due=None if vague else iso(due),
                 priority=at % 3 + 1, quick_win=client.chance(0.3), origin=rng.choice(_ORIGINS),
                 status=status)  # fmt: skip
    _actions(book, client)


def _actions(book: Book, client: Client) -> None:
    texts, rng = words()["work"]["actions"], client.rng
    for at in range(rng.randint(2, 3)):
        due = client.today + timedelta(days=rng.randint(8, 80))
        if at == 1 and client.has("late_commitment"):
            due = ago(client.today, 2)
        what = client.say(texts)
        book.add("actions", client, what=what, due=iso(due), done_on=None, in_plan=at < 2, most_important=at == 0)
    done = client.day_between(max(client.history_start, ago(client.today, 90)), ago(client.today, 6))
    done = max(done, client.history_start)
    due = done + timedelta(days=rng.randint(-3, 6))
    book.add("actions", client, what=client.say(texts), due=iso(due), done_on=iso(done), in_plan=False,
             most_important=False)  # fmt: skip
