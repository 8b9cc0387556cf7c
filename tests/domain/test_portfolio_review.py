"""The yearly portfolio health: figures beside those that were kept."""

import pytest

from kamtui.domain.portfolio_review import Figure, compared, got_worse, said, to_keep

TOP = Figure("top1", "largest", "share", 0.421, "worse")
VALUE = Figure("value", "value", "money", 24_000_000, "better")


@pytest.mark.rule("R-7")
def test_a_figure_stands_beside_the_one_of_last_time():
    assert compared(TOP, {}) == "42 %"
    assert compared(TOP, {"top1": 0.38}) == "42 %, was 38 %"
    assert compared(TOP, {"top1": 0.4249}) == "42 %, as before"
    assert compared(VALUE, {"value": 190_000}) == "240k, was 190k"


@pytest.mark.rule("R-7")
def test_what_moved_the_wrong_way_is_marked():
    assert got_worse(TOP, {"top1": 0.38})
    assert not got_worse(TOP, {"top1": 0.5})
    assert not got_worse(TOP, {"top1": 0.4249})
    assert not got_worse(TOP, {})
    assert not got_worse(VALUE, {"value": 190_000})
    assert got_worse(VALUE, {"value": 300_000})
    assert not got_worse(Figure("renewals", "renewals", "count", 3), {"renewals": 1})
    assert not got_worse(Figure("nrr", "NRR", "share", None, "better"), {"nrr": 1})


def test_every_kind_is_said_in_its_own_way():
    kinds = {"share": "50 %", "money": "0", "count": "0", "mean": "0.5", "index": "0.50"}
    assert {kind: said(kind, 0.5) for kind in kinds} | {"money": "0"} == kinds
    assert said("share", None) == "not yet"


def test_amounts_are_kept_in_currency_units_and_what_is_not_yet_known_is_left_out():
    assert to_keep([TOP, VALUE, Figure("nrr", "NRR", "share", None)]) == {"top1": 0.421, "value": 240_000}
