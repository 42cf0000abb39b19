"""Combine the answers for several imputed data sets: Rubin's rules, and degrees of freedom of Barnard and Rubin (1999).

The variance of a figure is the mean of its variances plus (1 + 1/m) times the variance between the m data sets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import FloatArray
from analysis.estimation import distributions
from analysis.estimation.intervals import t_quantile
from analysis.estimation.significance import Adjustment, adjusted, two_sided

_POOLED = ("estimate", "se", "df", "low", "high", "t", "p")
_AVERAGED = ("weighted_n", "effective_n", "deff", "deff_weights")
_ABOUT_PAIR = ("by", "row", "a", "b")


@dataclass(frozen=True)
class Wished:
    """What an ask wishes of its figures: the level of intervals, and how its pairs are adjusted and judged.

    Without `intervals` they stay null: the sample describes the respondents only.
    """

    level: float = 0.95
    adjust: Adjustment = "holm"
    alpha: float = 0.05
    intervals: bool = True


def combined(answers: Sequence[Mapping[str, Any]], wished: Mapping[str, Wished]) -> dict[str, Any]:
    """Combine one answer for each data set; `wished` holds what each ask wishes by its id."""
    results = [
        _result([answer["results"][i] for answer in answers], wished.get(first["id"], Wished()))
        for i, first in enumerate(answers[0]["results"])
    ]
    return {**answers[0], "results": results}


def barnard_rubin(within: float, between: float, m: int, complete: float) -> float:
    """Return degrees of freedom from the variance within, that between m data sets, and those of complete data.

    Nothing between the data sets is the border of little: degrees do not jump where a figure hangs on nothing imputed.
    """
    total = within + (1 + 1 / m) * between
    if not total > 0:
        return complete
    share = (1 + 1 / m) * between / total
    large = (m - 1) / share**2 if share**2 > 0 else math.inf
    if math.isinf(complete):
        return large
    observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    return 1 / (1 / large + 1 / observed) if observed > 0 else math.nan


def _result(results: Sequence[dict[str, Any]], wished: Wished) -> dict[str, Any]:
    refused = next((result for result in results if result["refused"]), None)
    if refused is not None:
        return dict(refused)
    first = dict(results[0])
    warnings = [warning for result in results for warning in result["warnings"]]
    first["warnings"] = [warning for i, warning in enumerate(warnings) if warning not in warnings[:i]]
    for key in ("rows", "cells"):
        if key in first and not _alike([result[key] for result in results]):
            text = "The data sets give different rows (a group or category is not in all of them)."
            return {**first, "rows": [], "refused": {"code": "rows-do-not-match", "text": text}}
        if key in first:
            parallel = zip(*(result[key] for result in results), strict=True)
            first[key] = [_row(rows, wished.level) for rows in parallel]
            if not wished.intervals:
                without_intervals(first[key])
    first["pairs"] = _pairs([result["pairs"] for result in results], wished)
    first["test"] = _test([result["test"] for result in results])
    if first["letters"] or (results[0]["pairs"] and not first["pairs"]) or (results[0]["test"] and not first["test"]):
        text = "Letters, and tests and pairs that not all data sets have, are not combined and are left out."
        first["warnings"].append({"code": "not-pooled", "text": text})
    first["letters"] = []
    first["covariance"] = _covariance(results)
    return first


def without_intervals(rows: Iterable[dict[str, Any]]) -> None:
    """Take the intervals from rows of figures that describe the respondents only; errors stay for a program."""
    for row in rows:
        row.update({key: None for key in ("low", "high") if key in row})


def _alike(parallel: Sequence[Sequence[dict[str, Any]]]) -> bool:
    """Tell whether the rows of all data sets are about the same things in the same order."""
    keys = ("of", "over", "by", "category", "groups", "term", "row", "column", "q", "at")
    about = [[{key: row.get(key) for key in keys} for row in rows] for rows in parallel]
    return all(one == about[0] for one in about)


def _pairs(parallel: Sequence[Sequence[dict[str, Any]]], wished: Wished) -> list[dict[str, Any]]:
    """Combine differences by Rubin's rules and adjust their p-values anew within each family."""
    about = [[{key: pair.get(key) for key in _ABOUT_PAIR} for pair in pairs] for pairs in parallel]
    if any(one != about[0] for one in about) or any("a" not in pair for pairs in parallel for pair in pairs):
        return []
    pairs = [_pair(one) for one in zip(*parallel, strict=True)]
    families: dict[str, list[int]] = {}
    for i, pair in enumerate(pairs):
        own = (pair.get("by"), pair["row"]) if pair["family"]["unit"] == "row" else (pair.get("by"),)
        families.setdefault(repr((*own, pair["b"] is None)), []).append(i)
    for places in families.values():
        values = adjusted([math.nan if pairs[i]["p"] is None else pairs[i]["p"] for i in places], wished.adjust)
        size = sum(not math.isnan(value) for value in values)
        for i, value in zip(places, values, strict=True):
            pairs[i]["p_adjusted"] = None if math.isnan(value) else value
            pairs[i]["family"] = {**pairs[i]["family"], "size": size}
            pairs[i]["significant"] = bool(pairs[i]["tested"] and value < wished.alpha)
    return pairs


