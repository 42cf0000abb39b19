"""Analyse survey data in Python with the words of a request: read a file, say how it was drawn, ask.

    from analysis.notebook import mean, read, sampled

    schools = sampled(read("apiclus1.csv"), clusters="dnum", weights="pw", fpc="fpc")
    mean(schools, "api00", by="stype")

Everything that `python -m analysis estimate` can be asked has a function of the same name here, with the same words.
"""

from analysis.notebook.data import Data, from_frame, read
from analysis.notebook.figures import Figures
from analysis.notebook.sample import Sample, calibrated, opted_in, poststratified, raked, sampled, trimmed, weighted
from analysis.notebook.tables import BannerTable
from analysis.notebook.verbs import (
    alpha,
    ask,
    banner,
    contrast,
    crosstab,
    custom,
    diagnostics,
    difference,
    doubly_robust,
    gof,
    mean,
    predict,
    quantile,
    ranktest,
    ratio,
    regression,
    share,
    term_test,
    total,
    ttest,
    var,
)
from analysis.request.problems import RequestError

__all__ = [
    "BannerTable",
    "Data",
    "Figures",
    "RequestError",
    "Sample",
    "alpha",
    "ask",
    "banner",
    "calibrated",
    "contrast",
    "crosstab",
    "custom",
    "diagnostics",
    "difference",
    "doubly_robust",
    "from_frame",
    "gof",
    "mean",
    "opted_in",
    "poststratified",
    "predict",
    "quantile",
    "raked",
    "ranktest",
    "ratio",
    "read",
    "regression",
    "sampled",
    "share",
    "term_test",
    "total",
    "trimmed",
    "ttest",
    "var",
    "weighted",
]
