"""Margins carry what makes them usable, and are never repaired silently."""

from dataclasses import replace

import pytest

from analysis.weighting.margins import MarginsError, margin_table, read_margins


def test_the_bundled_margins_say_what_they_are() -> None:
    about = read_margins().about
    assert about.age_scope == "all ages"
    assert about.date.isoformat() == "2020-07-01"
    assert "UN DESA" in about.source


def test_low_confidence_is_never_a_target() -> None:
    table = read_margins()
    assert not {"CN", "KH", "TH", "BD"} & table.countries
    assert all(margin.confidence != "low" for margin in table.margins)


def test_known_totals() -> None:
    table = read_margins()
    assert table.totals["US", "woman"] == 716978
    assert table.total("US") == 1403193
    assert "TW" not in table.countries


def test_a_country_needs_both_sexes() -> None:
    assert "GN" not in read_margins().countries


def test_mixed_definitions_are_refused() -> None:
    first, second, *_ = read_margins().margins
    with pytest.raises(MarginsError, match="mix"):
        margin_table([first, replace(second, population="of Vietnamese ancestry")])


def test_two_totals_for_one_cell_are_refused() -> None:
    first = read_margins().margins[0]
    with pytest.raises(MarginsError, match="more than one total"):
        margin_table([first, first])


def test_no_margin_is_no_table() -> None:
    with pytest.raises(MarginsError):
        margin_table([])
