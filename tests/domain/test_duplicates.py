import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain import names
from kamtui.domain.duplicates import (
    AccountTraits,
    Kind,
    Pair,
    PersonTraits,
    Verdict,
    find_accounts,
    find_people,
    pair_key,
)


def accounts(one: str, other: str, **of_both: object) -> list[Pair]:
    """What is found of two accounts; values are for both, or a pair of values."""
    sides: list[dict[str, object]] = [{}, {}]
    for key, value in of_both.items():
        for at in (0, 1):
            sides[at][key] = value[at] if isinstance(value, tuple) else value
    return find_accounts([AccountTraits("a", one, **sides[0]), AccountTraits("b", other, **sides[1])])


def people(one: str, other: str, accounts: Any = ("x", "x"), **of_both: object) -> list[Pair]:
    """What is found of two people, at one client unless said otherwise."""
    sides: list[dict[str, object]] = [{"account": accounts[0]}, {"account": accounts[1]}]
    for key, value in of_both.items():
        for at in (0, 1):
            sides[at][key] = value[at] if isinstance(value, tuple) else value
    return find_people([PersonTraits("a", one, **sides[0]), PersonTraits("b", other, **sides[1])])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northwind GmbH", "northwind"),
        ("Müller & Söhne Maschinenbau GmbH", "Mueller und Soehne Maschinenbau"),
        ("Acme, Inc.", "ACME Corp."),
        ("Hewlett-Packard", "Hewlett Packard Ltd"),
        ("A.C.M.E. S.p.A.", "ACME"),
        ("Østergård R&D A/S", "Ostergard R D"),
        ("AB Volta", "Volta AB (2)"),
        ("Fabrikam", "Fabrikam (2)"),
        ("The Tailspin Company", "Tailspin"),
        ("Trey Research", "Research Trey"),
        ("株式会社みなと", "株式会社みなと GmbH"),
    ],
)
def test_names_of_one_company_are_recognised(one: str, other: str) -> None:
    (pair,) = accounts(one, other)
    assert pair.verdict is Verdict.LIKELY
    assert pair.kind is Kind.ACCOUNT
    assert pair.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northwind", "Nordwind Energie"),
        ("Contoso Pharma", "Contoso Foods"),
        ("Contoso", "Contoso Foods"),
        ("Alder Power", "Alder Foods"),
        ("Beta", "Bela"),
        ("", "…"),
        ("R", "D"),
    ],
)
def test_names_of_two_companies_are_left_alone(one: str, other: str) -> None:
    assert accounts(one, other) == []


def test_what_speaks_for_a_pair_adds_up() -> None:
    (same_house,) = accounts("Contoso", "Contoso Foods", domain="www.contoso.example")
    assert same_house.verdict is Verdict.LIKELY
    assert same_house.reasons == ("one name begins with the other", "the same domain contoso.example")
    (only_domain,) = accounts("Contoso", "Fabrikam", domain="https://contoso.example/")
    assert only_domain.verdict is Verdict.POSSIBLE
    assert accounts("Contoso", "Fabrikam", domain="gmail.com") == []
    (typo,) = accounts("Tailspin Toys", "Tailspn Toys")
    assert typo.reasons == ("names that are nearly equal",)
    mail = frozenset({"tailspin.example"})
    (written,) = accounts("Tailspin Toys", "Tailspn Toys", mail_domains=mail)
    assert written.reasons[-1] == "their people write from tailspin.example"
    assert written.score > typo.score


def test_the_same_id_of_one_source_is_certain_and_different_ones_make_unsure() -> None:
    (certain,) = accounts("Alder", "Birch", ids={"salesforce": "001"})
    assert certain.score >= 99
    assert certain.reasons == ("the same Salesforce id",)
    (unsure,) = accounts("Alder", "Alder GmbH", ids=({"hubspot": "1"}, {"hubspot": "2"}))
    assert unsure.verdict is Verdict.POSSIBLE
    assert unsure.reasons[0] == "but HubSpot has an id for each"
    (merged,) = accounts("Alder", "Birch", ids=({"hubspot": "1", "hubspot:2": "7"}, {"hubspot": "7"}))
    assert merged.score >= 99
    assert accounts("Alder", "Birch", ids=({"hubspot": "1"}, {"salesforce": "1"})) == []


