"""A second oracle: figures agree with the Python package svy on designs it knows."""

from typing import Any

import numpy as np
import polars as pl
import pytest
import svy

from tests.analysis.reference import FOLDER, ask

DESIGNS: dict[str, dict[str, Any]] = {
    "holes": {"psu": "dnum", "wgt": "pw"},
    "stages": {"stratum": "h", "psu": "dnum", "wgt": "w"},
}
OURS: dict[str, dict[str, Any]] = {
    "holes": {},
    "stages": {"clusters": ["dnum"], "fpc": [], "nest": False},
}
DATA = {"holes": "holes.csv", "stages": "nested.csv"}


def known(design: str) -> Any:
    """Return the estimation of svy over the same data and design."""
    data = pl.read_csv(FOLDER / DATA[design])
    return svy.Sample(data, svy.Design(**DESIGNS[design])).estimation


def agree(result: dict[str, Any], estimates: Any) -> None:
    assert result["refused"] is None
    found = [(row["estimate"], row["se"]) for row in result["rows"]]
    np.testing.assert_allclose(found, [(one.est, one.se) for one in estimates], rtol=1e-8)


@pytest.mark.parametrize("design", DESIGNS)
def test_means_totals_and_their_intervals_agree(design: str) -> None:
    mean, total = ask(
        design, {"statistic": "mean", "of": "api00"}, {"statistic": "total", "of": "enroll"}, **OURS[design]
    )
    theirs = known(design).mean("api00").estimates
    agree(mean, theirs)
    limits = [mean["rows"][0]["low"], mean["rows"][0]["high"]]
    np.testing.assert_allclose(limits, [theirs[0].lci, theirs[0].uci], rtol=1e-8)
    agree(total, known(design).total("enroll", drop_nulls=True).estimates)


@pytest.mark.parametrize("design", DESIGNS)
def test_shares_ratios_and_domains_agree(design: str) -> None:
    share, ratio, by = ask(
        design,
        {"statistic": "share", "of": "stype"},
        {"statistic": "ratio", "of": "api00", "over": "api99"},
        {"statistic": "mean", "of": "api00", "by": ["stype"]},
        **OURS[design],
    )
    agree(share, known(design).prop("stype").estimates)
    agree(ratio, known(design).ratio("api00", "api99").estimates)
    agree(by, known(design).mean("api00", by="stype").estimates)
