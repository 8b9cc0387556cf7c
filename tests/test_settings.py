import json
from datetime import date
from pathlib import Path

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.issues import Targets
from kamtui.domain.practice import Practice
from kamtui.settings import Settings, load
from kamtui.settings_checks import BOUNDS, from_mapping


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == Settings()
    assert Settings().practice() == Practice()


def test_what_the_file_names_is_taken_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        '\ufefftheme = "ansi"\nreview_day = "thursday"\nsilence_days = 30\ndecimal_comma = true\n'
        'functions_that_matter = ["finance", "legal"]\naway = [[2026-12-24, 2027-01-02]]\n'
        '[keys]\nundo = "U"\n[activities.health_check]\nminutes = 10\n',
        encoding="utf-8",
    )
    found = load(file)
    assert (found.theme, found.review_day, found.silence_days, found.decimal_comma) == ("ansi", "thursday", 30, True)
    assert found.functions_that_matter == ("finance", "legal")
    assert found.away == ((date(2026, 12, 24), date(2027, 1, 2)),)
    assert found.keys == {"undo": "U"}
    assert found.currency == "EUR"
    assert found.review_weekday == 3
    assert found.practice().calendar.review_day == 3


def test_every_default_could_stand_in_the_file() -> None:
    default = Settings()
    assert from_mapping({each: getattr(default, each) for each in default.__slots__}) == default


def test_a_document_carries_what_differs_from_the_defaults_and_gives_it_back() -> None:
    away = ((date(2026, 12, 24), date(2027, 1, 2)),)
    mine = Settings(theme="ansi", silence_days=30, away=away, functions_that_matter=("legal",))
    carried = mine.in_document()
    assert carried == {
        "silence_days": 30,
        "away": [["2026-12-24", "2027-01-02"]],
        "functions_that_matter": ["legal"],
    }
    assert from_mapping({**carried, "theme": "ansi"}) == mine


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_lies_within_its_bounds(name: str) -> None:
    low, high = BOUNDS[name]
    for value in (low, high):
        assert getattr(from_mapping({name: value}), name) == value
    for wrong in (low - 1, high + 1, float(low), str(low), True, None):
        with pytest.raises(Refused, match=f"{name} is a whole number from {low} to {high}"):
            from_mapping({name: wrong})


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"colour": "red"}, "no setting is called 'colour'"),
        ({"theme": "neon"}, "theme is one of kamtui-dark"),
        ({"review_day": 5}, "review_day is one of monday"),
        ({"functions_that_matter": ["sales"]}, "functions_that_matter is a list of executive"),
        ({"functions_that_matter": [["finance"]]}, "functions_that_matter is a list of executive"),
        ({"functions_that_matter": "finance"}, "functions_that_matter is a list of executive"),
        ({"decimal_comma": "yes"}, "decimal_comma is true or false, not 'yes'"),
        ({"automatic_backups": 1}, "automatic_backups is true or false, not 1"),
        ({"currency": 5}, "currency cannot be 5"),
        ({"keys": ["u"]}, "keys cannot be"),
        ({"keys": {"undo": 1}}, "keys cannot be"),
        ({"activities": {"health_check": 10}}, "activities cannot be"),
        ({"review_days_before": [5]}, "review_days_before is a list of pairs"),
        ({"review_days_before": [["someday", "2026-11-20"]]}, "review_days_before are weekdays"),
        ({"review_days_before": [["monday", "2026-11-20"], ["friday", "2026-11-20"]]}, "each with a later day"),
        ({"away": 5}, "away is a list of pairs of dates"),
        ({"away": [5]}, "away is a list of pairs of dates"),
        ({"away": [["christmas", "2027-01-02"]]}, "away is a list of pairs of dates"),
        ({"away": [["2026-12-24"]]}, "away is a list of pairs of dates"),
        ({"away": [[date(2027, 1, 2), date(2026, 12, 24)]]}, "ends before it begins"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(values: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        from_mapping(values)


def test_a_file_that_is_not_toml_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for content, why in (
        (b"theme = ", "settings file"),
        (b"theme = 'neon'", "theme is one of"),
        (b"[activities.health_check]\nminutes = 'ten'", "settings file"),
        (b"\xff\xfe", "cannot be read"),
    ):
        file.write_bytes(content)
        with pytest.raises(Refused, match=why) as refusal:
            load(file)
        assert str(file) in str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        load(tmp_path)


@pytest.mark.rule("Q-1")
def test_the_phases_of_a_review_may_take_other_minutes() -> None:
    found = from_mapping({"qbr_phase_minutes": [5, 10, 5, 20, 5]})
    assert found.practice().qbr_phase_minutes == (5, 10, 5, 20, 5)
    assert found.in_document() == {"qbr_phase_minutes": [5, 10, 5, 20, 5]}
    for wrong in ([10, 15, 10, 15], 60, [0, 1, 1, 1, 1], [1, 1, 1, 1, 1.5], [1, 1, 1, 1, 241], None):
        with pytest.raises(Refused, match="qbr_phase_minutes is a list of 5 whole numbers from 1 to 240"):
            from_mapping({"qbr_phase_minutes": wrong})


@pytest.mark.rule("O-1", "S-1")
def test_the_days_of_an_onboarding_and_the_target_hours_are_the_users_own():
    found = from_mapping(
        {"onboarding_days": [14, 45], "issue_target_hours": [4, 24, 80, 400], "issue_working_hours": True}
    ).practice()
    assert found.onboarding_days == (14, 45)
    assert found.issue_targets == Targets((4, 24, 80, 400), working=True)
    assert Settings().practice().issue_targets == Targets((24, 72, 168, 720), working=False)
    for wrong in (5, [], [0, 30], ["30"], [30] * 13):
        with pytest.raises(Refused, match="onboarding_days is a list of 1 to 12 whole numbers from 1 to 730"):
            from_mapping({"onboarding_days": wrong})
    for wrong in ([60, 30], [30, 30]):
        with pytest.raises(Refused, match="onboarding_days go up"):
            from_mapping({"onboarding_days": wrong})
    for wrong in (24, [24, 72, 168], [24, 72, 168, 0], [24, 72, 168, 9000]):
        with pytest.raises(Refused, match="issue_target_hours is a list of 4 whole numbers from 1 to 8760"):
            from_mapping({"issue_target_hours": wrong})


@pytest.mark.rule("Y-4")
def test_a_changed_catalogue_goes_into_a_document_and_comes_back() -> None:
    row = {"bucket": "execution", "cadence": "monthly", "minutes": 5, "tiers": (1, 2), "since": date(2026, 11, 20)}
    mine = Settings(activities={"mine": row}, review_days_before=(("friday", date(2026, 11, 20)),))
    carried = json.loads(json.dumps(mine.in_document()))
    assert carried["activities"]["mine"]["since"] == "2026-11-20"
    assert from_mapping(carried).practice() == mine.practice()


@pytest.mark.rule("Y-4")
def test_the_minutes_of_the_reviews_are_those_of_their_settings() -> None:
    rows = {each.name: each.minutes for each in Settings(friday_minutes=45, month_end_minutes=90).practice().catalogue}
    assert (rows["friday_review"], rows["month_end_review"]) == (45, 90)