def test_different_domains_make_equal_names_unsure() -> None:
    (pair,) = accounts("Alder", "Alder Ltd", domain=("alder.example", "alder.test"))
    assert pair.verdict is Verdict.POSSIBLE
    assert pair.reasons[-1] == "but different domains"


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("Åsa Berg", "Berg, Asa", {}),
        ("Jürgen Köhler", "Juergen Koehler", {}),
        ("Jo Lind", "Jo M. Lind", {}),
        ("J. Lind", "Jo Lind", {"phone": ("+46 8 123 456 78", "08-123 456 78")}),
        ("Ida Sol", "Ida Soll", {"email": "ida@x.example"}),
        ("Max Rau (CFO)", "Max Rau", {}),
        ("Alpha", "Omega", {"ids": {"hubspot": "9"}}),
    ],
)
def test_one_person_written_twice_is_recognised(one: str, other: str, more: dict[str, object]) -> None:
    (pair,) = people(one, other, **more)
    assert pair.verdict is Verdict.LIKELY
    assert not pair.across


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("Ingrid Dahl", "Sigrid Dahl", {}),
        ("Jo Lind", "Max Lind", {"phone": "+46 8 123 456 78"}),
        ("Jo Lind", "Ada Berg", {"email": "info@x.example"}),
        ("J", "K", {}),
        ("…", "!", {}),
        ("Ana", "Ann", {}),
    ],
)
def test_two_people_are_left_alone(one: str, other: str, more: dict[str, object]) -> None:
    assert people(one, other, **more) == []


def test_one_address_is_nearly_certain_and_two_make_unsure() -> None:
    (pair,) = people("Jo Lind", "Ada Berg", email="Jo@X.example")
    assert pair.reasons == ("the same e-mail jo@x.example",)
    (unsure,) = people("Jo Lind", "Jo Lind", email=("jo@x.example", "lind@x.example"))
    assert unsure.verdict is Verdict.POSSIBLE
    assert unsure.reasons == ("equal names", "but different e-mail addresses")
    (shared,) = people("Jo Lind", "Lind, Jo", email="info@x.example")
    assert "the same shared mailbox info@x.example" in shared.reasons
    (typo,) = people("Wolfgang Amadeus", "Wolfgang Amadeuss")
    assert typo.reasons == ("names that are nearly equal",)


@pytest.mark.rule("M-10")
def test_at_two_clients_a_name_alone_is_no_pair_and_a_known_person_with_two_engagements_never() -> None:
    two = ("x", "y")
    assert people("Jo Lind", "Jo Lind", two) == []
    assert people("Jo", "Jo", two) == []
    (moved,) = people("Jo Lind", "Jo Lind", two, gone=(True, False))
    assert moved.across
    assert moved.verdict is Verdict.POSSIBLE
    (mailed,) = people("Jo Lind", "Jo M. Lind", two, email="jo@private.example")
    assert mailed.verdict is Verdict.LIKELY
    assert people("Jo Lind", "Jo Lind", two, email="jo@x.example", person="p") == []
    (typo,) = people("Jo Lindqvist", "Jo Lindqvst", two, email="jo@x.example")
    assert "names that are nearly equal" in typo.reasons
    (initial,) = people("J Lind", "Jo Lind", two, phone="0123456789", gone=(True, False))
    assert initial.reasons == ("the same surname and initial", "the same phone", "one of them has left")


@pytest.mark.rule("M-10")
def test_two_engagements_of_one_person_at_one_client_are_a_pair_only_while_both_last() -> None:
    (pair,) = people("Jo Lind", "J. L.", person="p")
    assert pair.reasons == ("known to be one person",)
    assert people("Jo Lind", "Jo Lind", person="p", gone=(False, True)) == []


