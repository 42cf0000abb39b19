"""Combine the answers for several imputed data sets: Rubin's rules, and degrees of freedom of Barnard and Rubin (1999).

The variance of a figure is the mean of its variances plus (1 + 1/m) times the variance between the m data sets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.arrays import FloatArray
from analysis.estimation.intervals import t_quantile
from analysis.estimation.significance import two_sided

_POOLED = ("estimate", "se", "df", "low", "high", "t", "p")
_AVERAGED = ("weighted_n", "effective_n", "deff", "deff_weights")
_NOT_POOLED = ("pairs", "letters")


def combined(answers: Sequence[Mapping[str, Any]], levels: Mapping[str, float]) -> dict[str, Any]:
    """Combine one answer for each data set; `levels` are the confidence of each ask by its id."""
    results = [
        _result([answer["results"][i] for answer in answers], levels.get(first["id"], 0.95))
        for i, first in enumerate(answers[0]["results"])
    ]
    return {**answers[0], "results": results}


def barnard_rubin(within: float, between: float, m: int, complete: float) -> float:
    """Return degrees of freedom from the variance within, that between m data sets, and those of complete data."""
    total = within + (1 + 1 / m) * between
    if not (total > 0 and between > 0):
        return complete
    share = (1 + 1 / m) * between / total
    large = (m - 1) / share**2
    if math.isinf(complete):
        return large
    observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    return 1 / (1 / large + 1 / observed) if observed > 0 else math.nan


def _result(results: Sequence[dict[str, Any]], level: float) -> dict[str, Any]:
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
            first[key] = [_row(rows, level) for rows in parallel]
    if first["test"] is not None or any(first[key] for key in _NOT_POOLED):
        text = "Tests of whole tables, pairs and letters are not combined over data sets and are left out."
        first["warnings"].append({"code": "not-pooled", "text": text})
    first |= {"test": None, **{key: [] for key in _NOT_POOLED}}
    first["covariance"] = _covariance(results)
    return first


def _alike(parallel: Sequence[Sequence[dict[str, Any]]]) -> bool:
    """Tell whether the rows of all data sets are about the same things in the same order."""
    keys = ("of", "over", "by", "category", "groups", "term", "row", "column", "q", "at")
    about = [[{key: row.get(key) for key in keys} for row in rows] for rows in parallel]
    return all(one == about[0] for one in about)


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
    if any(row["estimate"] is None or row["se"] is None for row in rows):
        return {**first, **{key: None for key in _POOLED if key in first}}
    values = np.array([row["estimate"] for row in rows])
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
