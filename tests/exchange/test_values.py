"""Single cells, and other programs' words for our choices."""

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.expansion import Stage
from kamtui.domain.stakeholders import Function, Quality, Role
from kamtui.exchange import vocabulary
from kamtui.exchange.formats.shape import Source
from kamtui.exchange.values import domain_of_email, is_email, to_address, to_domain, to_id, to_percent, to_yes_no


@pytest.mark.parametrize(("text", "answer"), [("TRUE", True), ("Ja", True), ("1", True), ("no", False), ("", None)])
def test_yes_and_no_are_read_in_many_words(text: str, answer: bool | None) -> None:
    assert to_yes_no(text) is answer


def test_other_words_are_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="'perhaps' is neither yes nor no"):
        to_yes_no("perhaps")


@pytest.mark.parametrize(
    ("text", "is_share", "percent"),
    [("75", False, 75), ("75 %", False, 75), ("1", False, 1), ("0,8", True, 80), ("1", True, 100), ("80", True, 80)],
)
def test_probabilities_are_whole_per_cent(text: str, is_share: bool, percent: int) -> None:
    assert to_percent(text, is_share=is_share) == percent


def test_probabilities_outside_the_scale_are_refused() -> None:
    assert to_percent("") is None
    with pytest.raises(ValueError, match="is not a probability"):
        to_percent("-5")
    with pytest.raises(ValueError, match="more than 100"):
        to_percent("101")


def test_salesforce_ids_match_by_their_first_fifteen_characters() -> None:
    assert to_id("0015g00000AbCdEAAV", Source.SALESFORCE) == to_id(" 0015g00000AbCdE ", Source.SALESFORCE)
    assert to_id("0015g00000AbCdE", Source.SALESFORCE) != to_id("0015g00000abcde", Source.SALESFORCE)
    assert to_id("0015g00000AbCdEAAV", Source.PLAIN) == "0015g00000AbCdEAAV"
    assert to_id("ext-1", Source.SALESFORCE) == "ext-1"


def test_ids_from_spreadsheets_are_mended_or_refused() -> None:
    assert to_id("9001234567.0", Source.HUBSPOT) == "9001234567"
    assert to_id(" ", Source.HUBSPOT) is None
    with pytest.raises(ValueError, match="was rounded by a spreadsheet"):
        to_id("9.00123E+09", Source.HUBSPOT)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Northwind.example:8080/no?x=1", "northwind.example"),
        ("contoso.example", "contoso.example"),
        ("info@contoso.example", "contoso.example"),
        ("n/a", None),
        ("", None),
        ("two words.example", None),
    ],
)
def test_web_addresses_become_bare_domains(text: str, domain: str | None) -> None:
    assert to_domain(text) == domain


def test_a_free_mail_address_tells_no_domain() -> None:
    assert domain_of_email("a@GMAIL.com") is None
    assert domain_of_email("a@contoso.example") == "contoso.example"
    assert is_email("a.b+c@contoso.example")
    assert not is_email("a b@contoso.example")
    assert not is_email("nobody")


def test_addresses_are_joined_from_columns_json_or_text() -> None:
    assert to_address({"street": "1 Quay\nFloor 3", "city": "Bergen", "postal_code": "5003"}) == (
        "1 Quay Floor 3, 5003 Bergen"
    )
    assert to_address({"address": '{"city": "Lyon", "country": "France", "street": null}'}) == "Lyon, France"
    assert to_address({"address": '{"city": "Lyon"}', "city": "Paris"}) == "Paris"
    assert to_address({"address": "{broken", "city": ""}) == "{broken"
    assert to_address({"address": "[" * 10}) == "[" * 10
    assert to_address({"city": " "}) is None


@pytest.mark.rule("T-2")
@pytest.mark.parametrize(
    ("text", "tier"),
    [("Enterprise", 1), ("key", 1), ("TIER 1", 1), ("1.0", 1), ("Mid-market", 2), ("B", 2), ("SMB", 3), ("tier_3", 3)],
)
def test_tiers_are_known_by_many_words(text: str, tier: int) -> None:
    assert vocabulary.tier(text) is Tier(tier)


def test_an_unknown_tier_is_refused() -> None:
    assert vocabulary.tier(" ") is None
    with pytest.raises(ValueError, match="'Gold' is not a tier"):
        vocabulary.tier("Gold")


@pytest.mark.rule("M-1")
def test_buying_roles_are_known_by_many_words_and_the_rest_is_told() -> None:
    assert vocabulary.roles("DECISION_MAKER;BUDGET_HOLDER; END_USER;Wizard;Other") == (
        (Role.ECONOMIC_BUYER, Role.END_USER),
        ("Wizard",),
    )
    assert vocabulary.roles("Legal & Compliance")[0] == (Role.GATEKEEPER,)
    assert vocabulary.roles("Economic Decision Maker")[0] == (Role.ECONOMIC_BUYER,)
    assert vocabulary.roles("") == ((), ())


@pytest.mark.rule("M-1")
def test_departments_belong_to_functions() -> None:
    assert vocabulary.function("Accounts Payable") is Function.FINANCE
    assert vocabulary.function("Global IT Services") is Function.IT
    assert vocabulary.function("Marketing") is Function.OTHER
    assert vocabulary.function("") is None


@pytest.mark.rule("M-2")
def test_relationship_words_are_known() -> None:
    assert vocabulary.QUALITIES[vocabulary.word("Non-Supporter")] is Quality.AT_RISK
    assert vocabulary.QUALITIES[vocabulary.word("Promoter")] is Quality.STRONG


@pytest.mark.rule("X-4")
def test_stages_stand_for_probabilities_and_for_ours() -> None:
    assert vocabulary.probability_of("Id. Decision Makers", vocabulary.SALESFORCE_STAGES) == 60
    assert vocabulary.probability_of("Contract Sent (Sales Pipeline)", vocabulary.HUBSPOT_STAGES) == 90
    assert vocabulary.probability_of("decisionmakerboughtin", vocabulary.HUBSPOT_STAGES) == 80
    assert vocabulary.probability_of("Verbal yes", vocabulary.SALESFORCE_STAGES) is None
    assert [vocabulary.stage_of(one) for one in (0, 10, 20, 50, 75, 99, 100)] == [
        Stage.LOST,
        Stage.IDEA,
        Stage.INVITED,
        Stage.EXPLORING,
        Stage.PROPOSED,
        Stage.PROPOSED,
        Stage.WON,
    ]
