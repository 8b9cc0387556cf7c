"""Accounts as the user changes them, and the list that shows them all."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.domain.accounts import Tier
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.domain.revenue import RevenueKind
from kamtui.models.revenue import Contract
from kamtui.storage import accounts_changes
from kamtui.storage.accounts import (
    AccountRecord,
    account_list,
    account_order,
    account_record,
    belongings,
    contracts,
    last_touchpoints,
    tier_history,
    written,
)
from kamtui.storage.database import Database
from kamtui.storage.week import the_week
from tests.storage.records import DAY, account, add, dump, person, touch, whole_account

PRACTICE = Practice()


def new(database: Database, **values: Any) -> int:
    return database.run(accounts_changes.add_account, {"name": "Nordwind", "tier": 2, **values})


def edit(database: Database, key: int, **values: Any) -> None:
    database.run(accounts_changes.edit_account, key, values)


def record(database: Database, key: int) -> AccountRecord:
    found = database.read(account_record, key, DAY, PRACTICE)
    assert found is not None
    return found


def events(database: Database) -> list[tuple[Any, ...]]:
    return database.connection.execute('SELECT kind, amount, "on", reason FROM revenue_event ORDER BY id').fetchall()


@pytest.mark.rule("T-1")
def test_a_new_account_keeps_what_was_said_and_is_cleaned(database: Database) -> None:
    key = new(
        database, name="  R&D \x1b[31m[/x] ", industry="Ships\tand more", notes="one\r\ntwo ", status="",
        current_value=12_000_00, potential_value=20_000_00, client_since=date(2021, 3, 1), auto_renew=None,
        our_objective="grow", domain="rd.example", primary_contact=None, tier_reason="",
    )  # fmt: skip
    found = record(database, key)
    assert found.row.name == "R&D [/x]"
    assert (found.row.industry, found.written.notes, found.written.our_objective) == (
        "Ships and more",
        "one\ntwo",
        "grow",
    )
    assert (found.row.status, found.row.auto_renew, found.row.created_on) == ("active", False, DAY)
    assert (found.row.current_value, found.row.gap) == (12_000_00, 8_000_00)
    (line,) = found.contracts
    assert (line.annual_value, line.start, line.end) == (12_000_00, date(2021, 3, 1), None)
    assert found.value_is_typed(DAY)
    assert events(database) == [("new", 12_000_00, "2021-03-01", "")]


@pytest.mark.rule("T-6")
def test_a_new_account_enters_its_tier_today(database: Database) -> None:
    key = new(database, tier="growth")
    (first,) = database.read(tier_history, key)
    assert (first.on, first.from_tier, first.to_tier, first.reason) == (DAY, None, Tier.GROWTH, "")


@pytest.mark.rule("Y-3")
def test_new_accounts_get_the_lightest_weeks(database: Database) -> None:
    keys = [new(database, name=f"Account {number}") for number in range(12)]
    slots = [record(database, key).row.slot for key in keys]
    assert sorted(slot % 4 for slot in slots) == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert record(database, new(database, name="Mine", slot=47)).row.slot == 47
    edit(database, keys[0], slot=None)
    assert record(database, keys[0]).row.slot % 4 != 3 or slots[0] % 4 == 3


@pytest.mark.rule("Y-7")
@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 11, 30), date(2028, 2, 29), date(2026, 12, 31)])
def test_nothing_of_a_new_account_is_overdue(database: Database, day: date) -> None:
    database.clock = Clock(day)
    for number in range(12):
        new(database, name=f"Account {number}", tier=number % 3 + 1)
    assert not [item for item in database.read(the_week, day, PRACTICE).items if item.account and item.due < day]


@pytest.mark.rule("T-1")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " "}, "The name is empty."),
        ({"name": "NORDWIND"}, "already an account named “NORDWIND”"),
        ({"name": "Nörd", "tier": 4}, "The tier is “4”, which is unknown"),
        ({"name": "A", "status": "asleep"}, "“asleep” is not a known status"),
        ({"name": "A", "current_value": -1}, "The current value is negative"),
        ({"name": "A", "slot": 48}, "The slot is between 0 and 47."),
        ({"name": "A", "colour": "red"}, "an account has no colour"),
        ({"name": "A", "contract_term_months": 0}, "between 1 and 1200 months"),
    ],
)
def test_what_makes_no_account_is_refused(database: Database, values: Mapping[str, Any], said: str) -> None:
    new(database)
    before = dump(database.connection)
    with pytest.raises(Refused, match=said):
        new(database, **values)
    assert dump(database.connection) == before


def test_everything_that_is_wrong_is_said_in_a_line_each(database: Database) -> None:
    with pytest.raises(Refused) as refused:
        new(database, name="", tier=None, potential_value=-5)
    assert len(str(refused.value).splitlines()) == 3


def test_an_edit_changes_what_it_names_and_nothing_else(database: Database) -> None:
    key = new(database, notes="kept", slot=5)
    edit(database, key, name="Südwind", renewal_date=date(2027, 3, 31))
    found = record(database, key)
    assert (found.row.name, found.row.renewal_date, found.written.notes) == ("Südwind", date(2027, 3, 31), "kept")
    assert found.row.slot == 5
    new(database, name="Nordwind")
    with pytest.raises(Refused, match="already an account"):
        edit(database, key, name="nordwind")
    edit(database, key, name="SÜDWIND")


def test_an_edit_that_changes_nothing_leaves_no_trace(database: Database) -> None:
    key = new(database, current_value=5_00)
    before = dump(database.connection)
    slot = record(database, key).row.slot
    edit(database, key, name="Nordwind", tier=2, tier_reason="", current_value=5_00, primary_contact=None, slot=slot)
    assert dump(database.connection) == before
    assert database.undo() == "new account Nordwind"


@pytest.mark.rule("T-6")
def test_a_tier_changed_in_the_form_needs_its_reason(database: Database) -> None:
    key = new(database)
    with pytest.raises(Refused, match="say why the tier becomes Strategic"):
        edit(database, key, tier=1, tier_reason=" ")
    edit(database, key, tier=1, tier_reason="they doubled")
    edit(database, key, tier=3)
    assert [(each.from_tier, each.to_tier, each.reason) for each in database.read(tier_history, key)] == [
        (Tier.STRATEGIC, Tier.MAINTAIN, ""),
        (Tier.GROWTH, Tier.STRATEGIC, "they doubled"),
        (None, Tier.GROWTH, ""),
    ]


@pytest.mark.rule("T-6")
def test_a_tier_change_keeps_its_day_and_reason(database: Database) -> None:
    database.clock = Clock(DAY - timedelta(days=30))
    key = new(database)
    database.clock = Clock(DAY)
    database.run(accounts_changes.change_tier, key, "s", " they  doubled ", DAY - timedelta(days=3))
    first, _ = database.read(tier_history, key)
    assert (first.on, first.to_tier, first.reason) == (DAY - timedelta(days=3), Tier.STRATEGIC, "they doubled")
    assert record(database, key).row.entered_on == DAY - timedelta(days=3)
    assert database.undo() == "Nordwind is Strategic now"
    assert record(database, key).row.tier == Tier.GROWTH


@pytest.mark.parametrize(
    ("tier", "reason", "on", "said"),
    [
        (9, "why", None, "no tier is called “9”"),
        (2, "why", None, "Nordwind is Growth already"),
        (1, " ", None, "say why"),
        (1, "why", DAY + timedelta(days=1), "still to come"),
        (1, "why", DAY - timedelta(days=1), "its present tier since 2026-11-20"),
    ],
)
def test_a_tier_change_that_does_not_fit_is_refused(
    database: Database, tier: int, reason: str, on: date | None, said: str
) -> None:
    key = new(database)
    with pytest.raises(Refused, match=said):
        database.run(accounts_changes.change_tier, key, tier, reason, on)


def test_a_tier_without_history_counts_from_the_day_the_account_was_added(database: Database) -> None:
    (key,) = database.run(add, account(created_on=DAY - timedelta(days=9)))
    with pytest.raises(Refused, match="since 2026-11-11"):
        database.run(accounts_changes.change_tier, key, 2, "why", DAY - timedelta(days=10))
    database.run(accounts_changes.change_tier, key, 2, "why", DAY - timedelta(days=9))


@pytest.mark.rule("R-1")
def test_a_value_that_changes_keeps_what_happened(database: Database) -> None:
    key = new(database, current_value=100_00)
    edit(database, key, current_value=150_00)
    database.run(accounts_changes.set_current_value, key, 120_00, "one seat less")
    assert events(database) == [
        (RevenueKind.EXPANSION, 50_00, DAY.isoformat(), accounts_changes.VALUE_REASON),
        (RevenueKind.CONTRACTION, 30_00, DAY.isoformat(), "one seat less"),
    ]
    assert record(database, key).row.current_value == 120_00
    edit(database, key, current_value=None)
    assert record(database, key).row.current_value == 0
    with pytest.raises(Refused, match="negative"):
        database.run(accounts_changes.set_current_value, key, -1)


def test_a_value_where_there_was_none_makes_one_open_line(database: Database) -> None:
    key = new(database, client_since=date(2020, 1, 1))
    database.run(accounts_changes.set_current_value, key, 0)
    assert database.read(contracts, key) == ()
    database.run(accounts_changes.set_current_value, key, 70_00)
    assert [(each.annual_value, each.start, each.end) for each in database.read(contracts, key)] == [
        (70_00, date(2020, 1, 1), None)
    ]
    (ended,) = database.run(add, account("Ended line"))
    database.run(add, Contract(account_id=ended, annual_value=1, end=DAY - timedelta(days=1)))
    database.run(accounts_changes.set_current_value, ended, 90_00)
    assert {(each.annual_value, each.start) for each in database.read(contracts, ended)} == {(1, None), (90_00, DAY)}


def test_a_value_of_several_lines_cannot_be_typed(database: Database) -> None:
    key = new(database, current_value=1_00)
    database.run(add, Contract(account_id=key, annual_value=2_00))
    assert not record(database, key).value_is_typed(DAY)
    with pytest.raises(Refused, match="2 contract lines make up the current value of Nordwind"):
        edit(database, key, current_value=9_00)
    later = new(database, name="Later")
    database.run(add, Contract(account_id=later, annual_value=2_00, start=DAY + timedelta(days=1)))
    assert not record(database, later).value_is_typed(DAY)
    with pytest.raises(Refused, match="begins on 2026-11-21"):
        database.run(accounts_changes.set_current_value, later, 9_00)


def test_the_primary_contact_is_chosen_and_taken_away(database: Database) -> None:
    key = new(database)
    ida, jo = database.run(add, person(key, "Ida"), person(key, "Jo"))
    edit(database, key, primary_contact=ida)
    edit(database, key, primary_contact=jo)
    primary = record(database, key).row.primary
    assert primary is not None
    assert primary.person.name == "Jo"
    edit(database, key, primary_contact=None)
    assert record(database, key).row.primary is None
    other = new(database, name="Other")
    with pytest.raises(Refused, match="Ida is not on this account's map"):
        edit(database, other, primary_contact=ida)


NOBODYS = ("assessment", "review", "playbook", "distinct_pair")
"""Tables whose rows need no account."""


def test_an_account_goes_with_all_it_has_and_comes_back_after_a_restart(database: Database) -> None:
    key = database.run(whole_account)
    database.run(whole_account, "Bystander")
    before = dump(database.connection)
    assert database.run(accounts_changes.remove_account, key) == "Nordwind"
    gone = dump(database.connection)
    assert all(len(gone[table]) < len(rows) for table, rows in before.items() if table not in NOBODYS)
    assert database.read(account_record, key, DAY, PRACTICE) is None
    database.close()
    again = Database.open(database.path, database.clock)
    assert again.undo() == "Nordwind removed with all it has"
    assert dump(again.connection) == before
    assert again.redo() == "Nordwind removed with all it has"
    assert dump(again.connection) == gone
    again.close()


def test_what_is_gone_cannot_be_changed(database: Database) -> None:
    for work in (accounts_changes.remove_account, accounts_changes.edit_account, accounts_changes.change_tier):
        more: tuple[Any, ...] = {"edit_account": ({},), "change_tier": (1, "why")}.get(work.__name__, ())
        with pytest.raises(Refused, match="no longer there"):
            database.run(work, 7, *more)


def test_what_goes_with_an_account_is_counted_in_words(database: Database) -> None:
    key = database.run(whole_account)
    goes = database.read(belongings, key)
    assert goes[:3] == ("2 people", "1 touchpoint", "1 health check")
    assert database.read(belongings, new(database, name="Empty")) == ()


@pytest.mark.rule("T-4")
def test_the_list_flags_the_three_largest_gaps_and_says_what_comes_next(database: Database) -> None:
    for number in range(5):
        new(
            database,
            name=f"Account {number}",
            potential_value=number * 100_00,
            expansion_observation="x" * (number == 4),
        )
    (ended,) = database.run(add, account("Ended", status="ended", potential_value=9_000_00))
    found = database.read(account_list, DAY, PRACTICE)
    names = {row.id: row.name for row in found.rows}
    assert [names[key] for key in found.flags] == ["Account 4", "Account 3", "Account 2"]
    assert [flag.observation_missing for flag in found.flags.values()] == [False, True, True]
    assert set(found.following) == {row.id for row in found.rows} - {ended}


@pytest.mark.rule("I-4")
def test_the_last_touchpoints_leave_notes_and_the_future_out(database: Database) -> None:
    key = new(database)
    database.run(add, *(touch(key, f"call {number}") for number in range(4)), touch(key, "a note", internal=True))
    assert [each.summary for each in database.read(last_touchpoints, key, DAY)] == ["call 3", "call 2", "call 1"]
    assert database.read(last_touchpoints, key, DAY - timedelta(days=1)) == ()


def test_what_is_written_and_where_it_came_from_is_read_back(database: Database) -> None:
    (key,) = database.run(add, account(external_ids={"salesforce": "001"}, domain="nordwind.example"))
    found = database.read(written, key)
    assert (found.external_ids, found.domain) == ({"salesforce": "001"}, "nordwind.example")


def test_a_line_is_in_force_from_its_first_day_to_its_last(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, Contract(account_id=key, annual_value=1, start=DAY, end=DAY))
    (line,) = database.read(contracts, key)
    assert [line.in_force(DAY + timedelta(days=by)) for by in (-1, 0, 1)] == [False, True, False]


def test_accounts_are_stepped_through_key_accounts_first_and_ended_ones_last(database: Database) -> None:
    given = (("Zett", 1, "ended"), ("beta", 2, "active"), ("Alpha", 2, "onboarding"), ("Acht", 1, "active"))
    for name, tier, status in given:
        database.run(add, account(name, tier=tier, status=status))
    assert [name for _, name in database.read(account_order)] == ["Acht", "Alpha", "beta", "Zett"]


@pytest.mark.rule("P-2")
def test_our_objective_is_one_line_of_140_characters_at_most(database):
    key = database.run(accounts_changes.add_account, {"name": "Acme", "tier": 2, "our_objective": "one\nline"})
    with pytest.raises(Refused, match="at most 140 characters; this one has 141"):
        database.run(accounts_changes.edit_account, key, {"our_objective": "x" * 141})
    stored = "SELECT our_objective FROM account"
    assert database.read(lambda connection: connection.execute(stored).fetchone()) == ("one line",)
