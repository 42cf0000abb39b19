"""Tests of several imputed data sets are combined as R's mitml combines them."""

from __future__ import annotations

import pytest
from scipy import special

from analysis.request.imputing import combined

# mitml 0.4-4, `.D2(d, k)`: statistics of χ², their degrees of freedom, then F, its degrees of freedom and p
BY_MITML = [
    ([6.1, 9.4, 4.2, 7.7, 11.3], 2, 2.58959941034531, 46.4193264369752, 0.0858586261625556),
    ([1.2, 0.4, 2.9], 1, 0.528357004761177, 25.9509126675379, 0.473804954675084),
    ([20.5, 31.2, 25.1, 28.8], 6, 3.1219064121378, 17.631236518827, 0.0288148484641438),
]


@pytest.mark.parametrize(("squares", "k", "statistic", "ddf", "p"), BY_MITML)
def test_the_combined_test_is_that_of_mitml(
    squares: list[float], k: int, statistic: float, ddf: float, p: float
) -> None:
    answers = [
        {
            "results": [
                {
                    "id": "t",
                    "refused": None,
                    "warnings": [],
                    "pairs": [],
                    "letters": [],
                    "covariance": None,
                    "test": test,
                }
            ]
        }
        for test in ({"statistic": d, "ndf": k, "ddf": None, "p": float(special.chdtrc(k, d))} for d in squares)
    ]
    found = combined(answers, {})["results"][0]["test"]
    assert (found["statistic"], found["ddf"], found["p"]) == pytest.approx((statistic, ddf, p), rel=1e-9)
    assert found["ndf"] == k
