"""Family C: quantiles and their intervals agree with R under every rule."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.golden import ask, cases, column

FAMILY = "C_quantiles"
RULED = ("math", "school", "hf2", "hf6", "hf7", "hf8")
SHARES = [0.1, 0.25, 0.5, 0.75, 0.95]
QUARTERS = [0.25, 0.5, 0.75]


def check(design: str, known: dict[str, Any], **asked: Any) -> None:
    (result,) = ask(design, {"statistic": "quantile", **asked})
    assert result["refused"] is None
    rows = [[row[key] for key in ("estimate", "low", "high", "se")] for row in result["rows"]]
    np.testing.assert_allclose(rows, known["values"], rtol=1e-8)


@pytest.mark.parametrize("rule", RULED)
def test_every_rule_agrees_with_r(rule: str) -> None:
    known = cases(FAMILY)[f"C_strat_{rule}"]["value"]["api00"]
    check("dstrat", known, of="api00", q=SHARES, qrule=rule)


@pytest.mark.parametrize("interval", ["mean", "beta", "xlogit"])
def test_every_interval_agrees_with_r(interval: str) -> None:
    known = cases(FAMILY)[f"C_int_{interval}"]["value"]["meals"]
    check("dstrat", known, of="meals", q=QUARTERS, interval="woodruff-mean" if interval == "mean" else interval)


def test_the_usual_quartiles_agree_with_r() -> None:
    check("dstrat", cases(FAMILY)["C01"]["value"]["enroll"], of="enroll", q=QUARTERS)


def test_medians_of_two_variables_of_a_clustered_sample_agree_with_r() -> None:
    known = cases(FAMILY)["C02"]["value"]
    (result,) = ask("dclus1", {"statistic": "quantile", "of": ["api00", "api99"]})
    assert column(result, "q") == [0.5, 0.5]
    for row in result["rows"]:
        got = [row[key] for key in ("estimate", "low", "high", "se")]
        np.testing.assert_allclose(got, known[row["of"]]["values"][0], rtol=1e-8)


def test_quartiles_as_r_took_them_before_version_4_1() -> None:
    known = cases(FAMILY)["C05"]["value"]
    asked = {"statistic": "quantile", "of": "api00", "q": QUARTERS, "qrule": "linear", "interval": "woodruff"}
    (result,) = ask("dclus1", asked)
    np.testing.assert_allclose(column(result, "estimate"), known["quantiles"]["values"][0], rtol=1e-8)
    limits = np.array(known["CIs"])[:, :, 0]
    np.testing.assert_allclose([column(result, "low"), column(result, "high")], limits, rtol=1e-8)
