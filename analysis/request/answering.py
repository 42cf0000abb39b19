"""Write results as one JSON document, with null and a warning for every number that does not exist."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from analysis.design import Design, DesignSummary
from analysis.estimation.estimates import sizes
from analysis.request.context import Result
from analysis.request.problems import Problem, RefusedError
from analysis.request.weighting import NotWeightedError, Weighing


def answer(
    results: Sequence[tuple[str, Result | RefusedError]],
    n: int | None,
    summary: DesignSummary | None,
    weights: dict[str, Any] | None,
) -> dict[str, Any]:
    """Put the results of all asks and what is known of design and weights into the shape of the contract."""
    counted = {"strata": None, "clusters": None, "df": None} if summary is None else asdict(summary)
    if summary is not None and not summary.strata:
        counted |= {"strata": None, "clusters": None}
    return {
        "results": [_result(name, result) for name, result in results],
        "design": {**counted, "n": n},
        "weights": weights,
    }


def failure(problems: Sequence[Problem]) -> dict[str, Any]:
    """Put the problems of a request into the shape of the contract."""
    return {"problems": [asdict(problem) for problem in problems]}


def weights_refused(error: NotWeightedError) -> dict[str, Any]:
    """Describe weights that could not be found."""
    nothing = dict.fromkeys(("deff", "min", "max", "ratio"))
    return {**nothing, "converged": False, "iterations": error.iterations, "scale": "none"}


def weights_of(weighed: Weighing, design: Design, scaling: str) -> dict[str, Any]:
    """Describe the final weights; the ratio is that of the largest to the smallest above 0."""
    inside = design.weights[design.weights > 0]
    low, high = float(inside.min()), float(inside.max())
    deff = sizes(design.weights, design.weights > 0).deff_weights
    return {
        "deff": deff,
        "min": float(design.weights.min()),
        "max": high,
        "ratio": high / low,
        "converged": True,
        "iterations": weighed.iterations,
        "scale": scaling,
        **({} if weighed.trimming is None else {"trimming": weighed.trimming}),
        **({} if weighed.opted_in is None else {"overlap": asdict(weighed.opted_in.overlap)}),
    }


def _result(name: str, result: Result | RefusedError) -> dict[str, Any]:
    if isinstance(result, RefusedError):
        refused = {"code": result.code, "text": result.text}
        return {**_empty(name), "refused": refused}
    missing: dict[str, int] = {}
    written = {
        **_empty(name),
        "rows": finite(result.rows, "rows", missing),
        "test": finite(result.test, "test", missing),
        "pairs": finite(result.pairs, "pairs", missing),
        "letters": result.letters,
        "covariance": finite(result.covariance, "covariance", missing),
    }
    if result.cells is not None:
        written["cells"] = finite(result.cells, "cells", missing)
    written |= {key: finite(value, key, missing) for key, value in result.table.items()}
    if result.fit is not None:
        written["fit"] = finite(result.fit, "fit", missing)
    warnings = [asdict(warning) for warning in result.warnings]
    for field, count in missing.items():
        text = f"{field}: {count} of these numbers do not exist and are null."
        warnings.append({"code": "not-finite", "text": text})
    return {**written, "warnings": warnings}


def _empty(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "rows": [],
        "test": None,
        "pairs": [],
        "letters": [],
        "covariance": None,
        "warnings": [],
        "refused": None,
    }


def finite(value: Any, field: str, missing: dict[str, int]) -> Any:
    """Replace numbers that are not finite by null, counting them by field."""
    if isinstance(value, dict):
        return {key: finite(inner, f"{field}.{key}", missing) for key, inner in value.items()}
    if isinstance(value, list):
        return [finite(inner, field, missing) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        missing[field] = missing.get(field, 0) + 1
        return None
    return value
