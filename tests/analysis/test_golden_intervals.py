"""Family D: the intervals of a share agree with R."""

import math
from typing import Any

import numpy as np
import pytest

from analysis.estimation.intervals import Figure, interval
from tests.analysis.golden import ask, cases

FAMILY = "D_proportions"
NO_ELL = ("dclus1", {"of": "ell == 0"}, "true")
AWARDED = ("dclus1", {"of": "awards", "confidence": 0.9}, "Yes")
HIGH = ("nh", {"of": "HI_CHOL"}, 1)
CASES: dict[str, tuple[tuple[str, dict[str, Any], Any], str]] = {
    **{f"D_clus1_{method}": (NO_ELL, method) for method in ("logit", "asin", "beta", "mean", "xlogit", "wilson")},
    **{f"D_clus1b_{method}": (AWARDED, method) for method in ("logit", "mean", "wilson")},
    **{f"D_nh_{method}": (HIGH, method) for method in ("logit", "beta", "mean", "wilson")},
    "D_nh_dom": (("nh", {"of": "HI_CHOL", "where": "race == 3 and agecat == '(0,19]'"}, 1), "beta"),
}


@pytest.mark.parametrize("name", CASES)
def test_intervals_of_shares_agree_with_r(name: str) -> None:
    (design, asked, category), method = CASES[name]
    value = cases(FAMILY)[name]["value"]
    (result,) = ask(design, {"statistic": "share", "interval": method, **asked})
    (row,) = [row for row in result["rows"] if row["category"] == category]
    assert row["estimate"] == pytest.approx(value["est"], rel=1e-8)
    np.testing.assert_allclose([row["low"], row["high"]], value["ci"], rtol=1e-8)


def test_the_likelihood_interval_inverts_the_test_r_approximates() -> None:
    """R reads the limits off a spline through the profile, which is off by 2 % where few say yes."""
    value = cases(FAMILY)["D_clus1_likelihood"]["value"]
    (result,) = ask("dclus1", {"statistic": "share", "interval": "likelihood", "of": "ell == 0"})
    row = result["rows"][1]
    np.testing.assert_allclose([row["low"], row["high"]], value["ci"], rtol=0.02)
    assert row["high"] == pytest.approx(value["ci"][1], rel=1e-5)


def test_only_the_normal_interval_needs_no_degrees_of_freedom() -> None:
    figure = Figure(0.4, 0.01, df=0.0, rows=9)
    assert interval("normal", figure, 0.95) == pytest.approx((0.4 - 0.1959964, 0.4 + 0.1959964))
    assert all(math.isnan(limit) for limit in interval("t", figure, 0.95))
