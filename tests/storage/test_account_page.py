"""The page of one account: what stands above its timeline, its history, its records as a document."""

import json
from datetime import date, timedelta

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.practice import Practice
from kamtui.models.accounts import Account
from kamtui.models.commitments import Commitment
from kamtui.models.expansion import Trigger
from kamtui.models.health import CheckIn
from kamtui.models.stakeholders import Stakeholder
from kamtui.models.touchpoints import Touchpoint
from kamtui.storage.account_document import account_document
from kamtui.storage.account_history import account_history
from kamtui.storage.account_page import account_page
from kamtui.storage.accounts_changes import add_account, change_tier, edit_account, remove_account
from kamtui.storage.database import Database
from tests.storage.records import DAY, account, add, change, person, remove, touch, whole_account

PRACTICE = Practice()


def test_a_page_holds_everything_of_its_account_and_nothing_of_others(database: Database) -> None:
    key = database.run(whole_account)
    database.run(whole_account, "Other")
    page = database.read(account_page, key, DAY, PRACTICE)
    assert page is not None
    assert page.row.name == "Nordwind"
    assert (len(page.contracts), len(page.tiers), len(page.commitments), len(page.scores)) == (1, 1, 1, 1)
    assert page.check_in is not None
    assert [each.trigger.heard for each in page.triggers] == [""]
    assert (page.counts.delivered, page.counts.competitors, page.counts.opportunities) == (1, 1, 1)
    assert {item.account_id for item in page.work} == {key}
    assert {"check_in", "milestone"} <= {item.activity for item in page.work}
    assert database.read(account_page, 99, DAY, PRACTICE) is None


def test_what_is_settled_is_no_open_work(database: Database) -> None:
    key = database.run(add_account, {"name": "Nordwind", "tier": 1})
    database.run(
        add,
        CheckIn(account_id=key, opened_on=DAY, due=DAY, done_on=DAY),
        Commitment(account_id=key, side="ours", what="x", state="kept"),
        Trigger(account_id=key, kind="milestone", noted_on=DAY - timedelta(days=15)),
        Trigger(account_id=key, kind="milestone", noted_on=DAY, state="acted"),
    )
    page = database.read(account_page, key, DAY, PRACTICE)
    assert page is not None
    assert (page.check_in, page.commitments, page.triggers) == (None, (), ())


@pytest.mark.rule("I-5")
def test_the_balance_counts_contacts_alone(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, *(touch(key) for _ in range(5)), touch(key, internal=True, transactional=False))
    page = database.read(account_page, key, DAY, PRACTICE)
    assert page is not None
    assert page.balance.words == "0 of the last 5 gave value; the last 5 were all transactional"


@pytest.mark.rule("Y-2")
def test_the_next_turn_of_every_activity_comes_in_order(database: Database) -> None:
    key = database.run(add_account, {"name": "Nordwind", "tier": 1, "slot": 3})
    page = database.read(account_page, key, DAY, PRACTICE)
    assert page is not None
    assert [each.due for each in page.coming] == sorted(each.due for each in page.coming)
    assert {"health_check", "qbr", "map_review", "plan_rewrite"} <= {each.activity for each in page.coming}
    assert {each.due for each in page.coming if each.activity == "health_check"} == {date(2026, 11, 27)}


def test_the_history_says_what_was_before_and_what_after(database: Database) -> None:
    key = database.run(add_account, {"name": "Nordwind", "tier": 2, "potential_value": 100_00})
    (ida,) = database.run(add, person(key, "Ida"))
    (jo,) = database.run(add, person(key, "Jo", title="CFO"))
    database.run(change, Stakeholder, jo, reports_to_id=ida, left_on=DAY, quality="at_risk", roles=["champion"])
    database.run(change, Stakeholder, jo, reports_to_id=None, assumed=True)
    database.run(edit_account, key, {"potential_value": 250_50, "auto_renew": True, "notes": ""})
    database.run(change_tier, key, 1, "they doubled")
    (talk,) = database.run(add, touch(key, "they grow"))
    database.run(remove, Touchpoint, talk)
    told = [(entry.label, entry.lines) for entry in database.read(account_history, key)]
    assert told == [
        ("remove", ("removed: touchpoint they grow",)),
        ("add", ("new: touchpoint they grow",)),
        ("Nordwind is Strategic now", ("tier: Growth → Strategic", "new: tier change 2026-11-20")),
        ("changes to Nordwind", ("potential value: 100 → 250.50", "auto renew: no → yes")),
        ("change", ("person Jo: assumed: no → yes", "person Jo: reports to: Ida → nothing")),
        (
            "change",
            (
                "person Jo: roles: nothing → champion",
                "person Jo: quality: unknown → at risk",
                "person Jo: reports to: nothing → Ida",
                "person Jo: left on: nothing → 2026-11-20",
            ),
        ),
        ("add", ("new: person Jo",)),
        ("add", ("new: person Ida",)),
        ("new account Nordwind", ("new: account Nordwind", "new: tier change 2026-11-20")),
    ]
    assert len(database.read(account_history, key, 2)) == 2


def test_the_history_of_everything_can_be_told(database: Database) -> None:
    key = database.run(whole_account)
    database.run(remove_account, key)
    gone, made = database.read(account_history, key)
    assert gone.label == "Nordwind removed with all it has"
    assert any(line.startswith("removed: value entry Hours saved") for line in gone.lines)
    assert not any("who took part" in line for line in (*gone.lines, *made.lines))
    database.undo()
    (person_removed,) = database.run(add, person(key, "Late", reports_to_id=None))
    database.run(change, Stakeholder, person_removed, reports_to_id=1)
    database.run(remove, Stakeholder, 1)
    assert any("somebody" in line for entry in database.read(account_history, key) for line in entry.lines)
    assert database.run(add, Account(name="x", name_key="x", tier=int(Tier.GROWTH), created_on=DAY))


def test_a_document_names_people_by_uid_and_amounts_in_currency(database: Database) -> None:
    key = database.run(whole_account)
    found = json.loads(json.dumps(database.read(account_document, key)))
    boss, ida = (next(each for each in found["people"] if each["name"] == name) for name in ("Boss", "Ida"))
    assert found["primary_contact"] == boss["uid"]
    assert ida["reports_to"] == boss["uid"]
    assert (boss["primary_contact"], ida["outreach"]) == (True, None)
    assert found["touchpoints"][0]["people"] == [ida["uid"]]
    assert found["contracts"][0]["annual_value"] == 1_000_000
    assert found["auto_renew"] is False
    assert found["tier_changes"] == [{"on": "2026-11-20", "from": None, "to": 1, "reason": ""}]
    assert all(len(found[name]) == 1 for name in ("health_checks", "check_ins", "scores", "triggers", "commitments"))


def test_a_document_keeps_the_last_twenty_touchpoints_and_an_outreach(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(add, *(touch(key, str(number)) for number in range(25)))
    database.run(add, person(key, outreach_what="call her", outreach_due=DAY))
    found = database.read(account_document, key)
    assert [each["summary"] for each in found["touchpoints"]] == [str(number) for number in range(24, 4, -1)]
    assert found["people"][0]["outreach"] == {"what": "call her", "due": "2026-11-20", "done_on": None}
