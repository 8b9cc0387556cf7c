from datetime import date, timedelta

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.completeness import Item, MapFacts, checklist, summary
from kamtui.domain.stakeholders import Person, Role

TODAY = date(2026, 11, 20)
BUYER = frozenset({Role.ECONOMIC_BUYER})
SPONSOR = frozenset({Role.EXECUTIVE_SPONSOR})


def person(key, **changes):
    return Person(**{"id": key, "name": f"Person {key}", "quality": "neutral"} | changes)


def complete(tier=Tier.STRATEGIC, **changes):
    people = (person(1, roles=BUYER), person(2, roles=SPONSOR), person(3), person(4), person(5))
    facts = {"people": people, "primary_contact": 1, "value_entries": 1, "competitors": 1, "reviewed_on": TODAY}
    return MapFacts(tier=tier, **facts | changes)


def missing(facts, **options):
    return {one.item: one.missing for one in checklist(facts, TODAY, **options) if not one.done}


@pytest.mark.rule("M-11")
def test_a_complete_map_misses_nothing():
    items = checklist(complete(), TODAY)
    assert all(item.done for item in items)
    assert summary(items) == "8 of 8 complete"
    assert all(item.title for item in items)


@pytest.mark.rule("M-11")
def test_an_empty_map_says_everything_that_is_missing():
    assert missing(MapFacts(tier=Tier.STRATEGIC)) == {
        Item.PRIMARY_CONTACT: "nobody is marked as the primary contact",
        Item.ECONOMIC_BUYER: "nobody is known as an economic buyer",
        Item.STAKEHOLDERS: "0 of 5 known by name",
        Item.VALUE: "no value entry yet, and not marked as none known",
        Item.COMPETITION: "no competitor yet, and not marked as none known",
        Item.EXECUTIVE_SPONSOR: "nobody is known as an executive sponsor",
        Item.REVIEWED: "the map has never been reviewed",
    }


@pytest.mark.rule("M-11")
@pytest.mark.parametrize("tier", [Tier.GROWTH, Tier.MAINTAIN])
def test_only_strategic_accounts_need_a_sponsor_and_five_people(tier):
    items = checklist(complete(tier, people=(person(1, roles=BUYER), person(2), person(3))), TODAY)
    assert summary(items) == "7 of 7 complete"


@pytest.mark.rule("M-11")
def test_two_people_are_too_few():
    few = complete(Tier.GROWTH, people=(person(1, roles=BUYER), person(2), person(3, placeholder=True)))
    assert missing(few)[Item.STAKEHOLDERS] == "2 of 3 known by name"


@pytest.mark.rule("M-11")
def test_a_primary_contact_who_left_is_missing():
    left = complete(Tier.GROWTH, people=(person(1, left_on=TODAY), *(person(key, roles=BUYER) for key in (2, 3, 4))))
    assert missing(left) == {Item.PRIMARY_CONTACT: "the primary contact has left"}


@pytest.mark.rule("M-10")
@pytest.mark.parametrize(
    ("holder", "said"),
    [
        ({"placeholder": True}, "there is an economic buyer, but the name is unknown"),
        ({"left_on": TODAY}, "Person 9 left, nobody holds the role now"),
    ],
)
def test_a_role_whose_holder_is_nameless_or_gone_says_which(holder, said):
    people = (person(9, roles=BUYER, **holder), *map(person, (1, 2, 3)))
    assert missing(complete(Tier.GROWTH, people=people))[Item.ECONOMIC_BUYER] == said


@pytest.mark.rule("M-4")
def test_people_without_outreach_are_named_and_many_are_counted():
    def owing(many):
        people = (person(0, roles=BUYER), person(1), *(person(key, quality="at_risk") for key in range(2, 2 + many)))
        return missing(complete(Tier.GROWTH, people=people))[Item.OUTREACH]

    assert owing(1) == "no outreach planned for Person 2"
    assert owing(3) == "no outreach planned for Person 2, Person 3 and Person 4"
    assert owing(4) == "no outreach planned for Person 2, Person 3, Person 4 and 1 other"
    assert owing(5) == "no outreach planned for Person 2, Person 3, Person 4 and 2 others"


@pytest.mark.rule("M-11")
def test_none_known_is_as_good_as_an_entry():
    explicit = complete(value_entries=0, value_none_known=True, competitors=0, competition_none_known=True)
    assert missing(explicit) == {}


@pytest.mark.rule("M-11")
@pytest.mark.parametrize(("tier", "holds"), [(Tier.STRATEGIC, 31), (Tier.GROWTH, 31), (Tier.MAINTAIN, 184)])
def test_a_review_holds_for_the_longest_period_of_its_tier(tier, holds):
    assert missing(complete(tier, reviewed_on=TODAY - timedelta(days=holds))) == {}
    late = missing(complete(tier, reviewed_on=TODAY - timedelta(days=holds + 1)))
    assert late == {Item.REVIEWED: f"last reviewed {holds + 1} days ago, due every {holds}"}


@pytest.mark.rule("M-11")
def test_the_days_of_a_review_can_be_changed():
    assert missing(complete(reviewed_on=TODAY - timedelta(days=1)), review_days=0) == {
        Item.REVIEWED: "last reviewed 1 day ago, due every 0"
    }
