"""Which known record a row means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import name_key
from kamtui.exchange.bench import with_id
from kamtui.exchange.matching import Accounts, Belongings, Known, bare_name, ids_in, matched_form


def account(row_id, name, domain="", **ids):
    return Known(row_id, name, name_key(name), mark=domain, ids=ids)


def accounts(*known):
    found = Accounts()
    for one in known:
        found.add(one)
    return found


def person(row_id, name, email="", owner=1, **ids):
    return Known(row_id, name, name_key(name), owner, email, ids)


def people(*known):
    found = Belongings()
    for one in known:
        found.add(one)
    return found


def meant(known, *row):
    found = known.find(*row)
    return found and (found.known.id, found.by)


def test_an_id_says_more_than_a_domain_and_a_domain_more_than_a_name():
    known = accounts(
        account(1, "Acme", "acme.example"), account(2, "Globex", "globex.example", salesforce="0015g00000AbCdE")
    )
    assert meant(known, "salesforce", "0015g00000AbCdE", "acme.example", "acme") == (2, "id")
    assert meant(known, "salesforce", "0015g00000XXXXX", "acme.example", "globex") == (1, "domain")
    assert meant(known, "salesforce", None, None, "acme") == (1, "name")
    assert meant(known, "salesforce", None, None, "nobody") is None


def test_an_account_that_the_source_knows_under_another_id_is_never_met_by_domain_or_name():
    known = accounts(account(1, "Contoso", "contoso.example", salesforce="0015g00000AbCdF"))
    assert meant(known, "salesforce", "0015g00000AbCdG", "contoso.example", "contoso") is None
    assert meant(known, "hubspot", "17", None, "contoso") == (1, "name")


def test_two_rows_of_different_names_do_not_become_one_account_for_their_domain():
    known = accounts(account(1, "Total France", "total.example"))
    known.named_in_files.add("total france")
    assert meant(known, "plain", None, "total.example", "total belgium") is None
    known.named_in_files.clear()
    assert meant(known, "plain", None, "total.example", "total belgium") == (1, "domain")
    known.by_key["total france"].take("total belgium", "total.example")
    assert meant(known, "plain", None, "total.example", "total italy") is None
    assert meant(known, "plain", None, "total.example", "total belgium") == (1, "domain")


def test_two_rows_of_one_name_and_different_domains_are_two_accounts():
    known = accounts(account(1, "Acme"))
    known.by_key["acme"].take("acme", "acme.example")
    assert meant(known, "plain", None, "acme.invalid", "acme") is None
    assert meant(known, "plain", None, None, "acme") == (1, "name")


def test_of_several_accounts_of_a_domain_the_one_with_the_name_is_meant():
    known = accounts(account(1, "A", "x.example"), account(2, "B", "x.example"))
    assert meant(known, "plain", None, "x.example", "b") == (2, "domain")
    assert meant(known, "plain", None, "x.example", "c") is None


def test_salesforce_ids_of_15_and_18_characters_are_one_and_letter_case_counts():
    assert matched_form("salesforce", "0015g00000AbCdEAAV") == "0015g00000AbCdE"
    assert matched_form("salesforce", "0015g00000abcdeAAV") != "0015g00000AbCdE"
    assert matched_form("hubspot", "001500000000000000") == "001500000000000000"
    assert ids_in('{"salesforce": "0015g00000AbCdEAAV", "hubspot": 7}') == {
        "salesforce": "0015g00000AbCdE",
        "hubspot": "7",
    }
    assert ids_in("[]") == ids_in(None) == ids_in("{}") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Inc.", "ACME"), ("Müller GmbH & Co. KG", "müller"), ("Total S.A.", "Total"), ("Åsa ApS", "ÅSA")],
)
def test_legal_forms_make_two_names_alike_only_for_a_suggestion(one, other):
    assert bare_name(one) == bare_name(other)
    assert meant(accounts(account(1, other)), "plain", None, None, name_key(one)) is None
    assert [why for _, why in accounts(account(1, other)).similar(one, "")] == ["equal but for the legal form"]


def test_a_name_that_is_nothing_but_a_legal_form_stays_a_name():
    assert bare_name("SA") == "sa"


@given(st.lists(st.sampled_from(["Acme", "ACME ", "Acme (2)", "Globex"]), max_size=12))
def test_every_account_gets_a_name_of_its_own(names):
    known = accounts()
    for place, name in enumerate(names):
        known.add(account(place, known.free_name(name)))
    assert len(known.by_key) == len(names)


def test_a_person_is_known_by_id_then_e_mail_then_name_and_only_within_the_account():
    known = people(
        person(1, "Jo", "jo@a.example", salesforce="003A"), person(2, "Max"), person(3, "Jo", "jo@a.example", owner=2)
    )
    for row, expected in (
        ((1, "salesforce", "003A", "max@a.example", "max"), (1, "id")),
        ((1, "plain", None, "jo@a.example", "max"), (1, "e-mail")),
        ((1, "plain", None, "new@a.example", "max"), (2, "name")),
        ((2, "salesforce", "003A", "", "jo"), (3, "name")),
    ):
        found = known.person(*row)
        assert (found.known.id, found.by) == expected
    assert known.person(1, "salesforce", "003B", "jo@a.example", "jo") is None
    assert known.person(9, "plain", None, "", "max") is None


def test_two_rows_of_one_name_and_different_addresses_are_two_people():
    known = people(person(1, "John Smith", "john@a.example"))
    assert known.person(1, "plain", None, "j.smith@a.example", "john smith").by == "name"
    known.by_key[1, "john smith"][0].take("john smith", "john@a.example")
    assert known.person(1, "plain", None, "j.smith@a.example", "john smith") is None


def test_two_deals_of_one_name_are_met_one_after_the_other():
    known = people(person(1, "Renewal"), person(2, "Renewal"))
    first = known.named(1, "plain", None, "renewal").known
    first.take("renewal", None)
    second = known.named(1, "plain", None, "renewal").known
    second.take("renewal", None)
    assert (first.id, second.id) == (1, 2)
    assert known.named(1, "plain", None, "renewal") is None


def test_a_new_name_replaces_the_old_one():
    known = accounts(account(1, "Acme"))
    known.rename(known.by_key["acme"], "Globex")
    assert meant(known, "plain", None, None, "acme") is None
    assert meant(known, "plain", None, None, "globex") == (1, "name")
    known = people(person(1, "Jo"))
    known.rename(known.by_key[1, "jo"][0], "Johanna")
    assert known.person(1, "plain", None, "", "jo") is None


def test_a_merged_record_is_known_by_each_of_its_ids() -> None:
    accounts = Accounts()
    merged = Known(1, "Alder", "alder", ids={"hubspot": "1", "hubspot:2": "2"})
    accounts.add(merged)
    match = accounts.find("hubspot", "2", None, "another")
    assert match is not None
    assert match.known is merged
    assert not merged.contradicts("hubspot", "2")
    assert merged.contradicts("hubspot", "3")
    people = Belongings()
    people.add(Known(2, "Jo", "jo", owner=1, ids={"hubspot": "8", "hubspot:2": "9"}))
    assert people.with_id("hubspot", "9")
    kept = '{"hubspot": "1", "hubspot:2": "2"}'
    assert with_id(kept, "hubspot", "2") == kept
