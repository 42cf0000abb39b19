"""Draw what is asked of a sample, and how it is weighted; `r_where` says a condition in R's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from tests.torture.against_r import combining

Ask = dict[str, Any]
WHERES: tuple[tuple[str, str] | None, ...] = (
    None,
    None,
    None,
    ("yy > -0.5", "yy > -0.5"),
    ("grp == 'ja'", "grp == 'ja'"),
    ("kk >= 3 and cat != 'c4'", "kk >= 3 & cat != 'c4'"),
    ("mm > 0 or reg == 'r3'", "(!is.na(mm) & mm > 0) | reg == 'r3'"),
    ("kk >= 9", "kk >= 9"),
    ("kk > 99", "kk > 99"),
)
RULES = ("math", "school", "shahvaish", *(f"hf{i}" for i in range(1, 10)))
NUMBERS = ("yy", "zz", "kk", "mm", "vv", "cnt")
TEXTS = ("cat", "grp", "reg", "half")
FORMULAS = {
    "gaussian": (
        "yy ~ zz + cat",
        "yy ~ grp * zz",
        "mm ~ kk + I(kk^2)",
        "vv ~ cat + grp:zz",
        "zz ~ yy + factor(bin) + reg",
        "yy ~ zz - 1",
    ),
    "binomial": ("bin ~ zz + grp", "bin ~ yy * grp", "grp ~ yy + reg", "bin ~ mm + cat", "bin ~ zz + offset(log(zz))"),
    "poisson": ("cnt ~ yy + grp", "cnt ~ cat", "cnt ~ mm + offset(log(zz))", "cnt ~ yy:grp + reg"),
    "ordinal": ("cat ~ yy", "reg ~ yy + grp", "cat ~ zz + grp"),
}


def draw(rng: np.random.Generator, *, replicated: bool) -> list[Ask]:
    """Draw a dozen asks; those for replicate weights only where there are some."""
    makers = [*MAKERS, _custom] if replicated else MAKERS
    asks = []
    for i in range(12):
        ask = makers[int(rng.integers(len(makers)))](rng)
        where = WHERES[int(rng.integers(len(WHERES)))]
        for one in ask if isinstance(ask, list) else [ask]:
            _number(one, str(i))
            own = one.pop("own_where", where)
            if own is not None and "from" not in one and one["statistic"] != "custom":
                one["where"], one["r_where"] = own
            if replicated and one["statistic"] == "quantile":
                one["interval"] = "woodruff-mean"  # The only one that R's version 4.1 takes for replicates.
            asks.append(one)
    return asks


def _number(ask: Ask, number: str) -> None:
    """Give the ids of an ask the number of its place, wherever they stand."""
    ask["id"] = ask.get("id", "it") + number
    if isinstance(ask.get("from"), str):
        ask["from"] += number
    elif "from" in ask:
        ask["from"] = [name + number for name in ask["from"]]
        ask["expression"] = ask["expression"].replace("left", "left" + number).replace("right", "right" + number)


def weighting(
    rng: np.random.Generator, frame: pd.DataFrame, weights: np.ndarray[Any, Any], *, replicated: bool
) -> list[Ask]:
    """Draw a weighting that the sample can meet: totals near what it has."""
    if rng.random() < 0.6 or not weights.all():
        return []  # With weights of 0 R's errors are not those without these rows, and its trimming lifts them.

    def margin(*names: str) -> Ask:
        sums = pd.Series(weights).groupby([frame[name] for name in names]).sum() * total
        sums *= np.exp(rng.normal(0, 0.25, size=len(sums)))
        sums *= total * weights.sum() / sums.sum()
        index = sums.index.to_frame(index=False)
        rows = [{**row, "total": float(sums.iloc[i])} for i, row in enumerate(index.to_dict("records"))]
        return {"by": list(names), "totals": rows}

    total = float(rng.choice([1.0, 1.7]))
    method = str(rng.choice(["rake", "poststratify", "linear", "raking", "logit", "trim"]))
    if method == "rake":
        return [{"method": "rake", "margins": [margin("grp"), margin("reg")], "tol": 1e-12, "max_iter": 2000}]
    if method == "poststratify":
        return [{"method": "poststratify", "margins": [margin("grp", "reg") if rng.random() < 0.5 else margin("cat")]}]
    if method == "trim":
        ends = np.quantile(weights, [0.05, 0.9])
        if ends[0] == ends[1] or replicated:
            return []  # R lifts replicates' weights of 0 to the lower limit too.
        return [
            {"method": "trim", "lower": float(ends[0]), "upper": float(ends[1]), "strict": bool(rng.random() < 0.5)}
        ]
    totals = {"(Intercept)": float(weights.sum()), "grpnei": float(weights[frame.grp == "nei"].sum() * 1.05)}
    totals["yy"] = float((weights * frame.yy).sum() + 0.06 * weights.sum())
    step: Ask = {"method": "calibrate", "formula": "~ grp + yy", "totals": totals, "distance": method, "tol": 1e-12}
    if method == "logit" or (method == "linear" and rng.random() < 0.5):
        step["bounds"] = [0.3, 3.0]
    return [step]


def _pick(rng: np.random.Generator, names: tuple[str, ...]) -> str:
    return str(rng.choice(names))


def _several(rng: np.random.Generator, ask: Ask) -> Ask:
    if rng.random() < 0.3:
        ask["confidence"] = float(rng.choice([0.8, 0.9, 0.99]))
    if rng.random() < 0.3:
        ask["df"] = [None, "design", "inf", 6][int(rng.integers(1, 4))]
    return ask


def _by(rng: np.random.Generator, ask: Ask) -> Ask:
    if rng.random() < 0.5:
        ask["by"] = [_pick(rng, TEXTS)] if rng.random() < 0.7 else ["grp", "reg"]
    return ask


def _mean(rng: np.random.Generator) -> Ask:
    of = [str(x) for x in rng.choice(NUMBERS, size=int(rng.integers(1, 4)), replace=False)]
    return _several(rng, _by(rng, {"statistic": _pick(rng, ("mean", "total")), "of": of}))


def _var(rng: np.random.Generator) -> Ask:
    return {"statistic": "var", "of": [_pick(rng, NUMBERS)]}


def _ratio(rng: np.random.Generator) -> Ask:
    return _several(
        rng, _by(rng, {"statistic": "ratio", "of": [_pick(rng, ("yy", "kk", "vv", "cnt"))], "over": ["zz"]})
    )


def _share(rng: np.random.Generator) -> Ask:
    interval = _pick(rng, ("logit", "beta", "asin", "xlogit", "mean", "t", "normal"))
    ask = _several(rng, {"statistic": "share", "of": [_pick(rng, (*TEXTS, "bin"))], "interval": interval})
    if interval == "beta":
        ask.pop("df", None)  # R's takes the degrees of freedom of the complete rows, whatever is asked.
        ask["of"] = [_pick(rng, ("cat", "grp", "reg", "bin"))]
    return ask


def _quantile(rng: np.random.Generator) -> Ask:
    q = sorted({float(x) for x in rng.choice([0.05, 0.1, 0.25, 0.4, 0.5, 0.63, 0.75, 0.9], size=3)})
    ask: Ask = {"statistic": "quantile", "of": [_pick(rng, NUMBERS)], "q": q, "qrule": _pick(rng, RULES)}
    ask["interval"] = _pick(rng, ("woodruff-mean", "beta", "xlogit", "asin"))
    ask = _several(rng, ask | ({"by": ["grp"]} if rng.random() < 0.3 else {}))
    if ask["interval"] == "beta":  # R's takes the degrees of freedom of the complete rows, whatever is asked.
        ask = {key: value for key, value in ask.items() if key not in ("df", "by")}
        ask["of"] = [_pick(rng, ("yy", "zz", "kk", "cnt"))]
    return ask


def _difference(rng: np.random.Generator) -> Ask:
    groups: list[list[Ask]] = [
        [{"grp": "ja"}, {"grp": "nei"}],
        [{"cat": ["c2", "c3"]}, {"cat": ["c3", "c4"]}],
        [{"reg": "r2"}, {"reg": "r1"}],
        [{"grp": "ja", "reg": "r1"}, {"reg": ["r1", "r2"]}],
    ]
    return _several(
        rng, {"statistic": "difference", "of": [_pick(rng, NUMBERS)], "groups": groups[int(rng.integers(len(groups)))]}
    )


def _crosstab(rng: np.random.Generator) -> Ask:
    rows, columns = (str(x) for x in rng.choice(TEXTS, size=2, replace=False))
    test = _pick(rng, ("rao-scott-f", "rao-scott-chisq", "wald", "wald-adjusted", "saddlepoint"))
    return {"statistic": "crosstab", "rows": rows, "columns": columns, "test": test}


def _ttest(rng: np.random.Generator) -> Ask:
    ask: Ask = {"statistic": "ttest", "of": [_pick(rng, NUMBERS)]}
    return {**ask, "mu": 0.75} if rng.random() < 0.4 else {**ask, "by": [_pick(rng, ("grp", "half"))]}


def _ranktest(rng: np.random.Generator) -> Ask:
    if rng.random() < 0.5:
        kind = _pick(rng, ("wilcoxon", "vanderwaerden", "median"))
        return {"statistic": "ranktest", "of": [_pick(rng, NUMBERS)], "by": [_pick(rng, ("grp", "half"))], "kind": kind}
    kind = _pick(rng, ("kruskal", "vanderwaerden", "median"))
    return {"statistic": "ranktest", "of": [_pick(rng, NUMBERS)], "by": [_pick(rng, ("cat", "reg"))], "kind": kind}


def _gof(rng: np.random.Generator) -> Ask:
    return {"statistic": "gof", "of": ["grp"], "expected": {"ja": 0.4, "nei": 0.6}}


def _alpha(rng: np.random.Generator) -> Ask:
    return {"statistic": "alpha", "of": ["yy", "kk", "mm", "vv"][: int(rng.integers(2, 5))]}


def _regression(rng: np.random.Generator) -> Ask:
    family = _pick(rng, ("gaussian", "gaussian", "binomial", "binomial", "poisson", "ordinal"))
    ask: Ask = {"statistic": "regression", "family": family, "formula": _pick(rng, FORMULAS[family])}
    return ask if family == "ordinal" else {**ask, "covariance": True}


def _term(rng: np.random.Generator) -> list[Ask]:
    family, formula, terms = [
        ("gaussian", "yy ~ zz + cat + grp", ["cat"]),
        ("binomial", "bin ~ zz + grp + reg", ["grp", "reg"]),
        ("poisson", "cnt ~ yy + reg", ["reg"]),
        ("gaussian", "vv ~ grp * zz", ["grp:zz"]),
    ][int(rng.integers(4))]
    model: Ask = {"id": "model", "statistic": "regression", "family": family, "formula": formula}
    kind = "wald" if ":" in terms[0] or rng.random() < 0.5 else "lrt"
    return [model, {"id": "term", "statistic": "term-test", "from": "model", "terms": terms, "kind": kind}]


def _predict(rng: np.random.Generator) -> list[Ask]:
    family, formula = [("gaussian", "yy ~ zz + grp"), ("binomial", "bin ~ zz * grp"), ("poisson", "cnt ~ zz + grp")][
        rng.integers(3)
    ]
    model: Ask = {"id": "model", "statistic": "regression", "family": family, "formula": formula}
    at = [{"zz": 1.5, "grp": "ja"}, {"zz": 0.2, "grp": "nei"}]
    kind = _pick(rng, ("response", "link"))
    return [model, {"id": "predict", "statistic": "predict", "from": "model", "at": at, "type": kind}]


def _custom(rng: np.random.Generator) -> Ask:
    return {"statistic": "custom", "expression": "zz / cnt"}


MAKERS: list[Callable[[np.random.Generator], combining.Drawn]] = [
    *(_mean, _mean, _ratio, _var, _share, _share, _quantile, _quantile, _difference, _crosstab, _crosstab, _ttest),
    *(_ranktest, _ranktest, _gof, _alpha, _regression, _regression, _term, _predict),
    *combining.MAKERS,
]
