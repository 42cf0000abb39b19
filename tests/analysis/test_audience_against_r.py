"""Choices, reach, best–worst scales, signs and likeness of groups agree with R (`tests/reference/audience.R`)."""

import json
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.cells import Cells
from analysis.codebook import FORMAT, codebook_from
from analysis.dataset import Dataset
from analysis.plan import Plan, Thresholds
from analysis.quality.indices import longest_string, variability
from analysis.sampling import build_design
from analysis.segments.discovering import adjusted_rand
from analysis.topics import bestworst
from analysis.topics.choosing import choices
from analysis.topics.reach import reach
from analysis.topics.samples import Sample
from analysis.topics.utilities import screens, utilities
from tests.analysis.reference import FOLDER

R: dict[str, Any] = json.loads((FOLDER / "audience.json").read_text("utf-8"))
DATA = pd.read_csv(FOLDER / "audience.csv", dtype=str, keep_default_na=False)
CODES = [f"C{at}" for at in range(1, 7)]


@cache
def dataset() -> Dataset:
    plain = {"text": {}, "values": [], "base": "always", "label": {}}
    named = [{"code": code, "text": {}} for code in CODES]
    variables: list[dict[str, Any]] = [
        {"name": f"CH__{c}", "question": "CH", "kind": "several", "choice": c, **plain} for c in CODES
    ]
    variables += [
        {"name": f"BW__{at}__{part}", "question": "BW", "kind": "best-worst", **plain, "values": named}
        for at in range(1, 6)
        for part in ("shown", "best", "worst")
    ]
    cells = {}
    for name in [variable["name"] for variable in variables]:
        different, which = np.unique(DATA[name].to_numpy(str), return_inverse=True)
        cells[name] = Cells(different, which.astype(np.int32))
    whole = {"survey": "s", "title": {}, "languages": ["en"], "simulated": True, "missing_codes": {}}
    return Dataset(codebook_from({"format": FORMAT, **whole, "variables": variables}), cells, len(DATA))


def sample(*, by_people: bool = False) -> Sample:
    weights = DATA["w"].to_numpy(float)
    strata, clusters = ([pd.factorize(DATA[name])[0]] for name in ("stratum", "cluster"))
    design = build_design(weights) if by_people else build_design(weights, strata=strata, clusters=clusters)
    return Sample("V", dataset(), design, np.ones(len(DATA), dtype=np.bool_), "A", None, None, 0)


PLAN = Plan(reach="CH", best_worst="BW", thresholds=Thresholds(reach_target=R["reach"]["target"]))


def test_shares_of_choices_and_the_chance_of_the_top_three_agree_with_r() -> None:
    found = choices(sample(), PLAN, "CH")
    assert found is not None
    assert found.ranks is not None
    order = [CODES.index(part.code) for part in found.parts]
    np.testing.assert_allclose([part.share.value for part in found.parts], np.array(R["shares"]["value"])[order])
    np.testing.assert_allclose([part.share.se for part in found.parts], np.array(R["shares"]["se"])[order], rtol=1e-9)
    # Both draw: R 200,000 times, the report 4,000.
    np.testing.assert_allclose(found.ranks.in_top, np.array(R["shares"]["top"])[order], atol=0.03)


def test_reach_grows_and_is_met_by_the_same_channels_as_in_r() -> None:
    known, found = R["reach"], reach(sample(), PLAN, "sources", CODES)
    assert found is not None
    assert [step.variable.choice for step in found.steps] == known["order"]
    np.testing.assert_allclose([step.union.value for step in found.steps], known["union"])
    np.testing.assert_allclose([step.union.se for step in found.steps], known["se"], rtol=1e-9)
    assert [variable.choice for variable in found.enough] == known["enough"]
    assert found.enough_union is not None
    assert found.enough_union.value == pytest.approx(known["enough_union"])


def test_best_worst_utilities_with_weights_are_the_conditional_logit_of_r() -> None:
    """R's errors are by person without n / (n − 1), and its likelihood counts the weights within each choice."""
    known, people = R["bestworst"], sample(by_people=True)
    held = screens(people.dataset, "BW")
    assert held is not None
    codes, answers = held
    assert codes == CODES
    scaled = bestworst.scale(people.design.weights, answers, people.base)
    against_last = np.eye(6)[:5] - np.eye(6)[5]
    np.testing.assert_allclose(against_last @ scaled.utilities.values, known["coef"], rtol=1e-6)
    weights = people.design.weights
    within = 5 * float(weights @ np.log(weights))
    assert scaled.log_likelihood[1] - within == pytest.approx(known["loglik"], rel=1e-9)
    covariance = against_last @ people.design.covariance([scaled.utilities]) @ against_last.T
    n = len(DATA)
    np.testing.assert_allclose(np.sqrt(np.diag(covariance) * (n - 1) / n), known["robust"], rtol=1e-5)
    told = utilities(sample(), PLAN)
    assert told is not None
    assert hasattr(told, "preferred")
    assert [one.code for one in told.preferred] == CODES


def test_runs_and_variability_of_answers_agree_with_r() -> None:
    grid = np.column_stack([pd.to_numeric(DATA[f"GR__R{row}"]).to_numpy(float) for row in range(1, 9)])
    assert longest_string(grid).tolist() == R["signs"]["longest"]
    np.testing.assert_allclose(variability(grid), R["signs"]["variability"], atol=1e-12)


def test_the_likeness_of_two_groupings_agrees_with_r() -> None:
    first, second = (DATA[name].to_numpy(int) for name in ("first", "second"))
    assert adjusted_rand(first, second, np.ones(len(DATA))) == pytest.approx(R["rand"], rel=1e-10)
