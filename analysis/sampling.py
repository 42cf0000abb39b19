"""Build a design from columns of labels, and report everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.stages import Lonely, LonelyRule, Stage

Labels: TypeAlias = NDArray[Any]
MOST_CODES_A_ROW = 4
"""Up to so many possible combinations for each row are counted directly, beyond it they are hashed first."""


@dataclass(frozen=True)
class DesignProblem:
    """A mistake in the description of a sample; `place` is like `strata[0]`."""

    code: str
    place: str
    text: str


class DesignError(ValueError):
    """The columns do not describe a sample; `problems` lists every reason."""

    def __init__(self, problems: Sequence[DesignProblem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = tuple(problems)


def build_design(
    weights: FloatArray | None,
    *,
    strata: Sequence[Labels] = (),
    clusters: Sequence[Labels] = (),
    fpc: Sequence[FloatArray] = (),
    nest: bool = False,
    lonely: Lonely = "fail",
    lonely_domain: bool = False,
    probabilities: Sequence[FloatArray] = (),
    n: int | None = None,
) -> Design:
    """Build a design from columns, outermost stage first; a stage without clusters draws elements.

    `fpc` holds population counts (all ≥ 1, some > 1) or sampling fractions (all ≤ 1); stages after the last of them
    count as fully observed, and without any only the first stage matters. `nest` says that cluster labels are
    repeated across strata. `probabilities` stand for `fpc` where clusters were drawn with unequal ones, by stage; the
    errors are then Brewer's. `weights=None` takes 1 / probability, or N/n where every stage has an fpc, else 1. `n` is
    needed only where no column is given. Raise DesignError with every problem found.
    """
    columns = [*([] if weights is None else [weights]), *strata, *clusters, *fpc, *probabilities]
    rows = len(columns[0]) if columns else int(n or 0)
    problems = _problems_in_columns(weights, strata, clusters, fpc)
    problems += _problems_in_probabilities(probabilities, clusters, fpc)
    if problems:
        raise DesignError(problems)
    stages = _Builder(rows, strata, clusters, fpc, nest, probabilities).build()
    if weights is None and probabilities:
        weights = 1.0 / np.prod(np.stack(probabilities), axis=0)
    if weights is None:
        complete = len(fpc) > 0 and len(fpc) >= max(len(clusters), len(strata))
        weights = _weights_from(stages, rows) if complete else np.ones(rows)
    return Design(np.asarray(weights, dtype=np.float64), stages, LonelyRule(lonely, lonely_domain))


def _problems_in_columns(
    weights: FloatArray | None, strata: Sequence[Labels], clusters: Sequence[Labels], fpc: Sequence[FloatArray]
) -> list[DesignProblem]:
    problems: list[DesignProblem] = []
    named = [(f"strata[{i}]", column) for i, column in enumerate(strata)]
    named += [(f"clusters[{i}]", column) for i, column in enumerate(clusters)]
    named += [(f"fpc[{i}]", column) for i, column in enumerate(fpc)]
    named += [] if weights is None else [("weights", weights)]
    for place, column in named:
        missing = int(pd.isna(column).sum())
        if missing:
            text = f"{missing} rows have no value in this column; a design column must be complete."
            problems.append(DesignProblem("missing-in-design", place, text))
    if weights is not None and np.any(np.asarray(weights) < 0):
        problems.append(DesignProblem("negative-weight", "weights", "Some weights are below 0."))
    if weights is not None and np.any(np.isinf(np.asarray(weights, dtype=np.float64))):
        problems.append(DesignProblem("infinite-weight", "weights", "Some weights are infinite."))
    if weights is not None and not problems and not np.any(np.asarray(weights) > 0):
        problems.append(DesignProblem("no-weight", "weights", "No row has a weight above 0."))
    if len(fpc) > len(clusters) + 1:
        text = "There are more of these than stages: after the last cluster comes one stage of elements."
        problems.append(DesignProblem("too-many-stages", f"fpc[{len(clusters) + 1}]", text))
    return problems + _problems_in_fpc(fpc)


def _problems_in_fpc(fpc: Sequence[FloatArray]) -> list[DesignProblem]:
    if not fpc:
        return []
    values = np.concatenate([column[~np.isnan(column)] for column in fpc])
    if np.any(values <= 0):
        return [DesignProblem("bad-fpc", "fpc", "Population counts and sampling fractions must be above 0.")]
    if np.any(values > 1) and np.any(values < 1):
        text = "All values must be population counts (1 or more) or all sampling fractions (1 or less)."
        return [DesignProblem("mixed-fpc", "fpc", text)]
    return []


def _problems_in_probabilities(
    probabilities: Sequence[FloatArray], clusters: Sequence[Labels], fpc: Sequence[FloatArray]
) -> list[DesignProblem]:
    problems = []
    if len(probabilities) > len(clusters) + 1:
        text = "There are more of these than stages: after the last cluster comes one stage of elements."
        problems.append(DesignProblem("too-many-stages", f"pps.probabilities[{len(clusters) + 1}]", text))
    for i, column in enumerate(probabilities):
        if not np.all((column > 0) & (column <= 1)):
            text = "Probabilities of selection must be there for every row, above 0 and at most 1."
            problems.append(DesignProblem("bad-probability", f"pps.probabilities[{i}]", text))
    if probabilities and fpc:
        text = "Give `fpc` or probabilities, not both: the probabilities say what share was drawn."
        problems.append(DesignProblem("bad-fpc", "fpc", text))
    return problems


def _weights_from(stages: Sequence[Stage], rows: int) -> FloatArray:
    """Multiply N/n over the stages in the order of operations of R, on which hangs where ties of quantiles fall."""
    chances = np.ones(rows, dtype=np.longdouble)
    for stage in stages:
        chances *= (1.0 / (stage.population / stage.sizes))[stage.cluster_strata[stage.clusters]]
    return 1.0 / chances.astype(np.float64)


class _Builder:
    """Number strata and clusters stage by stage, each within the cluster of the stage before."""

    def __init__(
        self,
        rows: int,
        strata: Sequence[Labels],
        clusters: Sequence[Labels],
        fpc: Sequence[FloatArray],
        nest: bool,
        probabilities: Sequence[FloatArray] = (),
    ) -> None:
        self.rows, self.nest, self.fpc, self.probabilities = rows, nest, fpc, probabilities
        self.labels = [np.asarray(column) for column in strata]
        self.cluster_labels = [np.asarray(column) for column in clusters]
        self.strata = [_numbered(column) for column in strata]
        self.clusters = [_numbered(column) for column in clusters]
        self.are_counts = any(bool(np.any(column > 1)) for column in fpc)
        self.parents = np.zeros(rows, dtype=np.int64)
        self.carried = np.ones(rows)
        self.problems: list[DesignProblem] = []

    def build(self) -> tuple[Stage, ...]:
        stages = tuple(self._stage(i) for i in range(max(len(self.fpc), len(self.probabilities), 1)))
        if self.problems:
            raise DesignError(self.problems)
        return stages

    def _stage(self, i: int) -> Stage:
        strata, first_rows = _renumbered(self.parents, *self._strata_columns(i))
        clusters, cluster_rows = self._clusters(i, strata)
        cluster_strata = strata[cluster_rows]
        if self.probabilities and np.any(self.probabilities[i][cluster_rows][clusters] != self.probabilities[i]):
            text = "Probabilities differ between rows of one cluster."
            self.problems.append(DesignProblem("bad-probability", f"pps.probabilities[{i}]", text))
        if np.any(cluster_strata[clusters] != strata):
            text = "Some clusters lie in more than one stratum; set `nest` if labels repeat across strata."
            self.problems.append(DesignProblem("clusters-not-nested", f"clusters[{i}]", text))
        sizes = np.bincount(cluster_strata, minlength=len(first_rows))
        stage = Stage(
            number=i + 1,
            clusters=clusters,
            cluster_strata=cluster_strata,
            parents=self.parents[first_rows],
            population=self._population(i, strata, first_rows, sizes),
            carried=self.carried[first_rows],
            name_of=self._namer(i, first_rows),
            unsampled=1.0 - self.probabilities[i][cluster_rows] if self.probabilities else None,
        )
        self.carried = self.carried * (self.probabilities[i] if self.probabilities else stage.fractions[strata])
        self.parents = clusters
        return stage

    def _strata_columns(self, i: int) -> list[IntArray]:
        return [self.strata[min(i, len(self.strata) - 1)]] if self.strata else []

    def _clusters(self, i: int, strata: IntArray) -> tuple[IntArray, IntArray]:
        if i >= len(self.clusters):
            everyone = np.arange(self.rows, dtype=np.int64)
            return everyone, everyone
        within = [strata] if self.nest else []
        return _renumbered(self.parents, *within, self.clusters[i])

    def _population(self, i: int, strata: IntArray, first_rows: IntArray, sizes: IntArray) -> FloatArray:
        if self.probabilities:
            return self._all_or_many(i, strata, sizes)
        if not self.fpc:
            return np.full(len(first_rows), np.inf)
        given = self.fpc[i][first_rows]
        if np.any(self.fpc[i] != given[strata]):
            text = "Values differ within a stratum (at later stages: within a parent cluster)."
            self.problems.append(DesignProblem("fpc-varies", f"fpc[{i}]", text))
        population = given if self.are_counts else sizes / given
        short: BoolArray = population < sizes * (1 - 1e-12)
        if short.any():
            name = self._namer(i, first_rows)(int(np.flatnonzero(short)[0]))
            text = f"Stratum {name} has more clusters in the sample than in the population."
            self.problems.append(DesignProblem("fpc-too-small", f"fpc[{i}]", text))
        return np.asarray(np.maximum(population, sizes), dtype=np.float64)

    def _all_or_many(self, i: int, strata: IntArray, sizes: IntArray) -> FloatArray:
        """Count a stratum as fully observed only where all its clusters were certain to be drawn."""
        uncertain = np.bincount(strata, weights=self.probabilities[i] < 1, minlength=len(sizes)) > 0
        return np.where(uncertain, np.inf, np.maximum(sizes, 1))

    def _namer(self, i: int, first_rows: IntArray) -> Callable[[int], str]:
        strata = self.labels[min(i, len(self.labels) - 1)] if self.labels else None
        within = self.cluster_labels[i - 1] if i > 0 else None

        def name(stratum: int) -> str:
            row = first_rows[stratum]
            own = "1" if strata is None else _plain(strata[row])
            return own if within is None else f"{own} of cluster {_plain(within[row])}"

        return name


def _plain(label: Any) -> str:
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)


def _numbered(labels: Labels) -> IntArray:
    codes, _ = pd.factorize(labels)
    return np.asarray(codes, dtype=np.int64)


def _renumbered(first: IntArray, *others: IntArray) -> tuple[IntArray, IntArray]:
    """Number the combinations of codes from 0; returns row -> number, and number -> its first row."""
    code, size = first, int(first.max(initial=-1)) + 1
    for other in others:
        count = int(other.max(initial=0)) + 1
        code, size = code * count + other, size * count
        if size > MOST_CODES_A_ROW * len(code):
            code, size = _compacted(code)
    taken = np.zeros(size, dtype=np.bool_)
    taken[code] = True
    numbers = (np.cumsum(taken) - 1)[code]
    rows = np.empty(int(np.count_nonzero(taken)), dtype=np.int64)
    rows[numbers[::-1]] = np.arange(len(code) - 1, -1, -1)
    return numbers.astype(np.int64), rows


def _compacted(code: IntArray) -> tuple[IntArray, int]:
    """Number codes in their order without sorting the rows; returns row -> number, and how many there are."""
    numbers, found = pd.factorize(code)
    rank = np.empty(len(found), dtype=np.int64)
    rank[np.argsort(found)] = np.arange(len(found))
    return rank[numbers], len(found)
