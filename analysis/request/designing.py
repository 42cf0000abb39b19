"""Build the design of a request: from stages, from probabilities of selection, or from replicate weights."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.pps import PpsDesign, from_joint, hartley_rao, overton, probabilities_of
from analysis.replicates import ReplicateDesign
from analysis.request.problems import Problem, RequestError
from analysis.request.shapes import DesignShape, PpsShape, ReplicatesShape, wanted_sum
from analysis.request.table import Table
from analysis.sampling import DesignError, build_design


def design_of(shape: DesignShape, table: Table, folder: Path) -> Design:
    """Build the design; raise RequestError with everything that is wrong with its columns and files."""
    if shape.replicates is not None:
        return _replicated(shape, shape.replicates, table)
    weights = None if shape.weights is None else table.column(shape.weights).numbers
    probabilities = [] if shape.pps is None else [table.column(name).numbers for name in shape.pps.probabilities]
    try:
        design = build_design(
            weights,
            strata=[table.column(name).labels for name in shape.strata],
            clusters=[table.column(name).labels for name in shape.clusters],
            fpc=[table.column(name).numbers for name in shape.fpc],
            nest=shape.nest,
            lonely=shape.lonely,
            lonely_domain=shape.lonely_domain,
            probabilities=probabilities,
            n=table.n,
        )
    except DesignError as error:
        problems = [Problem(found.code, f"design.{found.place}", found.text) for found in error.problems]
        raise RequestError(problems) from error
    if shape.pps is None or shape.pps.method == "brewer":
        return design
    return _with_joint(design, shape.pps, probabilities, folder)


def scaled(design: Design, scaling: str) -> Design:
    """Scale the weights as the request wishes; replicates are scaled by the same factor."""
    if scaling == "none":
        return design
    wanted = wanted_sum(scaling) or float(np.count_nonzero(design.weights))
    factor = wanted / design.weights.sum()
    if isinstance(design, ReplicateDesign):
        return design.reweighted_all(design.weights * factor, design.replicates * factor)
    return replace(design, weights=design.weights * factor)


def replicate_columns(shape: ReplicatesShape, table: Table) -> list[str]:
    """Return the names of the replicate weights, those of a prefix in the order of their numbers."""
    if shape.columns:
        return shape.columns
    found = {name: re.fullmatch(f"{re.escape(shape.prefix or '')}(\\d+)", name) for name in table.frame}
    numbered = {name: int(match[1]) for name, match in found.items() if match}
    return sorted(numbered, key=lambda name: numbered[name])


def _with_joint(design: Design, shape: PpsShape, probabilities: list[FloatArray], folder: Path) -> Design:
    stage = design.stages[0]
    if len(probabilities) > 1:
        text = f"{shape.method} is for samples of one stage; use brewer for several."
        raise RequestError([Problem("bad-value", "design.pps.method", text)])
    if shape.joint is not None:
        d = from_joint(_joint(folder / shape.joint, stage.clusters.max() + 1, design))
    else:
        approximate = overton if shape.method == "overton" else hartley_rao
        d = approximate(probabilities_of(stage, probabilities[0]), stage.cluster_strata)
    return PpsDesign(design.weights, design.stages, design.lonely, d=d, yates_grundy=shape.method == "yates-grundy")


def _joint(path: Path, clusters: int, design: Design) -> FloatArray:
    """Read joint probabilities, one row and column for each cluster in order of appearance."""
    try:
        read = pd.read_csv(path).to_numpy(dtype=np.float64)
    except (OSError, ValueError) as error:
        text = f"The joint probabilities cannot be read: {error}"
        raise RequestError([Problem("bad-joint", "design.pps.joint", text)]) from error
    sound = read.shape == (clusters, clusters) and bool(np.all((read > 0) & (read <= 1 + 1e-9)))
    if not sound or not np.allclose(read, read.T, rtol=1e-6):
        text = f"The file must hold {clusters} rows and columns of probabilities above 0, the same both ways."
        raise RequestError([Problem("bad-joint", "design.pps.joint", text)])
    _, first = np.unique(design.stages[0].clusters, return_index=True)
    appearance = np.argsort(np.argsort(first))
    return np.asarray(read[np.ix_(appearance, appearance)])


def _replicated(shape: DesignShape, replicates: ReplicatesShape, table: Table) -> Design:
    names = replicate_columns(replicates, table)
    weights = np.ones(table.n) if shape.weights is None else table.column(shape.weights).numbers
    columns = np.stack([table.column(name).numbers for name in names], axis=1)
    problems = _problems_in_replicates(shape, replicates, weights, columns)
    if problems:
        raise RequestError(problems)
    given = replicates.rscales
    rscales = np.array(given if isinstance(given, list) else [given] * len(names), dtype=np.float64)
    return ReplicateDesign(
        weights,
        (),
        replicates=columns if replicates.combined else columns * weights[:, None],
        scale=replicates.scale,
        rscales=rscales,
        mse=replicates.mse,
        known_df=replicates.df,
    )


def _problems_in_replicates(
    shape: DesignShape, replicates: ReplicatesShape, weights: FloatArray, columns: FloatArray
) -> list[Problem]:
    problems = []
    for key in ("strata", "clusters", "fpc", "pps"):
        if getattr(shape, key):
            text = "Replicate weights already hold the design; leave this out."
            problems.append(Problem("bad-value", f"design.{key}", text))
    for place, values in (("design.weights", weights), ("design.replicates", columns)):
        if np.isnan(values).any():
            problems.append(Problem("missing-in-design", place, "A design column must be complete."))
        elif np.any(values < 0):
            problems.append(Problem("negative-weight", place, "Some weights are below 0."))
    if not problems and not np.any(weights > 0):
        problems.append(Problem("no-weight", "design.weights", "No row has a weight above 0."))
    given = replicates.rscales
    if isinstance(given, list) and len(given) != columns.shape[1]:
        text = f"There are {columns.shape[1]} replicates and {len(given)} values; give one for each."
        problems.append(Problem("bad-value", "design.replicates.rscales", text))
    if np.any(np.asarray(given) < 0):
        problems.append(Problem("bad-value", "design.replicates.rscales", "These must be 0 or more."))
    return problems
