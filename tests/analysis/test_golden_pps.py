"""Family A, unequal probabilities: totals and covariances agree with R under every method."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.golden import ask, cases, column

FAMILY = "A_estimation_taylor"
JOINT = "election_jointprob.csv"


def total(names: list[str], **pps: Any) -> dict[str, Any]:
    asked = {"statistic": "total", "of": names, "covariance": True}
    (result,) = ask("pps", asked, pps={"probabilities": ["p"], **pps})
    return result


@pytest.mark.parametrize(
    ("name", "key", "names", "pps"),
    [
        ("A40", "brewer", ["Bush", "Kerry", "Nader"], {"method": "brewer"}),
        ("A41", "ht", ["Bush", "Kerry"], {"method": "horvitz-thompson", "joint": JOINT}),
        ("A41", "yg", ["Bush", "Kerry"], {"method": "yates-grundy", "joint": JOINT}),
    ],
)
def test_totals_of_samples_with_unequal_probabilities_agree_with_r(
    name: str, key: str, names: list[str], pps: dict[str, Any]
) -> None:
    value = cases(FAMILY)[name]["value"][key]
    result = total(names, **pps)
    np.testing.assert_allclose(column(result, "estimate"), value["est"], rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), value["se"], rtol=1e-8)
    np.testing.assert_allclose(result["covariance"], value["vcov"]["values"], rtol=1e-8)


@pytest.mark.parametrize(
    ("method", "known"),
    [
        ("overton", [2939607.84993936, 1964631.62874171]),
        ("hartley-rao", [2472752.96278869, 2426842.19793111]),
    ],
)
def test_approximated_joint_probabilities_agree_with_r(method: str, known: list[float]) -> None:
    np.testing.assert_allclose(column(total(["Bush", "Kerry"], method=method), "se"), known, rtol=1e-8)
