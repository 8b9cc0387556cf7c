from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import (
    CATALOGUE,
    Activity,
    Bucket,
    Placing,
    Scope,
    With,
    account_activities,
    activity_named,
    portfolio_activities,
)
from kamtui.domain.catalogue_changes import as_usual, blank, change_for, edited, is_usual
from kamtui.domain.dates import Cadence


@pytest.mark.rule("T-3")
@pytest.mark.parametrize(
    ("tier", "cadences"),
    [
        (Tier.STRATEGIC, "monthly monthly monthly monthly quarterly yearly yearly"),
        (Tier.GROWTH, "monthly monthly monthly quarterly quarterly yearly yearly"),
        (Tier.MAINTAIN, "quarterly half_yearly half_yearly half_yearly"),
    ],
)
def test_each_tier_gets_what_it_is_promised(tier, cadences):
    names = ["health_check", "value_touchpoint", "map_review", "qbr", "plan_review", "plan_rewrite"]
    names.append("relationship_review")
    given = {activity.name: str(cadence) for activity, cadence in account_activities(tier)}
    assert given == dict(zip(names, cadences.split(), strict=False))


@pytest.mark.rule("Y-4")
def test_the_catalogue_has_fourteen_rows_with_their_minutes():
    assert {activity.name: activity.minutes for activity in CATALOGUE} == {
        "friday_review": 30,
        "health_check": 15,
        "value_touchpoint": 10,
        "map_review": 10,
        "pipeline_review": 15,
        "month_end_review": 60,
        "qbr": 60,
        "plan_review": 30,
        "expansion_strategy": 60,
        "tier_review": 30,
        "plan_rewrite": 90,
        "relationship_review": 30,
        "portfolio_health": 60,
        "readiness_assessment": 60,
    }
    assert {a.name for a in CATALOGUE if a.with_ is With.CLIENT} == {"value_touchpoint", "qbr", "relationship_review"}
    assert {a.name for a in CATALOGUE if a.container} == {"friday_review", "month_end_review"}


@pytest.mark.rule("Y-4")
def test_the_portfolios_own_work_has_its_days():
    assert {a.name: (str(cadence), str(a.placing)) for a, cadence in portfolio_activities()} == {
        "friday_review": ("weekly", "first_review_day"),
        "pipeline_review": ("monthly", "first_review_day"),
        "month_end_review": ("monthly", "last_working_day"),
        "expansion_strategy": ("quarterly", "first_review_day"),
        "tier_review": ("quarterly", "last_review_day"),
        "portfolio_health": ("yearly", "last_review_day"),
        "readiness_assessment": ("yearly", "first_review_day"),
    }


def test_an_activity_that_is_not_there_is_a_key_error():
    assert activity_named("qbr").title == "QBR"
    with pytest.raises(KeyError):
        activity_named("dance")


@pytest.mark.rule("Y-4")
def test_a_row_can_be_changed():
    rows, problems = edited({"health_check": {"minutes": 20, "maintain": "half_yearly", "title": "pulse"}})
    changed = activity_named("health_check", rows)
    assert problems == []
    assert (changed.minutes, changed.title, changed.done_by) == (20, "pulse", "a health check")
    assert changed.cadences == (Cadence.MONTHLY, Cadence.MONTHLY, Cadence.HALF_YEARLY)
    assert len(rows) == len(CATALOGUE)


@pytest.mark.rule("Y-4")
def test_a_row_can_be_switched_off():
    rows, problems = edited({"portfolio_health": {"cadence": "never"}, "map_review": {"cadence": "never"}})
    assert problems == []
    assert "portfolio_health" not in [activity.name for activity, _ in portfolio_activities(rows)]
    assert "map_review" not in [activity.name for activity, _ in account_activities(Tier.STRATEGIC, rows)]