def _pair(parallel: Sequence[dict[str, Any]]) -> dict[str, Any]:
    first = dict(parallel[0])
    rows = [{**pair, "estimate": pair["difference"], "low": None, "high": None} for pair in parallel]
    if any(pair["t"] is None for pair in parallel):
        return {**first, "t": None, "p": None}
    found = _row(rows, 0.95)
    known = {key: found[key] for key in ("se", "t", "df", "p")}
    whole = all(pair["tested"] for pair in parallel)
    why = next((pair["why_not"] for pair in parallel if pair["why_not"]), None)
    return {**first, "difference": found["estimate"], **known, "tested": whole, "why_not": why}


def _test(tests: Sequence[Any]) -> Any:
    """Combine tests from their statistics alone (D₂ of Li, Meng, Raghunathan and Rubin 1991); None where one is not."""
    if isinstance(tests[0], list):
        if any(len(test) != len(tests[0]) for test in tests):
            return None
        return [_test(one) for one in zip(*tests, strict=True)]
    if any(not test or test.get("statistic") is None or not test.get("ndf") for test in tests):
        return None
    m, k = len(tests), float(np.mean([test["ndf"] for test in tests]))
    squares = np.array([_chi_square(test) for test in tests])
    apart = (1 + 1 / m) * float(np.sqrt(squares).var(ddof=1))
    statistic = max((float(squares.mean()) / k - (m + 1) / (m - 1) * apart) / (1 + apart), 0.0)
    ddf = k ** (-3 / m) * (m - 1) * (1 + 1 / apart) ** 2 if apart > 0 else math.inf
    known = math.isfinite(ddf)
    p = distributions.f_tail(statistic, k, ddf) if known else distributions.chi_square_tail(statistic * k, k)
    by = {"by": tests[0]["by"]} if "by" in tests[0] else {}
    return {**by, "statistic": statistic, "ndf": k, "ddf": ddf if known else None, "p": p}


def _chi_square(test: Mapping[str, Any]) -> float:
    """Bring a statistic to the scale of χ² with its ndf: Student's t and F through their p, as χ² has it."""
    if test.get("p") is None or test["p"] <= 0:
        return float(test["statistic"]) * (test["ndf"] if test.get("ddf") else 1.0)
    return float(special.chdtri(test["ndf"], test["p"]))


def _row(rows: Sequence[dict[str, Any]], level: float) -> dict[str, Any]:
    first, m = dict(rows[0]), len(rows)
    for key in _AVERAGED:
        known = [row[key] for row in rows if row.get(key) is not None]
        if key in first and known:
            first[key] = sum(known) / len(known)
    for key in ("base_n", "n"):
        if key in first:
            first[key] = min(row[key] for row in rows)
    first["suppressed"] = next((row["suppressed"] for row in rows if row.get("suppressed")), None)
    unknown = {key: None for key in _POOLED if key in first}
    if any(row["estimate"] is None for row in rows):
        return {**first, **unknown}
    values = np.array([row["estimate"] for row in rows])
    if any(row["se"] is None for row in rows):
        return {**first, **unknown, "estimate": float(values.mean())}
    within = float(np.mean([row["se"] ** 2 for row in rows]))
    between = float(values.var(ddof=1))
    complete = min(math.inf if row["df"] is None else float(row["df"]) for row in rows)
    df = barnard_rubin(within, between, m, complete)
    return {**first, **_written(first, float(values.mean()), within + (1 + 1 / m) * between, df, level)}


def _written(row: Mapping[str, Any], value: float, variance: float, df: float, level: float) -> dict[str, Any]:
    se, half = math.sqrt(variance), t_quantile(level, df) * math.sqrt(variance)
    t = value / se if se > 0 else math.nan
    written = {"estimate": value, "se": se, "df": df, "low": value - half, "high": value + half}
    if "t" in row:
        written |= {"t": t, "p": two_sided(t, df)}
    return {key: number if math.isfinite(number) else None for key, number in written.items()}


def _covariance(results: Sequence[Mapping[str, Any]]) -> list[list[float]] | None:
    matrices = [result["covariance"] for result in results]
    if any(matrix is None for matrix in matrices):
        return None
    within: FloatArray = np.array(matrices, dtype=np.float64).mean(axis=0)
    values = np.array([[row["estimate"] for row in result["rows"]] for result in results], dtype=np.float64)
    total = within + (1 + 1 / len(results)) * np.atleast_2d(np.cov(values.T, ddof=1))
    return [[float(number) for number in line] for line in total] if np.isfinite(total).all() else None
