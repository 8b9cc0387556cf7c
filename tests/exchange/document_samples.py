"""Documents for the tests: one with every list and field, drawn from a seed."""

from random import Random
from typing import Any

from kamtui.exchange.document_fields import Field, Kind, Listed
from kamtui.exchange.document_lists import MODELS, all_lists, phase_fields

TEXTS = (
    "", "Åsa Berg", "R&D [/x]", "[ACME Corp]", "=1+1", "مرحبا", "\U0001f469\u200d\U0001f680 lifts off",
    "two\nlines\tand a tab", "“quoted” \\ 'x'", "a" * 300,
)  # fmt: skip
PERIODS = ("2026-W47", "2026-11", "2026-Q4", "2026/04-H2", "2026", "2027-02-28")
MOMENTS = ("2025-01-31T23:59:59Z", "2026-11-20T08:00:00Z", "2026-02-28T00:00:00Z")
DATES = ("2024-02-29", "2026-11-20", "1999-12-31", "2026-03-29")
STRUCTURES: tuple[dict[str, Any], ...] = ({}, {"a": [1, 2.5, None, True]}, {"": {"ö": "[b]"}})


def uid_of(list_name: str, number: int) -> str:
    return f"{list_name}-{number}"


def document(seed: int, least: int = 0, most: int = 3) -> dict[str, Any]:
    """A valid document with `least` to `most` records in each list, every one of its fields drawn from the seed."""
    rng = Random(seed)
    counts = {name: rng.randint(max(least, name == "accounts"), most) for name in MODELS}
    drawn: dict[str, Any] = {"format": "kamtui", "version": 1, "settings": {"friday_minutes": 30}}
    for each in all_lists():
        records = [_record(rng, each, number, counts) for number in range(counts[each.name])]
        drawn[each.name] = [record for record in records if record is not None]
    for account in drawn["accounts"]:
        own = [person["uid"] for person in drawn["stakeholders"] if person["account"] == account["uid"]]
        account["primary_contact"] = rng.choice([None, *own])
    return drawn


def _record(rng: Random, each: Listed, number: int, counts: dict[str, int]) -> dict[str, Any] | None:
    record: dict[str, Any] = {"uid": uid_of(each.name, number)}
    for field in each.fields:
        if not field.exported or field.name == "primary_contact":
            continue
        value = _value(rng, field, counts)
        if value is None and field.required:
            return None
        if field.group:
            record.setdefault(field.group, {})[field.name] = value
        else:
            record[field.name] = value
    if "name" in record:
        record["name"] = f"{record['name'].strip()} {number}".strip()
    record["changed_at"] = rng.choice(MOMENTS)
    return record


def _value(rng: Random, field: Field, counts: dict[str, int]) -> Any:
    if field.kind is Kind.REFERENCE:
        some = [uid_of(field.target, number) for number in range(counts[field.target])]
        return rng.choice(some) if some and (field.required or rng.random() < 0.7) else None
    if field.nullable and rng.random() < 0.3:
        return None
    low, high = field.bounds
    drawn: dict[Kind, Any] = {
        Kind.TEXT: lambda: rng.choice(TEXTS),
        Kind.DATE: lambda: rng.choice(DATES),
        Kind.PERIOD: lambda: rng.choice(PERIODS),
        Kind.MOMENT: lambda: rng.choice(MOMENTS),
        Kind.MONEY: lambda: rng.choice([0, 12.5, 240000, 0.01, 999999999.99]),
        Kind.CHOICE: lambda: rng.choice(field.choices),
        Kind.TIER: lambda: rng.randint(1, 3),
        Kind.WHOLE: lambda: rng.randint(low, high),
        Kind.NUMBER: lambda: rng.choice([0, 1.5, 10]),
        Kind.YES_NO: lambda: rng.random() < 0.5,
        Kind.WORDS: lambda: rng.sample(field.choices or TEXTS, 2),
        Kind.OBJECT: lambda: rng.choice(STRUCTURES),
        Kind.OBJECTS: lambda: rng.sample(STRUCTURES, 2),
        Kind.PEOPLE: lambda: [
            uid_of("stakeholders", number) for number in range(counts["stakeholders"]) if rng.random() < 0.5
        ],
        Kind.PHASES: lambda: [
            {inner.name: _value(rng, inner, counts) for inner in phase_fields()} for _ in range(rng.randint(0, 2))
        ],
    }
    return drawn[field.kind]()
