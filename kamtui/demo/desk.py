"""The demo user's own desk: Friday reviews, month-end reviews and readiness assessments."""

from datetime import date, timedelta

from kamtui.demo.book import Book, Client, ago, iso, moment, words
from kamtui.domain.dates import (
    Cadence,
    first_review_day,
    last_review_day,
    last_working_day,
    period_of,
    periods_between,
)

_STREAK = 6
_SCORES = ((2, 2, 3, 2, 3, 2), (3, 2, 3, 3, 4, 3), (3, 3, 3, 4, 4, 3))


def write_reviews(book: Book, clients: list[Client]) -> None:
    """Write the reviews that were finished: the last six Fridays in a row, most of those before."""
    texts, rng, today = words()["desk"], book.rng, book.today
    names = [client.name for client in clients if not client.ended_on]
    friday = ago(today, (today.weekday() - 4) % 7 or 7)
    for back in range(78, -1, -1):
        if back == _STREAK or (back > _STREAK and rng.random() < 0.15):
            continue
        day = friday - timedelta(weeks=back)
        _review(book, "friday", day, rng.randint(24, 38), texts["friday"], names, rng.randint(3, 5))
    keys = [client for client in clients if client.is_key and not client.ended_on]
    for period in periods_between(ago(today, 548), today, Cadence.MONTHLY):
        day = last_working_day(period.start)
        if ago(today, 548) <= day < today and rng.random() < 0.9:
            known = [client for client in keys if client.created_on <= day]
            notes = {client.uid: rng.choice(texts["month_notes"]) for client in known if rng.random() < 0.8}
            _review(book, "month_end", day, rng.randint(48, 70), texts["month_end"], names, 3, notes)


def _review(
    book: Book, kind: str, day: date, minutes: int, texts: list[str], names: list[str], count: int,
    notes: dict[str, str] | None = None,
) -> None:  # fmt: skip
    rng = book.rng
    hour = 13 if kind == "friday" else 15
    first, second = rng.choice(names), rng.choice(names)
    ends = hour * 60 + 30 + minutes
    priorities = [text.format(a=rng.choice(names)) for text in rng.sample(words()["desk"]["priorities"], count)]
    book.add("reviews", None, kind=kind, started_at=moment(day, hour, 30), ended_at=moment(day, ends // 60, ends % 60),
             seconds=minutes * 60, summary=rng.choice(texts).format(a=first, b=second), priorities=priorities,
             notes=notes or {})  # fmt: skip


def write_guided_reviews(book: Book, clients: list[Client]) -> None:
    """Write a review for what was marked done by hand: every expansion strategy, portfolio health, relationship."""
    texts, by_uid = words()["desk"], {client.uid: client for client in clients}
    for row in list(book.lists["occurrences"]):
        kind = row["activity"]
        if row["state"] == "done" and kind in _GUIDED and row["on"] < iso(book.today):
            owner = by_uid.get(row["account"] or "")
            figures = _figures(clients) if kind == "portfolio_health" else {}
            _guided(book, kind, date.fromisoformat(row["on"]), texts[_CHOSEN[kind]] if _CHOSEN[kind] else [],
                    owner, figures)  # fmt: skip
    if not any(row["kind"] == "portfolio_health" for row in book.lists["reviews"]):
        day = last_review_day(period_of(ago(book.today, 365), Cadence.YEARLY))
        if day < book.today:
            book.add("occurrences", None, account=None, activity="portfolio_health", period=str(day.year), state="done",
                     on=iso(day), to=None, reason="")  # fmt: skip
            _guided(book, "portfolio_health", day, texts["changes"], None, _figures(clients))


_CHOSEN = {"expansion_strategy": "bets", "portfolio_health": "changes", "relationship_review": ""}
_GUIDED = frozenset(_CHOSEN)


def _guided(
    book: Book, kind: str, day: date, chosen: list[str], owner: Client | None, figures: dict[str, float]
) -> None:
    texts = words()["desk"]
    book.add(
        "reviews", None, kind=kind, account=owner.uid if owner is not None else None,
        started_at=moment(day, 10, 0), ended_at=moment(day, 10, 26 if owner is not None else 52),
        summary=texts[f"summaries_{kind}"], priorities=chosen[:3], notes=dict(texts.get(f"notes_{kind}", {})),
        figures=figures,
    )  # fmt: skip


def _figures(clients: list[Client]) -> dict[str, float]:
    """The portfolio of a year ago, a little worse than today's."""
    those = [client for client in clients if not client.ended_on]
    values = sorted((client.value for client in those), reverse=True)
    whole = sum(values) or 1
    figures: dict[str, float] = {
        f"top{most}": round(min(1.0, sum(values[:most]) / whole * 1.08), 3) for most in (1, 3, 5)
    }
    figures |= {"hhi": round(sum(value * value for value in values) / whole**2 * 1.1, 3), "live_threads": 3.1}
    figures |= {"single_threaded": 0.26, "hanging": round(whole * 0.12), "referrals": 4, "at_risk": 4}
    figures |= {"at_risk_value": round(whole * 0.14), "off_balance": 0.28, "value": round(whole * 0.95)}
    figures |= {"nrr": 0.98, "grr": 0.93, "pipeline": round(whole * 0.08), "renewals": 3}
    for tier in ("strategic", "growth", "maintain"):
        count = sum(client.tier.name.lower() == tier for client in those)
        red, yellow = count // 6, count // 3
        figures |= {f"{tier}_red": red, f"{tier}_yellow": yellow, f"{tier}_green": count - red - yellow}
        figures[f"{tier}_unrated"] = 0
    return figures


def write_assessments(book: Book) -> None:
    """Write the yearly readiness assessments, each a little better than the one before."""
    findings = words()["desk"]["findings"]
    days = []
    for year in range(book.today.year - 2, book.today.year + 1):
        day = first_review_day(period_of(date(year, 1, 1), Cadence.YEARLY)) + timedelta(days=3)
        if day < book.today:
            days.append(day)
    for day, scores in zip(days, _SCORES[-len(days) :], strict=True):
        book.add("assessments", None, on=iso(day), scores=dict(zip(findings, scores, strict=True)),
                 findings={name: list(texts) for name, texts in findings.items()})  # fmt: skip