@pytest.mark.rule("Y-4")
def test_a_custom_activity_names_its_bucket_cadence_tiers_and_minutes():
    rows, problems = edited(
        {
            "invoice_check": {"bucket": "transactional", "cadence": "monthly", "tiers": [1, 2], "minutes": 5},
            "team_sync": {"bucket": "execution", "cadence": "weekly", "minutes": 15, "scope": "portfolio"},
        }
    )
    assert problems == []
    invoice, sync = rows[-2:]
    assert (invoice.bucket, invoice.scope, invoice.title) == (Bucket.TRANSACTIONAL, Scope.ACCOUNT, "invoice check")
    assert invoice.cadences == (Cadence.MONTHLY, Cadence.MONTHLY, None)
    assert (sync.placing, sync.cadence_for(None)) == (Placing.FIRST_REVIEW_DAY, Cadence.WEEKLY)


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("lunch", {"minutes": 5}, "a new activity also needs bucket and cadence"),
        ("qbr", {"lenght": 5, "colour": 1}, "there is no field colour, lenght"),
        ("qbr", {"minutes": 0}, "minutes are a whole number from 1 to 480, not 0"),
        ("qbr", {"minutes": 481}, "minutes are a whole number from 1 to 480, not 481"),
        ("qbr", {"minutes": True}, "minutes are a whole number from 1 to 480, not True"),
        ("qbr", {"minutes": "5"}, "minutes are a whole number from 1 to 480, not '5'"),
        ("qbr", {"bucket": "big"}, "bucket is one of strategic, execution, transactional, not 'big'"),
        ("qbr", {"with": []}, "with is one of desk, client, not []"),
        ("qbr", {"tiers": [1]}, "tiers need a cadence beside them"),
        ("qbr", {"cadence": "monthly", "tiers": [4]}, "tiers are a list of 1, 2 and 3, not [4]"),
        ("qbr", {"cadence": "monthly", "tiers": []}, "tiers are a list of 1, 2 and 3, not []"),
        ("qbr", {"cadence": "monthly", "tiers": 1}, "tiers are a list of 1, 2 and 3, not 1"),
        (
            "qbr",
            {"placing": "last_review_day"},
            "an account's activity is placed by its slot, the portfolio's by a day",
        ),
        ("tier_review", {"placing": "slot"}, "an account's activity is placed by its slot, the portfolio's by a day"),
        ("tier_review", {"growth": "yearly"}, "an activity of the whole portfolio has no tiers"),
        ("tier_review", {"cadence": "yearly", "tiers": [1]}, "an activity of the whole portfolio has no tiers"),
        ("friday_review", {"cadence": "monthly"}, "the reviews themselves keep their cadence"),
    ],
)
def test_a_mistake_is_told_and_the_catalogue_stays(name, change, problem):
    rows, problems = edited({name: change})
    assert problems == [f"activity {name}: {problem}"]
    assert rows == CATALOGUE


@pytest.mark.rule("Y-4")
def test_one_mistake_does_not_keep_the_other_changes_out():
    rows, problems = edited({"qbr": {"minutes": -1}, "map_review": {"minutes": 5, "placing": "slot"}})
    assert len(problems) == 1
    assert activity_named("map_review", rows).minutes == 5


cadences = st.sampled_from([*Cadence, None])
days = st.sampled_from([date.min, date(2026, 11, 20), date(2027, 1, 1)])


def rows(name, scope):
    """Any row of this name: the portfolio's with one cadence, an account's with one for each tier."""
    alike = scope is Scope.PORTFOLIO
    return st.builds(
        lambda often, since, **rest: Activity(
            name, scope=scope, done_by="marking it done", cadences=(often[0],) * 3 if alike else often,
            since=(since[0],) * 3 if alike else since, **rest,
        ),
        often=st.tuples(cadences, cadences, cadences), since=st.tuples(days, days, days),
        title=st.sampled_from([name, "another one"]), bucket=st.sampled_from(Bucket), minutes=st.integers(1, 480),
        with_=st.sampled_from(With),
        placing=st.sampled_from([each for each in Placing if (each is Placing.SLOT) is not alike]),
    )  # fmt: skip


@pytest.mark.rule("Y-4")
@given(st.sampled_from(Scope).flatmap(lambda scope: st.tuples(rows("mine", scope), rows("mine", scope), st.booleans())))
def test_a_row_is_made_from_its_change_anew_or_out_of_another_one(case):
    wanted, base, is_new = case
    found, problems = edited({"mine": change_for(wanted, None if is_new else base)}, () if is_new else (base,))
    assert problems == []
    assert found == (wanted,)
    assert change_for(wanted, wanted) == {}


@pytest.mark.rule("Y-4", "Y-7")
def test_a_day_since_which_it_is_asked_for_is_a_date_for_all_or_for_a_tier():
    change = {"since": "2026-11-20", "growth_since": date(2027, 1, 1)}
    (row,), problems = edited({"health_check": change}, CATALOGUE[1:2])
    assert problems == []
    assert [row.since_for(tier) for tier in Tier] == [date(2026, 11, 20), date(2027, 1, 1), date(2026, 11, 20)]
    assert blank("mine", Scope.PORTFOLIO).since_for(None) == date.min
    for change, why in (
        ({"health_check": {"since": "soon"}}, "since is a date like 2026-11-20, not 'soon'"),
        ({"tier_review": {"growth_since": date(2027, 1, 1)}}, "has no tiers"),
    ):
        assert why in edited(change)[1][0]


@pytest.mark.rule("Y-4", "Y-7")
def test_a_row_as_usual_again_counts_from_today_on_where_it_came_round_otherwise():
    today, usual = date(2026, 11, 20), activity_named("map_review")
    september = {"minutes": 40, "strategic": "never", "strategic_since": date(2026, 9, 1)}
    (changed,), _ = edited({"map_review": {**september, "growth": "weekly", "growth_since": today}}, (usual,))
    again = as_usual(changed, usual, today)
    assert (again.cadences, again.minutes) == (usual.cadences, usual.minutes)
    assert again.since == (today, date.min, date.min)
    assert is_usual(again, usual)
    assert not is_usual(changed, usual)
    assert not is_usual(blank("mine", Scope.ACCOUNT), None)