def test_a_pair_that_is_not_the_same_stays_away() -> None:
    both = [AccountTraits("b", "Alder"), AccountTraits("a", "Alder Ltd")]
    assert find_accounts(both)
    assert find_accounts(both, [("b", "a")]) == []
    twins = [PersonTraits("b", "Jo Lind", "x"), PersonTraits("a", "Jo Lind", "x")]
    assert find_people(twins)
    assert find_people(twins, [pair_key("b", "a")]) == []


def test_the_surest_pairs_come_first() -> None:
    found = find_accounts(
        [AccountTraits("a", "Alder"), AccountTraits("b", "Alder Ltd"), AccountTraits("c", "Aldr Power"),
         AccountTraits("d", "Alder Power")]
    )  # fmt: skip
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


TEXT = st.text(alphabet="abÅäß &-.,'(2)GmbHLtdoe\u0301株", max_size=14)
MAILS = st.sampled_from(["", "jo@x.example", "info@x.example", "no mail", "a@gmail.com"])
PHONES = st.sampled_from(["", "12", "+49 30 1234567", "030 1234567 ext 2"])
IDS = st.dictionaries(st.sampled_from(["hubspot", "salesforce", "hubspot:2"]), st.sampled_from(["1", "2"]))


@st.composite
def some_people(draw: st.DrawFn) -> list[PersonTraits]:
    count = draw(st.integers(2, 7))
    return [
        PersonTraits(
            str(number), draw(TEXT), draw(st.sampled_from("xy")), draw(MAILS), draw(PHONES),
            draw(st.sampled_from(["", "p"])), draw(st.booleans()), draw(IDS),
        )
        for number in range(count)
    ]  # fmt: skip


@st.composite
def some_accounts(draw: st.DrawFn) -> list[AccountTraits]:
    domains = st.sampled_from(["", "x.example", "WWW.X.example", "gmail.com"])
    return [
        AccountTraits(str(number), draw(TEXT), draw(domains), frozenset({draw(domains)}), draw(IDS))
        for number in range(draw(st.integers(2, 7)))
    ]


@given(some_people(), some_accounts(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_makes_no_difference_and_nothing_is_paired_with_itself(
    crowd: list[PersonTraits], clients: list[AccountTraits], random: object
) -> None:
    found = [find_people(crowd), find_accounts(clients)]
    random.shuffle(crowd)
    clients.reverse()
    assert found == [find_people(crowd), find_accounts(clients)]
    for pair in (*found[0], *found[1]):
        assert pair.one < pair.other
        assert 55 <= pair.score <= 100
        assert pair.reasons


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_two_names_are_compared_the_same_way_round_or_not(one: str, other: str) -> None:
    there, back = accounts(one, other), accounts(other, one)
    assert [(pair.score, pair.reasons) for pair in there] == [(pair.score, pair.reasons) for pair in back]


def test_the_work_grows_with_the_number_of_records() -> None:
    letters = string.ascii_lowercase
    crowd = [PersonTraits(f"{a}{b}", f"{a}{b}{a} {b}{a}{b}", "x", "same@x.example") for a in letters for b in letters]
    assert len(find_people(crowd)) < 20 * len(crowd)


def test_addresses_and_numbers_are_compared_by_what_tells_them_apart() -> None:
    assert names.phone_key("+49 (0)30 / 12") == ""
    assert names.phone_key("0049 30 1234567") == names.phone_key("030 1234567 x12") == "301234567"
    assert names.mail_key(" MAILTO:Jo@X.example") == "jo@x.example"
    assert names.mail_key("@x") == names.mail_key("jo@") == names.mail_key("jo") == ""
    assert names.mail_domain("jo@gmail.com") == ""
    assert names.mail_key("▒▒@▒▒▒.▒▒") == names.mail_key("a@b@c") == names.domain_key("▒▒.▒") == ""
    assert names.ids_in('{"hubspot": "▒▒", "salesforce": " "}') == {}
    assert names.account_words("GmbH") == ("gmbh",)
    assert names.account_words("und") == ("und",)
    assert names.person_words("Berg,") == ("berg",)
