"""A model fitted block by block is the one fitted from influences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.engine import regressing
from analysis.engine.calibrated import NotGroupableError
from analysis.engine.regressing import fit_in_blocks
from analysis.estimation.regression import Family, ModelError, fit_model
from tests.analysis.engine.designs import designed


@settings(max_examples=60, deadline=None)
@given(
    seed=some.integers(0, 9999), family=some.sampled_from(["gaussian", "binomial", "poisson"]), zeros=some.booleans(),
    stages=some.integers(0, 2), fpc=some.booleans(), lonely=some.sampled_from(["remove", "adjust"]),
)  # fmt: skip
def test_blocks_and_influences_agree(
    seed: int, family: Family, zeros: bool, stages: int, fpc: bool, lonely: str
) -> None:
    random, n = np.random.default_rng(seed), 400
    design = designed(
        random, n, stages=stages, strata=3, clusters=6, fpc=fpc, lonely=lonely, in_domains=False, zeros=zeros,
        raked=False,
    )  # fmt: skip
    x = random.normal(0, 1, (n, 3))
    eta = x @ np.array([0.3, -0.2, 0.1])
    y = {
        "gaussian": eta + random.normal(0, 1, n),
        "binomial": (random.random(n) < 1 / (1 + np.exp(-eta))).astype(np.float64),
        "poisson": random.poisson(np.exp(eta)).astype(np.float64),
    }[family]
    base = random.random(n) < 0.9
    x[~base] = np.nan
    whole = np.concatenate([np.ones((n, 1)), x], axis=1)
    wanted = fit_model(design.weights, y, np.nan_to_num(whole), np.zeros(n), base, family).coefficients
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regressing, "BLOCK", 7)
        found = fit_in_blocks(design, y, list(x.T), base, family)
    np.testing.assert_allclose(found.values, wanted.values, rtol=1e-6, atol=1e-8)
    covariance = design.covariance([wanted], present=base)
    spread = np.sqrt(np.diag(covariance))
    assert np.all(np.abs(found.covariance - covariance) <= 1e-4 * np.outer(spread, spread) + 1e-15)


def problem(y: np.ndarray, columns: list[np.ndarray]) -> str:
    design = designed(
        np.random.default_rng(1), len(y), stages=0, strata=1, clusters=1, fpc=False, lonely="fail", in_domains=False,
        zeros=False, raked=False,
    )  # fmt: skip
    with pytest.raises(ModelError) as refused:
        fit_in_blocks(design, y, columns, np.ones(len(y), dtype=np.bool_), "binomial")
    return refused.value.code


def test_a_model_that_cannot_be_fitted_is_refused() -> None:
    x = np.random.default_rng(2).normal(0, 1, 60)
    mixed = np.arange(60) % 2
    assert problem((x > 0).astype(np.float64), [x]) == "separation"
    assert problem(mixed.astype(np.float64), [x, 2 * x + 1]) == "collinear"
    assert problem(np.array([0.0, 1.0]), [np.array([1.0, 2.0]), np.array([0.0, 3.0])]) == "too-many-predictors"


def test_calibrated_weights_need_influences() -> None:
    design = designed(
        np.random.default_rng(3), 40, stages=0, strata=1, clusters=1, fpc=False, lonely="fail", in_domains=False,
        zeros=False, raked=True,
    )  # fmt: skip
    with pytest.raises(NotGroupableError):
        fit_in_blocks(design, np.arange(40.0), [np.arange(40.0) ** 2], np.ones(40, dtype=np.bool_), "gaussian")
