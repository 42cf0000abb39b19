"""A change is parted into composition and figures within groups as by hand in R (`tests/reference/composition.R`)."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.sampling import build_design
from analysis.waves.composition import Mix, mix_of, parted
from tests.analysis.reference import FOLDER

R: dict[str, Any] = json.loads((FOLDER / "composition.json").read_text("utf-8"))
GROUPS = ("E", "H", "M")


def mix(name: str, what: str) -> Mix:
    data = pd.read_csv(FOLDER / f"{name}.csv")
    parts: dict[str, Any] = (
        {"strata": [codes(data["stype"])]} if name == "apistrat" else {"clusters": [codes(data["dnum"])]}
    )
    design = build_design(data["pw"].to_numpy(float), fpc=[data["fpc"].to_numpy(float)], **parts)
    counted = data["awards"] == "Yes" if what == "share" else data["api00"]
    x = np.asarray(counted, dtype=np.float64)
    groups = [(data["stype"] == group).to_numpy() for group in GROUPS]
    return mix_of(design, x, np.ones(len(data), dtype=np.bool_), groups)


def codes(column: Any) -> Any:
    return pd.factorize(column, sort=True)[0]


@pytest.mark.parametrize("what", ["share", "mean"])
def test_both_parts_and_their_errors_agree_with_r(what: str) -> None:
    known, found = R[what], parted(mix("apiclus1", what), mix("apistrat", what))
    assert found.change == pytest.approx(known["change"], rel=1e-10)
    assert found.composition.value == pytest.approx(known["composition"], rel=1e-10)
    assert found.fixed.value == pytest.approx(known["fixed"], rel=1e-10)
    assert found.composition.se == pytest.approx(known["composition_se"], rel=1e-10)
    assert found.fixed.se == pytest.approx(known["fixed_se"], rel=1e-10)
    assert found.composition.value + found.fixed.value == pytest.approx(found.change, rel=1e-12)


def test_the_same_wave_twice_has_no_parts() -> None:
    wave = mix("apiclus1", "share")
    found = parted(wave, wave)
    assert (found.change, found.composition.value, found.fixed.value) == (0, 0, 0)
    assert not found.composition.is_shown


def test_items_drawn_by_lot_weigh_by_the_inverse_of_their_chance() -> None:
    """Half of the people are asked one time in four: each of their answers counts four times."""
    flags = np.array([1.0, 0.0, 1.0, 1.0])
    groups = [np.array([True, True, False, False]), np.array([False, False, True, True])]
    everybody, design = np.ones(4, dtype=np.bool_), build_design(np.ones(4))
    found = mix_of(design, flags, everybody, groups, np.array([4.0, 4.0, 1.0, 1.0]))
    np.testing.assert_allclose(found.parts, [0.8, 0.2])
    assert found.whole == pytest.approx(0.6)
