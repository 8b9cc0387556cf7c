"""The demo user's own desk: Friday reviews, month-end reviews and readiness assessments."""

from datetime import date, timedelta

from kamtui.demo.book import Book, Client, ago, iso, moment, words
from kamtui.domain.dates import Cadence, first_review_day, last_working_day, period_of, periods_between

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
    for period in periods_between(ago(today, 548), today, Cadence.MONTHLY):
        day = last_working_day(period.start)
        if ago(today, 548) <= day < today and rng.random() < 0.9:
            _review(book, "month_end", day, rng.randint(48, 70), texts["month_end"], names, 3)


def _review(book: Book, kind: str, day: date, minutes: int, texts: list[str], names: list[str], count: int) -> None:
    rng = book.rng
    hour = 13 if kind == "friday" else 15
    first, second = rng.choice(names), rng.choice(names)
    ends = hour * 60 + 30 + minutes
    priorities = [text.format(a=rng.choice(names)) for text in rng.sample(words()["desk"]["priorities"], count)]
    book.add("reviews", None, kind=kind, started_at=moment(day, hour, 30), ended_at=moment(day, ends // 60, ends % 60),
             summary=rng.choice(texts).format(a=first, b=second), priorities=priorities)  # fmt: skip


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
